"""One ritual of the file, from its keys to the value that the bot works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.config import problems
from bot.config.admission import PERSONAL, Refusal, as_close_after
from bot.config.checks import check_calendars, check_fit, check_schedule, check_where
from bot.config.findings import Findings, attempt, check_strays, key_names, misspelt, validated
from bot.config.guesses import as_handle
from bot.config.said import Path
from bot.config.schema import Common, Defaults, Schedule, audience_of
from bot.config.texts import check_texts, check_title
from bot.errors import KindError
from bot.model import Days, Ritual, Rule
from bot.rituals.base import Kind, Options


@dataclass(frozen=True)
class Around:
    """What holds for all rituals of a file."""

    defaults: Defaults
    calendars: Mapping[str, Sequence[Days]]
    kinds: Mapping[str, Kind]
    findings: Findings
    ids: frozenset[str]


def read_ritual(entry: Any, path: Path, around: Around) -> Ritual | None:
    """Return one ritual, or None after noting what is wrong with it."""
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
    schedule = checked.schedule if checked else attempt(Schedule, entry.get("schedule"))
    if schedule is not None:
        check_schedule(schedule, _when(schedule, around.defaults), (*path, "schedule"), findings)
    check_title(entry.get("title"), (*path, "title"), findings)
    if checked is None:
        return None
    check_where(checked, kind, around.defaults, path, findings)
    check_calendars(checked.calendars or (), around.calendars, (*path, "calendars"), findings)
    return _made(checked, kind, options, entry, around) if options is not None else None


def _note_id(entry: dict[str, Any], path: Path, keys: list[str], around: Around) -> None:
    """Note that a ritual has no id, with one that is free and says what the title says."""
    if "id" in entry or misspelt("id", entry, keys):
        return
    title = entry.get("title")
    words = next(iter(title.values()), "") if isinstance(title, dict) else title
    name = as_handle(str(words or "ritual"), ascii_only=True) or "ritual"
    free = next(each for each in (name, *(f"{name[:36]}-{n}" for n in range(2, 99))) if each not in around.ids)
    around.findings.add(path, problems.missing("id", "", example=f"id: {free}"))


def _made(checked: Common, kind: Kind, options: Options, entry: dict[str, Any], around: Around) -> Ritual:
    return Ritual(
        id=checked.id,
        kind=checked.kind,
        title=checked.title,
        channel=checked.channel or "",
        rule=_rule(checked, around.defaults, around.calendars),
        language=checked.language or around.defaults.language,
        options=options,
        join=checked.join or (kind.join if checked.audience is None else "channel"),
        audience=audience_of(checked.audience),
        owner=tuple(checked.owner),
        overlap=checked.overlap or kind.overlap,
        remind=checked.remind,
        close_after=_open_for(checked, kind),
        grace=checked.grace,
        on_doubt=checked.on_doubt,
        paused=checked.paused,
        allow_external=checked.allow_external,
        definition=entry,
    )


def _kind(entry: dict[str, Any], rest: dict[str, Any], path: Path, around: Around) -> Kind:
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
