"""When a rule happens: nominal local dates first, instants second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.model import Occurrence, Rule
from bot.schedule.days import dates_of_month, weekdays_of
from bot.schedule.instants import to_local, to_utc

HORIZON = timedelta(days=5 * 366)
"""How far a search looks; a rule without a date in five years never happens."""
SLACK = timedelta(days=2)
"""A skipped local time may move past midnight, and past a skipped day."""


def occurrences(rule: Rule, since: datetime, until: datetime) -> list[Occurrence]:
    """Return what happens with since < at <= until, ascending; both are aware instants.

    There is one occurrence per nominal local date, so its `slot` is empty: an edited time must not make a
    second run of the same date.
    """
    first = to_local(since, rule.timezone).date() - SLACK
    last = to_local(until, rule.timezone).date() + SLACK
    return [found for found in _occurrences(rule, first, last) if since < found.at <= until]


def next_occurrence(rule: Rule, after: datetime) -> Occurrence | None:
    """Return the first occurrence later than `after`, or None if five years bring none."""
    today = to_local(after, rule.timezone).date()
    first = max(today - SLACK, rule.starting or date.min)
    found = _occurrences(rule, first, _plus(first, HORIZON))
    return next((occurrence for occurrence in found if occurrence.at > after), None)


def dates(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Yield the nominal local dates of a rule from first to last, both inclusive, ascending.

    Intervals count from the anchor: weeks from the Monday of the week of `starting`, months from its month,
    days from the day itself. Without an anchor only an interval of 1 makes sense.
    """
    first = max(first, rule.starting or date.min)
    last = min(last, rule.until or date.max)
    generate = {"day": _by_day, "week": _by_week, "month": _by_month}[rule.every]
    for on in generate(rule, first, last):
        if first <= on <= last:
            yield on


def _occurrences(rule: Rule, first: date, last: date) -> Iterator[Occurrence]:
    at = time.fromisoformat(rule.at)
    for on in dates(rule, first, last):
        yield Occurrence(nominal_date=on, slot="", at=to_utc(datetime.combine(on, at), rule.timezone))


def _by_day(rule: Rule, first: date, last: date) -> Iterator[date]:
    wanted = weekdays_of(rule.days)
    for number in _steps(rule, first.toordinal(), last.toordinal(), anchor=_anchor(rule).toordinal()):
        on = date.fromordinal(number)
        if on.weekday() in wanted:
            yield on


def _by_week(rule: Rule, first: date, last: date) -> Iterator[date]:
    wanted = sorted(weekdays_of(rule.days))
    for week in _steps(rule, _week(first), _week(last), anchor=_week(_anchor(rule))):
        for weekday in wanted:
            number = week * 7 + 1 + weekday
            if 1 <= number <= date.max.toordinal():
                yield date.fromordinal(number)


def _by_month(rule: Rule, first: date, last: date) -> Iterator[date]:
    for month in _steps(rule, _month(first), _month(last), anchor=_month(_anchor(rule))):
        yield from dates_of_month(date(month // 12, month % 12 + 1, 1), rule.days)


def _steps(rule: Rule, first: int, last: int, *, anchor: int) -> range:
    return range(first + (anchor - first) % rule.interval, last + 1, rule.interval)


def _anchor(rule: Rule) -> date:
    return rule.starting or date.min


def _week(on: date) -> int:
    """Count weeks from Monday, 0001-01-01, which is day 1."""
    return (on.toordinal() - 1) // 7


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1


def _plus(on: date, span: timedelta) -> date:
    return on + min(span, date.max - on)
