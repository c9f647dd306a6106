"""How often a rule happens, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model import Rule
from bot.schedule.days import ORDINALS, WEEKDAYS, WORKDAY, weekdays_of
from bot.schedule.recurrence import Recurrence, anchored, parse
from bot.schedule.tongues import Tongue

MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]
MANY = 4
"""From more parts than these on, a list is harder to read than the rule itself."""


def often(rule: Rule, tongue: Tongue) -> str:
    """Return the part of a sentence about a rule that says on which days it happens."""
    if rule.rrule:
        recurrence = parse(rule.rrule)
        said = _recurrence(anchored(recurrence, rule.starting or date.min), tongue) if recurrence else ""
        return said or tongue.own_rule.format(rule=rule.rrule)
    if rule.every in ("month", "quarter"):
        days = _join((_day_within(words, tongue) for words in rule.days), tongue.conj)
        return _spaced(rule.every, rule.interval, days, tongue)
    return _weekdays(rule.every, rule.interval, sorted(weekdays_of(rule.days)), tongue)


def _spaced(every: str, interval: int, days: str, tongue: Tongue) -> str:
    one, several = {
        "month": (tongue.every_month, tongue.every_n_months),
        "quarter": (tongue.every_quarter, tongue.every_n_quarters),
        "year": (tongue.every_year, tongue.every_n_years),
    }[every]
    return (one if interval == 1 else several).format(n=interval, days=days)


def _day_within(words: str, tongue: Tongue) -> str:
    ordinal, day = words.split()
    name = tongue.workday if day == WORKDAY else tongue.weekdays[WEEKDAYS.index(day)]
    return tongue.nth_day.format(ordinal=tongue.ordinals[ORDINALS[ordinal]], day=name)


def _weekdays(every: str, interval: int, numbers: Sequence[int], tongue: Tongue) -> str:
    if every == "day" and interval > 1:
        days = _join((tongue.weekdays[number] for number in numbers), tongue.disj)
        some = len(numbers) < len(WEEKDAYS)
        return (tongue.every_n_days_if if some else tongue.every_n_days).format(n=interval, days=days)
    if interval == 1 and len(numbers) == len(WEEKDAYS):
        return tongue.every_day
    if len(numbers) == 1:
        pattern = tongue.every_weekday if interval == 1 else tongue.every_n_weekday
        return pattern.format(n=interval, days=tongue.weekdays[numbers[0]], habit=tongue.habits[numbers[0]])
    pattern = tongue.every_weekdays if interval == 1 else tongue.every_n_weeks
    return pattern.format(n=interval, days=_habits(numbers, tongue))


def _habits(numbers: Sequence[int], tongue: Tongue) -> str:
    if numbers == MONDAY_TO_FRIDAY:
        return tongue.monday_to_friday
    return _join((tongue.habits[number] for number in numbers), tongue.conj)


def _recurrence(said: Recurrence, tongue: Tongue) -> str:
    """Return a recurrence in words, or nothing where it is too intricate for them."""
    if said.freq in ("DAILY", "WEEKLY"):
        if said.months or said.month_days or said.positions:
            return ""
        numbers = sorted({weekday for _, weekday in said.weekdays} or range(len(WEEKDAYS)))
        return _weekdays("day" if said.freq == "DAILY" else "week", said.interval, numbers, tongue)
    if said.freq == "MONTHLY":
        days = _days(said, tongue)
        return "" if said.months or not days else _spaced("month", said.interval, _join(days, tongue.conj), tongue)
    return _yearly(said, tongue)


def _yearly(said: Recurrence, tongue: Tongue) -> str:
    months = [tongue.months[month - 1] for month in sorted(said.months)]
    if not months or len(months) * len(said.month_days or said.weekdays) > MANY:
        return ""
    if said.month_days and not said.weekdays and not said.positions and min(said.month_days) > 0:
        numbers = [_number(day, tongue) for day in sorted(said.month_days)]
        days = [tongue.date.format(number=number, month=month) for month in months for number in numbers]
    else:
        inner = _join(found, tongue.conj) if (found := _days(said, tongue)) else ""
        days = [tongue.within.format(days=inner, month=month) for month in months] if inner else []
    return _spaced("year", said.interval, _join(days, tongue.conj), tongue) if days else ""


def _days(said: Recurrence, tongue: Tongue) -> list[str]:
    """Return the days within a month, one by one; none where words fail."""
    if said.month_days:
        plain = not said.weekdays and not said.positions and len(said.month_days) <= MANY
        known = plain and all(day > 0 or day == -1 for day in said.month_days)
        return [_day_of_month(day, tongue) for day in sorted(said.month_days, key=_last)] if known else []
    if said.positions:
        if said.weekdays != {(0, weekday) for weekday in MONDAY_TO_FRIDAY}:
            return []
        places = [(position, tongue.monday_to_friday_day) for position in sorted(said.positions, key=_last)]
    else:
        ordered = sorted(said.weekdays, key=lambda day: (_last(day[0]), day[1]))
        places = [(ordinal, tongue.weekdays[weekday]) for ordinal, weekday in ordered]
    known = all((place - 1 if place > 0 else place) in tongue.ordinals and place for place, _ in places)
    return [_nth(place, name, tongue) for place, name in places] if known and len(places) <= MANY else []


def _nth(place: int, name: str, tongue: Tongue) -> str:
    return tongue.nth_day.format(ordinal=tongue.ordinals[place - 1 if place > 0 else place], day=name)


def _day_of_month(day: int, tongue: Tongue) -> str:
    return tongue.last_day if day == -1 else tongue.day_of_month.format(number=_number(day, tongue))


def _number(number: int, tongue: Tongue) -> str:
    return f"{number}{tongue.suffixes.get(number, tongue.suffixes[0])}"


def _last(place: int) -> tuple[bool, int]:
    """Order places counted from the end after the others."""
    return place < 0, place


def _join(words: Iterable[str], last: str) -> str:
    *some, final = words
    return f"{', '.join(some)} {last} {final}" if some else final
