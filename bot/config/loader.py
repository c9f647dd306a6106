"""From the text of rituals.yaml to a Config, or to all its problems at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path as FilePath
from typing import Any

from bot.config import misreadings, problems, reading
from bot.config.admission import HOURS, Budget
from bot.config.catalogue import read_directory, without_strays
from bot.config.checks import FIND, GOALS, check_commands, check_directory, check_whom, possible_verbs
from bot.config.entries import Around, read_ritual
from bot.config.findings import Findings, attempt, check_strays, key_names, misspelt, validated
from bot.config.goals import check_named, has_goals, known_ids, read_goals, without_others
from bot.config.said import Said
from bot.config.schema import Common, Defaults, File, Schedule, audience_of
from bot.errors import ConfigError, Problem
from bot.model import Audience, Days, Directory, Goal, Language, Ritual
from bot.rituals.base import Kind


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
    directory: Directory | None = None
    """The catalogue of the directory; None: the company has none, and nothing of it is shown, read or kept."""
    goals: tuple[Goal, ...] = ()
    """The goals that stand in the file; their revisions are counted by the store (service/goals)."""
    has_goals: bool = False
    """Whether there is anything to say about goals: some in the file, or a ritual that asks about them."""
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


def _unread(path: str | FilePath, line: int, column: int, said: Said) -> Problem:
    return Problem(str(path), line, column, *said.spoken("en"), said.spoken("de"))


def _config(raw: dict[str, Any], source: str, findings: Findings, kinds: Mapping[str, Kind]) -> Config | None:
    check_strays(raw, (), key_names(File), findings)
    written, raw = raw, without_others(without_strays(_without_escaped(raw, findings, kinds), findings), findings)
    top = validated(File, raw, path=(), keys=key_names(File), findings=findings)
    entries = raw["rituals"] if isinstance(raw.get("rituals"), list) else []
    ids = frozenset(str(entry.get("id")) for entry in entries if isinstance(entry, dict))
    around = Around(_defaults(raw), top.calendars if top else _calendars(raw), kinds, findings, ids)
    rituals = [read_ritual(entry, ("rituals", number), around) for number, entry in enumerate(entries)]
    _unique_ids(entries, findings)
    are_there = has_goals(written, entries, kinds, key_names(File))
    _check_directory_and_commands(raw, entries, around, has_goals=are_there)
    given = raw.get("directory")
    directory = read_directory(given, findings) if isinstance(given, dict) else None
    goals = read_goals(raw.get("goals"), findings)
    check_named(rituals, known_ids(written, key_names(File)), kinds, findings)
    if top is None:
        return None
    check_whom(top.managers, ("managers",), findings)
    return Config(
        rituals=tuple(ritual for ritual in rituals if ritual),
        language=top.defaults.language,
        timezone=top.defaults.timezone,
        commands={**({} if directory is None else FIND), **(GOALS if are_there else {}), **top.commands},
        fingerprint=hashlib.sha256(source.encode("utf-8", "replace")).hexdigest(),
        managers=audience_of(top.managers),
        send_between=top.defaults.send_between,
        budget=top.defaults.notification_budget,
        directory=directory,
        goals=goals,
        has_goals=are_there,
        source=source,
    )


def _check_directory_and_commands(
    raw: Mapping[str, Any], entries: Sequence[Any], around: Around, *, has_goals: bool
) -> None:
    """Note commands and rituals that this file has nothing for."""
    commands, findings = raw.get("commands"), around.findings
    has_directory = "directory" in raw or misspelt("directory", raw, key_names(File))
    if isinstance(commands, dict):
        verbs = possible_verbs(entries, around.kinds, has_directory=has_directory, has_goals=has_goals)
        targets = {alias: target for alias, target in commands.items() if isinstance(target, str)}
        check_commands(targets, around.ids, verbs, findings)
    if not has_directory:
        check_directory(entries, around.kinds, findings)


def _without_escaped(raw: dict[str, Any], findings: Findings, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Note keys of a ritual that stand at the left edge below its `- id: …`, and return the file without the ritual."""
    entries = raw.get("rituals")
    if not isinstance(entries, list) or not entries or not isinstance(last := entries[-1], dict) or set(last) != {"id"}:
        return raw
    own, names = set(key_names(File)), list(raw)
    options = [key for kind in kinds.values() for key in key_names(kind.options)]
    possible = {*key_names(Common), *key_names(Schedule), *options}
    strays = list(takewhile(lambda key: key in possible and key not in own, names[names.index("rituals") + 1 :]))
    if not strays:
        return raw
    findings.stray((), "rituals", strays)
    return {key: value for key, value in raw.items() if key not in strays} | {"rituals": entries[:-1]}


def _defaults(raw: dict[str, Any]) -> Defaults:
    """Return the defaults if they are free of problems, so that a mistake elsewhere does not hide them."""
    return attempt(Defaults, raw.get("defaults")) or Defaults()


def _calendars(raw: dict[str, Any]) -> Mapping[str, Sequence[Days]]:
    """Return at least the names of the calendars where something else in the file is wrong."""
    calendars = raw.get("calendars")
    return dict.fromkeys(calendars if isinstance(calendars, dict) else raw, ())


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
