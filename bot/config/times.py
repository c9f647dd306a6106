"""Every sentence about when a ritual happens: rhythm, days, hours, dates, zones, durations.

As in `problems`, each function returns what is wrong, how to mend it, and the mend itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.config import guesses
from bot.config.said import Mend, Said, said, value
from bot.config.suggestions import first_of, listed, nearest_zone, shown


def bad_every(given: Any) -> Said:
    near = guesses.as_rhythm(str(given)) if isinstance(given, str) else ""
    number = guesses.as_number(str(given)) if str(given).strip().isdigit() else ""
    mend = value(near or (f"{number} weeks" if number and 1 < int(number) < 100 else "week"))
    return said("every.bad", "meant" if near else "every.bad.hint", mend, word=shown(given), near=near)


def too_seldom(given: Any) -> Said:
    better = guesses.as_rhythm(str(given))
    return said("every.number", "every.number.hint", value(better), word=shown(given))


def bad_day(given: Any, week: tuple[str, ...]) -> Said:
    if str(given)[:9].rstrip(".").isdigit():
        return _numbered_day(given)
    days = guesses.as_days(str(given))
    text = f"[{', '.join(days)}]" if len(days) > 1 else "".join(days)
    hint = "meant" if len(days) == 1 else "write" if days else "day.bad.hint"
    mend = value(text or "mon")
    return said("day.bad", hint, mend, word=shown(given), near=text, example=text, choices=listed(week))


def _numbered_day(given: Any) -> Said:
    number = int(str(given)[:9].rstrip("."))
    near = "first workday" if number <= 10 else "last workday" if number >= 25 else ""
    rule = f"FREQ=MONTHLY;BYMONTHDAY={min(max(number, 1), 31)}"
    return said("day.number", "day.number.hint", value(near), word=shown(given), rule=rule)


def which_week(day: str, every: str) -> Said:
    key = "day.which_quarter" if every == "quarter" else "day.which"
    return said(key, "day.which.hint", value(f"first {day}"), day=day)


def not_in_week(day: str, every: str) -> Said:
    word = day.split()[-1]
    better = "fri" if word == "workday" and "last" in day else "mon" if word == "workday" else word
    return said("day.not_in_week", "day.not_in_week.hint", value(better), day=day, every=every, word=better)


def no_days(every: str) -> Said:
    example = "days: [mon]" if every == "week" else "days: [first mon]"
    key = f"day.none_{every}" if every in ("month", "quarter") else "day.none_week"
    return said(key, "add", Mend("add", example), example=example)


def bad_time(given: Any) -> Said:
    better = guesses.as_clock(first_of(given)[:40])
    hint = "write" if better else "time.bad.hint"
    return said("time.bad", hint, value(f'"{better or "09:30"}"'), word=shown(given), example=f'"{better}"')


def bad_date(given: Any) -> Said:
    better = guesses.as_day_of_year(str(given))
    hint = "write" if better else "date.bad.hint"
    return said("date.bad", hint, value(better or "2026-11-26"), word=shown(given), example=better)


def too_far(given: date, last: int) -> Said:
    better = f"2026{str(given)[4:]}" if f"{given:%m-%d}" != "02-29" else "2026-03-01"
    return said("date.far", "write", value(better), word=shown(given), last=last, example=better)


def bad_timezone(given: Any, zones: tuple[str, ...]) -> Said:
    near = nearest_zone(str(given), zones)
    hint = "meant" if near else "zone.bad.hint"
    return said("zone.bad", hint, value(near or "Europe/Berlin"), word=shown(given), near=near)


def bad_duration(key: str, given: Any, *, workdays: bool) -> Said:
    units = ("minute", "hour", "day", "week", "workday") if workdays else ("minute", "day", "week", "hour")
    better = guesses.as_duration(str(given), units)
    example = "`4 workdays`, `48 hours`, `5 days`" if workdays else "`90 minutes`, `2 hours`, `1 day`"
    hint = "meant" if better else "duration.bad.hint"
    mend = value(better or ("2 hours" if not workdays else "1 workday" if key == "remind" else "4 workdays"))
    return said("duration.bad", hint, mend, key=key, word=shown(given), near=better, example=example)


def too_long_duration(key: str, given: Any, days: int) -> Said:
    better = guesses.as_duration(str(given), ("minute", "hour", "day", "week", "workday")) or "1 day"
    return said("duration.long", "write", value(better), key=key, days=days, example=better)


def needs_anchor(every: tuple[str, int] | None, first: date) -> Said:
    example = f"starting: {first}"
    key = f"anchor.{every[0]}" if every else "anchor.rrule"
    return said(key, "anchor.hint", Mend("add", example), number=every[1] if every else 0, example=example)


def ends_before_it_begins(starting: date) -> Said:
    better = starting + timedelta(days=364)
    return said("until.early", "until.early.hint", value(str(better)), better=str(better))


def never(mend: Mend) -> Said:
    return said("schedule.never", "schedule.never.hint", mend)
