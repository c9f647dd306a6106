"""The bot stood still over hours in which something was due: each thing once, late within reason, or not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.model import ChannelId, SlackUser
from bot.service import workspace
from bot.service.nightly import Nightly
from bot.store import channels, facts, introductions, people
from bot.store.db import Database
from tests.integration.test_quiet import HEAD, HOUR
from tests.quiet import Quiet
from tests.world import words_of

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OWNER = "U0000000"
ALLE = ChannelId("CALLE")
STAFF = tuple(SlackUser(f"U{number:07}", "de-DE", "Europe/Berlin") for number in range(6))
KINDS = {
    "pairing": """  - {id: kaffee, kind: pairing, title: Kaffee, channel: alle, join: channel,
     owner: U0000000, grace: 2 hours, schedule: {every: week, days: [mon], at: "09:00"}}
""",
    "post": """  - {id: morgen, kind: post, title: Morgen, channel: alle, text: Hallo, owner: U0000000, grace: 2 hours,
     schedule: {every: week, days: [mon], at: "09:00"}}
""",
    "post to people": """  - {id: leise, kind: post, title: Leise, audience: {channel: alle}, text: Hallo,
     owner: U0000000, grace: 2 hours, schedule: {every: week, days: [mon], at: "09:00"}}
""",
}
# Nine o'clock in Berlin: an ordinary Monday, and those after the two nights on which the clocks change.
MONDAYS = {
    "winter": datetime(2026, 11, 23, 8, tzinfo=UTC),
    "into summer": datetime(2027, 3, 29, 7, tzinfo=UTC),
    "into winter": datetime(2027, 11, 1, 8, tzinfo=UTC),
}
DOWN = {"1 min": MINUTE, "1 h": HOUR, "8 h": 8 * HOUR, "3 d": 3 * DAY, "3 weeks": 21 * DAY + 8 * HOUR}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_monday = pytest.mark.parametrize("monday", MONDAYS.values(), ids=MONDAYS)


def notices(place: Quiet) -> list[str]:
    return [words_of(one.payload) for one in place.heard_by(OWNER) if one.letter.startswith("notice/owner")]


@every_kind
@every_monday
@pytest.mark.parametrize("down", DOWN.values(), ids=DOWN)
def test_what_was_missed_is_caught_up_once_within_its_grace_or_recorded_and_told_once(
    database: Database, kind: str, monday: datetime, down: timedelta
) -> None:
    place = Quiet(database, HEAD + KINDS[kind], staff=STAFF, now=monday - 2 * DAY)
    place.advance_to(monday - MINUTE / 2)
    place.skip_to(monday - MINUTE / 2 + down)
    for _ in range(3):
        place.beat()
    place.advance_to(place.now + 2 * MINUTE)
    ritual = place.config.rituals[0].id
    runs = place.runs(ritual)
    missed = [one for one in runs if one.state == "missed"]
    in_time = down <= 2 * HOUR
    assert len(runs) == (4 if down > 14 * DAY else 1)
    assert len({one.nominal_date for one in runs}) == len(runs)
    assert len(missed) == (0 if in_time else len(runs))
    assert all(one.reason in ("too_late", "superseded") for one in missed)
    sent = Counter(one.letter for one in place.slack.heard if not one.letter.startswith("notice/"))
    assert set(sent.values()) <= {1}
    assert bool(sent) == in_time
    assert len(notices(place)) == (0 if in_time else 1)


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (timedelta(days=2, hours=2), {"nudge"}),
        (timedelta(days=3, hours=2), {"ask"}),
        (timedelta(days=4, hours=2), set()),
    ],
    ids=["to the reminder", "to the question", "to the end"],
)
def test_of_the_steps_that_came_due_meanwhile_only_the_last_sensible_one_comes(
    database: Database, back: timedelta, expected: set[str]
) -> None:
    monday = MONDAYS["winter"]
    place = Quiet(database, HEAD + KINDS["pairing"], staff=STAFF, now=monday - 2 * DAY)
    place.advance_to(monday + HOUR)
    before = len(place.slack.heard)
    place.skip_to(monday + back)
    place.beat()
    place.advance_to(place.now + HOUR)
    steps = [one.letter.split("/")[1] for one in place.slack.heard[before:] if one.people]
    steps = [step for step in steps if step != "eve"]  # it asks about the next round
    assert set(steps) == expected
    assert len(steps) == len(expected) * 3
    place.advance_to(monday + 5 * DAY)
    assert place.runs("kaffee")[0].state == "closed"
    heard = [one.letter.split("/")[1] for one in place.heard_by(OWNER) if "/eve/" not in one.letter]
    assert heard == [step for step in ("open", "nudge", "ask") if step in heard]
    assert len([one for one in place.slack.heard if not one.people]) == 1


@every_kind
def test_three_weeks_of_standstill_in_mid_round_end_that_round_and_begin_one(database: Database, kind: str) -> None:
    monday = MONDAYS["winter"]
    place = Quiet(database, HEAD + KINDS[kind], staff=STAFF, now=monday - 2 * DAY)
    place.advance_to(monday + HOUR)
    before = len(place.slack.heard)
    place.skip_to(monday + 21 * DAY + HOUR)
    place.beat()
    place.advance_to(place.now + HOUR)
    states = Counter(one.state for one in place.runs(place.config.rituals[0].id))
    assert states["missed"] == 2
    assert states["open"] + states["closed"] == 2
    steps = {one.letter.split("/")[1] for one in place.slack.heard[before:] if not one.letter.startswith("notice/")}
    assert steps <= {"open", "close"}
    assert len(notices(place)) == 1


class Month:
    """A company in which somebody comes or goes every five hours, and Slack tells of it with gaps, or never."""

    def __init__(self, database: Database, start: datetime, *, lost: float) -> None:
        self.staff = {f"U{number:07}": SlackUser(f"U{number:07}", "de-DE", "Europe/Berlin") for number in range(40)}
        self.inside = set(list(self.staff)[:30])
        self.place = Quiet(
            database, HEAD + KINDS["pairing"], staff=list(self.staff.values()), now=start, alle=sorted(self.inside)
        )
        self._rng = Random(f"month/{lost}")
        self._lost = lost

    def something_happens(self) -> None:
        """Let somebody leave the company, the channel, or come into it."""
        who = self._rng.choice(sorted(one for one, user in self.staff.items() if not user.is_deactivated))
        context, now, key = self.place.context, self.place.now, f"event at {self.place.now}"
        is_heard = self._rng.random() >= self._lost
        if self._rng.random() < 0.2:
            self.staff[who] = replace(self.staff[who], is_deactivated=True)
            self.inside.discard(who)
            if is_heard:
                workspace.person_changed(context, self.staff[who], key=key, now=now)
        elif who in self.inside:
            self.inside.discard(who)
            if is_heard:
                workspace.member_left(context, ALLE, who, key=key, now=now)
        else:
            self.inside.add(who)
            if is_heard:
                workspace.member_joined(context, ALLE, who, key=key, now=now)
        self.place.slack.staff, self.place.slack.rooms = list(self.staff.values()), {"alle": sorted(self.inside)}

    def known(self) -> tuple[set[str], set[str]]:
        """Return whom Rondo takes for deactivated, and for a member of the channel, among those still active."""
        with self.place.database.read() as tx:
            everyone = {one.id: one for one in people.everyone(tx)}
            members = [everyone[one] for one in channels.member_ids(tx, ALLE)]
        gone = {one.slack_id for one in everyone.values() if one.is_deactivated}
        return gone, {one.slack_id for one in members}

    def parted(self) -> set[str]:
        """Return who stands in an open introduction that still counts on them, and is gone."""
        with self.place.database.read() as tx:
            everyone = {one.id: one.slack_id for one in people.everyone(tx)}
            noted = {everyone[one] for fact in facts.of_ritual(tx, "kaffee") for one in fact.data.get("gone", ())}
            standing = [one for run in introductions.open_runs(tx) for one in introductions.of_run(tx, run)]
        return {everyone[one] for each in standing for one in each.people} - self.inside - noted


@pytest.mark.parametrize("lost", [0.1, 1.0], ids=["10 %", "100 %"])
def test_with_events_lost_every_coming_going_and_deactivation_is_known_within_a_day(
    database: Database, lost: float
) -> None:
    month = Month(database, MONDAYS["winter"] - HOUR, lost=lost)
    nightly = Nightly(month.place.context)
    nightly(month.place.now)
    was_blind = False
    for hour in range(30 * 24):
        month.place.skip_to(MONDAYS["winter"] - HOUR + hour * HOUR)
        if hour % 5 == 0:
            month.something_happens()
        real = {who for who, one in month.staff.items() if one.is_deactivated}, month.inside
        was_blind |= month.known() != real
        nightly(month.place.now)
        month.place.beat()
        if month.place.now.hour == 3:
            assert month.known() == real
            assert month.parted() == set()
    assert was_blind, "no event was lost"
