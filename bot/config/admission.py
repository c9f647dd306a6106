"""What is let in behind each key of rituals.yaml: a function returns the value, or refuses it with its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache, partial
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from bot.config import problems, surroundings, times
from bot.config.guesses import as_stretch
from bot.config.said import Said
from bot.config.vocabulary import COUNTRIES, ZONES
from bot.model import Days, HolidayPlace
from bot.schedule import MONTH_DAYS, WEEKDAYS

Every = tuple[Literal["day", "week", "month", "quarter"], int]
ID = re.compile(r"[a-z0-9-]{1,40}\Z")
CHANNEL = re.compile(r"[\w-]{1,80}\Z")
EVERY = re.compile(r"(?:([0-9]{1,4}) +)?(day|week|month|quarter)s?\Z")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")
RANGE = re.compile(r"\s*(\S+?)\s*\.\.\s*(\S+?)\s*\Z")
SLACK_ID = re.compile(r"[UW][A-Z0-9]{6,14}\Z")
HANDLE = re.compile(r"[\w.-]{1,80}\Z")
PERSONAL = "personal"
"""Stands for each person's own time zone."""
NEVER = "never"
LONGEST_ZONE = 64
ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\Z")
DURATION = re.compile(r"([0-9]{1,4}) *(minute|hour|day|week|workday)s?\Z")
MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
LONGEST = 90
"""Days that a run may stay open, and that an occurrence may be late."""
MOST = 99
"""The largest interval."""
LAST_YEAR = 2045
"""A later year is a slip of the finger."""
LONGEST_STRETCH = 400
"""Days from the first to the last one of a stretch."""
DAY_BUDGET, WEEK_BUDGET = 1, 3
HOURS = ("08:00", "18:00")


@dataclass(frozen=True)
class Budget:
    """How many messages that nobody asked for one person may get, all rituals together."""

    day: int = DAY_BUDGET
    week: int = WEEK_BUDGET


class Refusal(ValueError):
    """A value that is not possible, with the sentence about it, which is made only where somebody reads it."""

    def __init__(self, say: Callable[..., Said], *given: Any, **more: Any) -> None:
        self._say = partial(say, *given, **more)
        self.check: Callable[[Any], Any] | None = None
        """What refused it."""
        super().__init__(say.__name__)

    @property
    def said(self) -> Said:
        """Return the sentence."""
        return self._say()


def as_id(value: Any) -> str:
    """Return a ritual's id: small letters, digits and hyphens, also if it consists of digits only."""
    if isinstance(value, str) and ID.match(value):
        return value
    raise Refusal(problems.bad_id, value)


def as_channel(value: Any) -> str:
    """Return a channel's name without the leading #, which somebody may have written in quotes."""
    name = value.removeprefix("#") if isinstance(value, str) else ""
    if CHANNEL.match(name) and name == name.lower():
        return name
    raise Refusal(problems.bad_channel, value)


def as_every(value: Any) -> Every:
    """Return unit and interval of `week` or `2 weeks`."""
    match = EVERY.match(value) if isinstance(value, str) else None
    if match is None:
        raise Refusal(times.bad_every, value)
    interval, unit = int(match[1] or 1), match[2]
    if not 1 <= interval <= MOST:
        raise Refusal(times.too_seldom, value)
    return unit, interval  # type: ignore[return-value]  # the pattern allows these four


def as_time(value: Any) -> str:
    """Return a local time as HH:MM."""
    if isinstance(value, str) and TIME.match(value):
        return value
    raise Refusal(times.bad_time, value)


def as_date(value: Any) -> date:
    """Return a date written as 2026-11-26."""
    if isinstance(value, str) and DATE.match(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise Refusal(times.bad_date, value) from None
        if day.year <= LAST_YEAR:
            return day
        raise Refusal(times.too_far, day, LAST_YEAR)
    raise Refusal(times.bad_date, value)


def as_timezone(value: Any) -> str:
    """Return an IANA name that this machine knows."""
    if isinstance(value, str) and len(value) <= LONGEST_ZONE and _is_zone(value):
        return value
    raise Refusal(lambda: times.bad_timezone(value, zones()))


@lru_cache(maxsize=1000)  # a name that is none costs a search through folders and packages
def _is_zone(name: str) -> bool:
    try:
        return bool(ZONE.match(name)) and name.lower() not in ZONES and ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):
        return False


