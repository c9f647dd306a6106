"""What a rituals file effectively says, key by key, and how a value is written: for comparing two files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from bot.config import reading
from bot.config.admission import NEVER, PERSONAL, Budget
from bot.config.loader import Config
from bot.config.schema import Defaults, File
from bot.model import Audience, Days, Directory, Goal, HolidayPlace, Measure, Ritual, Rule

Path = tuple[str, ...]
DIRECTORY, GOALS = "directory", "goals"
WIDTH = 48
"""Characters of a value in one line."""
LEAD = 12
"""Characters that stand before the first difference of two long values."""


def of_file(config: Config) -> Mapping[Path, Any]:
    """Return what holds for the whole file: defaults, calendars, commands, managers."""
    written = _written(config)
    values: dict[Path, Any] = {
        ("defaults", "language"): config.language,
        ("defaults", "timezone"): config.timezone,
        ("defaults", "holidays"): written.defaults.holidays,
        ("defaults", "send_between"): config.send_between,
        ("defaults", "notification_budget"): config.budget,
    }
    values |= {("calendars", name): tuple(days) for name, days in written.calendars.items()}
    values |= {("commands", alias): target for alias, target in config.commands.items()}
    return values | _goals(config.goals) | _directory(config.directory) | _people("managers", config.managers)


def of_ritual(ritual: Ritual) -> Mapping[Path, Any]:
    """Return what holds for a ritual, the defaults included."""
    values: dict[Path, Any] = {
        (key,): getattr(ritual, key)
        for key in (
            "kind",
            "title",
            "channel",
            "owner",
            "language",
            "join",
            "grace",
            "overlap",
            "allow_external",
        )
    }
    values[("close_after",)], values[("remind",)] = _span(ritual.close_after), _span(ritual.remind)
    values[("on_doubt",)], values[("paused",)] = ritual.on_doubt, ritual.paused
    return values | _people("audience", ritual.audience) | _when(ritual.rule) | _options(ritual.options)


def gathered(one: Mapping[Path, Any], other: Mapping[Path, Any]) -> Mapping[Path, Any]:
    """Return the values of one file; of a field or a goal that the other file lacks all its parts as one."""
    known, found = {path[:length] for path in other for length in (2, 3)}, dict[Path, Any]()
    for path, value in one.items():
        length = 3 if path[:2] == (DIRECTORY, "fields") else 2 if path[0] == GOALS else len(path)
        if length < len(path) and path[:length] not in known:
            found.setdefault(path[:length], {})[path[length]] = value
        else:
            found[path] = value
    return found


def written(value: Any) -> str:
    """Return a value as somebody would write it in the file; empty for nothing."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "true" if value else "false"
        case timedelta() | Days() | HolidayPlace() | Budget():
            return _compact(value)
        case BaseModel():
            return written(value.model_dump())
        case Audience():
            return "; ".join(f"{path[-1]}: {written(one)}" for path, one in _people("", value).items() if one)
        case Mapping():
            return "; ".join(f"{key}: {written(_single(one))}" for key, one in value.items())
    return ", ".join(written(_single(one)) for one in value) if isinstance(value, list | tuple) else str(value)


