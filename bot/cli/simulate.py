"""`rondo simulate`: who would get what and when in the coming weeks, with the whole bot and no Slack."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.frame import exit_when_told, language_option, now, read_rituals, say, sentences, step_name
from bot.cli.terminal import plain
from bot.config import Config
from bot.demo.figures import Load, Received, Skip, load, week_of
from bot.demo.simulate import Order, Simulation, simulate
from bot.demo.stage import find_rituals
from bot.errors import BotError
from bot.logs import configure
from bot.model import Language, Words
from bot.sandbox.errors import Misfit, PeopleError
from bot.sandbox.roster import Colleague, read
from bot.sandbox.sandbox import HOST
from bot.schedule import say_reason
from bot.settings import go_direct, load_for_demo

MOST_WEEKS = 106
WIDTH = 110


@click.command("simulate")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=4, show_default=True, help="How many weeks.")
@click.option(
    "--people", type=click.Path(path_type=Path), help="CSV or JSON with your people; else an invented company."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other pairs and answers.")
@click.option(
    "--answers", type=click.FloatRange(0, 1), default=0.6, show_default=True, help="Share of people who answer."
)
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day; else next Monday.")
@click.option("--json", "as_json", is_flag=True, help="Print everything for programs.")
@language_option
def simulated(
    path: Path | None,
    weeks: int,
    people: Path | None,
    seed: int,
    answers: float,
    since: datetime | None,
    as_json: bool,
    lang: Language | None,
) -> None:
    """Run weeks of the rituals file in a sandbox, and print who got what and when. Nothing leaves this machine."""
    with sentences():
        exit_when_told()
        settings = load_for_demo()
        go_direct(f"http://{HOST}")
        configure(settings.log, "ERROR" if settings.log_level == "INFO" else settings.log_level)
        file = find_rituals(path or settings.rituals)
        config = read_rituals(file)
        language = lang or config.language
        staff = None if people is None else tuple(colleagues(people, language))
        begins = _first_day(since, ZoneInfo(config.timezone))
        result = simulate(Order(file, config, begins, weeks, seed=seed, answers=answers, colleagues=staff))
        if as_json:
            click.echo(json.dumps(as_rows(result, config, language), ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_lines(result, config, language)))


def colleagues(path: Path, language: Language) -> list[Colleague]:
    """Read a file of people. Raises BotError with everything that is wrong, as file:line:column."""
    try:
        return read(path.read_text(encoding="utf-8"), is_json=path.suffix.lower() == ".json")
    except (OSError, UnicodeDecodeError):
        raise BotError(say(language)(Words("cli.people.unreadable", {"file": str(path)}))) from None
    except PeopleError as error:
        raise BotError("\n".join(_misfit(path, one, language) for one in error.misfits)) from None


def as_rows(result: Simulation, config: Config, language: Language) -> dict[str, Any]:
    """Return a simulation for programs."""
    zone, order = ZoneInfo(config.timezone), result.order
    figures = _load(result, zone)
    return {
        "from": order.begins.date().isoformat(),
        "weeks": order.weeks,
        "seed": order.seed,
        "people": result.people,
        "messages": [
            {
                "at": one.at.astimezone(zone).isoformat(timespec="seconds"),
                "ritual": one.ritual,
                "occurrence": one.occurrence,
                "step": one.step,
                "channel": one.channel,
                "to": [] if one.channel else [result.names[person] for person in one.members],
                "people": len(one.members),
                "text": _named(one.text, result),
            }
            for one in result.messages
        ],
        "figures": {
            "letters": result.letters,
            "messages": figures.messages,
            "answers": result.pressed,
            "messages_per_person_and_week": {"mean": round(figures.mean_messages, 3), "most": figures.most_messages},
            "minutes_per_person_and_week": {
                "mean": round(figures.mean_minutes, 3),
                "most": round(figures.most_minutes, 3),
                "in": figures.busiest,
            },
        },
        "dead": dict(sorted(result.dead.items())),
        "held_back": result.held,
        "skipped": [
            {"ritual": one.ritual, "date": one.on.isoformat(), "reason": _reason(one, language)}
            for one in result.skipped
        ],
    }


def _first_day(since: datetime | None, zone: ZoneInfo) -> datetime:
    """Return midnight of the day asked for, or of the next Monday: whole weeks are easier to read."""
    if since is not None:
        return since.replace(tzinfo=zone)
    today = now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=-today.weekday() % 7)


def _lines(result: Simulation, config: Config, language: Language) -> Iterator[str]:
    speak, zone = say(language), ZoneInfo(config.timezone)
    for (year, week), some in groupby(result.messages, key=lambda one: week_of(one.at, zone)):
        yield speak(Words("cli.next.week", {"week": week, "monday": datetime.fromisocalendar(year, week, 1).date()}))
        for _, alike in groupby(_together(some), key=_moment):
            yield from _group(list(alike), result, zone, language)
        yield ""
    yield from _summary(result, _load(result, zone), language)


def _moment(one: Received) -> tuple[str, ...]:
    """Return what makes messages one line: a minute, a step of a ritual, and where."""
    return f"{one.at:%Y%m%d%H%M}", one.ritual, one.step, one.channel


def _together(some: Iterable[Received]) -> list[Received]:
    """Return messages with those of one moment side by side: what leaves at Slack's pace comes between others."""
    some = list(some)
    first = {_moment(one): number for number, one in reversed(list(enumerate(some)))}
    return sorted(some, key=lambda one: first[_moment(one)])


