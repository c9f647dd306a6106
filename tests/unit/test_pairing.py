"""A pairing round, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from bot.blocks import payload
from bot.model import LANGUAGES, Answer, ChannelId, Introduction, Language, Letter, PersonId, Plan, State, past_of
from bot.rituals.pairing import CHOICES, ENOUGH, PAIRING, PairingOptions
from tests.contract.harness import Played, play
from tests.unit.cast import ANNA, BEN, CEM, DANA, a_ritual, a_state, catalogues, colleague, company, weeks_ago


def a_round(people: int, *, said: Mapping[Any, str] | None = None, **options: Any) -> dict[str, Played]:
    """Play a round in which people said so ("anna": "yes"); return its steps by name."""

    def answers(state: State) -> tuple[Answer, ...]:
        return tuple(Answer(state.run.id, "met", PersonId(who), value) for who, value in (said or {}).items())

    steps = play(PAIRING, people, options=PairingOptions(**options), answers=answers)
    return {played.state.step: played for played in steps}


def text_of(letter: Letter, language: Language = "de") -> str:
    """Return all that a letter shows."""
    assert letter.message is not None
    rendered = payload(letter.message, catalogues()[language].say)
    return str([rendered["text"], *(str(block) for block in rendered.get("blocks", []))])


def posts(plan: Plan) -> list[Letter]:
    return [letter for letter in plan.letters if letter.op == "post"]


def wrap_up_of(steps: Mapping[str, Played]) -> list[Letter]:
    return [letter for letter in steps["close"].plan.letters if letter.channel]


def pair_of(steps: Mapping[str, Played], number: int = 0) -> tuple[PersonId, ...]:
    return steps["open"].plan.introductions[number].people


def everybody_says(size: int, value: str) -> dict[str, str]:
    return {one.id: value for one in company(size)}


def test_four_people_meet_in_two_pairs() -> None:
    plan = a_round(4)["open"].plan
    assert [len(one.people) for one in plan.introductions] == [2, 2]
    assert [letter.op for letter in plan.letters] == ["open", "post", "open", "post"]
    assert [letter.after for letter in posts(plan)] == [one.key for one in plan.letters if one.op == "open"]


def test_five_people_meet_as_a_pair_and_a_trio() -> None:
    steps = a_round(5)
    assert sorted(len(one.people) for one in steps["open"].plan.introductions) == [2, 3]
    for letter in posts(steps["open"].plan):
        assert all(f"<@person:{person}>" in text_of(letter) for person in letter.people)


@pytest.mark.parametrize("size", [0, 1])
def test_without_a_second_person_the_round_closes_at_once(size: int) -> None:
    steps = a_round(size)
    assert list(steps) == ["open"]
    assert steps["open"].plan == Plan(closes=True)


def test_who_met_last_week_meets_somebody_else() -> None:
    members = [colleague(name) for name in (ANNA, BEN, CEM, DANA)]
    history = tuple(
        Introduction(f"old#{n}", "old", "other-ritual", pair, weeks_ago(week))
        for n, (pair, week) in enumerate([((ANNA, BEN), 2), ((CEM, DANA), 2), ((ANNA, CEM), 1), ((BEN, DANA), 1)])
    )
    state = a_state(a_ritual(PAIRING, PairingOptions()), members, past=past_of(history))
    first, second = PAIRING.plan(PairingOptions(), state, Random(7)).introductions
    assert {first.people, second.people} == {(ANNA, DANA), (BEN, CEM)}


def test_when_all_have_met_the_oldest_pairs_come_again() -> None:
    members = [colleague(name) for name in (ANNA, BEN)]
    history = (Introduction("old#1", "old", "kaffee", (ANNA, BEN), weeks_ago(1)),)
    state = a_state(a_ritual(PAIRING, PairingOptions()), members, past=past_of(history))
    assert len(PAIRING.plan(PairingOptions(), state, Random(7)).introductions) == 1


def test_the_round_comes_back_half_way_at_three_quarters_and_at_the_end() -> None:
    steps = a_round(4)
    assert [(played.state.step, played.state.now) for played in steps.values()] == [
        ("open", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("nudge", datetime(2026, 11, 25, 8, tzinfo=UTC)),
        ("ask", datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("close", datetime(2026, 11, 27, 8, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("remind", "at"),
    [
        ("never", None),
        (None, datetime(2026, 11, 25, 8, tzinfo=UTC)),
        (1, datetime(2026, 11, 26, 8, tzinfo=UTC)),
        (3, datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (4, datetime(2026, 11, 25, 8, tzinfo=UTC)),
        (30, datetime(2026, 11, 25, 8, tzinfo=UTC)),
        (timedelta(hours=20), datetime(2026, 11, 26, 12, tzinfo=UTC)),
        (timedelta(hours=36), datetime(2026, 11, 26, 8, tzinfo=UTC)),
        (timedelta(days=20), datetime(2026, 11, 25, 8, tzinfo=UTC)),
    ],
)
def test_people_are_reminded_so_long_before_the_end_in_working_hours_or_half_way(
    remind: Any, at: datetime | None
) -> None:
    ritual = replace(a_ritual(PAIRING, PairingOptions()), remind=remind)
    plan = PAIRING.plan(PairingOptions(), a_state(ritual, company(4)), Random(7))
    assert {one.step: one.due_at for one in plan.follow_ups}.get("nudge") == at


def test_what_must_come_and_what_may_give_way_is_said() -> None:
    weights = {played.state.step: {one.weight for one in posts(played.plan)} for played in a_round(4).values()}
    assert {step: weights[step] for step in ("open", "nudge", "ask")} == {
        "open": {"must"},
        "nudge": {"may"},
        "ask": {"should"},
    }


def test_without_wrap_up_the_channel_hears_nothing() -> None:
    assert wrap_up_of(a_round(4, wrap_up=False)) == []
    assert len(wrap_up_of(a_round(4))) == 1


def test_the_introduction_says_why_and_until_when() -> None:
    (letter,) = posts(a_round(2)["open"].plan)
    assert letter.why is not None
    assert "(#kaffeerunde)" in catalogues()["de"].say(letter.why)
    for words in ("Fr. 27. Nov., 09:00", "Kaffeerunde"):
        assert words in text_of(letter, "de")
    assert "Fri 27 Nov, 09:00" in text_of(letter, "en")


def test_own_words_replace_rondos() -> None:
    own = {"de": "Servus {people}, willkommen zur {title}!", "en": "Hi {people}, welcome to {title}!"}
    (letter,) = posts(a_round(2, intro=own)["open"].plan)
    assert "Servus <@person:anna> und <@person:ben>, willkommen zur Kaffeerunde!" in text_of(letter, "de")
    assert "Hi <@person:anna> and <@person:ben>, welcome to Coffee round!" in text_of(letter, "en")


def test_reminder_question_and_wrap_up_have_own_words_too() -> None:
    said = {"reminder": "{title}: Na?", "did_you_meet": "{title}: Und?", "summary": "{title}: Danke!"}
    steps = a_round(6, **{name: {"de": text, "en": text} for name, text in said.items()})
    assert "Kaffeerunde: Na?" in text_of(steps["nudge"].plan.letters[0])
    asked = text_of(steps["ask"].plan.letters[0])
    assert "Kaffeerunde: Und?" in asked
    assert "ritual:met:yes" in asked
    assert "Kaffeerunde: Danke!" in text_of(wrap_up_of(steps)[0])


def test_own_questions_are_taken_each_once_before_one_comes_again() -> None:
    questions = tuple({"de": f"Frage {n}?", "en": f"Question {n}?"} for n in range(3))
    letters = posts(a_round(12, questions=questions)["open"].plan)
    asked = [next(n for n in range(3) if f"Frage {n}?" in text_of(letter)) for letter in letters]
    assert sorted(asked) == [0, 0, 1, 1, 2, 2]
    assert sorted(asked[:3]) == [0, 1, 2]


def test_rondos_questions_differ_from_group_to_group() -> None:
    letters = posts(a_round(60)["open"].plan)
    assert len({str(letter.message.blocks[2]) for letter in letters if letter.message}) == 30


def test_everybody_is_asked_with_three_buttons() -> None:
    for letter in a_round(4)["ask"].plan.letters:
        assert [f"ritual:met:{choice}" in text_of(letter) for choice in CHOICES] == [True] * 3


def test_whose_introduction_is_dead_is_not_bothered_again() -> None:
    steps = a_round(4)
    state = steps["ask"].state
    dead = posts(steps["open"].plan)[0]
    without = replace(state, letters=state.letters - {dead.key})
    for step in ("nudge", "ask"):
        plan = PAIRING.plan(PairingOptions(), replace(without, step=step), Random(7))
        assert [letter.people for letter in plan.letters] == [pair_of(steps, 1)]


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ("yes", None, True),
        ("yes", "no", True),
        ("no", "yes", True),
        ("planned", "yes", True),
        ("no", None, False),
        ("no", "no", False),
        ("planned", "no", False),
        ("planned", None, None),
        (None, None, None),
    ],
)
def test_one_yes_is_enough_and_silence_says_nothing(first: str | None, second: str | None, met: bool | None) -> None:
    one, other = pair_of(a_round(2))
    said = {who: value for who, value in ((one, first), (other, second)) if value}
    close = a_round(2, said=said)["close"].plan
    assert close.outcomes == ({} if met is None else {"kaffee@2026-11-23#001": met})
    update = [letter for letter in close.letters if letter.op == "update"][-1]
    assert ("getroffen habt" in text_of(update)) is (met is True)


def test_what_strangers_say_is_not_counted() -> None:
    assert a_round(2, said={"dana": "yes", "emil": "no"})["close"].plan.outcomes == {}


def test_an_answer_about_another_question_is_not_counted() -> None:
    steps = a_round(2)
    state = steps["close"].state
    other = Answer(state.run.id, "mood", pair_of(steps)[0], "yes")
    assert PAIRING.plan(PairingOptions(), replace(state, answers=(other,)), Random(7)).outcomes == {}


@pytest.mark.parametrize("value", CHOICES)
def test_an_answer_is_kept_and_thanked_for(value: str) -> None:
    steps = a_round(2)
    given = Answer(steps["ask"].state.run.id, "met", pair_of(steps)[0], value)
    plan = PAIRING.answer(PairingOptions(), steps["ask"].state, given)
    assert plan.answers == (given,)
    assert plan.reply is not None
    assert plan.reply.key == f"pairing.thanks.{value}"
    assert not plan.letters


@pytest.mark.parametrize(
    ("who", "question", "value"),
    [("dana", "met", "yes"), ("", "met", "yes"), (ANNA, "met", "maybe"), (ANNA, "mood", "yes")],
)
def test_answers_of_strangers_and_unknown_answers_are_refused(who: str, question: str, value: str) -> None:
    steps = a_round(2)
    given = Answer(steps["ask"].state.run.id, question, PersonId(who), value)
    plan = PAIRING.answer(PairingOptions(), steps["ask"].state, given)
    assert plan.answers == ()
    assert plan.reply is not None
    assert plan.reply.key == "answer.not_yours"


@pytest.mark.parametrize(
    ("size", "met_groups", "is_told"),
    [(8, 4, False), (10, 4, False), (10, 5, True), (20, 4, False), (20, 5, True), (20, 10, True), (20, 0, False)],
)
def test_how_many_met_is_told_only_from_five_on(size: int, met_groups: int, is_told: bool) -> None:
    introductions = a_round(size)["open"].plan.introductions
    said = {one.people[0]: "yes" for one in introductions[:met_groups]}
    (letter,) = wrap_up_of(a_round(size, said=said))
    assert (f"Mindestens {met_groups} davon haben sich" in text_of(letter)) is is_told
    assert ENOUGH == 5


@pytest.mark.parametrize(("size", "is_told"), [(2, False), (8, False), (10, True)])
def test_how_many_were_introduced_is_told_only_from_five_on(size: int, is_told: bool) -> None:
    (letter,) = wrap_up_of(a_round(size))
    assert ("zusammengebracht" in text_of(letter)) is is_told
    assert any(sign.isdigit() for sign in text_of(letter)) is is_told


def test_the_wrap_up_names_nobody() -> None:
    (letter,) = wrap_up_of(a_round(12, said=everybody_says(12, "yes")))
    for language in LANGUAGES:
        assert "@person" not in text_of(letter, language)
    assert letter.people == ()
    assert letter.on_doubt == "skip"


def test_a_closing_round_takes_its_buttons_away() -> None:
    steps = a_round(5)
    updates = [letter for letter in steps["close"].plan.letters if letter.op == "update"]
    shown = [*posts(steps["open"].plan), *steps["ask"].plan.letters]
    assert {letter.after for letter in updates} == {letter.key for letter in shown}
    assert all("ritual:met" not in text_of(letter) for letter in updates)


def test_groups_of_the_wished_size_meet_and_their_words_fit_them() -> None:
    steps = a_round(10, size=4)
    assert sorted(len(one.people) for one in steps["open"].plan.introductions) == [3, 3, 4]
    for letter in posts(steps["open"].plan):
        assert all(f"<@person:{person}>" in text_of(letter) for person in letter.people)
        assert "euch" in text_of(letter)
        assert "beide" not in text_of(letter)


def test_people_of_other_departments_come_first_and_capitals_do_not_count() -> None:
    departments = ("Vertrieb", "VERTRIEB", "vertrieb", "Software", "software", "Personal")
    members = [replace(one, department=name) for one, name in zip(company(6), departments, strict=True)]
    known = {one.id: one.department.casefold() for one in members}
    options = PairingOptions.model_validate({"mix": "department"})
    for seed in range(5):
        plan = PAIRING.plan(options, a_state(a_ritual(PAIRING, options), members), Random(seed))
        assert all(len({known[one] for one in pair.people}) == 2 for pair in plan.introductions)


def test_no_letter_tells_a_department_or_a_site() -> None:
    members = [replace(one, department="Geheimabteilung", site="Geheimort") for one in company(6)]
    options = PairingOptions.model_validate({"mix": ["department", "site"], "size": 3})
    plan = PAIRING.plan(options, a_state(a_ritual(PAIRING, options), members), Random(1))
    assert "Geheim" not in str([text_of(letter) for letter in posts(plan)])


def test_without_a_channel_the_words_name_none_and_there_is_no_wrap_up() -> None:
    ritual = replace(a_ritual(PAIRING, PairingOptions()), channel="")
    members = company(2)
    state = replace(a_state(ritual, members), channel=ChannelId(""))
    plan = PAIRING.plan(PairingOptions(), state, Random(1))
    assert "#" not in text_of(posts(plan)[0])
    why = posts(plan)[0].why
    assert why is not None
    assert why.key == "pairing.why.audience"
    closing = replace(state, step="close", introductions=plan.introductions)
    assert PAIRING.plan(PairingOptions(), closing, Random(1)).letters == ()


@pytest.mark.parametrize("options", [{"size": 1}, {"size": 9}, {"size": "3"}, {"mix": "team"}, {"mix": ["site", 3]}])
def test_sizes_and_wishes_that_cannot_be_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PairingOptions.model_validate(options)
