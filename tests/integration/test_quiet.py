"""Messages that nobody asked for: to whom, when, how many, with what at the end."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.model import SlackUser
from bot.schedule import add_workdays
from bot.service import membership
from bot.service.tick import tick
from bot.service.why import why
from bot.slack.views.why import why_reply
from bot.store import letters
from bot.store.db import Database
from tests.quiet import Quiet
from tests.store.cast import race
from tests.unit.cast import catalogues
from tests.world import words_of

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Nine o'clock in Berlin."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA, BEN, CEM = "U0000ADA", "U0000BEN", "U0000CEM"
STAFF = (
    SlackUser(ADA, "de-DE", "Europe/Berlin"),
    SlackUser(BEN, "en-GB", "Europe/Berlin"),
    SlackUser(CEM, "de-DE", "Europe/Berlin"),
)
HEAD = "version: 1\ndefaults: {language: de, timezone: Europe/Berlin}\nrituals:\n"
MORNING = """  - {id: morgen, kind: post, title: Morgen, audience: {channel: alle}, text: {de: Hallo, en: Hello},
     schedule: {every: week, days: [mon], at: "09:00"}}
"""
ALSO = (
    MORNING.replace("morgen", "auch").replace("Morgen", "Auch").replace("Hallo", "Weiter").replace("Hello", "Onwards")
)
LATER = ALSO.replace("09:00", "15:00")
COFFEE = """  - {id: kaffee, kind: pairing, title: Kaffee, channel: alle, join: channel,
     schedule: {every: week, days: [mon], at: "09:00"}}
