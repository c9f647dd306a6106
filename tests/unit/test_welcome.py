"""Welcoming newcomers, as values: who is new, what comes when, and who becomes a buddy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from bot.directory.catalogue import SHIPPED
from bot.model import Answer, Days, Fact, Person, PersonId, Plan, State, Wishes
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.welcome import WELCOME, WelcomeMessage, WelcomeOptions
from tests.unit.cast import ANNA, BEN, CEM, DANA, a_ritual, a_rule, a_state, colleague, company

MON = date(2026, 11, 23)
OPTIONS = WelcomeOptions()
READY = Wishes(on_demand=True)


class Diary:
    """A ritual that runs every day, and remembers."""

    def __init__(self, options: WelcomeOptions = OPTIONS, *, directory: Any = SHIPPED, **rule: Any) -> None:
        self.ritual = replace(a_ritual(WELCOME, options, close_after=10), rule=a_rule(every="day", days=(), **rule))
        self.facts: dict[tuple[str, str], Fact] = {}
        self.directory = directory

    def state(self, on: date, members: Iterable[Person], *, resting: Iterable[PersonId] = (), **known: Any) -> State:
        opened = datetime.combine(on, time(8), UTC)
        seen = {"facts": tuple(self.facts.values()), "directory": self.directory, "resting": frozenset(resting)}
        return a_state(self.ritual, tuple(members), opened=opened, **{**seen, **known})

    def run(self, on: date, members: Iterable[Person], **known: Any) -> Plan:
        plan = WELCOME.plan(self.ritual.options, self.state(on, members, **known), Random(1))
        self.remember(plan)
        return plan

    def remember(self, plan: Plan) -> None:
        self.facts |= {(one.name, one.subject): one for one in plan.facts}


def told(plan: Plan) -> dict[str, str]:
    """Return who gets which message: the key of its words."""
    posts = (one for one in plan.letters if one.op == "post" and one.message)
    return {one.people[0]: one.message.text.key or "own" for one in posts if one.message}


def days(diary: Diary, members: Iterable[Person], *, first: date, number: int) -> dict[date, dict[str, str]]:
    """Run every day and return the days on which somebody was told something."""
    members = tuple(members)
    found = {}
    for count in range(number):
        on = first + timedelta(days=count)
        if said := told(diary.run(on, members)):
            found[on] = said
    return found


def test_whoever_is_there_at_the_first_run_is_not_new_also_not_on_a_break() -> None:
    diary, (anna, ben, cem) = Diary(), company(3)
    assert diary.run(MON, [anna, ben], resting=[CEM]).letters == ()
    assert days(diary, [anna, ben, cem], first=MON + timedelta(days=1), number=30) == {}


def test_newcomers_get_each_message_once_on_working_days_from_when_they_came() -> None:
    diary, (anna, ben) = Diary(), company(2)
    diary.run(MON, [anna])
    wed = MON + timedelta(days=2)
    assert days(diary, [anna, ben], first=wed, number=60) == {
        wed: {BEN: "welcome.hello"},
        date(2026, 11, 27): {BEN: "welcome.profile"},
        date(2026, 12, 2): {BEN: "welcome.buddy"},
    }


def test_an_empty_channel_at_the_first_run_makes_its_first_member_new() -> None:
    diary, (anna,) = Diary(), company(1)
    assert diary.run(MON, []).letters == ()
    assert told(diary.run(MON + timedelta(days=1), [anna])) == {ANNA: "welcome.hello"}


def test_on_days_off_nothing_comes_and_holidays_are_no_working_days() -> None:
    friday = date(2026, 11, 27)
    diary = Diary(closed=(Days(date(2026, 12, 1), date(2026, 12, 1)),))
    (anna,) = company(1)
    diary.run(MON, [])
    saturday = friday + timedelta(days=1)
    assert days(diary, [anna], first=saturday, number=14) == {
        date(2026, 11, 30): {ANNA: "welcome.hello"},
        date(2026, 12, 2): {ANNA: "welcome.profile"},  # Monday and Wednesday; Tuesday is off
        date(2026, 12, 7): {ANNA: "welcome.buddy"},
    }


@pytest.mark.parametrize(("back", "said"), [(3, "welcome.hello"), (4, "welcome.profile")])
def test_what_is_more_than_three_working_days_late_is_left_out(back: int, said: str) -> None:
    diary, (anna,) = Diary(), company(1)
    diary.run(MON, [])
    diary.remember(Plan(facts=(Fact("arrived", ANNA, {"on": MON.isoformat(), "said": []}),)))
    assert told(diary.run(MON + timedelta(days=back), [anna])) == {ANNA: said}


def test_nobody_gets_two_messages_on_one_day_and_whoever_left_gets_none() -> None:
    diary, (anna, ben) = Diary(), company(2)
    diary.run(MON, [])
    diary.run(MON + timedelta(days=1), [anna, ben])
    assert told(diary.run(MON + timedelta(days=3), [anna])) == {ANNA: "welcome.profile"}
    assert told(diary.run(MON + timedelta(days=4), [anna])) == {}


def test_without_a_directory_no_profile_is_offered() -> None:
    diary, (anna,) = Diary(directory=None), company(1)
    diary.run(MON, [])
    said = days(diary, [anna], first=MON + timedelta(days=1), number=20)
    assert [one[ANNA] for one in said.values()] == ["welcome.hello", "welcome.buddy"]


def test_messages_of_a_manager_come_in_their_own_words_and_a_new_one_repeats_none() -> None:
    own = WelcomeMessage(after="1 workday", text={"de": "Hallo", "en": "Hello"})
    diary, (anna,) = Diary(WelcomeOptions(messages=(WelcomeMessage(after="0 workdays"), own))), company(1)
    diary.run(MON, [])
    assert told(diary.run(MON + timedelta(days=1), [anna])) == {ANNA: "welcome.hello"}
    more = WelcomeOptions(messages=(WelcomeMessage(after="0 workdays"), WelcomeMessage(after="2 workdays"), own))
    diary.ritual = replace(diary.ritual, options=more)
    assert told(diary.run(MON + timedelta(days=2), [anna])) == {ANNA: "own"}
    assert told(diary.run(MON + timedelta(days=3), [anna])) == {ANNA: "welcome.hello"}
    assert told(diary.run(MON + timedelta(days=4), [anna])) == {}


def test_a_run_stays_open_only_where_it_offers_something() -> None:
    diary, (anna,) = Diary(), company(1)
    diary.run(MON, [])
    assert diary.run(MON + timedelta(days=1), [anna]).closes
    offer = diary.run(MON + timedelta(days=3), [anna])
    assert not offer.closes
    assert [one.step for one in offer.follow_ups] == [CLOSE]


# ---------------------------------------------------------------- a buddy


def offered(members: Iterable[Person], **known: Any) -> tuple[Diary, State]:
    """Return what an answer sees after Anna was offered a buddy."""
    diary = Diary()
    state = diary.state(MON, members, **known)
    posted = f"{state.run.id}/{OPEN}/{ANNA}/5/post"
    since = Fact("arrived", ANNA, {"on": "2026-11-16", "said": ["0", "2", "5"]})
    return diary, replace(state, letters=frozenset({posted}), facts=(since, *state.facts, *known.get("facts", ())))


def pressed(state: State, person: PersonId = ANNA, question: str = "buddy", value: str = "yes") -> Plan:
    return WELCOME.answer(OPTIONS, state, Answer(state.run.id, question, person, value))


def buddy_of(state: State) -> PersonId | None:
    people = {one for letter in pressed(state).letters for one in letter.people} - {ANNA}
    assert len(people) <= 1
    return next(iter(people), None)


def test_a_buddy_said_yes_to_being_met_and_only_the_two_hear_of_it() -> None:
    anna, ben, cem = colleague("anna"), colleague("ben"), colleague("cem", wishes=READY)
    _, state = offered([anna, ben, cem])
    plan = pressed(state)
    assert [set(letter.people) for letter in plan.letters] == [{ANNA, CEM}] * 2
    assert plan.reply is not None
    assert plan.reply.key == "welcome.buddy.found"
    assert plan.introductions == ()
    again = replace(state, facts=plan.facts)
    assert pressed(again).letters == ()
    assert pressed(again).reply == replace(plan.reply, key="welcome.buddy.already")


def test_it_is_never_their_manager_nor_whom_one_does_not_want_to_meet_nor_somebody_new() -> None:
    boss, report = colleague("ben", wishes=READY), colleague("cem", wishes=READY, manager=ANNA)
    anna = colleague("anna", manager=BEN, wishes=READY)
    dana = colleague("dana", wishes=READY)
    assert buddy_of(offered([anna, boss, report])[1]) is None
    assert buddy_of(offered([anna, dana], avoided=frozenset({frozenset({ANNA, DANA})}))[1]) is None
    assert buddy_of(offered([anna, dana], facts=(Fact("arrived", DANA, {"on": "2026-11-09", "said": []}),))[1]) is None
    assert buddy_of(offered([anna, dana], facts=(Fact("arrived", DANA, {"on": "2026-06-01", "said": []}),))[1]) == DANA


def test_the_same_site_and_another_department_are_better_and_the_last_buddy_rests() -> None:
    anna = colleague("anna", site="Hamburg", department="IT")
    ben = colleague("ben", site="Leeds", department="HR", wishes=READY)
    cem = colleague("cem", site="Hamburg", department="IT", wishes=READY)
    dana = colleague("dana", site="Hamburg", department="HR", wishes=READY)
    assert buddy_of(offered([anna, ben, cem, dana])[1]) == DANA
    assert buddy_of(offered([anna, ben, cem])[1]) == CEM
    lately = (Fact("buddy", DANA, {"on": "2026-11-10"}),)
    assert buddy_of(offered([anna, ben, cem, dana], facts=lately)[1]) == CEM
    long_ago = (Fact("buddy", DANA, {"on": "2026-09-10"}),)
    assert buddy_of(offered([anna, ben, cem, dana], facts=long_ago)[1]) == DANA
    twins = [replace(dana, id=PersonId(name)) for name in ("emil", "fatima")]
    row = tuple(Fact("buddy", one.id, {"on": f"2026-0{8 - n}-01"}) for n, one in enumerate(twins))
    assert buddy_of(offered([anna, *twins], facts=row)[1]) == "fatima"


def test_without_anybody_it_says_so_and_may_be_asked_again() -> None:
    _, state = offered(company(5))
    plan = pressed(state)
    assert plan.reply is not None
    assert plan.reply.key == "welcome.buddy.nobody"
    assert (plan.letters, plan.facts) == ((), ())


def test_whoever_was_not_asked_gets_no_buddy() -> None:
    _, state = offered([colleague("anna"), colleague("ben", wishes=READY)])
    plan = pressed(state, BEN)
    assert plan.reply is not None
    assert plan.reply.key == "answer.not_yours"
    assert plan.letters == ()
