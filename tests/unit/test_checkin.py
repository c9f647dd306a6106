"""Check-ins as values, seen by those who are asked: the page, what is kept of it, not today, not this round."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.config.said import catalogues as config_words
from bot.errors import KindError
from bot.model import LANGUAGES, Choice, Goal, Input, Language, PersonId, Words
from bot.rituals.base import Unfit
from bot.rituals.checkin import CHECKIN
from bot.rituals.questions import wording
from bot.rituals.turns import number_in
from tests.unit.cast import ANNA, BEN, CEM, DANA, MONDAY, company
from tests.unit.checkins import GOAL, Town, checkin, options_of, read_alone, said, shown

LOW: list[dict[str, Any]] = [
    {"id": "confidence", "type": "scale", "scale": "confidence-0-10", "ask": "Wie zuversichtlich?"},
    {"id": "why", "type": "text", "ask": "Was fehlt?", "if": {"question": "confidence", "below": 5}},
    {"id": "helper", "type": "text", "ask": "Wer hilft?", "if": {"question": "why", "is": "Leute"}},
]


def test_everybody_is_asked_alone_with_one_sentence_and_three_buttons() -> None:
    town = Town(members=company(3))
    plan = town.open()
    assert sorted({one.people[0] for one in plan.letters}) == [ANNA, BEN, CEM]
    (text,) = read_alone(plan, ANNA)
    assert text.count("ritual:checkin:") == 3
    assert text.count('"primary"') == 1
    assert "Antworten kommen am selben Tag" not in text, "the goal is named only after people did"
    assert all(one.weight == "should" and one.why for one in plan.letters if one.op == "post")


def test_who_fills_in_the_page_may_change_it_until_the_close() -> None:
    town = Town()
    town.open()
    assert {one.name for one in town.page(ANNA).fields} == {
        "own-words", "contribution", "confidence", "customer", "need_words", "need_whom",
    }  # fmt: skip
    plan = town.send(ANNA, contribution="Ich räume den Posteingang auf.", confidence="7")
    assert "Danke" in said(plan.reply)
    fields = {one.name: one for one in town.page(ANNA).fields}
    contribution, confidence = fields["contribution"], fields["confidence"]
    assert isinstance(contribution, Input)
    assert isinstance(confidence, Choice)
    assert (contribution.initial, confidence.initial) == ("Ich räume den Posteingang auf.", ("7",))
    town.send(ANNA, contribution="", confidence="8")
    assert [json.loads(one.value) for one in town.answers.values()] == [{"confidence": "8"}]


def test_the_goal_is_hidden_until_people_said_it_in_their_own_words() -> None:
    town = Town()
    town.open()
    page = shown(town.page(ANNA))
    assert "Antworten kommen am selben Tag" not in page
    assert "steht hier absichtlich noch nicht" in page
    assert "der Vertrieb" in page, "the prompt names the goal's customer"
    reply = said(town.send(ANNA, own_words="Schneller werden.").reply)
    assert "Antworten kommen am selben Tag" in reply
    again = shown(town.page(ANNA))
    assert "steht hier absichtlich noch nicht" not in again
    assert "Den Wortlaut hast du inzwischen gelesen" in again
    assert "Antworten kommen am selben Tag" not in again
    assert "steht hier absichtlich noch nicht" in shown(town.page(BEN))
    town.send(BEN)
    assert "Den Wortlaut hast du inzwischen gelesen" in shown(town.page(BEN)), "an empty page shows the goal, too"
    town.close()
    town.open()
    assert "Antworten kommen am selben Tag" in shown(town.page(ANNA))


def test_own_words_are_asked_in_every_third_round_and_after_a_new_wording() -> None:
    town = Town()
    asked = []
    for number in range(6):
        if number == 5:
            town.goals = (replace(GOAL, revision=2),)
        town.open()
        asked.append("own-words" in {one.name for one in town.page(ANNA).fields})
        town.close()
    assert asked == [True, False, False, True, False, True]


def test_prompts_about_the_customer_take_turns() -> None:
    town = Town()
    prompts = []
    for _ in range(4):
        town.open()
        prompts += [said(one.label) for one in town.page(ANNA).fields if one.name == "customer"]
        town.close()
    assert len(set(prompts)) == 3
    assert prompts[0] == prompts[3]
    assert all("der Vertrieb" in one for one in prompts)


def test_of_several_goals_each_round_asks_about_one_in_turn_and_counts_its_own_rounds() -> None:
    goals = tuple(replace(GOAL, id=name, text={"de": name, "en": name}) for name in ("a", "b", "c"))
    town = Town(checkin(goals=["c", "a"]), goals=goals)
    seen = []
    for _ in range(9):
        town.open()
        seen.append(town.facts["round", town.state("open").run.id].data)
        town.close()
    assert [one["goal"]["id"] for one in seen] == ["c", "a", "b"] * 3
    assert [one["number"] for one in seen] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_a_goal_that_is_reworded_in_a_round_stays_there_as_it_was() -> None:
    town = Town()
    town.open()
    town.goals = (replace(GOAL, revision=2, text={"de": "Anders.", "en": "Else."}),)
    town.send(ANNA, contribution="Ja.")
    town.step("results")
    (kept,) = town.kept.values()
    assert (kept.goal, kept.revision) == ("tempo", 1)
    assert "Anders." not in said(town.send(BEN, own_words="Flott.").reply)


@pytest.mark.parametrize("goals", [(), (replace(GOAL, ends=MONDAY.date() - timedelta(days=1)),)])
def test_without_a_goal_that_holds_nobody_is_asked_and_the_owners_hear_of_it(goals: tuple[Goal, ...]) -> None:
    with pytest.raises(KindError) as caught:
        Town(goals=goals).open()
    assert "Heute läuft kein Ziel" in said(Words(caught.value.key, caught.value.params))


@pytest.mark.parametrize(("more", "fewest"), [({}, 6), ({"min_answers": 9}, 9)])
def test_a_group_in_which_nothing_could_ever_be_told_is_not_asked(more: dict[str, int], fewest: int) -> None:
    town = Town(checkin(visibility="group", **more), members=company(fewest - 1))
    with pytest.raises(KindError) as caught:
        town.open()
    assert f"mindestens {fewest} Leute" in said(Words(caught.value.key, caught.value.params))
    town.members = company(fewest)
    assert town.open().letters
    assert Town(members=company(1)).open().letters, "with names it is for those who take part"


def test_a_round_in_which_no_question_would_be_due_is_not_one() -> None:
    town = Town(checkin(questions=[{**LOW[0], "every": 3}]))
    for number in (1, 4, 7):
        assert town.open().letters
        assert town.facts["round", town.state("open").run.id].data["number"] == number
        town.close()


def test_own_questions_are_asked_without_a_goal_but_for_those_that_name_it() -> None:
    questions = [*LOW, {"id": "g", "type": "text", "ask": "Und {goal}?"}]
    town = Town(checkin(questions=questions, needs=False), goals=())
    assert "Ziel" not in read_alone(town.open(), ANNA)[0]
    assert [one.name for one in town.page(ANNA).fields] == ["confidence"]


# ---------------------------------------------------------------- conditions


def test_what_follows_from_an_answer_is_asked_on_a_second_page_and_nothing_is_lost_if_that_is_closed() -> None:
    town = Town(checkin(questions=LOW, needs=False))
    town.open()
    assert [one.name for one in town.page(ANNA).fields] == ["confidence"]
    plan = town.send(ANNA, confidence="3")
    assert plan.form is not None
    assert [one.name for one in plan.form.fields] == ["why"]
    assert shown(plan.form)
    assert json.loads(plan.answers[0].value) == {"confidence": "3"}, "saved before the second page"
    third = town.send(ANNA, question="more", why="Leute").form
    assert third is not None
    assert [one.name for one in third.fields] == ["helper"]
    assert "Danke" in said(town.send(ANNA, question="more", helper="Ben").reply)
    assert json.loads(town.answers["form", ANNA].value) == {"confidence": "3", "why": "Leute", "helper": "Ben"}


def test_who_opens_the_page_again_sees_what_followed_and_a_new_answer_drops_it() -> None:
    town = Town(checkin(questions=LOW, needs=False))
    town.open()
    town.send(ANNA, confidence="3")
    town.send(ANNA, question="more", why="Zeit")
    assert [one.name for one in town.page(ANNA).fields] == ["confidence", "why"]
    assert town.send(ANNA, confidence="9", why="Zeit").form is None
    assert json.loads(town.answers["form", ANNA].value) == {"confidence": "9"}


def test_a_question_that_is_not_due_speaks_with_its_last_answer() -> None:
    rarely = [{**LOW[0], "every": 2}, LOW[1]]
    town = Town(checkin(questions=rarely, needs=False))
    town.open()
    town.send(ANNA, confidence="2")
    town.close()
    town.open()
    assert [one.name for one in town.page(ANNA).fields] == ["why"]
    assert [one.name for one in town.page(BEN).fields] == []


# ---------------------------------------------------------------- the last time


def test_the_last_words_are_shown_and_the_last_rating_only_after_the_new_one() -> None:
    town = Town()
    town.open()
    town.send(ANNA, contribution="Kunden anrufen. " * 30, confidence="6")
    town.close()
    town.open()
    fields = {one.name: one for one in town.page(ANNA).fields}
    contribution, confidence = fields["contribution"], fields["confidence"]
    assert isinstance(contribution, Input)
    assert isinstance(confidence, Choice)
    assert contribution.hint is not None
    assert said(contribution.hint).startswith("Letztes Mal: Kunden anrufen.")
    assert len(said(contribution.hint)) <= 150 + len("Letztes Mal: ")
    assert (confidence.initial, confidence.hint) == ((), None)
    reply = said(town.send(ANNA, confidence="8").reply)
    assert "Letztes Mal 6, jetzt 8." in reply


def test_a_rating_of_another_wording_or_goal_is_not_compared() -> None:
    town = Town(checkin(questions=LOW[:1]))
    town.open()
    town.send(ANNA, confidence="6")
    town.close()
    town.options = checkin(questions=[{**LOW[0], "ask": "Wie sicher?"}])
    town.open()
    assert "Letztes Mal" not in said(town.send(ANNA, confidence="8").reply)
    town.close()
    town.goals = (replace(GOAL, id="anderes"),)
    town.open()
    assert "Letztes Mal" not in said(town.send(ANNA, confidence="9").reply)


def test_the_last_words_are_those_to_the_same_wording() -> None:
    turning = {"id": "t", "type": "text", "ask": "Was wurde besser?", "one_of": ["Wo hakt es?"]}
    town = Town(checkin(questions=[turning]))
    hints = []
    for answered in ("Alles.", "Die Schnittstelle.", ""):
        town.open()
        (field, *_) = town.page(ANNA).fields
        hints.append((said(field.label), said(field.hint)))
        town.send(ANNA, t=answered)
        town.close()
    assert [label for label, _ in hints] == ["Was wurde besser?", "Wo hakt es?", "Was wurde besser?"]
    assert ["Letztes Mal" in hint for _, hint in hints] == [False, False, True]
    assert "Letztes Mal: Alles." in hints[2][1]
    (question,) = town.options.questions
    found = {one.value: wording(question, number=number_in(question, one.series))["de"] for one in town.kept.values()}
    assert found == {"Alles.": "Was wurde besser?", "Die Schnittstelle.": "Wo hakt es?"}


def test_an_answer_to_another_question_of_the_same_id_decides_nothing() -> None:
    town = Town(checkin(questions=[{"id": "confidence", "type": "text", "ask": "Wie?"}], needs=False))
    town.open()
    town.send(ANNA, confidence="gut")
    town.close()
    town.options = checkin(questions=[{**LOW[0], "every": 2}, LOW[1]], needs=False)
    town.open()
    assert [one.name for one in town.page(ANNA).fields] == []
    assert not town.send(ANNA).errors


def test_in_a_group_nothing_of_the_last_time_is_shown() -> None:
    town = Town(checkin(visibility="group"))
    town.open()
    town.send(ANNA, contribution="Kunden anrufen.", confidence="6")
    assert not town.close().kept
    town.open()
    assert "Kunden anrufen" not in shown(town.page(ANNA))
    assert "Letztes Mal" not in said(town.send(ANNA, confidence="8").reply)


# ---------------------------------------------------------------- personal goals


def test_who_has_a_personal_goal_is_asked_about_it_and_nobody_else() -> None:
    own = Goal(
        "meins", {"de": "Weniger Überstunden.", "en": "Less overtime."}, scope="personal", person=ANNA, revision=4
    )
    mine = {"id": "mine", "type": "text", "ask": "Und dein Ziel?", "about": "mine"}
    town = Town(checkin(questions=[*LOW[:1], mine]), goals=(GOAL, own))
    town.open()
    assert "Weniger Überstunden" in shown(town.page(ANNA))
    assert "mine" not in {one.name for one in town.page(BEN).fields}
    town.send(ANNA, mine="Läuft.", confidence="7")
    town.step("results")
    assert {(one.question, one.goal, one.revision) for one in town.kept.values()} == {
        ("mine", "meins", 4),
        ("confidence", "tempo", 1),
    }


MINE = {"id": "mine", "type": "text", "ask": "Und dein Ziel?", "about": "mine"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"questions": [LOW[0], MINE]}, "checkin.mine"),
        ({"questions": [{"id": "who", "type": "person", "ask": "Wer?"}]}, "checkin.type"),
        ({"questions": [{"id": "day", "type": "date", "ask": "Wann?"}]}, "checkin.type"),
        ({"needs": True}, "checkin.needs"),
    ],
)
def test_a_group_is_not_asked_what_cannot_be_told_without_names(said: dict[str, Any], why: str) -> None:
    assert checkin(**said)
    with pytest.raises(ValidationError) as caught:
        checkin(visibility="group", **said)
    unfit = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(unfit, Unfit)
    assert unfit.key == why
    for words in config_words().values():
        sentences = [words.say(Words(f"{why}{more}", unfit.params), plain=True) for more in ("", ".hint")]
        assert all(one and why not in one for one in sentences)


# ---------------------------------------------------------------- what somebody needs


def test_a_need_takes_words_and_a_person_who_is_not_oneself() -> None:
    town = Town()
    town.open()
    assert set(town.send(ANNA, need_words="Hilfe").errors) == {"need_whom"}
    assert set(town.send(ANNA, need_whom="UBEN").errors) == {"need_words"}
    assert set(town.send(ANNA, need_words="Hilfe", need_whom="UANNA").errors) == {"need_whom"}
    assert not town.answers
    (need,) = town.send(ANNA, need_words="Hilfe", need_whom="UBEN").needs
    assert (need.person, need.other, need.words) == (ANNA, "UBEN", "Hilfe")
    page = shown(town.page(ANNA))
    assert "Hilfe" in page
    assert "UBEN" in page
    (gone,) = town.send(ANNA).needs
    assert (gone.words, gone.other) == ("", "UBEN")
    assert town.send(ANNA).needs == ()


@pytest.mark.parametrize("whom", ["UBEN", "UCARLA", "UANNA"])
def test_a_need_without_words_is_taken_back_though_somebody_is_still_picked(whom: str) -> None:
    town = Town()
    town.open()
    town.send(ANNA, need_words="Hilfe", need_whom="UBEN")
    plan = town.send(ANNA, need_words=" ", need_whom=whom)
    assert not plan.errors
    assert [(one.words, one.other) for one in plan.needs] == [("", "UBEN")]
    assert set(town.send(ANNA, need_whom=whom).errors) & {"need_words"}, "there is none to take back any more"


def test_a_group_is_not_asked_what_somebody_needs_since_that_would_tell_when_they_answered() -> None:
    town = Town(checkin(visibility="group"))
    town.open()
    assert not {one.name for one in town.page(ANNA).fields} & {"need_words", "need_whom"}
    assert "von jemandem brauchst" not in shown(town.page(ANNA))
    plan = town.send(ANNA, need_words="Hilfe", need_whom="UBEN", confidence="3")
    assert ({one.question for one in plan.answers}, plan.needs, plan.letters) == ({"form"}, (), ())
    assert "Hilfe" not in plan.answers[0].value
    survey = CHECKIN.survey(town.options)
    assert survey is not None
    assert (survey.is_anonymous, survey.named, survey.needs_decision) == (True, frozenset(), True)


# ---------------------------------------------------------------- errors


def test_a_mistake_is_shown_at_its_field_and_nothing_is_kept() -> None:
    number = {"id": "hours", "type": "number", "ask": "Stunden?"}
    town = Town(checkin(questions=[*LOW[:1], number, {"id": "must", "type": "text", "ask": "Was?", "optional": False}]))
    town.open()
    plan = town.send(ANNA, confidence="12", hours="viele")
    assert set(plan.errors) == {"confidence", "hours", "must"}
    assert not town.answers


@pytest.mark.parametrize("raw", ["", "[]", "yes", "{", "null"])
def test_a_page_that_says_nothing_readable_opens_again(raw: str) -> None:
    town = Town()
    town.open()
    assert town.press(ANNA, raw, question="form").form is not None
    assert not town.answers


def test_whoever_does_not_take_part_changes_nothing() -> None:
    town = Town()
    town.open()
    state = replace(town.state("answer", someone=town.members[0]), members=())
    given = town.press(ANNA, "fill")
    assert given.form is not None
    plan = CHECKIN.answer(town.options, state, replace(_any_answer(town), person=ANNA))
    assert plan.answers == ()
    assert "nicht mit" in said(plan.reply)


def _any_answer(town: Town) -> Any:
    town.send(BEN, confidence="3")
    return town.answers["form", BEN]


# ---------------------------------------------------------------- not today, not this round


def test_not_today_asks_again_on_the_next_working_day_at_the_same_hour_and_at_most_twice() -> None:
    town = Town(checkin(late="none"))
    town.open()
    assert "Dienstag" in said(town.press(ANNA, "today").reply)
    assert town.press(ANNA, "today").facts == (), "pressed on two devices it counts once"
    town.press(BEN, "today")
    assert town.due["again-2026-11-24"].due_at == MONDAY + timedelta(days=1)
    town.send(BEN, confidence="4")
    plan = town.step("again-2026-11-24")
    assert [one.people[0] for one in plan.letters] == [ANNA], "whoever has answered meanwhile is not asked again"
    assert plan.letters[0].weight == "asked"
    assert "ritual:checkin:today" in read_alone(plan, ANNA)[0]
    town.press(ANNA, "today")
    plan = town.step("again-2026-11-25")
    assert "ritual:checkin:today" not in read_alone(plan, ANNA)[0]


def test_not_today_does_not_come_back_after_the_results() -> None:
    town = Town()
    town.open()
    town.now += timedelta(days=1, hours=2)
    plan = town.press(ANNA, "today")
    assert plan.follow_ups == ()
    assert "nicht noch einmal" in said(plan.reply)
    assert read_alone(town.step("remind"), ANNA) == [], "that holds for the reminder, too"


def personal(town: Town) -> Town:
    """Let everybody be asked at their own hour: Ben lives on Hawaii."""
    there = [replace(one, timezone="Pacific/Honolulu") if one.id == BEN else one for one in town.members]
    town.members, town.is_personal = tuple(there), True
    return town


def test_who_says_not_today_after_the_next_day_has_begun_elsewhere_is_asked_all_the_same() -> None:
    town = personal(Town(checkin(late="none"), members=company(5)))
    town.open()
    town.press(ANNA, "today")
    first = town.step("again-2026-11-24")
    assert town.now == MONDAY.replace(hour=19, minute=0), "the hour strikes first on Kiritimati"
    assert [(one.people[0], one.not_before) for one in first.letters] == [(ANNA, MONDAY + timedelta(days=1))]
    town.now = MONDAY.replace(hour=22, minute=10, second=40)
    assert "Dienstag" in said(town.press(BEN, "today").reply)
    town.now = MONDAY.replace(hour=22, minute=10, second=59)
    town.press(CEM, "skip")
    assert town.due["again-2026-11-24-2211"].due_at == MONDAY.replace(hour=22, minute=11)
    plan = town.step("again-2026-11-24-2211")
    assert [one.people[0] for one in plan.letters] == [BEN], "nobody is asked twice"
    assert plan.letters[0].not_before == MONDAY.replace(hour=19) + timedelta(days=1)
    town.now += timedelta(days=1)
    assert {one.after for one in town.close().letters if one.op == "update"} >= {one.key for one in plan.letters}


def test_after_a_standstill_nobody_is_asked_for_a_day_that_is_over() -> None:
    town = Town(checkin(late="none"))
    town.open()
    town.press(ANNA, "today")
    town.due["again-2026-11-24"] = replace(town.due["again-2026-11-24"], due_at=MONDAY + timedelta(days=2))
    assert town.step("again-2026-11-24").letters == ()


def test_the_reminder_goes_once_and_alone_to_those_who_have_not_answered_and_want_it() -> None:
    town = Town(members=company(5))
    town.open()
    town.send(ANNA, confidence="4")
    town.press(BEN, "skip")
    plan = town.step("remind")
    assert [one.people[0] for one in plan.letters if one.op == "post"] == [CEM, DANA, "emil"]
    assert {one.weight for one in plan.letters} == {"may"}
    town.close()
    assert {one.name for one in town.facts.values()} == {"count"}, "nothing is remembered of people"


def test_who_skips_the_round_may_change_their_mind() -> None:
    town = Town()
    town.open()
    town.press(ANNA, "skip")
    assert any(name == "skip" for name, _ in town.facts)
    town.send(ANNA, confidence="4")
    assert not any(name == "skip" for name, _ in town.facts)
    assert ("form", ANNA) in town.answers


def test_a_ritual_that_never_reminds_does_not() -> None:
    town = Town(remind="never")
    assert {one.step for one in town.open().follow_ups} == {"close", "results"}


def test_who_joins_while_a_round_is_open_is_part_of_the_next_one() -> None:
    town = Town(members=company(5))
    town.open()
    town.members = company(7)
    plan = town.step("remind")
    assert len(plan.letters) == 5


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visibility", ["named", "group"])
def test_the_page_says_who_sees_what(visibility: str, language: Language) -> None:
    town = Town(checkin(visibility=visibility, min_answers=6))
    town.open()
    page = shown(town.page(ANNA), language)
    words = {
        ("named", "de"): ("mit deinem Namen", "ab 6 Antworten", "sich um „Kaffeerunde“ kümmert", "wer später dazu"),
        ("named", "en"): ("with your name", "from 6 answers on", "looks after “Coffee round”", "whoever joins later"),
        ("group", "de"): ("Sicherungen von vorher", "Rückschlüsse auf dich zulassen", "oder sich darum kümmern"),
        ("group", "en"): ("backups from before", "give away who you are", "or looks after it"),
    }
    both = {
        "de": ("90 Tage", "Slack überträgt, was du absendest, mit deiner Nutzer-ID", "Betreiber des Servers"),
        "en": ("90 days", "Slack carries what you send with your user id", "whoever runs the server"),
    }
    assert [one for one in (*words[visibility, language], *both[language]) if one not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visibility", ["named", "group"])
def test_the_page_fits_whatever_people_write(visibility: str, language: Language) -> None:
    long = {"de": "Donaudampfschifffahrtsgesellschaftskapitän " * 60, "en": "<&>" * 900}
    goal = replace(GOAL, text=long, why=long, customer=long, sign=long)
    own = Goal("meins", long, scope="personal", person=ANNA)
    questions: list[dict[str, Any]] = [
        {"id": f"q{number}", "type": "text", "ask": "Ä" * 260 + " {goal} {customer}", "hint": "Ö" * 300}
        for number in range(9)
    ]
    named = {"about": "mine"} if visibility == "named" else {}
    questions += [
        {"id": "mine", "type": "scale", "scale": "agreement-1-5", "ask": "Ü" * 300, **named},
        {"id": "all", "type": "multiple", "ask": "ß" * 300, "options": [f"{n}" + "ß" * 74 for n in range(9)]},
        {"id": "day", "type": "date" if named else "number", "ask": "Wann?"},
    ]
    town = Town(checkin(visibility=visibility, questions=questions), goals=(goal, own))
    town.open()
    page = shown(town.page(ANNA), language)
    last = {
        "named": {"de": "es liest nur diese Person", "en": "only that person reads it"},
        "group": {"de": "Alles ist freiwillig.", "en": "All of it is voluntary."},
    }
    assert last[visibility][language] in page, "nothing is cut away"


def test_a_group_takes_no_late_answers() -> None:
    with pytest.raises(ValidationError) as caught:
        checkin(visibility="group", late="1 workday")
    assert isinstance(caught.value.errors()[0]["ctx"]["error"], Unfit)
    assert checkin(visibility="group", late="none").late_days == checkin(visibility="group").late_days == 0
    assert checkin().late_days == 1


def test_all_eleven_steps_of_the_confidence_can_be_chosen() -> None:
    town = Town()
    town.open()
    steps = options_of(town.page(ANNA), "confidence")
    assert list(steps) == [str(one) for one in range(11)]
    assert said(steps["0"]) == "0 – ausgeschlossen"


def test_nobody_is_no_round() -> None:
    plan = Town(members=()).open()
    assert (plan.letters, plan.closes) == ((), True)
    assert PersonId("anna") == ANNA