"""


def company(database: Database, *rituals: str, staff: tuple[SlackUser, ...] = STAFF, now: datetime = SATURDAY) -> Quiet:
    return Quiet(database, HEAD + "".join(rituals), staff=staff, now=now)


def moments(company: Quiet, who: str) -> list[str]:
    return [f"{one.at + HOUR:%a %H:%M}" for one in company.heard_by(who)]


def ways(payload: Any) -> list[str]:
    return [one["value"] for one in payload["blocks"][-1]["accessory"]["options"]]


def test_a_post_with_an_audience_comes_to_each_alone_in_their_language_with_why_and_the_ways(
    database: Database,
) -> None:
    here = company(database, MORNING)
    here.advance_to(MONDAY + HOUR)
    assert sorted(one.people for one in here.slack.heard) == [(ADA,), (BEN,), (CEM,)]
    (german,), (english,) = here.heard_by(ADA), here.heard_by(BEN)
    assert "Hallo" in words_of(german.payload)
    assert "weil du bei „Morgen“ mitmachst" in words_of(german.payload)
    assert "Hello" in words_of(english.payload)
    assert ways(german.payload) == ["why:morgen", "pause:morgen", "leave:morgen"]
    assert here.runs("morgen")[0].state == "closed"


def test_who_left_a_post_gets_it_no_more(database: Database) -> None:
    here = company(database, MORNING)
    words = membership.leave(here.context, here.person(ADA), "morgen", key="k", now=here.now)
    assert words is not None
    assert words.key == "left"
    here.advance_to(MONDAY + HOUR)
    assert here.heard_by(ADA) == []
    assert len(here.heard_by(BEN)) == 1


def test_what_falls_on_one_moment_is_one_message_and_shares_one_fate(database: Database) -> None:
    here = company(database, MORNING, ALSO)
    here.advance_to(MONDAY + HOUR)
    (heard,) = here.heard_by(ADA)
    assert heard.payload["text"].startswith("2 Dinge, 2 Minuten")
    assert "Hallo" in words_of(heard.payload)
    assert "Weiter" in words_of(heard.payload)
    assert ways(heard.payload) == ["why:", "pause:", "leave:morgen", "leave:auch"]
    riders = [one for one in here.letters("auch") if one.bundle]
    assert len(riders) == 3
    for rider in riders:
        with database.read() as tx:
            host = letters.by_key(tx, rider.bundle or "")
        assert host is not None
        assert (rider.state, rider.slack_ts, rider.outcome) == ("sent", host.slack_ts, "ok")
    assert "3 things" not in str(here.slack.heard)
    assert here.heard_by(BEN)[0].payload["text"].startswith("2 things, 2 minutes")


def test_later_on_the_same_day_it_waits_for_the_next_morning(database: Database) -> None:
    here = company(database, MORNING, LATER)
    here.advance_to(MONDAY + 2 * DAY)
    assert moments(here, ADA) == ["Mon 09:00", "Tue 08:00"]


def test_an_introduction_comes_first_and_the_reminder_gives_way(database: Database) -> None:
    daily = ALSO.replace("every: week, days: [mon]", "every: week, days: [mon, tue]")
    here = company(database, COFFEE, daily)
    here.advance_to(MONDAY + 4 * DAY)
    outcomes = {(letter.key.split("/")[1], letter.outcome) for letter in here.letters("kaffee") if letter.op == "post"}
    assert ("open", "ok") in outcomes
    assert ("nudge", "over_budget") in outcomes
    assert ("ask", "ok") in outcomes
    assert len(here.heard_by(ADA)) == 3


def test_alone_a_round_introduces_reminds_and_asks_within_the_budget(database: Database) -> None:
    here = company(database, COFFEE)
    here.advance_to(MONDAY + 5 * DAY)
    assert moments(here, ADA) == ["Mon 09:00", "Wed 09:00", "Thu 09:00"]
    for heard in here.heard_by(ADA):
        assert ways(heard.payload)[-1] == "leave:kaffee"
        assert words_of(heard.payload).count("weil ihr") + words_of(heard.payload).count("because you") == 1


def test_what_did_not_leave_by_the_evening_waits_for_the_morning(database: Database) -> None:
    here = company(database, MORNING.replace("09:00", "17:50"))
    here.slack.down = True
    here.advance_to(MONDAY + 12 * HOUR)
    here.slack.down = False
    here.advance_to(MONDAY + 22 * HOUR)
    assert here.heard_by(ADA) == []
    here.advance_to(MONDAY + 24 * HOUR)
    assert len(here.heard_by(ADA)) == 1
    assert moments(here, ADA)[0].startswith("Tue 08:")


def test_after_a_stop_over_night_nothing_leaves_at_night(database: Database) -> None:
    here = company(database, MORNING)
    here.slack.now = MONDAY

    tick(here.context, here.now)
    here.skip_to(MONDAY + 12 * HOUR)
    here.beat()
    assert here.heard_by(ADA) == []
    here.advance_to(MONDAY + DAY)
    assert moments(here, ADA) == ["Tue 08:00"]


def test_an_update_of_a_bundle_is_not_sent_and_a_delete_only_with_all_of_it(database: Database) -> None:
    here = company(database, MORNING, ALSO)
    here.advance_to(MONDAY + HOUR)
    host, rider = (next(one for one in here.letters(name) if one.op == "post") for name in ("morgen", "auch"))
    drafts = [
        letters.Draft(key="u", op="update", after=host.key, payload={"text": "neu"}),
        letters.Draft(key="d1", op="delete", after=host.key),
        letters.Draft(key="d2", op="delete", after=rider.key),
    ]
    for draft in drafts:
        with database.begin() as tx:
            letters.add_many(tx, [draft], now=here.now)
        here.advance_to(here.now + timedelta(minutes=1))
    with database.read() as tx:
        found = [letters.by_key(tx, key) for key in ("u", "d1", "d2")]
    assert [(one.state, one.outcome) for one in found if one] == [
        ("dead", "bundled"),
        ("dead", "bundled"),
        ("sent", "ok"),
    ]
    assert here.slack.updated == []
    assert here.slack.deleted == [host.slack_ts]


OWNED = COFFEE.replace("title: Kaffee", f"title: Kaffee, owner: {CEM}, overlap: OVERLAP, close_after: 8 workdays")


@pytest.mark.parametrize(
    ("overlap", "states"),
    [("close", ["open", "closed"]), ("skip", ["missed", "open"]), ("allow", ["open", "open"])],
)
def test_the_next_round_meets_an_open_one(database: Database, overlap: str, states: list[str]) -> None:
    here = company(database, OWNED.replace("OVERLAP", overlap))
    here.advance_to(MONDAY + 7 * DAY + HOUR)
    assert [run.state for run in here.runs("kaffee")] == states
    told = [one for one in here.heard_by(CEM) if one.letter.startswith("notice/owner")]
    assert len(told) == (1 if overlap == "skip" else 0)
    assert all("`overlap: allow`" in words_of(one.payload) for one in told)


def test_owners_hear_once_of_what_was_missed_and_of_what_fails(database: Database) -> None:
    here = company(database, OWNED.replace("OVERLAP", "close"))
    here.skip_to(MONDAY + DAY)
    here.beat()
    here.beat()
    (missed,) = here.heard_by(CEM)
    assert "Montag, 23. November" in words_of(missed.payload)
    assert "grace" in words_of(missed.payload)
    here.edit(HEAD + OWNED.replace("OVERLAP", "close").replace("channel: alle", "channel: weg"))
    here.skip_to(MONDAY + 7 * DAY)
    for _ in range(3):
        here.beat()
    (failed,) = here.heard_by(CEM)[1:]
    assert "#weg" in words_of(failed.payload)


def test_why_says_whether_why_what_came_what_was_held_back_and_what_comes(database: Database) -> None:
    here = company(database, COFFEE, MORNING.replace("title: Morgen", f"title: Morgen, join: opt-in, owner: {CEM}"))
    here.advance_to(MONDAY + HOUR)
    ada = here.person(ADA)
    said = words_of_why(here, ada)
    assert "weil du in #alle bist" in said
    assert "Zuletzt habe ich dir am Mo. 23. Nov., 09:00 geschrieben" in said
    assert "Als Nächstes: Mo. 30. Nov., 09:00" in said
    assert "`/rondo join morgen`" in said
    assert "höchstens 1-mal am Tag und 3-mal in der Woche" in said
    membership.leave(here.context, ada, "kaffee", key="k", now=here.now)
    assert "Du bist ausgestiegen" in words_of_why(here, ada, "Kaffee")
    assert "Morgen" not in words_of_why(here, ada, "kaffee")


def test_why_tells_what_was_held_back(database: Database) -> None:
    daily = MORNING.replace("every: week, days: [mon]", "every: day, days: [mon, tue, wed, thu, fri]")
    here = company(database, daily)
    here.advance_to(add_workdays(MONDAY, 4, "Europe/Berlin") + HOUR)
    assert moments(here, ADA) == ["Mon 09:00", "Tue 09:00", "Wed 09:00"]
    assert "Am Fr. 27. Nov., 09:00 habe ich etwas zurückgehalten" in words_of_why(here, here.person(ADA))


def words_of_why(here: Quiet, someone: Any, ritual: str = "") -> str:
    message = why_reply(why(here.context, someone, here.now, ritual))
    say = catalogues()["de"].say
    return "\n".join(say(leaf.words) for block in message.blocks for leaf in leaves(block))


def leaves(tree: Any) -> list[Any]:
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in leaves(value)]
    if isinstance(tree, list):
        return [leaf for value in tree for leaf in leaves(value)]
    return [tree] if hasattr(tree, "words") else []


def test_in_each_persons_own_zone_it_comes_at_their_hour(database: Database) -> None:
    staff = (*STAFF, SlackUser("U0000DEV", "en-IN", "Asia/Kolkata"), SlackUser("U0000EVE", "en-US", "America/New_York"))
    own = MORNING.replace('at: "09:00"', 'at: "09:00", timezone: personal')
    here = company(database, own, staff=staff)
    here.advance_to(MONDAY + DAY)
    at = {one.people[0]: f"{one.at:%H:%M}" for one in here.slack.heard}
    assert at == {ADA: "08:00", BEN: "08:00", CEM: "08:00", "U0000DEV": "03:30", "U0000EVE": "14:00"}


def test_two_rituals_cannot_both_take_the_last_place(database: Database) -> None:

    rituals = [MORNING.replace("morgen", f"m{number}") for number in range(3)]
    here = company(database, *rituals)
    here.skip_to(MONDAY)
    race(3, lambda: tick(here.context, MONDAY))
    here.advance_to(MONDAY + HOUR)
    assert Counter(one.people for one in here.slack.heard) == {(ADA,): 1, (BEN,): 1, (CEM,): 1}
    assert here.heard_by(ADA)[0].payload["text"].startswith("3 Dinge")


def test_for_three_hundred_people_two_rituals_are_placed_and_bundled_by_few_queries(database: Database) -> None:
    staff = tuple(SlackUser(f"U{number:07}", "de-DE", "Europe/Berlin") for number in range(300))
    here = company(database, MORNING, ALSO, staff=staff)
    here.skip_to(MONDAY)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    tick(here.context, MONDAY)
    assert len(asked) < 200, "that is a query per letter"
    with database.read() as tx:
        assert letters.due_count(tx, MONDAY + HOUR) == 900
