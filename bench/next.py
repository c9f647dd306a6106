"""Looking ahead, against the bare dates and against dateutil."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrulestr

from bench.table import line, seconds
from bot.model import Days, HolidayPlace, Rule
from bot.schedule import dates, is_rrule, outlook

RITUALS = 1000
SINCE = datetime(2026, 12, 7, tzinfo=UTC)
UNTIL = SINCE + timedelta(weeks=8)
START = datetime(2026, 1, 5, 9, 30)
STATES = ("BY", "BE", "NW", "SN", "HH")
CLOSED = tuple(Days(date(year, 12, 24), date(year, 12, 31), "company") for year in range(2026, 2036))
SHAPES: tuple[tuple[Rule, str], ...] = (
    (Rule("week", 1, ("mon",), "09:30", "Europe/Berlin"), "FREQ=WEEKLY;BYDAY=MO"),
    (Rule("week", 2, ("thu",), "10:00", "Europe/Berlin", START.date()), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (Rule("day", 1, ("mon", "tue", "wed", "thu", "fri"), "08:45", "Europe/Vienna"), "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    (Rule("month", 1, ("last fri",), "14:00", "Europe/Zurich"), "FREQ=MONTHLY;BYDAY=-1FR"),
    (Rule("quarter", 1, ("first workday",), "11:00", "Europe/Berlin"), "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1MO"),
)


def measure() -> None:
    """Print how long 1,000 rituals over eight weeks take, every second one with holidays, and a hostile recurrence."""
    plain = [SHAPES[number % len(SHAPES)][0] for number in range(RITUALS)]
    texts = [SHAPES[number % len(SHAPES)][1] for number in range(RITUALS)]
    rules = [with_holidays(rule, number) if number % 2 else rule for number, rule in enumerate(plain)]
    figure = seconds(lambda: [outlook(rule, SINCE, UNTIL) for rule in rules])
    bare = seconds(lambda: [list(dates(rule, SINCE.date(), UNTIL.date())) for rule in plain])
    theirs = seconds(lambda: [by_dateutil(text) for text in texts], runs=3)
    found = sum(len(outlook(rule, SINCE, UNTIL)) for rule in rules)
    what = f"next: {RITUALS:,} rituals, 8 weeks, {found:,} dates"
    line(what, figure, bare, named="their bare dates", floor="the dates; budget 1 s")
    line(what, figure, theirs, named="dateutil, bare dates", floor="the dates; budget 1 s")
    never = seconds(lambda: is_rrule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", START.date()))
    calendar = seconds(lambda: [START.date() + timedelta(days=number) for number in range(5 * 366)])
    line(
        "refuse a recurrence that never comes",
        never,
        calendar,
        named="five years' days",
        floor="the days; budget 50 ms",
    )
    library = seconds(lambda: run("from holidays import country_holidays"), runs=3)
    bare = seconds(lambda: run("pass"), runs=3)
    line(
        "the library of holidays, from cold", library, bare, named="python -c pass", floor="paid where holidays are set"
    )


def with_holidays(rule: Rule, number: int) -> Rule:
    """Return the rule as a company would have it: holidays of a state, closing days, moved where they meet."""
    place = HolidayPlace("DE", STATES[number % len(STATES)])
    moved = ("next-workday", "previous-workday", "skip")[number % 3]
    return replace(rule, holidays=place, closed=CLOSED, if_holiday=moved)  # type: ignore[arg-type]


def by_dateutil(text: str) -> list[datetime]:
    """Return the dates of a recurrence that began in January."""
    return rrulestr(text, dtstart=START).between(SINCE.replace(tzinfo=None), UNTIL.replace(tzinfo=None))


def run(program: str) -> None:
    """Run a program in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", program], check=True)
