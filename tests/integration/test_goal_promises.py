"""What check-ins promise: the gate, taking back, deleting, recalling, what goes after a round, and what pages say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import render
from bot.model import LANGUAGES, Answer, Kept, Person, Words
from bot.rituals.checkin.options import NEED
from bot.service import roles
from bot.service.goals import decisions, rights
from bot.service.goals.mine import answers_of
from bot.service.goals.results import Results, figures_file, results
from bot.service.goals.traces import REMINDED, STUCK, forget_reminders, give_up
from bot.service.people import whoever
from bot.service.recall import recall
from bot.slack.views import goal_answers
from bot.slack.views.decision import decision_form
from bot.store import answers, kept, letters, told
from bot.store.db import Tx
from tests.integration.conftest import MakeWorld
from tests.integration.test_checkin import GROUP, SECRET, a_world, answer, asked, page, press, rows
from tests.world import World, words_of

BERND = "U0002BERNDX"
FALLS_AWAY = """
    needs: false
    questions:
      - {id: confidence, type: scale, scale: confidence-0-10, ask: {de: "Wie sicher?", en: "How sure?"}}
      - {id: why, type: text, ask: {de: "Was fehlt?", en: "What is missing?"}, if: {question: confidence, below: 5}}
"""
TURNS = """
    needs: false
    questions:
      - id: customer
        type: text
        ask: {de: "Was ist besser an {goal}?", en: "What is better?"}
        one_of: [{de: "Wo hakt es?", en: "What is hard?"}]
