"""In every zone of the world, from 2026 to 2036, each local date fires exactly once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.model import Occurrence, Rule
from bot.schedule import outlook
from tests.unit.schedule.zones import BEGIN, END, ZONES, clock_changes, one_of_each

MINUTE = timedelta(minutes=1)
AROUND = (-90, -30, 0, 30, 90)
"""Minutes from a clock change, by the clock after it."""
NEAR = timedelta(days=2)


def daily(at: str, zone: str) -> Rule:
    return Rule("day", 1, (), at, zone)


def wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def check_changes(zone: str) -> None:
    for change in clock_changes(zone):
        for minutes in AROUND:
            at = (wall(change, zone) + timedelta(minutes=minutes)).strftime("%H:%M")
            found = outlook(daily(at, zone), change - NEAR, change + NEAR)
            check_once(found, zone, at)
            for one in found:
                check_moment(one, zone, at)
            check_tiles(zone, at, change)


def check_once(found: list[Occurrence], zone: str, at: str) -> None:
    assert {b.nominal_date - a.nominal_date for a, b in pairwise(found)} == {timedelta(days=1)}, (zone, at)
    assert all(a.at < b.at for a, b in pairwise(found)), (zone, at)


def check_moment(one: Occurrence, zone: str, at: str) -> None:
    """The clock shows the hour, for the first time; or it skipped it, and shows the first minute after the gap."""
    meant = datetime.combine(one.nominal_date, time.fromisoformat(at))
    shown = wall(one.at, zone)
    before = wall(one.at - MINUTE, zone)
    if shown == meant:
        assert ZoneInfo(zone).utcoffset(meant.replace(fold=0)) == one.at.astimezone(ZoneInfo(zone)).utcoffset(), (
            zone,
            at,
        )
    else:
        assert before < meant < shown, (zone, at, one)


def check_tiles(zone: str, at: str, change: datetime) -> None:
    rule = daily(at, zone)
    whole = outlook(rule, change - NEAR, change + NEAR)
    for cut in (change - timedelta(hours=1), change, change + timedelta(minutes=29), *(one.at for one in whole[1:3])):
        assert outlook(rule, change - NEAR, cut) + outlook(rule, cut, change + NEAR) == whole, (zone, at, cut)


def check_years(zone: str, at: str) -> None:
    """Windows of eight weeks, one after the other, from 2026 to 2036: each date once, none left out."""
    found: list[date] = []
    since = BEGIN
    while since < END:
        until = min(since + timedelta(weeks=8), END)
        found += [one.nominal_date for one in outlook(daily(at, zone), since, until)]
        since = until
    days = (found[-1] - found[0]).days + 1
    assert found == [found[0] + timedelta(days=number) for number in range(days)], zone
    assert days in range((END - BEGIN).days - 1, (END - BEGIN).days + 2), zone


def test_around_clock_changes_every_date_fires_once_and_at_its_hour() -> None:
    kinds = one_of_each()
    assert len(kinds) > 50
    for zone in kinds[::6]:
        check_changes(zone)


def test_adjacent_windows_leave_out_nothing_and_repeat_nothing() -> None:
    for zone in ("Europe/Berlin", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/Nuuk"):
        check_years(zone, "02:30")


@pytest.mark.slow
@pytest.mark.parametrize("piece", range(8))
def test_all_zones_keep_the_law_around_every_clock_change(piece: int) -> None:
    for zone in ZONES[piece::8]:
        check_changes(zone)


@pytest.mark.slow
@pytest.mark.parametrize("piece", range(8))
def test_all_zones_keep_the_law_over_eleven_years(piece: int) -> None:
    for zone in ZONES[piece::8]:
        check_years(zone, ("02:30", "00:00", "23:45")[len(zone) % 3])


def test_an_edited_time_or_zone_leaves_the_nominal_dates_as_they_are() -> None:
    """A run is keyed by its nominal date: so neither an edit nor new tzdata makes a second run of the same date."""
    since, until = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)
    dates = set()
    for zone in ("Europe/Berlin", "Pacific/Kiritimati", "America/Adak"):
        for at in ("00:00", "09:00", "23:59"):
            rule = Rule("week", 1, ("wed",), at, zone)
            dates.add(tuple(one.nominal_date for one in outlook(rule, since, until)))
            assert {one.slot for one in outlook(rule, since, until)} == {""}
    assert len(dates) == 1
