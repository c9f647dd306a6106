"""What the editor beside the workspace asks: is the text right, what would it change and for whom; let it hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from bot.config import Config, installed_kinds, jsonschema, parse_bytes
from bot.config.admission import as_channel
from bot.config.changes import Change
from bot.config.vocabulary import NUMBERS, OTHER_WORDS
from bot.demo.director import Director, JumpingError
from bot.demo.rounds import PAIRING
from bot.demo.whom import Circle, channel_of, circle, strangers
from bot.errors import ConfigError, Problem
from bot.i18n import Catalogue
from bot.model import LANGUAGES, Language, Words
from bot.sandbox.acts import Acts
from bot.sandbox.workspace import APP_USER, Workspace
from bot.service.comparison import Comparison, compared
from bot.slack.manifest import is_managed

MOST_NAMES = 300
"""Of people who are listed for one ritual; the number counts all."""
JUMPING: Mapping[Language, str] = {
    "de": "Gerade läuft ein Zeitsprung. Wenn er zu Ende ist oder du ihn anhältst, geht es hier weiter.",
    "en": "Time is moving right now. Once it has arrived, or you stop it, you can go on here.",
}
Asked = dict[str, Any]


def live(director: Director, asked: Asked) -> dict[str, Any]:
    """Return the file that holds, and whether there is a way back."""
    found = director.binder.standing()
    waits = None if found.waits_for is None else [_person(director, one.slack_id) for one in found.waits_for]
    return {**asdict(found), "waits_for": waits, "name": director.stage.original.name, "ok": True}


def known(director: Director, asked: Asked) -> dict[str, Any]:
    """Return what completion offers: the schema, what people say instead, and the names that this workspace has."""
    workspace = director.stage.sandbox.workspace
    with workspace.lock:
        channels = sorted(one.name for one in workspace.conversations.values() if one.kind in ("public", "private"))
        groups = sorted(str(one["handle"]) for one in workspace.usergroups)
        there = [one for one in workspace.people.values() if one.is_colleague]
        people = [{"id": one.id, "name": one.real_name} for one in there]
        departments = sorted({one.department for one in there} - {""})
    schema = jsonschema.document(installed_kinds())
    return {
        "schema": schema,
        "words": {right: sorted(others) for right, others in OTHER_WORDS.items()},
        "numbers": dict(NUMBERS),
        "channels": channels,
        "user_groups": groups,
        "departments": departments,
        "people": people,
    }


def check(director: Director, asked: Asked) -> dict[str, Any]:
    """Return every problem of a text, in the order of its lines, each with its correction."""
    try:
        _parsed(director, asked)
    except ConfigError as error:
        return {"problems": _rows(error.problems, _language(asked))}
    return {"problems": []}


def plan(director: Director, asked: Asked) -> dict[str, Any]:
    """Return what a text would change against what holds in the sandbox, and for whom; nothing for a wrong one.

    With `against: own` it is compared with the visitor's own file, as far as that is free of problems.
    """
    try:
        config = _parsed(director, asked)
    except ConfigError as error:
        return {"ok": False, "problems": _rows(error.problems, _language(asked))}
    base = director.binder.own() if asked.get("against") == "own" else None
    found = _compared(director, base or director.stage.config, config, _language(asked))
    names = list(dict.fromkeys(one.ritual for one in found.changes))
    workspace = director.stage.sandbox.workspace
    return {
        "ok": True,
        "managed": is_managed(config),
        "summary": list(found.summary()),
        "rituals": [_ritual(director, found, name) for name in names],
        "strangers": [_stranger(workspace, found, name) for name in strangers(workspace, config)],
    }


def apply(director: Director, asked: Asked) -> dict[str, Any]:
    """Let a text hold in the sandbox."""
    return _held(director, asked, lambda: director.binder.apply(str(asked.get("text", "")), now=director.now()))


def undo(director: Director, asked: Asked) -> dict[str, Any]:
    """Let hold what held before."""
    return _held(director, asked, lambda: director.binder.turn(-1, now=director.now()))


def redo(director: Director, asked: Asked) -> dict[str, Any]:
    """Let hold again what was taken back."""
    return _held(director, asked, lambda: director.binder.turn(1, now=director.now()))


def reset(director: Director, asked: Asked) -> dict[str, Any]:
    """Let the visitor's own file hold again."""
    return _held(director, asked, lambda: director.binder.reset(now=director.now()))


def channel(director: Director, asked: Asked) -> dict[str, Any]:
    """Make a channel that the file names, with whoever is in another one (`like`), and invite Rondo."""
    workspace = director.stage.sandbox.workspace
    name, acts = as_channel(asked.get("name")), Acts(workspace)
    with workspace.lock:
        if channel_of(workspace, name) is None:
            like = channel_of(workspace, str(asked.get("like", "")))
            members = [one for one in like.members if one != APP_USER] if like is not None else []
            who = workspace.person(str(asked["as"])).id
            acts.people.create_channel(name, by=who, members=members)
        acts.people.invite(APP_USER, name)
    return {"ok": True}


