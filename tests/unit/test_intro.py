"""Introductions as values: whose turn it is, what somebody agrees to, and what the channel reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import payload, render
from bot.directory.catalogue import SHIPPED
from bot.model import Answer, Fact, Form, Level, Person, PersonId, Plan, Profile, ProfileFact, State, Words
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.intro import INTRO, IntroOptions
from bot.rituals.intro.letters import STEP_IN
from bot.rituals.intro.said import Said, apart, read
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, length
from bot.sandbox.forms import check_view
from bot.slack.views.form import form_modal
from bot.text import address, people_in
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues, colleague, company

WEEK = timedelta(weeks=1)
SAID = {"what": "Ich halte die Server am Laufen.", "topics": "Linux, Kaffee", "fun": "Kanus", "ticked": False}


@dataclass
class Town:
    """A company in which the ritual runs week by week; `meets` says what somebody does who is asked."""

    members: tuple[Person, ...]
    options: IntroOptions = field(default_factory=IntroOptions)
    opened: datetime = MONDAY
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    """What else the state has: a directory, profiles."""
    answers: dict[tuple[str, PersonId], Answer] = field(default_factory=dict)
    letters: set[str] = field(default_factory=set)
    asked: list[PersonId] = field(default_factory=list)
    """In the run that is open."""
    plans: list[Plan] = field(default_factory=list)

    def state(self, step: str, *, members: tuple[Person, ...] | None = None) -> State:
        """Return what a step sees."""
        there = self.members if members is None else members
        ritual = a_ritual(INTRO, self.options, close_after=3)
        state = a_state(ritual, there, step=step, opened=self.opened)
        return replace(
            state,
            answers=tuple(self.answers.values()),
            facts=tuple(self.facts.values()),
            letters=frozenset(self.letters),
            now=self.opened if step == OPEN else self.opened + timedelta(days=1),
            **self.known,
        )

    def step(self, step: str, *, members: tuple[Person, ...] | None = None) -> Plan:
        """Carry out a step; all letters arrive."""
        state = self.state(step, members=members)
        plan = INTRO.plan(self.options, state, Random(f"{state.run.id}/{step}"))
        self._keep(plan)
        self.plans.append(plan)
        self.asked += [one.people[0] for one in plan.letters if one.op == "post" and one.people]
        return plan

    def say(self, who: PersonId, question: str, value: str) -> Plan:
        """Let somebody press a button or send a page, as the house does."""
        someone = next(one for one in self.members if one.id == who)
        state = self.state("answer", members=(someone,))
        mine = tuple(one for one in state.answers if one.person == who)
        given_ = Answer(state.run.id, question, who, value)
        plan = INTRO.answer(self.options, replace(state, answers=mine), given_)
        self._keep(plan)
        return plan

    def agree(self, who: PersonId, **said: Any) -> Plan:
        """Let somebody say yes, fill in the form and agree to the preview."""
        assert self.say(who, "intro", "yes").form is not None
        preview = self.say(who, "draft", json.dumps({**SAID, **said})).form
        assert preview is not None
        return self.say(who, preview.question, "")

    def close(self, *, members: tuple[Person, ...] | None = None) -> Plan:
        """Close the run, and go on to the next week."""
        plan = self.step(CLOSE, members=members)
        self.answers, self.letters, self.asked, self.opened = {}, set(), [], self.opened + WEEK
        return plan

    def _keep(self, plan: Plan) -> None:
        self.facts.update({(one.name, one.subject): one for one in plan.facts})
        self.facts = {key: one for key, one in self.facts.items() if one.data}
        self.answers.update({(one.question, one.person): one for one in plan.answers})
        self.letters |= {one.key for one in plan.letters}


def in_post(plan: Plan) -> frozenset[str]:
    """Return whom the post of a close names."""
    posts = [one.message for one in plan.letters if one.channel]
    return people_in([payload(one, catalogues()["de"].say) for one in posts if one])


def text_of(plan: Plan) -> str:
    return str([payload(one.message, catalogues()["de"].say) for one in plan.letters if one.channel and one.message])


def test_somebody_agrees_and_stands_in_the_post_with_their_own_words() -> None:
    town = Town(company(6))
    town.step(OPEN)
    first, second = town.asked
    thanks = town.agree(first).reply
    assert thanks is not None
    assert thanks.key == "intro.thanks.yes"
    plan = town.close()
    assert in_post(plan) == {first}
    assert "Server am Laufen" in text_of(plan)
    assert "Linux und Kaffee" in text_of(plan)
    assert second not in in_post(plan)


def test_a_form_that_was_filled_in_is_no_yes() -> None:
    town = Town(company(6))
    town.step(OPEN)
    form = town.say(town.asked[0], "draft", json.dumps(SAID)).form
    assert form is not None
    assert form.shows
    assert [one for one in town.close().letters if one.channel] == []


def test_only_what_was_shown_is_agreed_to() -> None:
    town = Town(company(6))
    town.step(OPEN)
    who = town.asked[0]
    seen = town.say(who, "draft", json.dumps(SAID)).form
    later = town.say(who, "draft", json.dumps({**SAID, "what": "Etwas anderes"})).form
    assert seen is not None
    assert later is not None
    shown = town.say(who, seen.question, "").form
    assert shown is not None
    assert shown.question == later.question
    assert ("intro", who) not in town.answers
    assert town.say(who, later.question, "").reply is not None
    assert "Etwas anderes" in text_of(town.close())


def test_a_later_word_replaces_an_earlier_one() -> None:
    town = Town(company(6))
    town.step(OPEN)
    for choice in ("later", "no"):
        town.agree(town.asked[0])
        town.say(town.asked[0], "intro", choice)
        assert not in_post(replace_close(town))
    town.agree(town.asked[0])
    assert in_post(town.close()) == {town.plans[0].letters[0].people[0]}


def replace_close(town: Town) -> Plan:
    """Return how the run would close now, without closing it."""
    return INTRO.plan(town.options, town.state(CLOSE), Random("close"))


def test_without_a_word_of_what_they_do_the_form_comes_again_with_what_was_written() -> None:
    town = Town(company(3))
    town.step(OPEN)
    form = town.say(town.asked[0], "draft", json.dumps({"what": " ", "topics": "Linux"})).form
    assert form is not None
    assert form.explain == Words("intro.form.empty")
    assert [one.initial for one in form.fields] == ["", "Linux", ""]
    assert ("draft", town.asked[0]) not in town.answers


@pytest.mark.parametrize("raw", ["", "null", "[]", "{", '{"what": 3}', "x" * 5000, '{"what": {"a": 1}}'])
def test_what_is_no_answer_is_none(raw: str) -> None:
    said = read(raw)
    assert said is None or isinstance(said.what, str)
    town = Town(company(3))
    town.step(OPEN)
    assert isinstance(town.say(town.asked[0], "draft", raw).form, Form)


def test_nobody_but_those_who_were_asked_may_answer() -> None:
    town = Town(company(9))
    town.step(OPEN)
    other = next(one.id for one in town.members if one.id not in town.asked)
    for question, value in (("intro", "yes"), ("intro", "no"), ("draft", json.dumps(SAID)), ("post_x", "")):
        assert town.say(other, question, value) == Plan(reply=Words("answer.not_yours"))
    assert town.say(town.asked[0], "intro", "maybe") == Plan(reply=Words("answer.not_yours"))


def test_whoever_does_not_take_part_any_more_reads_so() -> None:
    town = Town(company(3))
    town.step(OPEN)
    who = town.asked[0]
    given_ = Answer(town.state(OPEN).run.id, "intro", who, "yes")
    assert INTRO.answer(town.options, town.state("answer", members=()), given_).reply == Words(
        "intro.away", {"title": Words(own=town.state(OPEN).ritual.title), "id": "kaffee"}
    )


def test_a_yes_is_dropped_with_whoever_leaves_before_the_post() -> None:
    town = Town(company(6))
    town.step(OPEN)
    first, second = town.asked
    town.agree(first)
    town.agree(second)
    plan = town.close(members=tuple(one for one in town.members if one.id != first))
    assert in_post(plan) == {second}
    assert all(first not in one.people for one in plan.letters)


def test_half_way_the_next_ones_step_in_for_those_who_have_not_said_yes() -> None:
    town = Town(company(9), IntroOptions(people=3))
    town.step(OPEN)
    yes, no, silent = town.asked
    town.agree(yes)
    town.say(no, "intro", "no")
    plan = town.step(STEP_IN)
    assert len(plan.letters) == 4
    assert len(set(town.asked)) == 5
    town.agree(silent)
    late = town.asked[3]
    town.agree(late)
    assert in_post(town.close()) == {yes, silent, late}


def test_of_the_first_run_nobody_is_new_and_later_newcomers_come_first() -> None:
    town = Town(company(20), IntroOptions(people=2))
    town.step(OPEN)
    town.close()
    new = tuple(colleague(name) for name in ("zz-neu-1", "zz-neu-2", "zz-neu-3"))
    town.members = (*town.members, *new)
    town.step(OPEN)
    first = set(town.asked)
    assert first < {one.id for one in new}
    town.close()
    town.step(OPEN)
    assert {one.id for one in new} - first <= set(town.asked)


def test_a_newcomer_who_waited_too_long_is_nobody_new() -> None:
    town = Town(company(8), IntroOptions(people=1, newcomer=10))
    town.step(OPEN)
    town.close()
    town.members = (*town.members, colleague("neu"))
    town.facts["known", "neu"] = Fact("known", "neu", {"on": (town.opened.date() - timedelta(days=11)).isoformat()})
    for who in company(8):
        town.facts.pop(("turn", who.id), None)
    seen = set()
    for seed in range(40):
        plan = INTRO.plan(town.options, town.state(OPEN), Random(seed))
        seen |= {one.people[0] for one in plan.letters}
    assert len(seen) > 3


def test_whoever_comes_back_from_a_break_is_nobody_new() -> None:
    town = Town(company(20), IntroOptions(people=1))
    back = colleague("zz-zurueck")
    town.known = {"resting": frozenset({back.id})}
    town.step(OPEN)
    town.close()
    assert town.facts["known", back.id].data == {"on": ""}
    town.known, town.members = {}, (*town.members, back)
    firsts = {INTRO.plan(town.options, town.state(OPEN), Random(seed)).letters[0].people[0] for seed in range(20)}
    assert len(firsts) > 3


def test_another_time_passes_one_run_over_and_keeps_the_place() -> None:
    town = Town(company(12), IntroOptions(people=1))
    town.step(OPEN)
    who = town.asked[0]
    town.say(who, "intro", "later")
    town.close()
    town.step(OPEN)
    assert who not in town.asked
    town.step(STEP_IN)
    assert who not in town.asked
    town.close()
    asked = []
    for _ in range(11):
        town.step(OPEN)
        asked += town.asked
        town.close()
    assert who in asked


def test_rather_not_means_half_a_year_without_a_question() -> None:
    town = Town(company(3), IntroOptions(people=1))
    town.step(OPEN)
    who = town.asked[0]
    town.say(who, "intro", "no")
    until = town.opened.date() + timedelta(days=180)
    town.close()
    asked: list[date] = []
    for _ in range(40):
        town.step(OPEN)
        town.step(STEP_IN)
        asked += [town.opened.date()] if who in town.asked else []
        town.close()
    assert asked
    assert min(asked) >= until
    assert not any(name == "rest" and subject == who for name, subject in town.facts)


def test_whom_the_question_never_reached_keeps_their_place() -> None:
    town = Town(company(12), IntroOptions(people=1))
    town.step(OPEN)
    who = town.asked[0]
    town.letters.clear()
    plan = town.close()
    assert plan.letters == ()
    assert ("turn", who) not in town.facts


def test_nothing_of_a_run_is_left_when_it_has_closed() -> None:
    town = Town(company(12))
    town.step(OPEN)
    town.step(STEP_IN)
    town.close()
    assert {name for name, _ in town.facts} == {"known", "turn"}
    assert not any("@" in subject for _, subject in town.facts)


def test_a_fair_turn_over_a_year_of_sixty() -> None:
    town = Town(company(60), IntroOptions(people=2))
    met: Counter[str] = Counter()
    for _ in range(52):
        town.step(OPEN)
        for who in list(town.asked):
            town.agree(who)
        town.step(STEP_IN)
        met.update(in_post(town.close()))
    assert sum(met.values()) == 104
    assert len(met) == 60
    assert set(met.values()) == {1, 2}


def test_the_silent_are_asked_in_their_turn_only_and_do_not_hold_up_the_others() -> None:
    town = Town(company(30), IntroOptions(people=2))
    silent = {one.id for one in town.members[:6]}
    asked: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for _ in range(45):
        town.step(OPEN)
        early = list(town.asked)
        for who in early:
            if who not in silent:
                town.agree(who)
        town.step(STEP_IN)
        for who in town.asked[len(early) :]:
            if who not in silent:
                town.agree(who)
        asked.update(town.asked)
        met.update(in_post(town.close()))
    assert max(asked.values()) - min(asked.values()) <= 1
    assert set(met) == {one.id for one in town.members} - silent


ACTS = ("yes", "later", "no", "silent", "form", "yes then no", "no then yes", "leaves")


@settings(max_examples=60, deadline=None)
@given(size=st.integers(0, 14), people=st.integers(1, 5), acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=40))
def test_whatever_people_do_nobody_is_posted_without_a_yes_nor_asked_twice(
    size: int, people: int, acts: list[str]
) -> None:
    town = Town(company(size), IntroOptions(people=people))
    turn = iter(acts * 200)
    said_no: dict[str, datetime] = {}
    postponed: dict[str, datetime] = {}
    for _ in range(6):
        yes: set[str] = set()
        gone: set[str] = set()
        for step in (OPEN, STEP_IN):
            before = len(town.asked)
            plan = town.step(step)
            asked = town.asked[before:]
            assert len(asked) <= people
            if plan.closes:
                break
            for who in asked:
                assert town.opened - said_no.get(who, datetime.min.replace(tzinfo=UTC)) >= timedelta(days=180)
                assert town.opened - postponed.get(who, datetime.min.replace(tzinfo=UTC)) > WEEK
                act = next(turn)
                _act(town, who, act)
                yes |= {who} if act in ("yes", "no then yes", "leaves") else set()
                gone |= {who} if act == "leaves" else set()
                said_no |= {who: town.opened} if act in ("no", "yes then no") else {}
                postponed |= {who: town.opened} if act == "later" else {}
        assert len(set(town.asked)) == len(town.asked)
        if plan.closes:
            town.opened += WEEK
            continue
        there = tuple(one for one in town.members if one.id not in gone)
        assert in_post(town.close(members=there)) == yes - gone


def _act(town: Town, who: PersonId, act: str) -> None:
    for one in act.split(" then "):
        if one in ("yes", "leaves"):
            town.agree(who)
        elif one in ("later", "no"):
            town.say(who, "intro", one)
        elif one == "form":
            town.say(who, "draft", json.dumps(SAID))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_longest_words_of_most_people_are_taken_by_slack(language: Any) -> None:
    town = Town(company(20), IntroOptions(people=5))
    town.step(OPEN)
    town.step(STEP_IN)
    for who in town.asked:
        town.agree(who, what="&" * 300, topics="&a," * 40, fun="<" * 200)
    posts = [one for one in town.close().letters if one.channel and one.message]
    assert len(posts) > 1
    seen: set[str] = set()
    for post in posts:
        assert post.message is not None
        rendered = address(payload(post.message, catalogues()[language].say), {})
        assert check_blocks(rendered["blocks"], surface="message") == []
        assert length(rendered["blocks"]) <= MESSAGE_MOST
        seen |= people_in(payload(post.message, catalogues()[language].say))
    assert len(seen) == 10


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_taken_by_slack(language: Any) -> None:
    longest = {"what": "&" * 300, "topics": "a," * 60, "fun": "<" * 200, "ticked": True}
    town = with_directory(Town(company(3)), "partners")
    town.step(OPEN)
    who = town.asked[0]
    pages = [town.say(who, "draft", json.dumps({})).form, town.say(who, "intro", "yes").form]
    pages += [town.say(who, "draft", json.dumps(longest)).form, town.say(who, "intro", "yes").form]
    say = catalogues()[language].say
    for page in pages:
        assert page is not None
        view = render(form_modal(page, "vorstellung@2026-11-23", render(page.shows, say)), say)
        assert check_view(view, home=False) == []


def test_what_a_run_left_that_was_taken_back_is_forgotten() -> None:
    town = Town(company(12))
    town.step(OPEN)
    before = list(town.asked)
    town.answers, town.letters, town.asked, town.opened = {}, set(), [], town.opened + WEEK
    town.step(OPEN)
    assert set(before).isdisjoint(town.asked)
    town.close()
    assert {name for name, _ in town.facts} == {"known", "turn"}


def test_words_are_data() -> None:
    town = Town(company(3))
    town.step(OPEN)
    town.agree(town.asked[0], what="<!channel> {title} <@U123>", topics="<!here>")
    text = text_of(town.close())
    assert "<!" not in text
    assert "{title}" in text


def test_topics_stand_apart_each_once() -> None:
    assert apart(" Linux,, linux ; Excel , ") == ("Linux", "Excel")


# ---------------------------------------------------------------- the directory


def profile(who: PersonId, **values: tuple[str, Level]) -> Profile:
    facts = [ProfileFact(key, value, level, "self", MONDAY) for key, (value, level) in values.items()]
    return Profile(who, f"U{who}", "", "Europe/Berlin", is_eligible=True, facts=tuple(facts))


def with_directory(town: Town, level: Level, **values: tuple[str, Level]) -> Town:
    profiles: Mapping[PersonId, Profile] = {one.id: profile(one.id, **values) for one in town.members}
    town.known = {"directory": SHIPPED, "profiles": profiles, "level": level}
    return town


WAYS: tuple[tuple[Level, str, str], ...] = (
    ("colleagues", "Ich webe Netze", "Kanus"),
    ("partners", "Ich webe Netze", ""),
    ("public", "", ""),
)


@pytest.mark.parametrize(("level", "what", "fun"), WAYS)
def test_the_form_is_half_filled_with_what_the_readers_may_see(level: Level, what: str, fun: str) -> None:
    values: dict[str, tuple[str, Level]] = {
        "what_i_do": ("Ich webe Netze", "partners"),
        "fun_fact": ("Kanus", "colleagues"),
        "ask_me_about": ("Geheim", "self"),
    }
    town = with_directory(Town(company(3)), level, **values)
    town.step(OPEN)
    form = town.say(town.asked[0], "intro", "yes").form
    assert form is not None
    assert [one.initial for one in form.fields] == [what, "", fun]
    assert form.tick is not None
    assert not form.tick.is_ticked


def test_without_a_directory_nothing_is_filled_in_and_there_is_no_box() -> None:
    town = Town(company(3))
    town.step(OPEN)
    form = town.say(town.asked[0], "intro", "yes").form
    assert form is not None
    assert form.tick is None
    assert [one.initial for one in form.fields] == ["", "", ""]
    town.agree(town.asked[0], ticked=True)
    assert town.close().profile == ()


def test_only_what_was_ticked_goes_to_the_directory_and_is_seen_by_no_more_than_before() -> None:
    town = with_directory(Town(company(6)), "colleagues", fun_fact=("Alt", "self"))
    town.step(OPEN)
    first, second = town.asked
    town.agree(first, ticked=True, topics="Linux, Kaffee")
    town.agree(second)
    told = town.close().profile
    assert {who for who, _ in told} == {first}
    values = [(one.field, one.value, one.audience, one.source) for _, one in told]
    assert values == [
        ("what_i_do", SAID["what"], "colleagues", "intro"),
        ("ask_me_about", "Linux", "colleagues", "intro"),
        ("ask_me_about", "Kaffee", "colleagues", "intro"),
        ("fun_fact", "Kanus", "self", "intro"),
    ]
    assert all(one.expires_at is not None and one.expires_at > MONDAY for _, one in told)


def test_an_empty_field_leaves_alone_what_stands_in_the_directory() -> None:
    town = with_directory(Town(company(6)), "colleagues")
    town.step(OPEN)
    town.agree(town.asked[0], ticked=True, topics="", fun="")
    assert {one.field for _, one in town.close().profile} == {"what_i_do"}


def test_a_catalogue_of_their_own_takes_what_it_has_a_field_for() -> None:
    town = with_directory(Town(company(6)), "colleagues")
    town.known["directory"] = replace(SHIPPED, fields={"fun_fact": SHIPPED.fields["fun_fact"]})
    town.step(OPEN)
    town.agree(town.asked[0], ticked=True)
    assert {one.field for _, one in town.close().profile} == {"fun_fact"}


def test_who_reads_the_channel_only_since_the_yes_does_not_read_it() -> None:
    town = with_directory(Town(company(6)), "colleagues")
    town.step(OPEN)
    first, second = town.asked
    town.agree(first, ticked=True)
    town.known["level"] = "partners"
    town.agree(second)
    plan = town.close()
    assert in_post(plan) == {second}
    assert plan.profile == ()
    assert ("turn", first) not in town.facts
    ends = {one.people[0]: one.message.text.key for one in plan.letters if one.people and one.message}
    assert ends == {first: "intro.closed.overheard", second: "intro.closed.posted"}


def test_a_yes_to_other_readers_than_the_preview_named_shows_it_anew() -> None:
    town = with_directory(Town(company(3)), "colleagues")
    town.step(OPEN)
    who = town.asked[0]
    seen = town.say(who, "draft", json.dumps(SAID)).form
    assert seen is not None
    town.known["level"] = "partners"
    again = town.say(who, seen.question, "").form
    assert again is not None
    assert again.explain.params["readers"].key == "intro.readers.others"
    assert ("intro", who) not in town.answers
    assert town.say(who, again.question, "").reply is not None


def test_what_was_written_comes_back_in_the_form_rather_than_what_the_directory_holds() -> None:
    town = with_directory(Town(company(3)), "colleagues", what_i_do=("Alt", "colleagues"))
    town.step(OPEN)
    town.agree(town.asked[0], ticked=True)
    form = town.say(town.asked[0], "intro", "yes").form
    assert form is not None
    assert form.fields[0].initial == SAID["what"]
    assert form.tick is not None
    assert form.tick.is_ticked
    assert form.explain.key == "intro.form"


def test_words_survive_being_kept() -> None:
    said = Said("Ich „webe“ {Netze}", "a, b", "<c>", ticked=True)
    assert read(said.text) == said
    assert read(said.text).mark == said.mark  # type: ignore[union-attr]


def half(opens: datetime, days: int) -> datetime:
    ritual = a_ritual(INTRO, IntroOptions(), close_after=days)
    plan = INTRO.plan(IntroOptions(), a_state(ritual, company(3), opened=opens), Random(1))
    return next(one.due_at for one in plan.follow_ups if one.step == STEP_IN)


@pytest.mark.parametrize(
    ("opens", "days", "wanted"),
    [
        (MONDAY, 2, MONDAY + timedelta(days=1)),
        (MONDAY, 3, MONDAY + timedelta(days=1, hours=7)),
        (MONDAY + timedelta(days=2), 3, MONDAY + timedelta(days=3, hours=7)),
        (MONDAY + timedelta(days=4), 4, MONDAY + timedelta(days=8)),
    ],
)
def test_half_way_is_meant_by_working_days(opens: datetime, days: int, wanted: datetime) -> None:
    assert half(opens, days) == wanted