def _group(alike: Sequence[Received], result: Simulation, zone: ZoneInfo, language: Language) -> Iterator[str]:
    """Return one moment of a ritual: when, the first line, and everybody it went to."""
    speak, first = say(language), alike[0]
    when = speak(Words("cli.next.when", {"when": first.at.astimezone(zone)}))
    said = _named(first.text, result).strip().splitlines()[0]
    step = step_name(first.step, language)
    what = f"{first.ritual}, {step}" if first.ritual else step
    yield f"  {when:<24} {what}: {said}"
    if first.channel:
        people = speak(Words("cli.simulate.channel", {"channel": first.channel, "n": len(first.members)}))
    else:
        names = "; ".join(" + ".join(result.names[person] for person in one.members) for one in alike)
        people = speak(Words("cli.simulate.direct", {"n": len(alike), "names": names}))
    yield from wrap(people, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8, break_long_words=False)


def _summary(result: Simulation, figures: Load, language: Language) -> Iterator[str]:
    speak = say(language)
    yield speak(
        Words(
            "cli.simulate.letters", {"letters": result.letters, "messages": figures.messages, "answers": result.pressed}
        )
    )
    mean, minutes, most = (
        f"{number:.1f}".replace(".", "," if language == "de" else ".")
        for number in (figures.mean_messages, figures.mean_minutes, figures.most_minutes)
    )
    yield speak(Words("cli.simulate.messages", {"mean": mean, "most": figures.most_messages}))
    yield speak(Words("cli.simulate.minutes", {"mean": minutes, "most": most, "week": figures.busiest or "–"}))
    yield speak(Words("cli.simulate.pace"))
    dead = ", ".join(f"{outcome} ({number})" for outcome, number in sorted(result.dead.items()))
    if result.held:
        yield speak(Words("cli.simulate.held", {"n": result.held}))
    alive = Words("cli.simulate.rest" if result.held else "cli.simulate.alive")
    yield speak(Words("cli.simulate.dead", {"dead": dead}) if dead else alive)
    for one in result.skipped:
        yield speak(
            Words("cli.simulate.skipped", {"ritual": one.ritual, "on": one.on, "reason": _reason(one, language)})
        )


def _load(result: Simulation, zone: ZoneInfo) -> Load:
    return load(result.messages, people=result.people, weeks=result.order.weeks, zone=zone)


def _reason(skip: Skip, language: Language) -> str:
    """Say why a date did not happen: a rule of the calendar, or what the bot noted of a missed one."""
    if isinstance(skip.reason, str):
        return say(language)(Words(f"cli.simulate.{skip.reason}"))
    return say_reason(skip.reason, language)


def _named(text: str, result: Simulation) -> str:
    for person in set(_mentioned(text)):
        text = text.replace(f"<@{person}>", result.names.get(person, "…"))
    return plain(text)


def _mentioned(text: str) -> Iterable[str]:
    return (part.partition(">")[0] for part in text.split("<@")[1:])


def _misfit(path: Path, misfit: Misfit, language: Language) -> str:
    said = say(language)(Words(f"cli.people.{misfit.word}", {"value": misfit.value}))
    return f"{path}:{misfit.line}:{misfit.column}: {said}"