def _held(director: Director, asked: Asked, change: Callable[[], None]) -> dict[str, Any]:
    """Return what holds after a change, or why it does not; no file waits for a jump under way, its editor reads so."""
    language = _language(asked)
    try:
        with director.alone(waits=False):
            change()
    except JumpingError:
        return {"ok": False, "error": "jumping", "message": JUMPING[language], "problems": []}
    except ConfigError as error:
        return {"ok": False, "problems": _rows(error.problems, language)}
    return live(director, asked)


def _parsed(director: Director, asked: Asked) -> Config:
    raw = str(asked.get("text", "")).encode("utf-8", "replace")
    return parse_bytes(raw, file=director.stage.original.name, kinds=installed_kinds())


def _language(asked: Asked) -> Language:
    return next((one for one in LANGUAGES if one == asked.get("language")), LANGUAGES[0])


def _rows(problems: tuple[Problem, ...], language: Language) -> list[dict[str, Any]]:
    rows = []
    for one in problems:
        text, hint = one.words(language)
        fix = asdict(one.fix) if one.fix else None
        rows.append({"line": one.line, "column": one.column, "text": text, "hint": hint, "fix": fix})
    return rows


def _compared(director: Director, base: Config, config: Config, language: Language) -> Comparison:
    name, now = director.stage.original.name, director.now()
    return compared(base, config, installed_kinds(), file=name, now=now, language=language)


def _ritual(director: Director, found: Comparison, name: str) -> dict[str, Any]:
    """Return the changes of one ritual, or of the file as a whole (no name)."""
    ritual = next(
        (one for config in (found.new, found.old) if config for one in config.rituals if one.id == name), None
    )
    return {
        "id": name,
        "title": dict(ritual.title) if ritual else None,
        "changes": [_change(found, one) for one in found.changes if one.ritual == name],
        "question": found.questions().get(name, ""),
        "pairs": any(one.id == name and one.kind == PAIRING for one in found.new.rituals),
        "whom": _whom(director, found, name) if ritual and name not in found.renamed else None,
    }


def _change(found: Comparison, change: Change) -> dict[str, Any]:
    """Return a change; its sentence without the class, which the page shows on its own."""
    word = Catalogue(found.language).say(Words(f"plan.touches.{change.touches}"))
    said = change.said(found.language).removeprefix(f"{word} · ").removeprefix(f"{change.ritual} · ")
    shown = {"touches": change.touches, "class": word, "line": change.line, "what": change.what, "key": change.key}
    return {**shown, "said": said, "coming": found.coming(change)}


def _whom(director: Director, found: Comparison, name: str) -> dict[str, Any]:
    """Return for whom a ritual is, after and before."""
    once = {now: was for was, now in found.renamed.items()}.get(name, name)
    after, before = _circle(director, found.new, name, once), _circle(director, found.old, once, once)
    shown = after or before or Circle("", frozenset())
    now, then = (one.people if one else frozenset() for one in (after, before))
    return {
        "channel": shown.channel,
        "by_hand": any(one.id == name and one.join == "opt-in" for one in found.new.rituals),
        "n": len(now),
        "names": _names(director, now),
        "added": _names(director, now - then),
        "dropped": _names(director, then - now),
    }


def _circle(director: Director, config: Config | None, name: str, once: str) -> Circle | None:
    ritual = next((one for one in config.rituals if one.id == name), None) if config else None
    return circle(director.stage, ritual, once=once) if ritual else None


def _names(director: Director, people: frozenset[str]) -> list[str]:
    known = director.stage.sandbox.workspace.people
    return sorted(known[one].real_name for one in people)[:MOST_NAMES]


def _stranger(workspace: Workspace, found: Comparison, name: str) -> dict[str, Any]:
    """Return a channel that Rondo cannot use, and the one whose people it could begin with."""
    used = [one.id for one in found.new.rituals if one.channel == name]
    earlier = [one.channel for one in (found.old.rituals if found.old else ()) if one.id in used and one.channel]
    known = [one for one in earlier if channel_of(workspace, one)] or _general(workspace)
    return {"name": name, "exists": channel_of(workspace, name) is not None, "like": known[0] if known else ""}


def _general(workspace: Workspace) -> list[str]:
    return [one.name for one in workspace.conversations.values() if one.is_general]


def _person(director: Director, slack_id: str) -> dict[str, str]:
    return {"id": slack_id, "name": director.stage.sandbox.workspace.people[slack_id].real_name}


ANSWERS: Mapping[str, Callable[[Director, Asked], dict[str, Any]]] = {
    "GET file/live": live,
    "GET file/known": known,
    "POST file/check": check,
    "POST file/plan": plan,
    "POST file/apply": apply,
    "POST file/undo": undo,
    "POST file/redo": redo,
    "POST file/reset": reset,
    "POST file/channel": channel,
}