"""


def me(world: World, name: str) -> Person:
    return whoever(world.rondo.context, world.slack.person(name).id, now=world.now())


def do(world: World, act: Callable[[Tx], Any]) -> Any:
    with world.rondo.database.begin() as tx:
        return act(tx)


def read(world: World, name: str) -> Results:
    return results(world.rondo.context, me(world, name), "zielrunde")


def said(world: World, view: Any) -> str:
    """Return a page as it reads in German."""
    return words_of(render(view, world.rondo.context.catalogues["de"].say))


def deciding(world: World) -> decisions.Shown:
    """Return what those in charge see after the newest round."""
    run = next(one for one in world.runs("zielrunde") if one.state != "missed")
    return decisions.show(world.rondo.context, me(world, BERND), run.id)


def late_texts(world: World, people: list[str]) -> None:
    for at, name in enumerate(people):
        assert answer(world, name, confidence="3", contribution=f"{SECRET} {at}")


# ---------------------------------------------------------------- the gate


@pytest.mark.parametrize("span", ["5 workdays", "7 days"])
def test_a_round_that_the_next_date_closes_holds_that_date_back(make_world: MakeWorld, span: str) -> None:
    world = a_world(make_world, more=f"{GROUP}    close_after: {span}\n")
    world.advance_to("mon 09:01")
    for at, name in enumerate(asked(world)[:8]):
        answer(world, name, confidence=str(at), contribution=f"{SECRET} {at}")
    for passed in (1, 2):
        world.advance_to("mon 09:01")
        found = [(run.state, run.reason) for run in world.runs("zielrunde")]
        assert found == [*[("missed", "undecided")] * passed, ("closed", found[-1][1])]
        heard = [words_of(one) for one in world.slack.inbox(BERND)]
        assert sum("Trag ein, was entschieden ist" in one for one in heard) == passed
    assert rows(world, "ballots") == "[]"


def test_where_nobody_is_left_who_could_decide_the_next_round_opens(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = a_world(make_world, more=GROUP)
    world.advance_to("mon 09:01")
    for at, name in enumerate(asked(world)[:8]):
        answer(world, name, confidence=str(at), contribution=f"{SECRET} {at}")
    world.advance_to("thu 09:05")
    assert rows(world, "decisions") != "[]"
    monkeypatch.setattr(roles, "in_charge", lambda *_: ())
    world.advance_to("mon 09:05")
    assert [run.state for run in world.runs("zielrunde")] == ["open", "closed"]


# ---------------------------------------------------------------- taking back and deleting


def test_a_late_answer_takes_back_what_it_leaves_out(make_world: MakeWorld) -> None:
    world = a_world(make_world)
    world.advance_to("mon 09:01")
    first, second, *_ = asked(world)
    for name, text in ((first, f"{SECRET} 1"), (second, f"{SECRET} 2")):
        answer(world, name, confidence="3", contribution=text)
    world.advance_to("wed 09:05")
    assert f"{SECRET} 1" in rows(world, "kept_answers")
    page(world, first)
    assert world.slack.submit({"contribution": "", "confidence": "4"}, by=first)["ok"]
    theirs = do(world, lambda tx: kept.of_person(tx, me(world, first).id, limit=9))
    assert [(one.question, one.value, one.is_late) for one in theirs] == [("confidence", "4", True)]
    assert f"{SECRET} 2" in rows(world, "kept_answers")


def test_a_late_answer_takes_back_what_is_not_asked_any_more(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=FALLS_AWAY)
    world.advance_to("mon 09:01")
    first, *_ = asked(world)
    answer(world, first, confidence="3")
    assert world.slack.submit({"why": SECRET}, by=first)["ok"]
    world.advance_to("wed 09:05")
    assert SECRET in rows(world, "kept_answers")
    page(world, first)
    assert world.slack.submit({"confidence": "8"}, by=first)["ok"]
    assert SECRET not in rows(world, "kept_answers")


def test_deleting_takes_what_carries_a_name_in_a_round_without_names(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=GROUP)
    world.advance_to("mon 09:01")
    first, _, third, *_ = asked(world)
    (run,) = world.runs("zielrunde")
    answer(world, first, confidence="3")
    do(world, lambda tx: answers.put(tx, Answer(run.id, NEED, me(world, first).id, "Ein Plan")))
    held = rights.everything(world.rondo.context, me(world, first), now=world.now())
    assert "Ein Plan" in json.dumps(held["answers_of_open_rounds"])
    press(world, third, "today")
    for name in (first, third):
        rights.delete_everything(world.rondo.context, me(world, name), key=f"delete-{name}", now=world.now())
    for table in ("answers", "needs", "ballots", "turnout"):
        assert rows(world, table) == "[]"
    assert me(world, third).id not in rows(world, "facts")
    assert "Ein Plan" not in json.dumps(page(world, first), ensure_ascii=False)


# ---------------------------------------------------------------- a round that is taken back, or given up


def test_a_round_by_name_that_is_taken_back_is_gone(make_world: MakeWorld) -> None:
    world = a_world(make_world)
    world.advance_to("mon 09:01")
    people = asked(world)
    late_texts(world, people[:6])
    world.advance_to("thu 09:05")
    before = read(world, people[7]).run
    world.advance_to("mon 09:01")
    late_texts(world, people[:6])
    press(world, people[8], "skip")
    press(world, people[9], "today")
    world.advance_to("wed 09:05")
    run = world.runs("zielrunde")[0]
    assert read(world, people[7]).run.id == run.id != before.id
    recall(world.rondo.context, None, run.id, key="x", now=world.now())
    world.advance(minutes=5)
    assert read(world, people[7]).run.id == before.id
    assert do(world, lambda tx: kept.of_run(tx, run.id)) == ()
    assert do(world, lambda tx: told.of_run(tx, run.id)) == ()
    assert run.id not in rows(world, "facts")


def test_a_round_that_is_given_up_forgets_who_wanted_what(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=GROUP)
    world.advance_to("mon 09:01")
    people = asked(world)
    answer(world, people[0], confidence="3")
    press(world, people[1], "skip")
    run = world.runs("zielrunde")[0]
    assert me(world, people[1]).id in rows(world, "facts")
    assert run.closes_at is not None
    assert give_up(world.rondo.context, run.closes_at + STUCK + timedelta(hours=1)) == 1
    assert me(world, people[1]).id not in rows(world, "facts")
    assert f'"{run.id}"' in rows(world, "facts"), "what the round is about stays: it may still close"


def test_nothing_tells_who_put_it_off_some_days_after_the_close(make_world: MakeWorld) -> None:
    world = a_world(make_world, more="    decide: false\n    close_after: 4 days\n")
    world.advance_to("mon 09:01")
    people = asked(world)
    for at, name in enumerate(people[:6]):
        answer(world, name, confidence=str(at))
    press(world, people[6], "today")
    run = world.runs("zielrunde")[0].id
    world.advance_to("fri 09:05")

    def steps() -> set[str]:
        found: frozenset[str] = do(world, lambda tx: letters.keys_of_run(tx, run))
        return {key.split("/")[1].partition("-")[0] for key in found}

    assert steps() >= {"open", "again", "remind", "results", "close"}
    forget_reminders(world.rondo.context, world.now() + timedelta(days=1))
    assert "again" in steps()
    forget_reminders(world.rondo.context, world.now() + REMINDED)
    assert steps() == {"open", "results", "close"}
    left = do(world, lambda tx: letters.keys_of_run(tx, run))
    assert not [key for key in left if "again" in key or "remind" in key]
    assert len([key for key in left if key.endswith("/open/post") or "/open/" in key]) >= len(people)


# ---------------------------------------------------------------- what pages say


def numbered(world: World, run: str, number: int) -> None:
    """Say the how manieth round it was, as the figure of the whole does."""
    (whole,) = [one for one in do(world, lambda tx: told.of_run(tx, run)) if not one.name]
    changed = {**vars(whole), "data": {**whole.data, "number": number}}
    do(world, lambda tx: told.put_many(tx, [type(whole)(**changed)]))


@pytest.mark.parametrize("size", [3, 6])
def test_answers_stand_under_the_question_as_their_round_put_it(make_world: MakeWorld, size: int) -> None:
    world = a_world(make_world, more=TURNS)
    put = ("Was ist besser", "Wo hakt es?")
    for number in (1, 2):
        world.advance_to("mon 09:01")
        people = asked(world)
        for at, name in enumerate(people[:size]):
            answer(world, name, customer=f"Runde {number}, Antwort {at}")
        world.advance_to("thu 09:05")
        here, other = put if number == 1 else put[::-1]
        views = [goal_answers.results_modal(read(world, people[0]))]
        views += [decision_form(deciding(world))] if size > 5 else []
        for view in views:
            shown = said(world, view)
            assert f"Runde {number}, Antwort 2" in shown
            assert here in shown
            assert other not in shown
    own = answers_of(world.rondo.context, me(world, people[0]), "zielrunde", now=world.now())
    assert [[one.value for one in curve.answers] for curve in own.curves] == [
        ["Runde 2, Antwort 0"],
        ["Runde 1, Antwort 0"],
    ]
    shown = said(world, goal_answers.answers_modal(own))
    assert shown.index(put[1]) < shown.index("Runde 2") < shown.index(put[0]) < shown.index("Runde 1")


def test_the_goal_is_shown_as_it_was_worded_in_the_round(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=TURNS)
    world.advance_to("mon 09:01")
    people = asked(world)
    answer(world, people[0], customer=SECRET)
    world.advance_to("thu 09:05")
    text = world.file.read_text(encoding="utf-8")
    world.file.write_text(text.replace("am selben Tag", "binnen einer Stunde"), encoding="utf-8")
    world.restart()
    shown = said(world, goal_answers.results_modal(read(world, people[0])))
    assert "Was ist besser an Antworten kommen am selben Tag." in shown
    assert "(Fassung 1)" in shown


def test_those_who_decide_read_no_late_texts_and_none_about_goals_of_ones_own(make_world: MakeWorld) -> None:
    world = a_world(make_world)
    world.advance_to("mon 09:01")
    people = asked(world)
    late_texts(world, people[:6])
    world.advance_to("wed 09:05")
    answer(world, people[7], confidence="3", contribution="Nachgereicht")
    texts = [text for _, text in deciding(world).texts]
    assert texts == [f"{SECRET} {at}" for at in range(6)]


MINE = """
    needs: false
    min_answers: 7
    min_spread: 8
    questions:
      - {id: team, type: text, ask: {de: "Was hilft?", en: "What helps?"}}
      - {id: own, type: text, about: mine, ask: {de: "Dein Ziel?", en: "Your goal?"}}
