"""The pulse as values: who is asked, what may be changed, what is told, and what is compared with what."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from bot.config.said import catalogues as config_words
from bot.errors import KindError
from bot.model import LANGUAGES, Choice, PersonId, Plan, Words
from bot.rituals.base import CLOSE, OPEN, Unfit
from bot.rituals.pulse import PULSE, PulseOptions
from bot.rituals.pulse.letters import REMIND
from tests.unit.cast import ANNA, BEN, CEM, catalogues, company
from tests.unit.rituals.pulse_town import Town, of_channel, options, parts, payloads, said

NEEDS = ("1", "2", "3", "4", "5")
MISSING = ("time", "information", "decisions", "tools", "people", "clarity")


def pages(number: int, **more: Any) -> list[dict[str, Any]]:
    """Return so many different pages."""
    return [{"needs": NEEDS[at % 5], "missing": MISSING[at % 6], **more} for at in range(number)]


def one_question(**said: Any) -> PulseOptions:
    return options(questions=[{"id": "q", "ask": {"de": "Gut?", "en": "Good?"}, **said}], decide=False)


# ---------------------------------------------------------------- the cycle


def test_everybody_is_asked_in_one_sentence_with_one_button_to_answer_and_one_to_pass() -> None:
    town = Town(company(12))
    plan = town.step(OPEN)
    posts = [one for one in plan.letters if one.op == "post"]
    assert {one.people[0] for one in posts} == {one.id for one in town.members}
    assert all(one.why is not None and one.weight == "should" for one in posts)
    assert "Fragen beantworten" in said(plan)
    assert "Diese Runde nicht" in said(plan)
    assert [one.step for one in plan.follow_ups] == [REMIND, CLOSE]


@pytest.mark.parametrize(("people", "enough", "fewest"), [(0, 5, 6), (4, 5, 6), (5, 5, 6), (11, 12, 12)])
def test_so_few_people_that_nothing_could_be_told_of_them_are_not_asked_and_the_owners_hear_it(
    people: int, enough: int, fewest: int
) -> None:
    with pytest.raises(KindError) as raised:
        Town(company(people), options(min_answers=enough)).step(OPEN)
    assert (raised.value.key, raised.value.params) == ("owner.pulse_few", {"fewest": fewest})
    for language in LANGUAGES:
        assert f"{fewest}" in catalogues()[language].say(Words(raised.value.key, raised.value.params))
    assert Town(company(fewest), options(min_answers=enough)).step(OPEN).letters


def test_of_the_fewest_who_are_asked_something_may_be_told() -> None:
    plan = Town(company(6), one_question(type="number")).round([{"q": str(at)} for at in range(6)])
    assert [dict(one.data) for one in parts(plan)] == [{"mean": 2.5}]


def test_a_page_can_be_opened_again_and_changed_until_the_close() -> None:
    town = Town(company(12))
    town.step(OPEN)
    thanks = town.say(ANNA, needs="2", missing="time", help="Ruhe").reply
    assert thanks is not None
    assert thanks.key == "pulse.thanks"
    form = town.press(ANNA, "fill").form
    assert form is not None
    assert form.submit == Words("pulse.form.submit")
    assert [getattr(one, "initial", None) for one in form.fields] == [("2",), ("time",), "Ruhe"]
    town.say(ANNA, needs="5", missing="nothing")
    assert json.loads(town.answers[ANNA].value) == {"missing": "nothing", "needs": "5"}
    assert len(town.answers) == 1


def test_what_must_be_answered_is_asked_for_again_at_its_field() -> None:
    town = Town(company(12))
    town.step(OPEN)
    plan = town.say(ANNA, needs="6", missing="")
    assert set(plan.errors) == {"needs", "missing"}
    assert plan.answers == ()
    assert town.press(ANNA, "[]").answers == ()
    assert town.press(ANNA, "{").answers == ()


def test_not_this_round_takes_back_what_was_said_and_spares_the_reminder() -> None:
    town = Town(company(12))
    town.step(OPEN)
    town.say(ANNA, needs="2", missing="time")
    town.press(ANNA, "skip")
    town.say(BEN, needs="2", missing="time")
    reminded = {one.people[0] for one in town.step(REMIND).letters}
    assert reminded == {one.id for one in town.members} - {ANNA, BEN}
    for someone in town.members[2:]:
        town.say(someone.id, needs="3", missing="time", help="x")
    figures = town.close()
    assert "11 Antworten" not in said(figures), "all of them the same: nothing is told, not even how many"


def test_the_reminder_goes_only_to_who_was_asked_and_still_takes_part() -> None:
    town = Town(company(12))
    town.step(OPEN)
    town.letters.pop("kaffee@2026-11-23/open/anna/post")
    town.members = tuple(one for one in town.members if one.id != CEM)
    assert {one.people[0] for one in town.step(REMIND).letters} == {one.id for one in town.members} - {ANNA}


def test_the_close_takes_every_button_away_and_tells_it_once() -> None:
    town = Town(company(12))
    plan = town.round(pages(12, help="Mehr Zeit"))
    assert plan.closes
    updates = [one for one in plan.letters if one.op == "update"]
    assert len(updates) == 12, "nobody was reminded: all had answered"
    parent, *thread = [one for one in plan.letters if one.channel]
    assert [one.in_thread for one in thread] == [True, True, True]
    assert {one.after for one in thread} == {parent.key}
    assert plan.asks_decision
    assert "12 Antworten" in of_channel(plan)[0]


def test_without_a_decision_to_wait_for_none_is_asked_for() -> None:
    town = Town(company(12), options(decide=False))
    plan = town.round(pages(12))
    assert not plan.asks_decision
    survey = PULSE.survey(town.options)
    assert survey is not None
    assert survey.is_anonymous
    assert not survey.needs_decision
    assert not Town(company(12)).round(pages(3)).asks_decision, "what was not told needs no decision"


def test_results_go_to_everybody_alone_where_the_ritual_says_so_or_has_no_channel() -> None:
    alone = Town(company(12), options(results="members"))
    without = Town(company(12), channel="")
    for town in (alone, without):
        plan = town.round(pages(12, help="Mehr Zeit"))
        posts = [one for one in plan.letters if one.op == "post"]
        assert {one.people[0] for one in posts} == {one.id for one in town.members}
        assert all(one.channel is None for one in plan.letters)
        assert "Im Mittel" in said(plan)
        assert "data_visualization" not in said(plan)


def test_texts_are_kept_without_names_and_stand_in_no_letter() -> None:
    town = Town(company(12))
    words = [f"Geheimnis {at}" for at in range(12)]
    plan = town.round([{**page, "help": text} for page, text in zip(pages(12), words, strict=True)])
    assert sorted(value for name, value in plan.released if name == "help") == sorted(words)
    assert "Geheimnis" not in said(plan)
    assert "12 Texte" in said(plan)
    assert all("Geheimnis" not in str(one) for one in parts(plan))


def test_texts_that_say_the_same_in_other_letters_are_not_told() -> None:
    town = Town(company(12))
    same = ("Zeit", "zeit", " ZEIT ", "zeit  ")
    plan = town.round([{**page, "help": same[at % 4]} for at, page in enumerate(pages(12))])
    assert [value for name, value in plan.released if name == "help"] == []


def test_figures_carry_their_series_and_what_was_told_and_nothing_else() -> None:
    plan = Town(company(12)).round(pages(12))
    needs, missing = parts(plan)
    whole = next(one for one in plan.figures if not one.name)
    assert (whole.n, dict(whole.data)) == (12, {"share": 100})
    assert (needs.name, needs.n, needs.data["mean"]) == ("needs", 12, 2.75)
    assert needs.data["counts"] == {"1": 3, "2": 3, "3": 2, "4": 2, "5": 2}
    assert set(missing.data) == {"counts"}
    assert needs.series != missing.series
    assert all(one.series for one in parts(plan))


def test_below_the_spread_only_a_mean_is_told_and_no_answer_is_kept() -> None:
    plan = Town(company(7), one_question(type="number")).round([{"q": str(at)} for at in range(7)])
    assert [dict(one.data) for one in parts(plan)] == [{"mean": 3.0}]
    scale = Town(company(7), one_question(type="scale", scale="confidence-0-10"))
    plan = scale.round([{"q": str(at)} for at in range(7)])
    assert [dict(one.data) for one in parts(plan)] == [{"mean": 3.0}]
    assert plan.released == ()
    assert "▇" not in said(plan)


def test_of_several_ticks_all_options_are_told_or_none() -> None:
    choices = {"type": "multiple", "options": [{"id": one, "text": one} for one in ("a", "b", "c")]}
    told = Town(company(12), one_question(**choices)).round(
        [{"q": ["a"] if at < 6 else ["b", "c"]} for at in range(12)]
    )
    assert [dict(one.data["counts"]) for one in parts(told)] == [{"a": 6, "b": 6, "c": 6}]
    assert len(told.released) == 18
    nearly_all = [{"q": ["a"] if at < 4 else ["a", "b"]} for at in range(12)]
    silent = Town(company(12), one_question(**choices)).round(nearly_all)
    assert parts(silent) == ()
    assert silent.released == ()


def test_limits_can_be_raised_and_not_lowered() -> None:
    for name, value in (("min_answers", 4), ("min_spread", 7)):
        with pytest.raises(ValidationError):
            options(**{name: value})
    assert Town(company(13), options(min_answers=13)).round(pages(12)).figures == ()
    raised = Town(company(12), one_question(type="scale", scale="agreement-1-5").model_copy(update={"min_spread": 13}))
    assert [dict(one.data) for one in parts(raised.round([{"q": NEEDS[at % 5]} for at in range(12)]))] == [
        {"mean": 2.75}
    ]


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_says_who_could_see_what(language: Any) -> None:
    town = Town(company(12), options(min_answers=6, min_spread=9))
    town.step(OPEN)
    form = town.press(ANNA, "fill").form
    assert form is not None
    words = catalogues()[language].say(form.explain)
    wanted = {
        "de": (
            "Server",
            "Sicherungskopien",
            "Freie Texte",
            "ab 6 Antworten",
            "Verteilungen ab 9",
            "Slack-ID",
            "90 Tage",
        ),
        "en": ("server", "Backups", "Free texts", "6 answers", "from 9", "Slack id", "90 days"),
    }
    for one in wanted[language]:
        assert one in words
    assert isinstance(form.fields[0], Choice)


def test_strangers_and_unknown_buttons_change_nothing() -> None:
    town = Town(company(12))
    town.step(OPEN)
    for who, value in ((PersonId("stranger"), "fill"), (ANNA, "nonsense")):
        plan = town.press(who, value)
        assert plan == Plan(reply=Words("answer.not_yours"))
    assert town.press(ANNA, "fill", question="other") == Plan(reply=Words("answer.not_yours"))


# ---------------------------------------------------------------- series


def test_a_mean_is_drawn_over_the_rounds_in_which_it_was_asked_in_the_same_words() -> None:
    town = Town(company(12))
    assert "Verlauf" not in said(town.round(pages(12)))
    plan = town.round(pages(12))
    assert "Verlauf" in said(plan)
    assert "anderem Wortlaut" not in said(plan)
    lines = [block for one in _blocks(plan) for block in one if block["type"] == "data_visualization"]
    assert [one["chart"]["type"] for one in lines if one["chart"]["type"] == "line"] == ["line"]


def test_other_words_break_the_line_and_the_results_say_so() -> None:
    town = Town(company(12), one_question(type="scale", scale="agreement-1-5"))
    for _ in range(2):
        town.round([{"q": NEEDS[at % 5]} for at in range(12)])
    old = town.figures[-1].series
    town.options = options(
        questions=[{"id": "q", "type": "scale", "scale": "agreement-1-5", "ask": {"de": "Alles gut?", "en": "Good?"}}],
        decide=False,
    )
    plan = town.round([{"q": NEEDS[at % 5]} for at in range(12)])
    assert parts(plan)[0].series != old
    assert "Seit 18. Jan. 27 mit anderem Wortlaut" in said(plan)
    assert _lines(plan) == [], "one point is no line"
    plan = town.round([{"q": NEEDS[at % 5]} for at in range(12)])
    assert len(_lines(plan)[0]) == 2, "the line begins with the new words"


def _lines(plan: Plan) -> list[list[Any]]:
    charts = [block["chart"] for one in _blocks(plan) for block in one if block["type"] == "data_visualization"]
    return [one["series"][0]["data"] for one in charts if one["type"] == "line"]


def _blocks(plan: Plan) -> list[list[dict[str, Any]]]:
    return [one.get("blocks", []) for one in payloads(plan)]


@pytest.mark.parametrize(
    "change",
    [
        {"ask": {"de": "Gut!", "en": "Good?"}},
        {"ask": {"de": "Gut?", "en": "Well?"}},
        {"scale": "clarity-1-5"},
        {"type": "single", "scale": None, "options": ["Ja", "Nein"]},
    ],
    ids=["German", "English", "scale", "type"],
)
def test_whatever_changes_a_question_changes_its_series(change: dict[str, Any]) -> None:
    question = {"type": "scale", "scale": "agreement-1-5"}
    changed = {key: value for key, value in {**question, **change}.items() if value is not None}

    def series(**words: Any) -> str:
        answer = ("1", "2", "3", "4", "5")
        made = options(questions=[{"id": "q", "ask": {"de": "Gut?", "en": "Good?"}, **words}], decide=False)
        choices = [one.name for one in made.questions[0].options] or answer
        plan = Town(company(15), made).round([{"q": choices[at % len(choices)]} for at in range(15)])
        return parts(plan)[0].series

    assert series(**question) == series(**question)
    assert series(**changed) != series(**question)


# ---------------------------------------------------------------- what a manager may write


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ({"questions": [{"id": "q", "type": "person", "ask": "Wer?"}]}, "pulse.question_type"),
        ({"questions": [{"id": "q", "type": "text", "ask": "A?", "one_of": ["B?"]}]}, "pulse.question_same"),
        ({"questions": [{"id": "q", "type": "text", "ask": "A?", "every": 2}]}, "pulse.question_same"),
        ({"questions": [{"id": "q", "type": "text", "ask": "Was ist {goal}?"}]}, "pulse.question_braces"),
        ({"questions": []}, "pulse.nothing"),
        ({"mirror": {"team": ["Produkt"], "customers": ["produkt "]}}, "pulse.mirror_both"),
        (
            {
                "mirror": {
                    "team": "A",
                    "customers": "B",
                    "questions": [{"id": "m", "team": "?", "customers": "?", "scale": "no"}],
                }
            },
            "pulse.mirror_scale",
        ),
        (
            {
                "mirror": {
                    "team": "A",
                    "customers": "B",
                    "questions": [{"id": "m", "team": "?" * 301, "customers": "?"}],
                }
            },
            "pulse.mirror_long",
        ),
        (
            {
                "mirror": {
                    "team": "A",
                    "customers": "B",
                    "questions": [{"id": "m", "team": "?", "customers": "?"}] * 2,
                }
            },
            "pulse.mirror_twice",
        ),
        (
            {
                "questions": [{"id": "team-supply", "type": "text", "ask": "A?"}],
                "mirror": {"team": "A", "customers": "B"},
            },
            "question.twice",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(written: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        options(**written)
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Unfit)
    assert error.key == key
    for language in LANGUAGES:
        for name in (key, f"{key}.hint"):
            assert "{" not in config_words()[language].say(Words(name, error.params), plain=True)


def test_beside_a_mirror_a_pulse_may_ask_no_questions() -> None:
    written = options(questions=[], mirror={"team": "A", "customers": "B"})
    assert written.questions == ()
    assert [one.id for one in written.every_question] == ["team-supply", "customers-supply"]


def test_who_moved_to_another_department_while_the_page_was_open_gets_the_page_that_is_theirs() -> None:
    members = tuple(replace(one, department="Produkt") for one in company(12))
    town = Town(members, options(mirror={"team": "Produkt", "customers": "Vertrieb"}))
    town.step(OPEN)
    old = town.press(ANNA, "fill").form
    assert old is not None
    town.members = (replace(members[0], department="Vertrieb"), *members[1:])
    new = town.press(ANNA, json.dumps({one.name: "1" for one in old.fields})).form
    assert new is not None
    assert [one.name for one in new.fields][-1] == "customers-supply"
    assert ANNA not in town.answers
