"""What the desk "Look ahead" asks: which rounds come, who meets whom and why, and how much comes to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import Config, installed_kinds, parse
from bot.demo import rounds
from bot.demo.director import Director
from bot.demo.figures import Received
from bot.demo.foresight import Future, Question
from bot.demo.rounds import PAIRING, Round
from bot.demo.whom import channel_of
from bot.errors import BotError, ConfigError
from bot.i18n import Catalogues
from bot.model import Language, Occurrence, Ritual
from bot.sandbox.model import Person
from bot.sandbox.workspace import APP_USER, Workspace
from bot.schedule import outlook, say_reason, sentence

MOST_ROUNDS = 6
CALENDAR = timedelta(weeks=8)
FIELDS = ("site", "department")
"""What people of one group may differ in."""
People = Mapping[str, Person]


def ahead(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what comes if nobody does anything; `text` is the file as it stands in the editor, else what holds.

    Nothing of it happens: it is played on a copy. A text with mistakes gives `problems`, and nothing else.
    """
    stage = director.stage
    language: Language = "en" if asked.get("language") == "en" else "de"
    if not stage.rondo.database.is_sqlite:
        return {"refused": "database"}
    try:
        config = _config(director, asked.get("text"))
    except ConfigError as error:
        some = [{"line": one.line, "text": one.words(language)[0]} for one in error.problems[:3]]
        return {"problems": some, "count": len(error.problems)}
    question = Question(config, _chosen(config, str(asked.get("ritual") or "")), _number(asked.get("rounds")))
    try:
        future = director.foresight.look(question)
    except BotError as error:
        return {"refused": "failed", "message": str(error)}
    return _told(director, question, future, language)


def _config(director: Director, text: object) -> Config:
    if isinstance(text, str) and text.strip():
        return parse(text, file="rituals.yaml", kinds=installed_kinds())
    return director.stage.rondo.context.config()


def _chosen(config: Config, asked: str) -> str:
    """Return the pairing ritual that was asked for, else the first that is not paused; "" where there is none."""
    pairings = sorted((one for one in config.rituals if one.kind == PAIRING), key=lambda one: one.paused)
    return next((one.id for one in pairings if one.id == asked), pairings[0].id if pairings else "")


def _number(asked: object) -> int:
    try:
        return min(max(int(str(asked or 3)), 1), MOST_ROUNDS)
    except ValueError:
        return 3


def _told(director: Director, question: Question, future: Future, language: Language) -> dict[str, Any]:
    workspace = director.stage.sandbox.workspace
    with workspace.lock:
        people = dict(workspace.people)
    catalogues, config, now = director.stage.rondo.context.catalogues, future.config, director.now()
    told = [one for one in future.rounds if one.ritual == question.ritual]
    gone = rounds.past(director.stage.rondo.context, question.ritual)
    shown = {person for one in (*told, *gone) for group in one.groups for person in group.people}
    shown |= {person for one in told for person, _ in one.absent}
    return {
        "waits": future.config.fingerprint != question.config.fingerprint,
        "ends": future.ends.isoformat(),
        "ritual": question.ritual,
        "rituals": [_ritual(one, language) for one in config.rituals],
        "troubles": [_trouble(one, workspace, future.troubles) for one in config.rituals if one.id in future.troubles],
        "people": {key: _person(people[key]) for key in sorted(shown) if key in people},
        "rounds": [_round(one, people, catalogues, language) for one in told],
        "past": [_round(one, people, catalogues, language) for one in gone],
        "dates": _dates(future, now, language),
        "load": {
            "most": future.most,
            "week": config.budget.week,
            "day": config.budget.day,
            "messages": len(future.messages),
            "people": len({one for message in future.messages if not message.channel for one in message.members}),
            "held": future.held,
        },
    }


def _ritual(one: Ritual, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": dict(one.title),
        "pairs": one.kind == PAIRING,
        "paused": one.paused,
        "channel": one.channel,
        "when": sentence(one.rule, language),
        "size": one.options.size if one.kind == PAIRING else 0,
    }


def _trouble(one: Ritual, workspace: Workspace, said: Mapping[str, str]) -> dict[str, str]:
    """Say why a ritual could not act: mostly Rondo is not in its channel."""
    with workspace.lock:
        found = channel_of(workspace, one.channel)
    if one.channel and (found is None or found.archived):
        return {"ritual": one.id, "why": "no_channel", "channel": one.channel}
    if one.channel and found is not None and APP_USER not in found.members:
        return {"ritual": one.id, "why": "not_invited", "channel": one.channel}
    return {"ritual": one.id, "why": "other", "said": said[one.id].partition(": ")[2] or said[one.id]}


def _person(one: Person) -> dict[str, str]:
    return {"name": one.real_name, "site": one.site, "department": one.department}


def _round(one: Round, people: People, catalogues: Catalogues, language: Language) -> dict[str, Any]:
    say = catalogues[language].say
    groups = [[people[person] for person in group.people if person in people] for group in one.groups]
    return {
        "at": one.at.isoformat(),
        "run": one.run,
        "groups": [
            {"people": list(group.people), "why": say(group.why, plain=True) if group.why else ""}
            for group in one.groups
        ],
        "across": {name: sum(_differs(group, name) for group in groups) for name in FIELDS},
        "repeats": None if one.certificate is None else one.certificate.get("repeats"),
        "absent": [{"person": person, "why": why} for person, why in one.absent],
        "alone": one.alone,
    }


def _differs(group: Iterable[Person], name: str) -> bool:
    """Return whether at least two of a group are of another site or department, as far as anybody knows."""
    return len({str(getattr(one, name)).casefold() for one in group} - {""}) > 1


def _dates(future: Future, now: datetime, language: Language) -> list[dict[str, Any]]:
    """Return what each ritual does in the coming weeks, in order, and how much came of it as far as it was played."""
    missed = {run.id: run.reason for run in future.missed}
    until = max(future.ends, future.begins + CALENDAR)
    rows = []
    for ritual in future.config.rituals:
        occurrences = [] if ritual.paused else outlook(ritual.rule, now, until)
        for one in occurrences:
            row = _date(ritual, one, language, missed.get(f"{ritual.id}@{_name(one)}", ""))
            if one.at < future.ends and not one.skipped:
                row |= _came(ritual, one, future.messages)
            rows.append(row)
    return sorted(rows, key=lambda row: (row["at"], row["ritual"]))


def _date(ritual: Ritual, one: Occurrence, language: Language, missed: str) -> dict[str, Any]:
    return {
        "ritual": ritual.id,
        "at": one.at.isoformat(),
        "local": one.at.astimezone(ZoneInfo(ritual.rule.timezone)).isoformat(),
        "skipped": say_reason(one.skipped, language) if one.skipped else "",
        "moved": say_reason(one.moved, language) if one.moved else "",
        "missed": missed,
    }


def _came(ritual: Ritual, one: Occurrence, messages: Sequence[Received]) -> dict[str, Any]:
    """Return how many messages belong to a date, the question of the day before included, and how many got them."""
    name = _name(one)
    mine = [message for message in messages if message.ritual == ritual.id and message.occurrence.startswith(name)]
    direct = [message for message in mine if not message.channel]
    return {
        "direct": len(direct),
        "people": len({person for message in direct for person in message.members}),
        "channel": len(mine) - len(direct),
    }


def _name(one: Occurrence) -> str:
    return one.nominal_date.isoformat() + (f".{one.slot}" if one.slot else "")


ANSWERS: Mapping[str, Callable[[Director, dict[str, Any]], dict[str, Any]]] = {"POST ahead": ahead}
