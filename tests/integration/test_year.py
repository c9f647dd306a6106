"""A simulated year: nobody hears too much, at the wrong hour or on the wrong day, and nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import SlackUser
from bot.store.db import Database
from tests.quiet import Heard, Quiet

ZONES = ("Europe/Berlin", "Europe/London", "Asia/Kolkata", "America/New_York")
STAFF = tuple(SlackUser(f"U{number:07}", "de-DE" if number % 2 else "en-GB", ZONES[number % 4]) for number in range(20))
EUROPE = [one.slack_id for one in STAFF if one.timezone.startswith("Europe")]
START = datetime(2026, 12, 4, 12, tzinfo=UTC)
OFF = {
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2026, 12, 29),
    date(2027, 1, 1),
    date(2027, 3, 8),
    date(2027, 3, 26),
}
"""Holidays in Berlin, and the company's closing days."""
RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, holidays: {country: DE, state: BE}}
calendars: {zwischen: [2026-12-28..2026-12-29]}
rituals:
  - {id: kaffee, kind: pairing, title: Kaffee, channel: alle, join: channel,
     schedule: {every: week, days: [mon], at: "09:00"}}
  - {id: mittag, kind: pairing, title: Mittag, channel: europa, join: channel,
     schedule: {every: week, days: [tue], at: "11:00"}}
  - {id: morgen, kind: post, title: Morgen, audience: {channel: alle}, text: "Was steht an?",
     schedule: {every: day, days: [mon, tue, wed, thu, fri], at: "08:30", timezone: personal}}
  - {id: woche, kind: post, title: Woche, audience: {channel: europa}, text: "Was war gut?",
     schedule: {every: week, days: [fri], at: "15:00"}}
  - {id: samstag, kind: post, title: Samstag, audience: {channel: europa}, text: "Ausflug!",
     schedule: {every: month, days: [first sat], at: "10:00"}}
"""


def local_days(heard: Iterable[Heard], zone: str) -> list[datetime]:
    return [one.at.astimezone(ZoneInfo(zone)) for one in heard]


def live_through(database: Database, **span: float) -> Quiet:
    alle = [one.slack_id for one in STAFF]
    company = Quiet(database, RITUALS, staff=STAFF, now=START, alle=alle, europa=EUROPE)
    company.advance_to(START + timedelta(**span))
    return company


def insist_on_quiet(company: Quiet) -> None:
    """Hold a lived-through time to the law."""
    shared = Counter[bool]()
    for someone in STAFF:
        moments = local_days(company.heard_by(someone.slack_id), someone.timezone)
        days = Counter(at.date() for at in moments)
        weeks = Counter(at.isocalendar()[:2] for at in moments)
        assert max(days.values()) <= company.config.budget.day
        assert max(weeks.values()) <= company.config.budget.week
    for one in company.slack.heard:
        if not one.people:
            continue
        zones = {who.timezone for who in STAFF if who.slack_id in one.people}
        at = {zone: one.at.astimezone(ZoneInfo(zone)) for zone in zones}
        inside = all("08:00" <= f"{local:%H:%M}" <= "18:00" for local in at.values())
        shared[inside] += 1
        if not inside:
            assert [zones] == [{"Asia/Kolkata", "America/New_York"}], "in winter these two share no hour"
        if not one.letter.startswith("samstag"):
            assert all(local.weekday() < 5 and local.date() not in OFF for local in at.values()), one
    assert shared[True] > 20 * shared[False]


def insist_on_reasons(company: Quiet) -> None:
    """Hold each letter to: sent once, or a recorded reason."""
    sent = Counter(one.letter for one in company.slack.heard)
    assert set(sent.values()) == {1}
    for ritual in company.config.rituals:
        for letter in company.letters(ritual.id):
            if letter.op == "post" and letter.state == "sent":
                assert sent[letter.bundle or letter.key] == 1
            if letter.state == "dead":
                assert letter.outcome in {"over_budget", "bundled", "predecessor_dead"}, letter


def test_over_christmas_nobody_hears_too_much_and_each_letter_is_sent_or_has_a_reason(database: Database) -> None:
    company = live_through(database, weeks=5)
    insist_on_quiet(company)
    insist_on_reasons(company)
    outcomes = Counter(letter.outcome for one in company.config.rituals for letter in company.letters(one.id))
    assert outcomes["over_budget"] > 0
    assert any(letter.bundle for letter in company.letters("woche"))
