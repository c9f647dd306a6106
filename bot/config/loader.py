"""From the text of rituals.yaml to a Config, or to all its problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any

from bot.config import misreadings, problems, reading
from bot.config.checks import (
    check_calendars,
    check_commands,
    check_fit,
    check_schedule,
    check_where,
    check_whom,
)
from bot.config.findings import Findings, attempt, check_strays, key_names, misspelt, validated
from bot.config.guesses import as_handle
from bot.config.said import Path, Said
from bot.config.schema import (
    HOURS,
    PERSONAL,
    Budget,
    Common,
    Defaults,
    File,
    Refusal,
    Schedule,
    as_close_after,
    audience_of,
)
from bot.config.texts import check_texts, check_title
from bot.errors import ConfigError, KindError, Problem
from bot.model import Audience, Days, Language, Ritual, Rule
from bot.rituals.base import Kind, Options


@dataclass(frozen=True)
class Config:
    """A rituals file that is free of problems."""

    rituals: tuple[Ritual, ...]
    language: Language
    timezone: str
    commands: Mapping[str, str]
    """Alias -> what is said to /rondo: {"/kaffee": "join kaffee"}."""
    fingerprint: str
    """SHA-256 of the source in hexadecimal digits; two files with the same one mean the same."""
    managers: Audience = field(default_factory=Audience)
    """Who may see previews and propose changes."""
    send_between: tuple[str, str] = HOURS
    """Local times of each person, HH:MM: never a message to people that they did not ask for outside of these."""
    budget: Budget = field(default_factory=Budget)
    source: str = ""
    """The file as written."""


def load(path: str | FilePath, *, kinds: Mapping[str, Kind]) -> Config:
    """Read a rituals file. Raises ConfigError with every problem in it, or with the one that prevents reading."""
    try:
        with FilePath(path).open("rb") as file:
            raw = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError((_unread(path, 1, 1, misreadings.unreadable_file(error)),)) from None
    return parse_bytes(raw, file=str(path), kinds=kinds)


def parse_bytes(raw: bytes, *, file: str, kinds: Mapping[str, Kind]) -> Config:
    """Read a rituals file as it came, from a disk or over a wire. Raises ConfigError with every problem."""
    try:
        source = raw.decode("utf-8", "strict" if len(raw) <= reading.MAX_BYTES else "replace")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        raise ConfigError((_unread(file, line, column, misreadings.not_utf8()),)) from None
    return parse(source, file=file, kinds=kinds)


def parse(source: str, *, file: str, kinds: Mapping[str, Kind]) -> Config:
    """Read the text of a rituals file; `file` is its name in problems. Raises ConfigError with every problem."""
    document = reading.read(source)
    findings = Findings(file, document)
    config = None
    if isinstance(document.value, dict):
        config = _config(document.value, source, findings, kinds)
    elif not findings.problems:
        empty = document.value is None
        findings.add((), misreadings.empty_file() if empty else misreadings.not_a_file_of_keys())
    if config is None or findings.problems:
        raise ConfigError(findings.sorted())
    return config


@dataclass(frozen=True)
class _Around:
    """What holds for all rituals of a file."""

    defaults: Defaults
    calendars: Mapping[str, Sequence[Days]]
    kinds: Mapping[str, Kind]
    findings: Findings
    ids: frozenset[str]


def _unread(path: str | FilePath, line: int, column: int, said: Said) -> Problem:
    return Problem(str(path), line, column, *said.spoken("en"), said.spoken("de"))


def _config(raw: dict[str, Any], source: str, findings: Findings, kinds: Mapping[str, Kind]) -> Config | None:
    check_strays(raw, (), key_names(File), findings)
    top = validated(File, raw, path=(), keys=key_names(File), findings=findings)
    entries = raw["rituals"] if isinstance(raw.get("rituals"), list) else []
    ids = frozenset(str(entry.get("id")) for entry in entries if isinstance(entry, dict))
    around = _Around(_defaults(raw), top.calendars if top else _calendars(raw), kinds, findings, ids)
    rituals = [_ritual(entry, ("rituals", number), around) for number, entry in enumerate(entries)]
    _unique_ids(entries, findings)
    commands = raw.get("commands")
    if isinstance(commands, dict):
        check_commands({alias: target for alias, target in commands.items() if isinstance(target, str)}, findings)
    if top is None:
        return None
    check_whom(top.managers, ("managers",), findings)
    return Config(
        rituals=tuple(ritual for ritual in rituals if ritual),
        language=top.defaults.language,
        timezone=top.defaults.timezone,
        commands=top.commands,
        fingerprint=hashlib.sha256(source.encode("utf-8", "replace")).hexdigest(),
        managers=audience_of(top.managers),
        send_between=top.defaults.send_between,
        budget=top.defaults.notification_budget,
        source=source,
    )


def _defaults(raw: dict[str, Any]) -> Defaults:
    """Return the defaults if they are free of problems, so that a mistake elsewhere does not hide them."""
    return attempt(Defaults, raw.get("defaults")) or Defaults()


def _calendars(raw: dict[str, Any]) -> Mapping[str, Sequence[Days]]:
    """Return at least the names of the calendars where something else in the file is wrong."""
    calendars = raw.get("calendars")
    return dict.fromkeys(calendars, ()) if isinstance(calendars, dict) else {}


def _ritual(entry: Any, path: Path, around: _Around) -> Ritual | None:
    findings = around.findings
    if findings.are_many:
        return None
    if not isinstance(entry, dict):
        findings.add(path, problems.not_a_ritual())
        return None
    keys = key_names(Common)
    rest = {key: value for key, value in entry.items() if key not in keys}
    kind = _kind(entry, rest, path, around)
    useless = check_fit(entry, kind, path, findings)
    common = {"kind": kind.name, "id": "-"} | {
        key: value for key, value in entry.items() if key in keys and key not in useless
    }
    keys = [*key_names(kind.options), *keys]
    check_strays(entry, path, keys, findings)
    _note_id(entry, path, keys, around)
    options = validated(kind.options, rest, path=path, keys=keys, findings=findings)
    checked = validated(Common, common, path=path, keys=keys, findings=findings)
    if options is not None:
        check_texts(options, path, findings)
    if schedule := attempt(Schedule, entry.get("schedule")):
        check_schedule(schedule, _when(schedule, around.defaults), (*path, "schedule"), findings)
    check_title(entry.get("title"), (*path, "title"), findings)
    if checked is None:
        return None
    check_where(checked, kind, around.defaults, path, findings)
    check_calendars(checked.calendars or (), around.calendars, (*path, "calendars"), findings)
    return _made(checked, kind, options, entry, around) if options is not None else None


def _note_id(entry: dict[str, Any], path: Path, keys: list[str], around: _Around) -> None:
    """Note that a ritual has no id, with one that is free and says what the title says."""
    if "id" in entry or misspelt("id", entry, keys):
        return
    title = entry.get("title")
    words = next(iter(title.values()), "") if isinstance(title, dict) else title
    name = as_handle(str(words or "ritual"), ascii_only=True) or "ritual"
    free = next(each for each in (name, *(f"{name[:36]}-{n}" for n in range(2, 99))) if each not in around.ids)
    around.findings.add(path, problems.missing("id", "", example=f"id: {free}"))


def _made(checked: Common, kind: Kind, options: Options, entry: dict[str, Any], around: _Around) -> Ritual:
    return Ritual(
        id=checked.id,
        kind=checked.kind,
        title=checked.title,
        channel=checked.channel or "",
        rule=_rule(checked, around.defaults, around.calendars),
        language=checked.language or around.defaults.language,
        options=options,
        join=checked.join or ("opt-in" if checked.audience is None else "channel"),
        audience=audience_of(checked.audience),
        owner=tuple(checked.owner),
        overlap=checked.overlap,
        remind=checked.remind,
        close_after=_open_for(checked, kind),
        grace=checked.grace,
        on_doubt=checked.on_doubt,
        paused=checked.paused,
        definition=entry,
    )


def _kind(entry: dict[str, Any], rest: dict[str, Any], path: Path, around: _Around) -> Kind:
    """Return the kind of a ritual; where none is named, the one whose options fit best, and a note about it."""
    named = entry.get("kind")
    if isinstance(named, str) and named in around.kinds:
        return around.kinds[named]
    options = {name: set(key_names(kind.options)) for name, kind in around.kinds.items()}
    likely = around.kinds[max(options, key=lambda name: len(options[name] & set(rest)))]
    if isinstance(named, str):
        around.findings.add((*path, "kind"), problems.unknown_kind(named, around.kinds, likely=likely.name))
    elif "kind" not in entry and not misspelt("kind", entry, [*key_names(Common), *options[likely.name]]):
        around.findings.add(path, problems.missing("kind", "", example=f"kind: {likely.name}"))
    return likely


def _rule(ritual: Common, defaults: Defaults, calendars: Mapping[str, Sequence[Days]]) -> Rule:
    """Return when the ritual happens, with its holidays and the closing days that hold for it."""
    names = calendars if ritual.calendars is None else [name for name in ritual.calendars if name in calendars]
    place = defaults.holidays if ritual.holidays is None else ritual.holidays
    return replace(
        _when(ritual.schedule, defaults),
        if_holiday=ritual.if_holiday,
        holidays=None if place == "none" else place,
        closed=tuple(replace(stretch, name=name) for name in names for stretch in calendars[name]),
    )


def _when(schedule: Schedule, defaults: Defaults) -> Rule:
    unit, interval = schedule.every or ("day", 1)
    personal = schedule.timezone == PERSONAL
    return Rule(
        every=unit,
        interval=interval,
        days=tuple(schedule.days),
        at=schedule.at,
        timezone=defaults.timezone if personal else schedule.timezone or defaults.timezone,
        starting=schedule.starting,
        until=schedule.until,
        personal=personal,
        rrule=schedule.rrule or "",
        excluded=tuple(schedule.except_),
    )


def _open_for(ritual: Common, kind: Kind) -> timedelta | int | None:
    if ritual.close_after is not None or kind.close_after is None:
        return ritual.close_after
    try:
        return as_close_after(kind.close_after)
    except Refusal as error:
        raise KindError(f"the kind {kind.name!r} declares close_after={kind.close_after!r}: {error}") from error


def _unique_ids(entries: Any, findings: Findings) -> None:
    lines: dict[str, int] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        path = ("rituals", number, "id")
        if name in lines:
            findings.add(path, problems.same_id(name, lines[name], lines))
        lines.setdefault(name, findings.document.place(path).line)