"""


def test_those_who_decide_read_texts_from_the_limit_of_the_ritual_on(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=MINE)
    world.advance_to("mon 09:01")
    people = asked(world)
    for at, name in enumerate(people[:6]):
        answer(world, name, team=f"{SECRET} {at}")
    world.advance_to("thu 09:05")
    run = world.runs("zielrunde")[0]
    assert deciding(world).texts == ()

    wrote = [("team", people[6]), *(("own", one) for one in people[:9])]
    more = [
        Kept(run.id, "zielrunde", run.nominal_date, question, me(world, one).id, SECRET, "s") for question, one in wrote
    ]
    do(world, lambda tx: kept.put_many(tx, more))
    assert {name for name, _ in deciding(world).texts} == {"team"}
    assert len(deciding(world).texts) == 7


def test_too_few_is_said_with_the_limits_of_the_ritual(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=f"{GROUP}    min_answers: 20\n    min_spread: 30\n")
    world.advance_to("mon 09:01")
    people = asked(world)
    answer(world, people[0], confidence="3")
    world.advance_to("thu 09:05")
    shown = said(world, goal_answers.results_modal(read(world, people[0])))
    assert "20" in shown
    assert "30" in shown


def test_the_file_is_called_as_somebody_speaks_and_no_table_counts_rounds(make_world: MakeWorld) -> None:
    world = a_world(make_world, more=TURNS)
    world.advance_to("mon 09:01")
    people = asked(world)
    for at, name in enumerate(people[:6]):
        answer(world, name, customer=f"{SECRET} {at}")
    world.advance_to("thu 09:05")
    numbered(world, world.runs("zielrunde")[0].id, 7)
    _, table = figures_file(world.rondo.context, me(world, BERND), "zielrunde")
    assert "number" not in table.decode("utf-8-sig")
    names = {one: world.rondo.context.catalogues[one].say(Words("goals.file.name"), plain=True) for one in LANGUAGES}
    assert names == {"de": "rondo-ziele.json", "en": "rondo-goals.json"}
