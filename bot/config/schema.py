"""The shape of rituals.yaml: which keys there are and what may stand behind them, each value for itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from bot.config import problems
from bot.config.misreadings import Said
from bot.model import Language
from bot.rituals.base import Text
from bot.schedule import MONTH_DAYS, WEEKDAYS

Every = tuple[Literal["day", "week", "month"], int]
ID = re.compile(r"[a-z0-9-]{1,40}\Z")
CHANNEL = re.compile(r"[\w-]{1,80}\Z")
EVERY = re.compile(r"(?:([0-9]{1,4}) +)?(day|week|month)s?\Z")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
LOOSE_TIME = re.compile(r"\s*([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(?:uhr|h)?\s*\Z", re.IGNORECASE)
GERMAN_DATE = re.compile(r"\s*([0-9]{1,2})\.([0-9]{1,2})\.(20[0-9]{2})\s*\Z")
DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")
ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\Z")
DURATION = re.compile(r"([0-9]{1,4}) *(minute|hour|day|week|workday)s?\Z")
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
LONGEST = 90
"""Days that a run may stay open, and that an occurrence may be late."""
MOST = 99
"""The largest interval."""


class Refusal(ValueError):
    """A value that is not possible, with the sentence about it."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said[0])


def as_id(value: Any) -> str:
    """Return a ritual's id: small letters, digits and hyphens, also if it consists of digits only."""
    if isinstance(value, str) and ID.match(value):
        return value
    raise Refusal(problems.bad_id(value))


def as_channel(value: Any) -> str:
    """Return a channel's name without the leading #, which somebody may have written in quotes."""
    name = value.removeprefix("#") if isinstance(value, str) else ""
    if CHANNEL.match(name) and name == name.lower():
        return name
    raise Refusal(problems.bad_channel(value))


def as_every(value: Any) -> Every:
    """Return unit and interval of `week` or `2 weeks`."""
    match = EVERY.match(value) if isinstance(value, str) else None
    if match is None:
        raise Refusal(problems.bad_every(value))
    interval, unit = int(match[1] or 1), match[2]
    if not 1 <= interval <= MOST:
        raise Refusal(problems.too_seldom(value))
    return unit, interval  # type: ignore[return-value]  # the pattern allows these three


def as_time(value: Any) -> str:
    """Return a local time as HH:MM."""
    if isinstance(value, str) and TIME.match(value):
        return value
    loose = LOOSE_TIME.match(str(value))
    better = f"{int(loose[1]):02}:{loose[2] or '00'}" if loose else ""
    raise Refusal(problems.bad_time(value, better if TIME.match(better) else ""))


def as_date(value: Any) -> date:
    """Return a date written as 2026-11-26."""
    german = GERMAN_DATE.match(str(value))
    better = f"{german[3]}-{int(german[2]):02}-{int(german[1]):02}" if german else ""
    if isinstance(value, str) and DATE.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            better = ""
    raise Refusal(problems.bad_date(value, better))


def as_timezone(value: Any) -> str:
    """Return an IANA name that this machine knows."""
    if isinstance(value, str) and ZONE.match(value):
        try:
            return ZoneInfo(value).key
        except (KeyError, ValueError, OSError):
            pass
    raise Refusal(problems.bad_timezone(value, (zone for zone in available_timezones() if ZONE.match(zone))))


def as_duration(value: Any, *, key: str, workdays: bool) -> timedelta | int:
    """Return a duration, or a whole number of workdays where these are possible."""
    match = DURATION.match(value) if isinstance(value, str) else None
    if match is None or (match[2] == "workday" and not workdays):
        raise Refusal(problems.bad_duration(key, value, workdays=workdays))
    number, unit = int(match[1]), match[2]
    days = number if unit == "workday" else number * MINUTES[unit] / MINUTES["day"]
    if not 0 < days <= LONGEST:
        raise Refusal(problems.too_long_duration(key, LONGEST))
    return number if unit == "workday" else timedelta(minutes=number * MINUTES[unit])


def as_close_after(value: Any) -> timedelta | int:
    """Return how long a run stays open."""
    return as_duration(value, key="close_after", workdays=True)


def as_grace(value: Any) -> timedelta | int:
    """Return how late an occurrence may be."""
    return as_duration(value, key="grace", workdays=False)


def as_version(value: Any) -> int:
    """Return the version of the language, of which there is one."""
    if value == 1 and isinstance(value, int) and not isinstance(value, bool):
        return 1
    raise Refusal(problems.version(value))


def as_day(value: Any) -> str:
    """Return a day of the week or of the month; whether it fits `every` is checked later."""
    if isinstance(value, str) and value in (*WEEKDAYS, *MONTH_DAYS):
        return value
    raise Refusal(problems.bad_day(value, WEEKDAYS, MONTH_DAYS))


def as_list(value: Any) -> Any:
    """Return a single word as a list of one."""
    return [value] if isinstance(value, str) else value


def _checked(check: Callable[[Any], Any]) -> PlainValidator:
    """Leave a value to one function; an empty one is a problem of its own."""

    def checked(value: Any) -> Any:
        if value is None:
            raise ValueError
        return check(value)

    return PlainValidator(checked)


class Strict(BaseModel):
    """Base: unknown keys are problems, and no value changes its type on the way."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Schedule(Strict):
    """When a ritual happens."""

    every: Annotated[Every, _checked(as_every)]
    days: Annotated[list[Annotated[str, _checked(as_day)]], BeforeValidator(as_list)] = []
    at: Annotated[str, _checked(as_time)]
    timezone: Annotated[str, _checked(as_timezone)] | None = None
    starting: Annotated[date, _checked(as_date)] | None = None
    until: Annotated[date, _checked(as_date)] | None = None


class Common(Strict):
    """The keys that every ritual has, whatever its kind."""

    id: Annotated[str, _checked(as_id)]
    kind: str
    title: Text
    channel: Annotated[str, _checked(as_channel)]
    schedule: Schedule
    language: Language | None = None
    join: Literal["channel", "opt-in"] = "opt-in"
    close_after: Annotated[timedelta | int, _checked(as_close_after)] | None = None
    grace: Annotated[timedelta, _checked(as_grace)] | None = None
    on_doubt: Literal["skip", "resend"] | None = None
    paused: bool = False


class Defaults(Strict):
    """What holds where a ritual does not say otherwise."""

    language: Language = "de"
    timezone: Annotated[str, _checked(as_timezone)] = "Europe/Berlin"


class File(Strict):
    """The whole file; rituals and commands are looked at one by one afterwards."""

    version: Annotated[int, _checked(as_version)]
    defaults: Defaults = Defaults()
    commands: dict[str, str] = {}
    rituals: Annotated[list[Any], Field(min_length=1)]
