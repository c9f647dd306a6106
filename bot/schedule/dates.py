"""The nominal local dates of a rule, before any holiday has its say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.model import Rule
from bot.schedule.closures import closures_of
from bot.schedule.days import dates_among, week_of, weekdays_of
from bot.schedule.recurrence import recurring

QUARTER = 3
"""Months."""


def dates(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Yield the nominal local dates of a rule from first to last, both inclusive, ascending.

    Intervals count from the anchor: weeks from the Monday of the week of `starting`, months from its month, quarters
    from its calendar quarter, days from the day itself. Without an anchor only an interval of 1 makes sense. The dates
    that `except`, holidays and closing days take away are among them; `bot.schedule.occasions` says their fate.
    """
    first = max(first, rule.starting or date.min)
    last = min(last, rule.until or date.max)
    if rule.rrule:
        assert rule.starting is not None, "the file's check asks for it: it is the DTSTART"
        yield from recurring(rule.rrule, rule.starting, first, last)
        return
    generate = {"day": _by_day, "week": _by_week, "month": _by_month, "quarter": _by_quarter}[rule.every]
    for on in generate(rule, first, last):
        if first <= on <= last:
            yield on


def _by_day(rule: Rule, first: date, last: date) -> Iterator[date]:
    wanted = weekdays_of(rule.days)
    for number in _steps(rule, first.toordinal(), last.toordinal(), anchor=_anchor(rule).toordinal()):
        on = date.fromordinal(number)
        if on.weekday() in wanted:
            yield on


def _by_week(rule: Rule, first: date, last: date) -> Iterator[date]:
    wanted = sorted(weekdays_of(rule.days))
    for week in _steps(rule, week_of(first), week_of(last), anchor=week_of(_anchor(rule))):
        for weekday in wanted:
            number = week * 7 + 1 + weekday
            if 1 <= number <= date.max.toordinal():
                yield date.fromordinal(number)


def _by_month(rule: Rule, first: date, last: date) -> Iterator[date]:
    for month in _steps(rule, _month(first), _month(last), anchor=_month(_anchor(rule))):
        yield from _within(rule, month, 1)


def _by_quarter(rule: Rule, first: date, last: date) -> Iterator[date]:
    begin, end, anchor = (_month(on) // QUARTER for on in (first, last, _anchor(rule)))
    for quarter in _steps(rule, begin, end, anchor=anchor):
        yield from _within(rule, quarter * QUARTER, QUARTER)


def _within(rule: Rule, month: int, months: int) -> list[date]:
    """Return what the rule's words name in so many months, beginning with the one of that number."""
    begin = date(month // 12, month % 12 + 1, 1)
    numbers = range(begin.toordinal(), date.max.toordinal() + 1)
    after = month + months
    if after // 12 <= date.max.year:
        numbers = range(begin.toordinal(), date(after // 12, after % 12 + 1, 1).toordinal())
    period = [date.fromordinal(number) for number in numbers]
    return dates_among(period, rule.days, closures_of(rule, period[0], period[-1]).is_workday)


def _steps(rule: Rule, first: int, last: int, *, anchor: int) -> range:
    return range(first + (anchor - first) % rule.interval, last + 1, rule.interval)


def _anchor(rule: Rule) -> date:
    return rule.starting or date.min


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1