@cache
def zones() -> tuple[str, ...]:
    """Return the zones that this machine knows; it looks once, and only after a mistake."""
    return tuple(sorted(zone for zone in available_timezones() if ZONE.match(zone)))


def as_zone(value: Any) -> str:
    """Return an IANA name, or `personal` for each person's own."""
    return PERSONAL if value == PERSONAL else as_timezone(value)


def as_days(value: Any) -> Days:
    """Return the stretch of days that a date or `2026-12-24..2027-01-06` names."""
    match = RANGE.match(value) if isinstance(value, str) else None
    if match is None and as_stretch(str(value)):
        raise Refusal(surroundings.bad_range, value, LONGEST_STRETCH)
    if match is None:
        day = as_date(value)
        return Days(day, day)
    first, last = as_date(match[1]), as_date(match[2])
    if last < first:
        raise Refusal(surroundings.bad_range, value, LONGEST_STRETCH)
    if (last - first).days > LONGEST_STRETCH:
        raise Refusal(surroundings.long_range, value, match[1], LONGEST_STRETCH)
    return Days(first, last)


def as_holidays(value: Any) -> HolidayPlace | Literal["none"]:
    """Return whose public holidays hold; `none`: no holiday counts."""
    if value == "none":
        return "none"
    if not isinstance(value, dict) or not set(value) <= {"country", "state"}:
        raise Refusal(surroundings.bad_holidays, value)
    if value.get("country") is None:
        raise Refusal(surroundings.no_country)
    country, state = str(value["country"]), str(value.get("state") or "")
    if country not in COUNTRIES:
        raise Refusal(surroundings.bad_country, country, COUNTRIES)
    if state not in ("", *COUNTRIES[country]):
        raise Refusal(surroundings.bad_state, state, country, COUNTRIES[country])
    return HolidayPlace(country, state)


def as_hours(value: Any) -> tuple[str, str]:
    """Return the first and the last local time at which Rondo writes to people."""
    if not isinstance(value, list) or len(value) != 2:
        raise Refusal(surroundings.bad_hours, value)
    opens, closes = value
    if not all(isinstance(each, str) and TIME.match(each) for each in value) or opens >= closes:
        raise Refusal(surroundings.bad_hours, value)
    return opens, closes


def as_budget(value: Any) -> Budget:
    """Return how many messages nobody asked for one person may get; a number alone is for the week."""
    given = {"week": value} if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(given, dict) or not given or not set(given) <= {"day", "week"}:
        raise Refusal(surroundings.bad_budget, value)
    numbers = {"day": DAY_BUDGET, "week": WEEK_BUDGET, **given}
    if any(isinstance(one, bool) or not isinstance(one, int) or not 1 <= one <= 50 for one in numbers.values()):
        raise Refusal(surroundings.bad_budget, value)
    return Budget(**numbers)


def as_slack_id(value: Any) -> str:
    """Return a person's Slack id."""
    if isinstance(value, str) and SLACK_ID.match(value):
        return value
    raise Refusal(surroundings.bad_slack_id, value)


def as_user_group(value: Any) -> str:
    """Return the handle of a user group without @."""
    name = value.removeprefix("@") if isinstance(value, str) else ""
    if HANDLE.match(name) and name == name.lower():
        return name
    raise Refusal(surroundings.bad_user_group, value)


def as_remind(value: Any) -> timedelta | int | Literal["never"]:
    """Return how long before the close people are reminded, or `never`."""
    return NEVER if value == NEVER else as_duration(value, key="remind", workdays=True)  # type: ignore[return-value]


def as_duration(value: Any, *, key: str, workdays: bool) -> timedelta | int:
    """Return a duration, or a whole number of workdays where these are possible."""
    match = DURATION.match(value) if isinstance(value, str) else None
    if match is None or (match[2] == "workday" and not workdays):
        raise Refusal(times.bad_duration, key, value, workdays=workdays)
    number, unit = int(match[1]), match[2]
    days = number if unit == "workday" else number * MINUTES[unit] / MINUTES["day"]
    if not 0 < days <= LONGEST:
        raise Refusal(times.too_long_duration, key, value, LONGEST)
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
    raise Refusal(problems.version, value)


def as_day(value: Any) -> str:
    """Return a day of the week or of the month; whether it fits `every` is checked later."""
    if isinstance(value, str) and value in (*WEEKDAYS, *MONTH_DAYS):
        return value
    raise Refusal(times.bad_day, value, WEEKDAYS)
