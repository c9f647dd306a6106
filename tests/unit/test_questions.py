"""The language of questions: what may be written, when a question is due, how it is put and how it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.config.said import catalogues as config_words
from bot.model import LANGUAGES, SCALES, Answer, Choice, Day, Input, Number, PersonId, Pick, Words
from bot.rituals.base import Unfit
from bot.rituals.questions import (
    Question,
    Questions,
    choices_of,
    fields_of,
    packed,
    read,
    series_of,
    spoken,
    step_of,
    unpacked,
    values_of,
    wording,
)
from bot.rituals.turns import asked, due
from tests.unit.cast import catalogues

ALL: Any = TypeAdapter(Questions)


def a_question(**said: Any) -> Question:
    return Question.model_validate_json(json.dumps({"id": "q", "type": "text", "ask": "Was?", **said}))


def several(*said: dict[str, Any]) -> tuple[Question, ...]:
    return tuple(ALL.validate_json(json.dumps([{"ask": "Was?", **one} for one in said])))


def refusal(call: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        call()
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Unfit)
    for language in LANGUAGES:
        for key in (error.key, f"{error.key}.hint"):
            assert "{" not in config_words()[language].say(Words(key, error.params), plain=True).replace("if: {", "")
    return error.key, error.params


CONFIDENCE = {"id": "confidence", "type": "scale", "scale": "confidence-0-10"}
WAY = {"id": "way", "type": "single", "options": ["Ja", {"id": "teils", "text": {"de": "Zum Teil", "en": "In part"}}]}


def test_a_choice_needs_something_to_choose_from() -> None:
    assert refusal(lambda: a_question(type="single"))[0] == "question.options"
    assert refusal(lambda: a_question(type="multiple", options=["Eins"]))[0] == "question.options"
    assert refusal(lambda: a_question(type="single", options=[f"{n}." for n in range(11)]))[0] == "question.options"
    assert refusal(lambda: a_question(type="single", options=["Ja", "Ja"]))[0] == "question.options_twice"
    assert refusal(lambda: a_question(options=["Ja", "Nein"]))[0] == "question.no_options"


def test_a_scale_is_one_of_the_catalogue_and_a_slip_of_the_pen_is_understood() -> None:
    key, params = refusal(lambda: a_question(type="scale", scale="confidence-0-1"))
    assert (key, params["near"]) == ("question.scale_near", "confidence-0-10")
    key, params = refusal(lambda: a_question(type="scale"))
    assert (key, params["possible"]) == ("question.scale", ", ".join(SCALES))
    assert refusal(lambda: a_question(scale="confidence-0-10"))[0] == "question.no_scale"


def test_wordings_take_turns_for_texts_only() -> None:
    assert refusal(lambda: a_question(**CONFIDENCE, one_of=["Und?"]))[0] == "question.one_of"


def test_texts_fit_on_a_phone() -> None:
    assert refusal(lambda: a_question(ask="x" * 301))[1]["key"] == "ask"
    assert refusal(lambda: a_question(type="single", options=["x" * 76, "y"]))[1]["key"] == "options"


def test_a_condition_says_one_thing_about_an_earlier_question() -> None:
    why = {"id": "why", "type": "text"}
    assert refusal(lambda: a_question(**{"if": {"question": "x"}}))[0] == "question.condition"
    assert refusal(lambda: several({**why, "if": {"question": "x", "is": "y"}}))[0] == "question.condition_unknown"
    late = {**why, "if": {"question": "confidence", "below": 4}}
    assert refusal(lambda: several(late, CONFIDENCE))[0] == "question.condition_unknown"
    assert refusal(lambda: several(WAY, {**why, "if": {"question": "way", "above": 1}}))[0] == (
        "question.condition_number"
    )
    key, params = refusal(lambda: several(WAY, {**why, "if": {"question": "way", "is": "Nee"}}))
    assert (key, params["given"]) == ("question.condition_answer", "Nee")
    assert refusal(lambda: several(why, why))[0] == "question.twice"


def test_a_question_is_due_in_every_so_many_rounds_and_after_a_new_wording() -> None:
    every_third = a_question(every=3)
    assert [number for number in range(1, 8) if due(every_third, number=number)] == [1, 4, 7]
    assert due(every_third, number=2, is_new=True)
    assert not due(a_question(every=3, about="mine"), number=2, is_new=True)


def test_wordings_take_turns_each_time_they_are_due() -> None:
    question = a_question(one_of=["Wer?", "Wo?"], every=2)
    said = [wording(question, number=number)["de"] for number in (1, 3, 5, 7)]
    assert said == ["Was?", "Wer?", "Wo?", "Was?"]


def test_a_series_ends_when_a_word_a_scale_or_an_option_changes() -> None:
    one = a_question(**CONFIDENCE)
    others = [
        a_question(**CONFIDENCE, ask={"de": "Was?", "en": "What?"}),
        a_question(**{**CONFIDENCE, "scale": "likelihood-0-10"}),
        a_question(**WAY),
        a_question(**{**WAY, "options": ["Ja", {"id": "teils", "text": "Teils"}]}),
    ]
    assert len({series_of(question) for question in (one, *others)}) == 5
    assert series_of(one) == series_of(a_question(**CONFIDENCE, optional=False, hint="Ehrlich.", every=2))


def test_conditions_look_at_numbers_and_at_choices_by_id_or_text() -> None:
    few, yes, many, box = several(
        CONFIDENCE | {"ask": "Wie?"},
        WAY,
        {"id": "more", "type": "text", "if": {"question": "confidence", "below": 4}},
        {"id": "part", "type": "text", "if": {"question": "way", "is": ["in part", "Ja"]}},
    )
    row = (few, yes, many, box)
    assert [one.id for one in asked(row, {"confidence": "3"})] == ["confidence", "way", "more"]
    assert [one.id for one in asked(row, {"confidence": "4", "way": "teils"})] == ["confidence", "way", "part"]
    assert [one.id for one in asked(row, {})] == ["confidence", "way"]


def test_each_type_has_its_field() -> None:
    types = [{"id": one, "type": one} for one in ("text", "number", "person", "date")]
    questions = several(*types, CONFIDENCE, {"id": "sure", "type": "scale", "scale": "agreement-1-5"}, WAY)
    fields = fields_of(questions, number=1, initial={"confidence": "7", "way": "gone", "number": "3.5"})
    assert [type(one) for one in fields] == [Input, Number, Pick, Day, Choice, Choice, Choice]
    ten, five, way = (one for one in fields if isinstance(one, Choice))
    assert (ten.is_compact, len(ten.options), ten.initial) == (True, 11, ("7",))
    assert (five.is_compact, len(five.options)) == (False, 5)
    assert way.initial == ()
    assert isinstance(fields[1], Number)
    assert fields[1].initial == "3.5"


def test_braces_are_filled_for_each_question() -> None:
    (question,) = several({"id": "a", "type": "text", "ask": "Was hat {customer} davon?"})
    (field,) = fields_of((question,), number=1, params={"a": {"customer": "der Vertrieb"}})
    assert catalogues()["de"].say(field.label, plain=True) == "Was hat der Vertrieb davon?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_every_anchor_has_a_word_and_every_step_fits(scale: str, language: Any) -> None:
    for step in SCALES[scale].steps:
        read_as = catalogues()[language].say(step_of(scale, step), plain=True)
        assert read_as.startswith(str(step))
        assert len(read_as) <= 75
        assert (len(read_as) > 2) is (step in SCALES[scale].anchors)


def test_answers_are_read_and_what_is_wrong_is_said_at_its_field() -> None:
    questions = several(
        {"id": "text", "type": "text", "optional": False},
        {"id": "number", "type": "number"},
        {"id": "date", "type": "date"},
        {"id": "all", "type": "multiple", "options": [{"id": "b", "text": "B"}, {"id": "a", "text": "A"}]},
        CONFIDENCE,
    )
    said = {"text": " gut ", "number": "3,5", "date": "2026-11-26", "all": ["a", "b"], "confidence": "10"}
    values, errors = read(questions, said)
    assert errors == {}
    assert values == {"text": "gut", "number": "3.5", "date": "2026-11-26", "all": "b,a", "confidence": "10"}
    wrong = {"text": "", "number": "viel", "date": "morgen", "all": ["c"], "confidence": "11"}
    values, errors = read(questions, wrong)
    assert values == {}
    assert set(errors) == {"text", "number", "date", "all", "confidence"}
    assert read(questions[1:], {}) == ({}, {})
    assert set(read(questions[4:], {"confidence": ["1", "2"]})[1]) == {"confidence"}


def test_answers_are_packed_into_one_row_and_read_by_question() -> None:
    text, score = several({"id": "a", "type": "text"}, CONFIDENCE)
    rows = [Answer("r", "x", PersonId("p"), packed(one)) for one in ({"a": "ja"}, {"confidence": "3"}, {"a": "na"})]
    assert values_of(rows, text) == ("ja", "na")
    assert values_of(rows, score) == ("3",)
    assert unpacked("Unsinn") == unpacked("[1]") == unpacked('{"a": 1}') == {}


def test_an_answer_reads_as_it_was_chosen() -> None:
    score, way, text = several(CONFIDENCE, WAY, {"id": "a", "type": "text"})
    say = catalogues()["de"].say
    assert say(spoken(score, "10")) == "10 – sicher"
    assert say(spoken(way, "teils")) == "Zum Teil"
    assert say(spoken(text, "a <b>")) == "a &lt;b&gt;"
    assert choices_of(text) == ()
