"""An alignment round as values: what is asked of whom, what is told, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.blocks import payload, render
from bot.config.said import catalogues as config_words
from bot.errors import KindError
from bot.model import LANGUAGES, Answer, Choice, Form, Goal, PersonId, Plan, Words
from bot.rituals.alignment import ALIGNMENT
from bot.rituals.alignment.words import copies
from bot.rituals.base import OPEN, Unfit
from bot.sandbox.blocks import check_blocks, length
from bot.sandbox.forms import check_view, too_large
from bot.schedule import closing_time
from bot.slack.views.form import form_modal
from bot.text import address, people_in
from tests.unit.cast import ANNA, BEN, MONDAY, catalogues, company
from tests.unit.rituals.alignment_round import (
    BOSS,
    CHEAP,
    GOAL,
    KIND,
    OUTSIDER,
    QUICK,
    Firm,
    channel_of,
    fields_of,
    options_of,
    said,
    words_of,
)

OFFICIAL = GOAL["de"]
ASKED = 9_000
"""Characters that a message may have in all."""


def figures_in(plan: Plan) -> dict[tuple[str, str], tuple[int, Any]]:
    return {(one.name, one.group): (one.n, one.data) for one in plan.figures}


# ---------------------------------------------------------------- what is told


def test_twelve_people_with_two_readings_are_told_in_their_true_shares() -> None:
    plan = Firm().play({OFFICIAL: 7, QUICK: 5})
    found = figures_in(plan)
    assert found["picks", ""] == (12, {"counts": {OFFICIAL: 7, QUICK: 5, CHEAP: 0, KIND: 0, "none": 0}})
    assert found["", ""] == (12, {"share": 100})
    assert found["alignment", ""] == (12, {"count": 7, "share": 58})
    assert found["agreement", ""] == (12, {"count": 7, "share": 58})
    assert {one.revision for one in plan.figures} == {1}
    assert {one.goal for one in plan.figures} == {"delivery"}
    parent, thread = channel_of(plan)
    assert OFFICIAL in said([parent])
    assert QUICK in said([parent])
    assert "30 Minuten" in said([parent])
    assert not any(number in said([parent]) for number in ("7", "58", "12"))
    assert (thread.after, thread.in_thread) == (parent.key, True)
    assert "7 von 12 (58 %)" in said([thread])
    assert "12 Antworten" in said([thread])
    assert "Fassung 1" in said([thread])
    assert plan.asks_decision
    assert plan.closes


@pytest.mark.parametrize(
    "wanted", [{OFFICIAL: 8, QUICK: 4}, {OFFICIAL: 12}, {QUICK: 12}, {"": 12}, {OFFICIAL: 4, QUICK: 3}]
)
def test_what_is_too_alike_or_too_little_is_not_told_and_the_reason_is_not_either(wanted: dict[str, int]) -> None:
    plan = Firm().play(wanted)
    assert plan.figures == ()
    assert plan.released == ()
    assert not plan.asks_decision
    (post,) = channel_of(plan)
    assert post.message is not None
    assert post.message.text.key == "alignment.untold"
    assert not any(sign.isdigit() for sign in catalogues()["de"].say(post.message.text))


def test_what_is_kept_without_an_author_is_what_the_counts_say() -> None:
    plan = Firm().play({OFFICIAL: 6, QUICK: 4, "": 2})
    assert sorted(plan.released) == sorted([("picks", OFFICIAL)] * 6 + [("picks", QUICK)] * 4 + [("picks", "none")] * 2)


def test_the_most_common_reading_is_named_first_and_none_of_them_is_no_reading() -> None:
    plan = Firm().play({"": 5, CHEAP: 4, QUICK: 2, OFFICIAL: 1})
    text = said(channel_of(plan)[:1])
    assert text.index(CHEAP) < text.index(QUICK)
    assert OFFICIAL not in text
    assert figures_in(plan)["agreement", ""] == (12, {"count": 4, "share": 33})


@pytest.mark.parametrize(
    ("wanted", "shown", "sentence"),
    [
        ({OFFICIAL: 6, QUICK: 4, CHEAP: 2}, 2, ""),
        ({OFFICIAL: 6, QUICK: 6}, 2, "Beide wurden gleich oft gewählt."),
        ({OFFICIAL: 6, QUICK: 3, CHEAP: 3}, 3, "Hier stehen mehr als zwei"),
        ({OFFICIAL: 3, QUICK: 3, CHEAP: 3, KIND: 3}, 4, "Hier stehen mehr als zwei"),
        ({OFFICIAL: 5, "": 7}, 1, "wurde nur diese gewählt"),
    ],
)
def test_where_readings_are_as_common_as_each_other_none_is_left_out_and_it_is_said(
    wanted: dict[str, int], shown: int, sentence: str
) -> None:
    text = said(channel_of(Firm().play(wanted))[:1])
    assert sum(one in text for one in (OFFICIAL, QUICK, CHEAP, KIND)) == shown
    assert sentence in text
    assert ("gleich oft" in text) == ("gleich oft" in sentence or "mehr als zwei" in sentence)
    assert "meisten" not in text


def test_the_gap_is_what_leads_expect_beyond_what_is() -> None:
    firm = Firm(
        options=options_of(leads=[BOSS.slack_id, "UANNA0000"]),
        members=tuple(replace(one, slack_id="UANNA0000") if one.id == ANNA else one for one in company(12)),
    )
    plan = firm.play({OFFICIAL: 6, QUICK: 6}, expected={BOSS.id: 90, ANNA: 75})
    assert figures_in(plan)["gap", ""] == (12, {"expected": 83, "points": 33})
    assert "Schätzung der Leitung war 83 %, 33 Punkte mehr" in said(channel_of(plan))
    assert "12 Antworten, rund 100 %" in said(channel_of(plan))


@pytest.mark.parametrize(
    ("expected", "sentence"), [(50, "trifft genau zu"), (49, "einen Punkt weniger"), (51, "einen Punkt mehr")]
)
def test_the_gap_is_said_in_words(expected: int, sentence: str) -> None:
    firm = Firm(options=options_of(leads=[BOSS.slack_id]))
    assert sentence in said(channel_of(firm.play({OFFICIAL: 6, QUICK: 6}, expected={BOSS.id: expected})))


def test_without_leads_there_is_no_gap() -> None:
    plan = Firm().play({OFFICIAL: 6, QUICK: 6})
    assert ("gap", "") not in figures_in(plan)
    assert "Leitung" not in said(channel_of(plan))


def test_what_people_contribute_is_told_only_where_it_gives_nobody_away() -> None:
    mixed = Firm().play({OFFICIAL: 6, QUICK: 6}, lines=["yes"] * 7 + ["no"] * 5)
    assert figures_in(mixed)["contribution", ""] == (12, {"counts": {"yes": 7, "partly": 0, "no": 5}})
    alike = Firm().play({OFFICIAL: 6, QUICK: 6}, lines=["yes"] * 8 + ["no"] * 4)
    assert ("contribution", "") not in figures_in(alike)
    assert "beitrage" not in said(channel_of(alike))


def in_departments(sizes: dict[str, int]) -> Firm:
    names = [name for name, size in sizes.items() for _ in range(size)]
    people = zip(company(len(names)), names, strict=True)
    members = tuple(replace(one, department=name) for one, name in people)
    return Firm(members=members, options=options_of(compare_departments=True))


def test_departments_are_compared_where_each_is_large_and_mixed_enough() -> None:
    firm = in_departments({"Einkauf": 12, "Vertrieb": 12})
    firm.members = tuple(sorted(firm.members, key=lambda one: (one.department, one.id)))
    wanted = [OFFICIAL] * 6 + [QUICK] * 6 + [OFFICIAL] * 3 + [QUICK] * 5 + [CHEAP] * 4
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(24)])
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    firm.until("pick")
    for one, text in zip(firm.members, wanted, strict=True):
        firm.say(one.id, "pick", {"pick": firm.letter(text)})
    plan = firm.close()
    found = figures_in(plan)
    assert found["alignment", "Einkauf"] == (12, {"count": 6, "share": 50})
    assert found["alignment", "Vertrieb"] == (12, {"count": 3, "share": 25})
    assert found["picks", "Einkauf"] == (12, {"counts": {OFFICIAL: 6, QUICK: 6, CHEAP: 0, "none": 0}})
    assert "Einkauf: 6 von 12 (50 %)" in said(channel_of(plan))
    assert "bis zu 25 Punkte" in said(channel_of(plan))


@pytest.mark.parametrize("sizes", [{"Einkauf": 13, "Vertrieb": 7}, {"Einkauf": 20}])
def test_a_small_department_is_told_neither_by_itself_nor_as_what_remains(sizes: dict[str, int]) -> None:
    plan = in_departments(sizes).play({OFFICIAL: 13, QUICK: 7})
    assert figures_in(plan)["alignment", ""] == (20, {"count": 13, "share": 65})
    assert {one.group for one in plan.figures} == {""}
    assert "Einkauf" not in said(channel_of(plan))


def test_departments_are_not_looked_at_unless_the_ritual_says_so() -> None:
    assert ALIGNMENT.profile(options_of()) == ("manager",)
    assert ALIGNMENT.profile(options_of(compare_departments=True)) == ("manager", "department")
    firm = in_departments({"Einkauf": 10, "Vertrieb": 10})
    firm.options = options_of()
    assert {one.group for one in firm.play({OFFICIAL: 10, QUICK: 10}).figures} == {""}


@pytest.mark.parametrize("channel", [True, False])
def test_the_result_goes_to_each_member_alone_where_the_ritual_says_so_or_has_no_channel(channel: bool) -> None:
    firm = Firm(options=options_of(results="members" if channel else "channel"), channel=channel)
    plan = firm.play({OFFICIAL: 7, QUICK: 5})
    assert channel_of(plan) == []
    told = [one for one in plan.letters if one.key.endswith("told/post")]
    assert [one.people for one in told] == [(one.id,) for one in firm.members]
    assert "7 von 12 (58 %)" in said(told[:1])
    assert OFFICIAL in said(told[:1])
    assert "Thread" not in said(told)


def test_raised_limits_hold() -> None:
    firm = Firm(options=options_of(min_spread=13))
    assert firm.step(OPEN).closes
    assert Firm(options=options_of(min_spread=12)).play({OFFICIAL: 7, QUICK: 5}).figures
    assert not Firm(options=options_of(min_spread=12)).play({OFFICIAL: 6, QUICK: 5}).figures


@pytest.mark.parametrize(
    "wrong", [{"min_answers": 4}, {"min_spread": 7}, {"facilitator": "anna"}, {"leads": ["anna"]}, {"goal": ""}]
)
def test_limits_cannot_be_lowered_and_people_are_slack_ids(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        options_of(**wrong)


# ---------------------------------------------------------------- what is asked


def test_nobody_is_asked_without_a_goal_that_holds() -> None:
    with pytest.raises(KindError) as raised:
        Firm(goal=Goal(id="another", text=GOAL)).step(OPEN)
    assert raised.value.key == "owner.no_goal"


def test_the_texts_of_their_own_people_are_sorted_by_nobody() -> None:
    managed = replace(company(12)[3], manager=OUTSIDER.id)
    with pytest.raises(KindError) as raised:
        Firm(members=(*company(12)[:3], managed, *company(12)[4:])).step(OPEN)
    assert raised.value.key == "owner.facilitator"
    assert OUTSIDER.id not in str(raised.value)


def test_nor_by_the_manager_of_a_manager() -> None:
    people = company(12)
    members = (replace(people[0], manager=people[1].id), replace(people[1], manager=OUTSIDER.id), *people[2:])
    with pytest.raises(KindError):
        Firm(members=members).step(OPEN)


def became_manager(firm: Firm) -> None:
    """Let the facilitator become the manager of a member."""
    firm.members = (replace(firm.members[0], manager=OUTSIDER.id), *firm.members[1:])


def left(firm: Firm) -> None:
    """Let the facilitator leave the company."""
    firm.gone = frozenset({OUTSIDER.id})


@pytest.mark.parametrize(
    ("change", "key"), [(became_manager, "owner.facilitator_manages"), (left, "owner.facilitator_gone")]
)
def test_who_must_not_sort_any_more_gets_nothing_and_the_owners_hear_it(change: Any, key: str) -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    before = list(firm.sent)
    change(firm)
    for step in ("group", "nudge_group"):
        with pytest.raises(KindError) as raised:
            firm.step(step)
        assert raised.value.key == key
        for language in LANGUAGES:
            assert "facilitator" in catalogues()[language].say(Words(key, raised.value.params))
    assert firm.sent == before
    assert words_of(firm.say(ANNA, "words", {"text": "Doch anders"})) == "alignment.words.thanks"
    assert firm.step("remind") == Plan()
    assert "nicht bis zu den Lesarten" in said(channel_of(firm.step("close")))


def test_who_becomes_a_manager_while_sorting_reads_no_more_texts() -> None:
    firm = sorting()
    assert firm.say(OUTSIDER.id, "readings", {"b": QUICK, "c": CHEAP}).form
    became_manager(firm)
    for question, value in (("group", "open"), ("readings", {"b": QUICK, "c": CHEAP}), ("release", "")):
        plan = firm.say(OUTSIDER.id, question, value)
        assert (plan.form, plan.facts, plan.answers) == (None, (), ())
        assert words_of(plan) == "alignment.group.manages"
    with pytest.raises(KindError):
        firm.step("nudge_group")


def test_texts_are_shown_only_while_there_are_enough_of_them() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(5)])
    firm.until("group")
    assert firm.say(OUTSIDER.id, "readings", {"b": QUICK, "c": CHEAP}).form
    del firm.answers["words", firm.members[0].id]
    for question, value in (("group", "open"), ("readings", {"b": QUICK, "c": CHEAP}), ("release", "")):
        plan = firm.say(OUTSIDER.id, question, value)
        assert (plan.form, plan.facts, plan.answers) == (None, (), ())
        assert words_of(plan) == "alignment.group.early"
    assert firm.until("nudge_group") == Plan()


def test_whoever_sorts_does_not_estimate() -> None:
    with pytest.raises(ValidationError) as caught:
        options_of(leads=[BOSS.slack_id, OUTSIDER.slack_id])
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Unfit)
    for language in LANGUAGES:
        for key in (error.key, f"{error.key}.hint"):
            assert str(OUTSIDER.slack_id) in config_words()[language].say(Words(key, error.params), plain=True)


def test_a_circle_of_managers_ends() -> None:
    people = company(12)
    members = (replace(people[0], manager=people[1].id), replace(people[1], manager=people[0].id), *people[2:])
    assert Firm(members=members).step(OPEN).letters


def test_nobody_is_asked_without_somebody_who_sorts() -> None:
    with pytest.raises(KindError) as raised:
        Firm(options=options_of(facilitator="U0NOBODY00")).step(OPEN)
    assert raised.value.key == "owner.no_facilitator"


def test_where_nothing_could_be_told_nobody_is_asked_and_the_facilitator_hears_it() -> None:
    plan = Firm(members=company(7)).step(OPEN)
    assert plan.closes
    assert {one.people for one in plan.letters} == {(OUTSIDER.id,)}
    assert "mindestens 8" in said(plan.letters)


def test_the_question_does_not_give_the_goal_away() -> None:
    firm = Firm()
    plan = firm.step(OPEN)
    assert [one.people[0] for one in plan.letters if one.op == "post"] == [one.id for one in firm.members]
    assert OFFICIAL not in said(plan.letters)
    assert GOAL["en"] not in said(plan.letters, "en")
    form = firm.say(ANNA, "words", "open").form
    assert OFFICIAL not in str(shown(form))
    thanks = firm.say(ANNA, "words", {"text": "Pakete sind schnell da", "line": "yes"})
    assert OFFICIAL in catalogues()["de"].say(thanks.reply) if thanks.reply else False


def test_words_can_be_changed_until_they_are_sorted() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    again = firm.say(ANNA, "words", "open").form
    assert again is not None
    assert again.explain.key == "alignment.words.again"
    assert again.fields[0].initial == "Text 0"
    firm.until("group")
    assert words_of(firm.say(ANNA, "words", {"text": "zu spät"})) == "alignment.words.late"
    assert "zu spät" not in str(firm.answers)


def test_a_round_asks_with_the_goal_as_it_was_worded_when_it_opened() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.goal = Goal(id="delivery", text={"de": "Neu", "en": "New"}, revision=2)
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    firm.until("pick")
    firm.pick({OFFICIAL: 7, QUICK: 5})
    plan = firm.close()
    assert {one.revision for one in plan.figures} == {1}
    assert figures_in(plan)["picks", ""][1]["counts"][OFFICIAL] == 7


@pytest.mark.parametrize("texts", [["a", "b", "c", "d", "e"], ["same"] * 12, ["same"] * 4 + ["b"]])
def test_from_five_texts_on_the_facilitator_reads_them_however_alike_they_are(texts: list[str]) -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write(texts)
    asked = {one.people[0] for one in firm.until("group").letters if one.op == "post"}
    assert asked == {OUTSIDER.id}
    page = firm.say(OUTSIDER.id, "group", "open").form
    assert page is not None
    assert sum(one.name.startswith("t") for one in page.fields) == len(texts)


@pytest.mark.parametrize("language", ["de", "en"])
def test_writers_and_whoever_sorts_read_that_a_text_may_give_its_author_away(language: Any) -> None:
    firm = Firm()
    firm.step(OPEN)
    catalogue = catalogues()[language]
    firm.write(["a"])
    page = firm.say(company(12)[5].id, "words", "open").form
    assert page is not None
    explained = catalogue.say(page.explain, plain=True)
    assert any(one in explained for one in ("Er kann trotzdem verraten", "It can still give away"))
    assert any(one in explained for one in ("Ja, Zum Teil und Nein werden nur gezählt", "are only counted"))
    assert any(one in explained for one in ("Slack-ID", "Slack id"))
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    page = firm.say(OUTSIDER.id, "group", "open").form
    assert page is not None
    hint = ("Ein Text kann verraten", "A text may give away")
    assert any(one in catalogue.say(page.explain, plain=True) for one in hint)


@pytest.mark.parametrize("texts", [["a", "b", "c", "d"], []])
def test_with_too_few_texts_nobody_reads_them(texts: list[str]) -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write(texts)
    assert firm.until("group") == Plan()
    assert words_of(firm.say(OUTSIDER.id, "group", "open")) == "alignment.group.early"
    plan = firm.close()
    assert {one.message.text.key for one in channel_of(plan) if one.message} == {"alignment.unsorted"}
    assert sum(one.op == "update" for one in plan.letters) == 12
    assert (plan.figures, plan.released) == ((), ())
    assert firm.facts == {}


def test_texts_that_come_later_are_sorted_when_it_is_looked_again() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.until("group")
    firm.write([f"Text {number}" for number in range(6)])
    plan = firm.until("nudge_group")
    assert OUTSIDER.id in {one.people[0] for one in plan.letters}


def test_whoever_sorts_is_reminded_once() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    plan = firm.until("nudge_group")
    assert {one.people for one in plan.letters} == {(OUTSIDER.id,)}
    assert plan.letters[-1].message is not None
    assert "warten auf dich" in said(plan.letters)
    assert firm.until("remind") == Plan()


def test_texts_come_without_names_in_an_order_that_does_not_depend_on_people() -> None:
    first, second = Firm(), Firm()
    for firm, texts in ((first, range(12)), (second, reversed(range(12)))):
        firm.step(OPEN)
        firm.write([f"Text {number}" for number in texts])
        firm.until("group")
    one, other = (firm.say(OUTSIDER.id, "group", "open").form for firm in (first, second))
    assert list(fields_of(one)) == list(fields_of(other))
    assert shown(one) == shown(other)
    order = (
        [field.beside.params["text"] for field in one.fields if isinstance(field, Choice) and field.beside]
        if one
        else []
    )
    assert sorted(order) == sorted(f"Text {number}" for number in range(12))
    assert order != sorted(order)
    assert not any(person.id in str(shown(one)) for person in first.members if len(person.id) > 4)


def test_of_many_texts_a_sample_is_shown() -> None:
    firm = Firm(members=company(120))
    firm.step(OPEN)
    firm.write([f"Text {number % 90}" for number in range(120)])
    firm.until("group")
    form = firm.say(OUTSIDER.id, "group", "open").form
    assert form is not None
    assert form.explain.key == "alignment.group.some"
    assert len(form.fields) == 84
    assert len(set(fields_of(form))) == 84
    assert len({one.name for one in copies(firm.state("group"))}) == 120


def sorting() -> Firm:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    return firm


@pytest.mark.parametrize(
    ("readings", "wrong"),
    [
        ({}, {"b", "c"}),
        ({"b": QUICK}, {"c"}),
        ({"b": QUICK, "c": " schneller als  DIE anderen! "}, {"c"}),
        ({"b": OFFICIAL.upper(), "c": QUICK}, {"b"}),
        ({"b": GOAL["en"], "c": QUICK}, {"b"}),
        ({"b": QUICK, "c": "x" * 71}, {"c"}),
        ({"b": QUICK, "c": "x" * 70}, set()),
        ({"d": QUICK, "e": CHEAP}, set()),
    ],
)
def test_readings_must_be_enough_short_and_different(readings: dict[str, str], wrong: set[str]) -> None:
    plan = sorting().say(OUTSIDER.id, "readings", readings)
    assert set(plan.errors) == wrong
    assert (plan.form is None) == bool(wrong)
    assert not plan.answers or not wrong


def test_before_the_readings_go_out_they_are_seen_once_more() -> None:
    firm = sorting()
    texts = copies(firm.state("group"))
    places = {one.name: "b" if number % 2 else "none" for number, one in enumerate(texts)}
    page = firm.say(OUTSIDER.id, "readings", {"b": QUICK, "c": CHEAP, **places}).form
    assert page is not None
    explained = catalogues()["de"].say(page.explain)
    assert f"*Lesart B*: {QUICK} (Texte: 6)" in explained
    assert "Ohne Lesart: 6" in explained
    again = firm.say(OUTSIDER.id, "group", "open").form
    assert again is not None
    assert again.fields[0].initial == QUICK
    assert {one.initial for one in again.fields if one.name in places} == {("b",), ("none",)}
    plan = firm.say(OUTSIDER.id, "release", "")
    assert [one.step for one in plan.follow_ups] == ["pick"]
    assert plan.letters == ()
    assert words_of(firm.say(OUTSIDER.id, "release", "")) == "alignment.group.over"
    assert words_of(firm.say(OUTSIDER.id, "readings", {"b": KIND, "c": CHEAP})) == "alignment.group.over"


def test_readings_are_not_released_before_they_were_sorted() -> None:
    firm = sorting()
    plan = firm.say(OUTSIDER.id, "release", "")
    assert plan.facts == ()
    assert plan.form is not None
    assert plan.form.question == "readings"


@pytest.mark.parametrize("question", ["group", "readings", "release"])
def test_nobody_else_reads_the_texts(question: str) -> None:
    firm = sorting()
    for who in (ANNA, BOSS.id, PersonId("stranger")):
        plan = firm.say(who, question, "open")
        assert (plan.form, plan.answers, plan.facts) == (None, (), ())
        assert words_of(plan) == "answer.not_yours"


def picking(**options: Any) -> Firm:
    firm = Firm(options=options_of(**options))
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    firm.until("pick")
    return firm


def test_everybody_chooses_from_the_same_readings_of_which_none_is_marked() -> None:
    firm = picking()
    form = firm.say(ANNA, "pick", "open").form
    assert form is not None
    assert shown(form) == shown(firm.say(BEN, "pick", "open").form)
    text = catalogues()["de"].say(form.explain)
    assert all(one in text for one in (OFFICIAL, QUICK, CHEAP))
    (choice,) = form.fields
    assert isinstance(choice, Choice)
    assert [value for value, _ in choice.options] == ["a", "b", "c", "none"]
    assert "Wortlaut" not in text
    firm.say(ANNA, "pick", {"pick": "b"})
    again = firm.say(ANNA, "pick", "open").form
    assert again is not None
    assert again.fields[0].initial == ("b",)
    assert firm.say(ANNA, "pick", {"pick": "e"}).errors
    assert firm.say(ANNA, "pick", "[]").errors
    firm.say(ANNA, "pick", {"pick": "none"})
    assert firm.answers["pick", ANNA] == "none"


def test_a_lead_who_takes_part_predicts_first_and_one_who_does_not_only_predicts() -> None:
    members = tuple(replace(one, slack_id="UANNA0000") if one.id == ANNA else one for one in company(12))
    firm = Firm(members=members, options=options_of(leads=["UANNA0000", BOSS.slack_id]))
    firm.step(OPEN)
    assert BOSS.id not in {one.people[0] for one in firm.sent}
    firm.write([f"Text {number}" for number in range(12)])
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    assert BOSS.id in {one.people[0] for one in firm.until("pick").letters}
    page = firm.say(ANNA, "pick", "open").form
    assert page is not None
    assert page.question == "predict"
    assert OFFICIAL in catalogues()["de"].say(page.explain)
    assert "Schätzung der Leitung" in catalogues()["de"].say(page.explain)
    second = firm.say(ANNA, "predict", {"share": "70"})
    assert second.form is not None
    assert second.form.question == "pick"
    assert firm.say(ANNA, "pick", {"pick": "a"}).answers
    only = firm.say(BOSS.id, "predict", {"share": "40"})
    assert only.form is None
    assert words_of(only) == "alignment.predict.thanks"
    assert words_of(firm.say(BOSS.id, "pick", {"pick": "a"})) == "answer.not_yours"
    assert words_of(firm.say(BEN, "predict", {"share": "40"})) == "answer.not_yours"
    again = firm.say(BOSS.id, "pick", "open").form
    assert again is not None
    assert again.fields[0].initial == "40"


@pytest.mark.parametrize("share", ["", "-1", "101", "50.5", "viel", "²", "0000000001", None, 9999])
def test_a_share_is_a_whole_number_of_percent(share: Any) -> None:
    firm = picking(leads=[BOSS.slack_id])
    assert set(firm.say(BOSS.id, "predict", {"share": share}).errors) == {"share"}


def test_only_those_who_have_not_chosen_and_may_be_asked_are_reminded() -> None:
    firm = picking()
    chosen, skipped, *others = [one.id for one in firm.members]
    firm.say(chosen, "pick", {"pick": "a"})
    assert words_of(firm.say(skipped, "pick", "skip")) == "alignment.skipped"
    plan = firm.until("remind")
    assert sorted({one.people[0] for one in plan.letters}) == sorted(others)


def test_whoever_does_not_want_this_round_is_not_asked_again() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.say(ANNA, "words", "skip")
    firm.say(BEN, "words", "skip")
    firm.say(BEN, "words", {"text": "doch"})
    for number, one in enumerate(firm.members[2:]):
        firm.say(one.id, "words", {"text": f"Text {number}"})
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    invited = {one.people[0] for one in firm.until("pick").letters if one.op == "post"}
    assert invited == {one.id for one in firm.members} - {ANNA}


def test_nobody_is_reminded_on_the_day_on_which_they_were_asked() -> None:
    firm = sorting()
    firm.until("nudge_group")
    firm.due.sort()
    remind_at = next(at for at, step in firm.due if step == "remind")
    firm.sort(QUICK, CHEAP)
    key = ("readings", firm.run)
    firm.facts[key] = replace(firm.facts[key], data={**firm.facts[key].data, "on": remind_at.date().isoformat()})
    firm.due = [(remind_at - timedelta(hours=1), "pick"), *((at, step) for at, step in firm.due if step != "pick")]
    assert firm.until("pick").letters
    assert firm.until("remind") == Plan()


def test_a_ritual_that_never_reminds_does_not() -> None:
    firm = Firm(changes={"remind": "never"})
    assert "remind" not in [one.step for one in firm.step(OPEN).follow_ups]


def test_steps_fall_on_working_days_of_the_round() -> None:
    steps = {one.step: one.due_at for one in Firm().step(OPEN).follow_ups}
    days = {step: (at - MONDAY).days for step, at in steps.items()}
    assert days == {"group": 4, "nudge_group": 8, "remind": 10, "close": 14}


@pytest.mark.parametrize("days", range(1, 25))
def test_steps_come_one_after_the_other_however_long_a_round_is(days: int) -> None:
    firm = Firm(changes={"close_after": days})
    firm.step(OPEN)
    state = replace(firm.state(OPEN), answers=())
    closes = closing_time(MONDAY, days, "Europe/Berlin")
    plan = ALIGNMENT.plan(firm.options, replace(state, run=replace(state.run, closes_at=closes)), Random(1))
    due = [one.due_at for one in plan.follow_ups]
    assert [one.step for one in plan.follow_ups] == ["group", "nudge_group", "remind", "close"]
    assert due == sorted(set(due))
    assert due[0] > MONDAY


def test_after_the_close_of_a_run_that_stood_still_only_the_close_happens() -> None:
    firm = Firm()
    firm.step(OPEN)
    firm.write([f"Text {number}" for number in range(12)])
    end = firm.state(OPEN).run.closes_at
    for step in ("group", "nudge_group", "pick", "remind"):
        assert firm.step(step, end) == Plan()
    assert firm.step("close", end).closes


def test_who_has_left_the_ritual_reads_so() -> None:
    firm = picking()
    gone = firm.members[0].id
    people = firm.members
    firm.members = people[1:]
    state = replace(firm.state("pick", press_of=gone), people={one.id: one for one in people})
    plan = ALIGNMENT.answer(firm.options, state, Answer(firm.run, "pick", gone, "open"))
    assert words_of(plan) == "alignment.away"


def test_a_round_forgets_everything_when_it_closes() -> None:
    firm = Firm()
    firm.play({OFFICIAL: 7, QUICK: 5})
    assert firm.facts == {}


def test_a_round_forgets_what_another_left_that_never_closed() -> None:
    firm = picking()
    old = dict(firm.facts)
    firm.opened += timedelta(weeks=13)
    plan = firm.step(OPEN)
    assert {(one.name, one.subject) for one in plan.facts if not one.data} == set(old)
    assert {key[1] for key in firm.facts} == {firm.run}


# ---------------------------------------------------------------- what never happens

shares = st.lists(st.integers(0, 9), min_size=4, max_size=4)


@settings(max_examples=120, deadline=None)
@given(shares, st.integers(1, 20), st.booleans(), st.integers(5, 8), st.integers(8, 12))
def test_no_letter_tells_a_figure_below_its_threshold(
    wanted: list[int], people: int, public: bool, enough: int, spread: int
) -> None:
    firm = Firm(
        members=company(max(people, spread)),
        options=options_of(min_answers=enough, min_spread=spread, results="channel" if public else "members"),
    )
    plan = firm.play(dict(zip((OFFICIAL, QUICK, CHEAP, ""), wanted, strict=True)))
    given_ = min(sum(wanted), len(firm.members))
    rest = given_
    counts = []
    for one in wanted:
        counts.append(min(one, rest))
        rest -= counts[-1]
    may = given_ >= spread and given_ - max(counts) >= 5
    assert bool(plan.figures) == bool(plan.released) == plan.asks_decision == may
    if not may:
        told = [one.message for one in plan.letters if one.message and one.op == "post"]
        assert {one.text.key for one in told} <= {"alignment.untold", "alignment.unsorted"}
        assert not any(text in said(plan.letters) for text in (OFFICIAL, QUICK, CHEAP))
    assert all(one.n >= 5 for one in plan.figures)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=320), min_size=12, max_size=12))
def test_no_letter_carries_what_somebody_wrote(texts: list[str]) -> None:
    firm = Firm()
    marked = [f"§{number}§{text}" for number, text in enumerate(texts)]
    firm.step(OPEN)
    firm.write(marked)
    firm.until("group")
    firm.sort(QUICK, CHEAP)
    firm.until("pick")
    firm.pick({OFFICIAL: 7, QUICK: 5})
    firm.close()
    assert "§" not in said(firm.sent)
    assert "§" not in str(firm.facts)


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
HOSTILE = (LONG * 40, "<!channel> & <@U123> `{when}` {title} *" * 12, "😀" * 400, "ä" * 3000)


def shown(form: Form | None, language: Any = "de") -> Any:
    assert form is not None
    return address(render(form_modal(form, "kaffee@2026-11-23"), catalogues()[language].say), {})


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_taken_by_slack_whatever_people_write(hostile: str, language: Any) -> None:
    members = tuple(replace(one, department=f"{hostile[:200]} {number % 3}") for number, one in enumerate(company(120)))
    goal = Goal(id="delivery", text={"de": hostile[:1500], "en": hostile[:1500]})
    options = options_of(leads=[BOSS.slack_id], compare_departments=True)
    firm = Firm(
        members=members, options=options, goal=goal, changes={"title": {"de": hostile[:80], "en": hostile[:80]}}
    )
    firm.step(OPEN)
    forms = [firm.say(ANNA, "words", "open").form]
    for number, one in enumerate(members):
        firm.say(one.id, "words", {"text": f"{number} {hostile}", "line": ("yes", "no")[number % 2]})
    forms.append(firm.say(ANNA, "words", "open").form)
    firm.until("group")
    forms.append(firm.say(OUTSIDER.id, "group", "open").form)
    named = {letter: f"{letter}{hostile}"[:70].strip() for letter in "bcde"}
    places = {one.name: "b" for one in copies(firm.state("group"))}
    forms.append(firm.say(OUTSIDER.id, "readings", {**named, **places}).form)
    firm.say(OUTSIDER.id, "release", "")
    firm.until("pick")
    forms += [firm.say(ANNA, "pick", "open").form, firm.say(BOSS.id, "pick", "open").form]
    for number, one in enumerate(members):
        firm.say(one.id, "pick", {"pick": "abcde"[number % 5]})
    firm.say(BOSS.id, "predict", {"share": "100"})
    firm.until("remind")
    plan = firm.close()
    assert {one.group for one in plan.figures} != {""}
    for form in forms:
        view = shown(form, language)
        assert check_view(view, home=False) == []
        assert not too_large(view)
    people = {str(one.id): one.slack_id for one in (*members, BOSS, OUTSIDER)}
    seen = set()
    for letter in firm.sent:
        if letter.message is None or (key := letter.key.replace(str(letter.people), "")) in seen:
            continue
        seen.add(key)
        rendered = address(payload(letter.message, catalogues()[language].say), people)
        assert check_blocks(rendered.get("blocks", []), surface="message") == []
        assert length(rendered.get("blocks", [])) <= ASKED
        assert len(rendered["text"]) <= 4000
        drawn = [one for one in rendered.get("blocks", []) if one["type"] != "data_visualization"]  # charts are plain
        assert "<!channel>" not in f"{rendered['text']} {drawn}"
        assert people_in(rendered) == frozenset()
