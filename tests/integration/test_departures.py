"""Somebody drops out of a round that is open: nothing more for them, and a kind word and a new match for who stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Introduction, SlackUser, Words
from bot.service import membership, workspace
from bot.service.answers import take_answer
from bot.service.departures import see_off, see_off_all
from bot.service.workspace import reconcile
from bot.store import answers, forgetting, introductions, people
from bot.store.db import Database
from tests.integration.test_quiet import COFFEE, HEAD, HOUR, MONDAY, SATURDAY
from tests.quiet import Heard, Quiet
from tests.world import words_of

STAFF = tuple(SlackUser(f"U{number:07}", "de-DE", "Europe/Berlin") for number in range(6))
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
"""Tuesday of the round's week: everybody is introduced, nobody was reminded or asked."""
ROOMY = HEAD.replace("Europe/Berlin}", "Europe/Berlin, notification_budget: {day: 9, week: 20}}")
TRIOS = COFFEE.replace("join: channel", "join: channel, size: 3")


def company(
    database: Database, rituals: str = COFFEE, *, size: int = 4, until: datetime = NOON, head: str = HEAD
) -> Quiet:
    place = Quiet(database, head + rituals, staff=STAFF[:size], now=SATURDAY)
    place.advance_to(until)
    return place


def introduced(place: Quiet) -> list[Introduction]:
    with place.database.read() as tx:
        return list(introductions.of_run(tx, place.runs("kaffee")[0].id))


def groups(place: Quiet) -> list[list[str]]:
    """Return the groups of the round by Slack id, in the order of their numbers."""
    with place.database.read() as tx:
        known = {one.id: one.slack_id for one in people.everyone(tx)}
    return [sorted(known[one] for one in each.people) for each in introduced(place)]


def press(place: Quiet, who: str, choice: str = "yes", *, key: str = "") -> Words | None:
    run = place.runs("kaffee")[0].id
    someone, key = place.person(who), key or f"{who}/{choice}/{place.now}"
    said = take_answer(place.context, someone, run_id=run, question="match", value=choice, key=key, now=place.now)
    assert said is None or isinstance(said, Words)
    return said


def soon(place: Quiet) -> None:
    place.advance_to(place.now + HOUR)


def since(place: Quiet, who: str, when: datetime) -> list[Heard]:
    """Return what they heard of the round; on its last day they are asked about the next one."""
    return [one for one in place.heard_by(who) if one.at >= when and "/eve/" not in one.letter]


def pause(place: Quiet, who: str) -> None:
    until = (place.now + 20 * DAY).date()
    membership.pause(place.context, place.person(who), until, key=f"{who}/pause/{place.now}", now=place.now)


def leave(place: Quiet, who: str) -> None:
    membership.leave(place.context, place.person(who), "kaffee", key=f"{who}/leave", now=place.now)


def leave_channel(place: Quiet, who: str) -> None:
    workspace.member_left(place.context, "CALLE", who, key=f"{who}/gone", now=place.now)  # type: ignore[arg-type]


def deactivate(place: Quiet, who: str) -> None:
    told = SlackUser(who, "de-DE", "Europe/Berlin", is_deactivated=True)
    workspace.person_changed(place.context, told, key=f"{who}/off", now=place.now)


def vanish(place: Quiet, who: str) -> None:
    """No event tells of it; the reading at night finds it."""
    place.slack.staff = [replace(one, is_deactivated=one.slack_id == who) for one in place.slack.staff]
    reconcile(place.context, place.now)


def slip_out(place: Quiet, who: str) -> None:
    place.slack.rooms = {"alle": [one for one in place.slack.rooms["alle"] if one != who]}
    reconcile(place.context, place.now)


def be_forgotten(place: Quiet, who: str) -> None:
    someone = place.person(who)
    with place.database.begin() as tx:
        see_off(tx, place.context, someone, now=place.now, for_good=True)
        forgetting.forget(tx, someone.id)