def contrast(old: Any, new: Any) -> tuple[str, str]:
    """Return two values as written; of texts by language only the languages that differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping) and old.keys() == new.keys():
        differing = [key for key in old if old[key] != new[key]]
        if len({(written(old[key]), written(new[key])) for key in differing}) > 1 or len(differing) < len(old):
            return written({key: old[key] for key in differing}), written({key: new[key] for key in differing})
    return tuple(written(_single(value)) for value in (old, new))  # type: ignore[return-value]  # two of them


def shortened(old: str, new: str) -> tuple[str, str]:
    """Return two values on one short line each, such that their first difference can be seen."""
    one, other = " ".join(old.split()), " ".join(new.split())
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - LEAD) if max(len(one), len(other)) > WIDTH else 0
    return _cut(one, start), _cut(other, start)


def _cut(line: str, start: int) -> str:
    end = start + WIDTH
    return ("…" if start and line else "") + line[start:end] + ("…" if len(line) > end else "")


def _compact(value: timedelta | Days | HolidayPlace | Budget) -> str:
    match value:
        case timedelta():
            minutes = int(value.total_seconds() // 60)
            return f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} hours"
        case Days():
            return str(value.first) if value.first == value.last else f"{value.first}..{value.last}"
        case HolidayPlace():
            return "-".join(part for part in (value.country, value.state) if part)
    return f"day {value.day}, week {value.week}"


def _span(value: timedelta | int | str | None) -> timedelta | str | None:
    """Return a stretch of time such that a number of working days says so."""
    return f"{value} workdays" if isinstance(value, int) else value


def _single(value: Any) -> Any:
    """Return the one text of a text that is the same in all languages."""
    if isinstance(value, Mapping) and value and all(isinstance(one, str) for one in value.values()):
        return next(iter(value.values())) if len(set(value.values())) == 1 else value
    return value


def _written(config: Config) -> File:
    """Return the file's own keys again; a Config keeps only what the bot works with."""
    value = reading.read(config.source).value
    if not isinstance(value, dict):
        return File.model_construct(defaults=Defaults(), calendars={})
    return File.model_validate_json(json.dumps(value))


def _directory(directory: Directory | None) -> dict[Path, Any]:
    """Return what holds for each field and each topic, and that there is a directory."""
    if directory is None:
        return {}
    values: dict[Path, Any] = {(DIRECTORY,): "{}"}
    for key, field in directory.fields.items():
        said = {
            "type": field.type,
            "audiences": field.audiences,
            "lifetime": NEVER if field.lifetime is None else f"{field.lifetime.days} days",
            "default": field.default,
            "searchable": field.searchable,
            "purpose": field.purpose,
            "label": field.label,
            "slack": field.slack,
            "section": field.section,
        }
        values |= {(DIRECTORY, "fields", key, part): value for part, value in said.items()}
    return values | {(DIRECTORY, "topics", group[0]): group for group in directory.topics}


def _goals(goals: Iterable[Goal]) -> dict[Path, Any]:
    """Return what each goal says; what it leaves open is no value."""
    values: dict[Path, Any] = {}
    for goal in goals:
        said = {
            "text": goal.text,
            "why": goal.why,
            "customer": goal.customer,
            "sign": goal.sign,
            "scope": goal.scope,
            "owners": goal.owners,
            "starts": goal.starts,
            "ends": goal.ends,
            "measure": _measure(goal.measure),
        }
        values |= {(GOALS, goal.id, part): value for part, value in said.items() if value}
    return values


def _measure(measure: Measure | None) -> Mapping[str, Any]:
    if measure is None:
        return {}
    numbers = {"start": f"{measure.start:.10g}", "target": f"{measure.target:.10g}"}
    return {"name": _single(measure.name), **numbers, "unit": _single(measure.unit)}


def _people(key: str, audience: Audience) -> dict[Path, Any]:
    return {
        (key, "channel"): audience.channels,
        (key, "user_group"): audience.user_groups,
        (key, "department"): audience.departments,
        (key, "people"): audience.people,
        (key, "except"): audience.without or (),
    }


def _when(rule: Rule) -> dict[Path, Any]:
    every = None if rule.rrule else rule.every if rule.interval == 1 else f"{rule.interval} {rule.every}s"
    closed: dict[str, list[Days]] = {}
    for days in rule.closed:
        closed.setdefault(days.name, []).append(days)
    schedule: dict[str, str | date | tuple[Any, ...] | None] = {
        "every": every,
        "days": rule.days,
        "at": rule.at,
        "timezone": f"{PERSONAL} ({rule.timezone})" if rule.personal else rule.timezone,
        "starting": rule.starting,
        "until": rule.until,
        "except": rule.excluded,
        "rrule": rule.rrule,
    }
    values: dict[Path, Any] = {("schedule", key): value for key, value in schedule.items()}
    values[("if_holiday",)], values[("holidays",)], values[("calendars",)] = rule.if_holiday, rule.holidays, closed
    return values


def _options(options: Any) -> dict[Path, Any]:
    return {(name,): getattr(options, name) for name in type(options).model_fields}
