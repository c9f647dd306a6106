"""A date that has happened happens once, also when the clocks of its zone turn out to go differently.

New data of the time zones moves the instant of a local time, and leaves the local date as it is. Here another zone
stands for the new data: the same file, the same local dates and hours, other instants.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config import parse
from bot.model import SlackUser
from bot.rituals.registry import kinds
from bot.store.db import Database
from tests.quiet import Quiet

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
STAFF = tuple(SlackUser(who, "de-DE", "Europe/Berlin") for who in ("U0000ADA", "U0000BEN"))
EARLIER, LATER = ("Asia/Tokyo", "Asia/Kolkata"), ("Europe/London", "America/New_York", "Pacific/Honolulu")
DAYS = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)]


def rituals(zone: str) -> str:
    return f"""version: 1
rituals:
  - {{id: morgen, kind: post, title: Morgen, channel: alle, text: Hallo,
     schedule: {{every: day, days: [mon, tue, wed], at: "09:00", timezone: {zone}}}}}
"""


def with_other_clocks(company: Quiet, zone: str) -> None:
    """Let the zone's local hours be other instants, without anybody having changed the file."""
    company.config = parse(rituals(zone), file="rituals.yaml", kinds=kinds())


@pytest.mark.parametrize("edited", [False, True], ids=["new data", "an edit"])
@pytest.mark.parametrize("zone", [*EARLIER, *LATER])
def test_a_date_that_has_happened_does_not_happen_by_the_new_clocks_too(
    database: Database, zone: str, edited: bool
) -> None:
    company = Quiet(database, rituals("Europe/Berlin"), staff=STAFF, now=SATURDAY)
    company.advance_to(MONDAY + timedelta(hours=8, minutes=5))
    assert len(company.runs("morgen")) == len(company.slack.heard) == 1
    if edited:
        company.edit(rituals(zone))
    else:
        with_other_clocks(company, zone)
    company.advance_to(MONDAY + timedelta(days=3))
    opened = [run.nominal_date for run in company.runs("morgen")]
    assert sorted(opened) == DAYS
    assert len(company.slack.heard) == len(DAYS)


def test_clocks_that_change_every_hour_open_no_date_twice(database: Database) -> None:
    company = Quiet(database, rituals("Europe/Berlin"), staff=STAFF, now=SATURDAY)
    zones = ("Europe/Berlin", *LATER, *EARLIER)
    for hour in range(4 * 24):
        company.advance_to(SATURDAY + timedelta(days=1, hours=hour))
        with_other_clocks(company, zones[hour % len(zones)])
    opened = [run.nominal_date for run in company.runs("morgen")]
    assert len(opened) == len(set(opened))
    assert len(company.slack.heard) == len(set(opened)) >= 2
