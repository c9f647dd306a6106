"""From the text of rituals.yaml to a Config, or to all its problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path as FilePath
from typing import Any

from bot.config import misreadings, nodes, problems
from bot.config.checks import check_calendars, check_commands, check_fit, check_schedule, check_where
from bot.config.findings import Findings, attempt, key_names, validated
from bot.config.nodes import Path
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
            raw = file.read(nodes.MAX_BYTES + 1)
    except OSError as error:
        said = misreadings.unreadable_file((error.strerror or "it cannot be opened").lower())
        raise ConfigError((Problem(str(path), 1, 1, *said),)) from None
    return parse_bytes(raw, file=str(path), kinds=kinds)


def parse_bytes(raw: bytes, *, file: str, kinds: Mapping[str, Kind]) -> Config:
    """Read a rituals file as it came, from a disk or over a wire. Raises ConfigError with every problem."""
    try:
        source = raw.decode("utf-8", "strict" if len(raw) <= nodes.MAX_BYTES else "replace")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        raise ConfigError((Problem(file, line, column, *misreadings.not_utf8()),)) from None
    return parse(source, file=file, kinds=kinds)


def parse(source: str, *, file: str, kinds: Mapping[str, Kind]) -> Config:
    """Read the text of a rituals file; `file` is its name in problems. Raises ConfigError with every problem."""
    document = nodes.read(source)
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


def _config(raw: dict[str, Any], source: str, findings: Findings, kinds: Mapping[str, Kind]) -> Config | None:
    top = validated(File, raw, path=(), keys=key_names(File), findings=findings)
    defaults = top.defaults if top else Defaults()
    entries = raw.get("rituals")
    calendars = top.calendars if top else {}
    rituals = [
        _ritual(entry, ("rituals", number), defaults, calendars, findings, kinds)
        for number, entry in enumerate(entries if isinstance(entries, list) else [])
    ]
    _unique_ids(entries, findings)
    commands = raw.get("commands")
    if isinstance(commands, dict):
        check_commands({alias: target for alias, target in commands.items() if isinstance(target, str)}, findings)
    if top is None:
        return None
    return Config(
        rituals=tuple(ritual for ritual in rituals if ritual),
        language=defaults.language,
        timezone=defaults.timezone,
        commands=top.commands,
        fingerprint=hashlib.sha256(source.encode("utf-8")).hexdigest(),
        managers=audience_of(top.managers),
        send_between=defaults.send_between,
        budget=defaults.notification_budget,
        source=source,
    )


def _ritual(
    entry: Any,
    path: Path,
    defaults: Defaults,
    calendars: Mapping[str, Sequence[Days]],
    findings: Findings,
    kinds: Mapping[str, Kind],
) -> Ritual | None:
    if not isinstance(entry, dict):
        findings.add(path, problems.not_a_ritual())
        return None
    common = {key: value for key, value in entry.items() if key in Common.model_fields}
    rest = {key: value for key, value in entry.items() if key not in Common.model_fields}
    kind = kinds.get(entry.get("kind", "")) if isinstance(entry.get("kind"), str) else None
    if kind is None and isinstance(entry.get("kind"), str):
        findings.add((*path, "kind"), problems.unknown_kind(entry["kind"], kinds))
    keys = [*(kind.options.model_fields if kind else ()), *Common.model_fields]
    options = _options(kind, rest, path, keys, findings) if kind else None
    checked = validated(Common, common, path=path, keys=keys, findings=findings)
    if schedule := attempt(Schedule, entry.get("schedule")):
        check_schedule(schedule, _when(schedule, defaults), (*path, "schedule"), findings)
    if kind is not None and checked is not None:
        check_fit(entry, kind, path, findings)
        check_where(entry, checked, kind, defaults.send_between, path, findings)
        check_calendars(checked.calendars or (), calendars, (*path, "calendars"), findings)
    check_title(entry.get("title"), (*path, "title"), findings)
    if checked is None or kind is None or options is None:
        return None
    return Ritual(
        id=checked.id,
        kind=checked.kind,
        title=checked.title,
        channel=checked.channel or "",
        rule=_rule(checked, defaults, calendars),
        language=checked.language or defaults.language,
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


def _options(kind: Kind, rest: dict[str, Any], path: Path, keys: list[str], findings: Findings) -> Options | None:
    options = validated(kind.options, rest, path=path, keys=keys, findings=findings)
    if options is not None:
        check_texts(options, path, findings)
    return options


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
            findings.add(path, problems.same_id(name, lines[name]))
        lines.setdefault(name, findings.document.place(path).line)