WAYS: tuple[Callable[[Quiet, str], None], ...] = (
    pause, leave, leave_channel, deactivate, vanish, slip_out, be_forgotten,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_however_somebody_drops_out_they_hear_no_more_and_their_partner_is_offered_a_new_match(
    database: Database, way: Callable[[Quiet, str], None]
) -> None:
    place = company(database)
    (gone, alone), other = groups(place)
    way(place, gone)
    soon(place)
    (offer,) = since(place, alone, NOON)
    assert offer.people == (alone,)
    assert "Das liegt nicht an dir" in words_of(offer.payload)
    assert gone not in str(offer.payload)
    place.advance_to(NOON + 10 * HOUR + 6 * DAY)
    assert since(place, gone, NOON) == []
    assert [one for who in other for one in since(place, who, NOON)]


def test_one_press_brings_whoever_is_alone_into_a_group_that_has_not_met_yet(database: Database) -> None:
    place = company(database, COFFEE, head=ROOMY)
    (gone, alone), other = groups(place)
    deactivate(place, gone)
    soon(place)
    words = press(place, alone)
    assert words is not None
    assert words.key == "pairing.match.joins"
    pressed = place.now
    soon(place)
    assert groups(place) == [sorted([alone, *other])]
    (heard,) = since(place, alone, pressed)
    assert heard.people == tuple(sorted([alone, *other]))
    said = words_of(heard.payload)
    assert "vorstellen" in said
    assert said.count(f"<@{alone}>") >= 2
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    asked = [one for one in place.slack.heard if "/ask/" in one.letter]
    assert [one.people for one in asked] == [tuple(sorted([alone, *other]))]


def test_two_who_are_alone_are_introduced_to_each_other_at_once_even_at_night(database: Database) -> None:
    place = company(database)
    (one, seeking), (other, alone) = groups(place)
    deactivate(place, one)
    deactivate(place, other)
    soon(place)
    first = press(place, seeking)
    assert first is not None
    assert first.key == "pairing.match.nobody"
    place.skip_to(NOON + 10 * HOUR)
    second = press(place, alone)
    assert second is not None
    assert second.key == "pairing.match.found"
    place.beat()
    assert groups(place) == [sorted([seeking, alone])]
    (heard,) = since(place, seeking, place.now)
    assert heard.people == tuple(sorted([seeking, alone]))
    assert "darf ich euch bekannt machen" in words_of(heard.payload)


def test_pressing_twice_on_two_devices_or_a_repeated_delivery_brings_one_introduction(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    deactivate(place, gone)
    soon(place)
    assert press(place, alone, key="k") is not None
    assert press(place, alone, key="k") is None
    again = press(place, alone, key="other device")
    assert again is not None
    assert again.key == "pairing.match.already"
    pressed = place.now
    soon(place)
    assert len(since(place, alone, pressed)) == 1


def test_the_same_news_by_event_and_at_night_tells_the_partner_once(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    for way in (leave_channel, deactivate, vanish, pause):
        if way is not pause:
            way(place, gone)
    see_off_all(place.context, now=place.now)
    place.advance_to(NOON + DAY)
    see_off_all(place.context, now=place.now)
    soon(place)
    assert len([one for one in since(place, alone, NOON) if "/depart/" in one.letter]) == 1


def test_a_group_of_three_goes_on_in_a_conversation_of_its_own(database: Database) -> None:
    place = company(database, TRIOS, size=6)
    (gone, *rest), _ = groups(place)
    pause(place, gone)
    soon(place)
    (heard,) = since(place, rest[0], NOON)
    assert heard.people == tuple(rest)
    assert "ein wenig kleiner" in words_of(heard.payload)
    assert gone not in str(heard.payload)
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    assert since(place, gone, NOON) == []
    assert tuple(rest) in [one.people for one in place.slack.heard if "/ask/" in one.letter]


def test_when_nobody_is_left_of_a_group_nobody_is_written_to(database: Database) -> None:
    place = company(database)
    (one, other), _ = groups(place)
    deactivate(place, one)
    deactivate(place, other)
    soon(place)
    assert since(place, one, NOON) == since(place, other, NOON) == []
    assert len(introduced(place)) == 1


def test_nobody_joins_a_group_in_which_somebody_has_left_meanwhile(database: Database) -> None:
    place = company(database)
    (gone, alone), (other, _) = groups(place)
    deactivate(place, gone)
    soon(place)
    pause(place, other)
    words = press(place, alone)
    assert words is not None
    assert words.key == "pairing.match.nobody"


def test_two_who_are_alone_do_not_join_the_same_pair_when_there_is_another(database: Database) -> None:
    eight = [replace(STAFF[0], slack_id=f"U{number:07}") for number in range(8)]
    place = Quiet(database, HEAD + COFFEE, staff=eight, now=SATURDAY)
    place.advance_to(NOON)
    (one, first), (other, second), third, fourth = groups(place)
    deactivate(place, one)
    deactivate(place, other)
    soon(place)
    press(place, first)
    press(place, second)
    assert sorted(map(len, groups(place))) == [3, 3]
    assert all(({first, second} & set(group)) and not {first, second} <= set(group) for group in groups(place))
    assert sorted(who for group in groups(place) for who in group) == sorted([first, second, *third, *fourth])


def test_whom_one_would_have_met_counts_as_not_met(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    pause(place, gone)
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    assert sorted([gone, alone]) not in groups(place)
    assert len(groups(place)) == 1


def test_who_says_that_they_have_met_already_keeps_it(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    pause(place, gone)
    soon(place)
    words = press(place, alone, "met")
    assert words is not None
    assert words.key == "pairing.thanks.yes"
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    assert {frozenset(each): one.met for each, one in zip(groups(place), introduced(place), strict=True)}[
        frozenset([gone, alone])
    ]


def test_a_partner_whose_introduction_never_came_is_offered_a_match_and_reads_of_nobody(database: Database) -> None:
    place = Quiet(database, HEAD + COFFEE, staff=STAFF[:4], now=SATURDAY)
    place.skip_to(MONDAY)
    place.context.engine.stop(within=1)
    place.beat()
    (gone, alone), _ = groups(place)
    deactivate(place, gone)
    place.courier.start()
    soon(place)
    (heard,) = place.heard_by(alone)
    assert heard.people == (alone,)
    assert "noch niemanden für dich" in words_of(heard.payload)
    assert "getroffen" not in words_of(heard.payload)
    assert place.heard_by(gone) == []


def test_late_in_the_round_there_is_a_kind_word_and_no_offer(database: Database) -> None:
    late = MONDAY + 3 * DAY + 4 * HOUR
    place = company(database, until=late, head=ROOMY)
    (gone, alone), _ = groups(place)
    deactivate(place, gone)
    place.advance_to(MONDAY + 4 * DAY - HOUR / 4)
    (heard,) = since(place, alone, late)
    assert "nicht mehr" in words_of(heard.payload)
    assert "ritual:match" not in str(heard.payload)
    soon(place)
    see_off_all(place.context, now=place.now)
    soon(place)
    assert len(since(place, alone, late)) == 1


def test_who_said_that_they_met_is_not_written_to_when_the_other_leaves(database: Database) -> None:
    late = MONDAY + 3 * DAY + 4 * HOUR
    place = company(database, until=late)
    (gone, alone), _ = groups(place)
    run = place.runs("kaffee")[0].id
    take_answer(place.context, place.person(alone), run_id=run, question="met", value="yes", key="met", now=place.now)
    deactivate(place, gone)
    soon(place)
    assert since(place, alone, late) == []


def test_a_short_break_leaves_a_pair_together(database: Database) -> None:
    place = company(database)
    (away, alone), _ = groups(place)
    membership.pause(place.context, place.person(away), NOON.date(), key="sick", now=place.now)
    soon(place)
    see_off_all(place.context, now=place.now)
    soon(place)
    assert since(place, alone, NOON) == []
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    assert [one for one in since(place, away, NOON) if "/ask/" in one.letter]


def test_a_break_that_takes_the_rest_of_the_round_ends_it(database: Database) -> None:
    place = company(database)
    (away, alone), _ = groups(place)
    membership.pause(place.context, place.person(away), (NOON + 2 * DAY).date(), key="away", now=place.now)
    soon(place)
    assert len(since(place, alone, NOON)) == 1


def test_who_found_nobody_comes_first_in_the_next_round(database: Database) -> None:
    place = company(database, size=6)
    (gone, alone), *others = groups(place)
    deactivate(place, gone)
    for group in others:
        pause(place, group[0])
    soon(place)
    words = press(place, alone)
    assert words is not None
    assert words.key == "pairing.match.nobody"
    for group in others:
        membership.resume(place.context, place.person(group[0]), key=f"{group[0]}/back", now=place.now)
    place.advance_to(MONDAY + 7 * DAY)
    new = [one for one in place.slack.heard if one.at >= MONDAY + 7 * DAY - HOUR and "/open/" in one.letter]
    assert alone in new[0].people
    assert alone in groups(place)[0]
    place.advance_to(MONDAY + 14 * DAY)
    with place.database.read() as tx:
        assert not list(tx.exec_driver_sql("SELECT * FROM facts WHERE name <> 'certificate'"))


def test_no_button_is_left_when_the_round_has_closed(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    deactivate(place, gone)
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    (offer,) = [one for one in place.slack.heard if "/depart/" in one.letter]
    number = str(place.slack.heard.index(offer) + 1)
    assert [said for ts, said in place.slack.updated if ts == number and "button" not in str(said)]
    words = press(place, alone)
    assert words is not None
    assert words.key == "answer.closed"


def test_who_falls_out_of_the_audience_by_another_file_gets_nothing_placed_earlier(database: Database) -> None:
    post = """  - {id: gruss, kind: post, title: Gruss, audience: {people: [U0000000, U0000001]}, text: Hallo,
     schedule: {every: week, days: [mon], at: "09:00"}}
"""
    place = Quiet(database, HEAD + post, staff=STAFF[:2], now=SATURDAY)
    place.skip_to(MONDAY)
    place.context.engine.stop(within=1)
    place.beat()
    assert [one.state for one in place.letters("gruss") if one.op == "post"] == ["due", "due"]
    place.edit(HEAD + post.replace("U0000000, ", ""))
    see_off_all(place.context, now=place.now)
    place.courier.start()
    place.advance_to(MONDAY + 2 * DAY)
    assert place.heard_by("U0000000") == []
    assert len(place.heard_by("U0000001")) == 1
    assert {one.outcome for one in place.letters("gruss") if one.op == "post"} == {"left", "ok"}


def test_an_audience_that_names_nobody_any_more_is_a_mistake_in_the_file_and_parts_nobody(database: Database) -> None:
    file = HEAD + COFFEE.replace("join: channel", "join: channel, audience: {channel: alle}")
    place = Quiet(database, file, staff=STAFF[:4], now=SATURDAY)
    place.advance_to(NOON)
    place.edit(file.replace("{channel: alle}", "{channel: aller}"))
    see_off_all(place.context, now=place.now)
    soon(place)
    assert len(groups(place)) == 2
    assert [one for one in place.slack.heard if one.at >= NOON] == []


def test_answers_go_with_the_round_as_before(database: Database) -> None:
    place = company(database)
    (gone, alone), _ = groups(place)
    deactivate(place, gone)
    soon(place)
    press(place, alone)
    place.advance_to(MONDAY + 7 * DAY - HOUR)
    with place.database.read() as tx:
        assert answers.of_run(tx, place.runs("kaffee")[0].id) == ()
