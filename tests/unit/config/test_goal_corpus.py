"""What is wrong with goals is said at its place, with a correction; what is right is read as it is meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.config import Config, installed_kinds, parse
from bot.config.goal_values import guessed_amount
from bot.config.goals import MOST_GOALS
from bot.errors import ConfigError, Problem
from bot.model import Goal, Measure
from bot.rituals.base import Kind, Options, Survey
from tests.unit.config.config_kinds import nothing
from tests.unit.config.corpus import Mistake
from tests.unit.config.goal_corpus import GOOD, MISTAKES
from tests.unit.config.test_changes import BASE, config


class Asking(Options):
    """Options of a ritual that asks about goals."""

    about: tuple[str, ...] = ()
    also: tuple[Mapping[str, str], ...] = ()


def survey(options: Asking) -> Survey:
    return Survey(goals=(*options.about, *(one["goal"] for one in options.also)))


KINDS = {**installed_kinds(), "asking": Kind("asking", Asking, nothing, survey=survey)}
EACH = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)


def read(source: str) -> Config:
    return parse(source, file="rituals.yaml", kinds=KINDS)


def problems(source: str) -> tuple[Problem, ...]:
    try:
        read(source)
    except ConfigError as error:
        return error.problems
    return ()


def goal(**keys: Any) -> Goal:
    """Return the one goal of a file, which says this."""
    (found,) = config({**BASE, "goals": [{"id": "a", "text": "A", **keys}]}).goals
    return found


def test_the_corpus_is_large_and_no_two_mistakes_are_the_same() -> None:
    assert problems(GOOD) == ()
    assert len(MISTAKES) >= 30
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
    assert len({GOOD.replace(mistake.old, mistake.new, 1) for mistake in MISTAKES}) == len(MISTAKES)


@EACH
def test_a_mistake_is_met_kindly(mistake: Mistake) -> None:
    assert mistake.old in GOOD
    source = GOOD.replace(mistake.old, mistake.new, 1)
    (problem,) = problems(source)
    assert (problem.line, problem.column) == (mistake.line, mistake.column)
    assert mistake.english in " ".join(problem.words("en"))
    assert mistake.german in " ".join(problem.words("de"))
    assert problem.fix is not None
    assert (problem.fix.lines or ("",))[0] == mistake.corrected
    assert problems(problem.fix.applied(source)) == ()


def test_goals_are_read_as_they_are_written() -> None:
    first, second = read(GOOD).goals
    assert first == Goal(
        id="lieferzeit",
        text={"de": "Lieferung in 48 Stunden", "en": "Delivery within 48 hours"},
        scope="company",
        why={"de": "Kunden warten zu lange.", "en": "Customers wait too long."},
        customer={"de": "Vertrieb", "en": "Sales"},
        sign={"de": "Niemand fragt nach.", "en": "Nobody asks."},
        owners=("Lager", "Versand"),
        starts=date(2026, 10, 1),
        ends=date(2026, 12, 31),
        measure=Measure({"de": "Dauer", "en": "Duration"}, 96, 48, {"de": "h", "en": "h"}),
        in_file=True,
    )
    assert (second.scope, second.owners, second.why, second.measure) == ("team", ("Vertrieb",), {}, None)
    assert second.text["de"] == second.text["en"] == "Jedes Angebot ist am selben Tag beim Kunden"


def test_an_id_and_a_text_are_enough() -> None:
    assert goal() == Goal(id="a", text={"de": "A", "en": "A"}, in_file=True)
    assert goal(ends="2026-10-01", starts="2026-10-01").starts == date(2026, 10, 1)
    assert goal(owners=["Lager", "Lager"]).owners == ("Lager",)
    assert goal(measure={"name": "Fehler", "start": 3.5, "target": -1}).measure == Measure(
        {"de": "Fehler", "en": "Fehler"}, 3.5, -1, {}
    )


def test_a_text_that_was_only_set_anew_is_the_same_wording() -> None:
    folded = GOOD.replace("text: Jedes Angebot ist am selben Tag beim Kunden",
                          "text: >\n      Jedes Angebot ist\n      am selben Tag beim Kunden\n")  # fmt: skip
    assert read(folded).goals[1].wording == read(GOOD).goals[1].wording


def test_goals_bring_their_command_and_without_them_it_is_none() -> None:
    plain = config(BASE)
    assert (plain.goals, plain.has_goals, plain.commands) == ((), False, {})
    found = config({**BASE, "goals": [{"id": "a", "text": "A"}]})
    assert (found.has_goals, found.commands) == (True, {"/goals": "goals"})
    mine = {"/goals": "list", "/ziele": "goals"}
    assert config({**BASE, "goals": [{"id": "a", "text": "A"}], "commands": mine}).commands == mine
    assert config({**BASE, "goals": []}).has_goals


def test_a_ritual_that_asks_brings_the_command_too() -> None:
    without = GOOD.replace(GOOD[GOOD.index("goals:") : GOOD.index("commands:")], "").replace("[lieferzeit]", "[]")
    found = read(without)
    assert (found.goals, found.has_goals) == ((), True)
    assert found.commands == {"/goals": "goals", "/ziele": "goals"}


def test_a_command_about_goals_needs_some() -> None:
    plain = "version: 1\ncommands: {/ziele: goals}\n" + GOOD[GOOD.index("rituals:") :]
    source = plain.replace("kind: asking", "kind: post").replace("about: [lieferzeit]", "text: Hallo")
    (problem,) = problems(source)
    assert "`goals` needs `goals` in this file, or a ritual that asks about goals." in problem.said("en")
    assert problem.fix is not None
    assert problems(problem.fix.applied(source)) == ()


def test_a_goal_that_a_ritual_names_is_found_wherever_the_option_stands() -> None:
    source = GOOD.replace("about: [lieferzeit]", "also:\n      - goal: angebot")
    (problem,) = problems(source)
    assert (problem.line, problem.column) == (25, 15)
    assert "Did you mean `angebote`?" in problem.said("en")
    assert problem.fix is not None
    assert problems(problem.fix.applied(source)) == ()


@pytest.mark.parametrize("instead", ["", "goals: []\n"])
def test_a_goal_that_is_asked_about_in_a_file_without_goals_is_put_there_or_set_in_slack(instead: str) -> None:
    source = GOOD.replace(GOOD[GOOD.index("goals:") : GOOD.index("commands:")], instead)
    (problem,) = problems(source)
    assert "leave it out here and set it with `/rondo goals`" in problem.said("en")
    assert problem.fix is not None
    assert problem.fix.lines[0] == "goals: [{id: lieferzeit, text: Lieferung in 48 Stunden}]"
    assert problems(problem.fix.applied(source)) == ()


def test_nobody_has_more_goals_than_can_be_kept_in_mind() -> None:
    goals = [{"id": f"a{number}", "text": "A"} for number in range(MOST_GOALS + 1)]
    assert len(config({**BASE, "goals": goals[:-1]}).goals) == MOST_GOALS
    with pytest.raises(ConfigError, match=f"more than {MOST_GOALS} goals"):
        config({**BASE, "goals": goals})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("95 %", "95"), ("1,5", "1.5"), ("1.200 €", "1200"), ("1.200,50", "1200.50"), ("1,200.50", "1200.50"),
        ("-3", "-3"), ("+4", "4"), ("12'000", "12000"), ("um 20 herum", "20"), ("viel", ""), (True, ""),
        (None, ""), ("9" * 400, "9" * 40), ("1.2.3", "12.3"),
    ],
)  # fmt: skip
def test_a_number_is_guessed_from_what_people_write(written: Any, meant: str) -> None:
    assert guessed_amount(written) == meant


@pytest.mark.parametrize(
    ("option", "said", "said_en", "mend"),
    [
        ("min_answers: 3", "muss mindestens 5 sein, nicht `3`", "must be 5 at least, not `3`", "5"),
        ("min_spread: 900", "darf höchstens 500 sein, nicht `900`", "must be 500 at most, not `900`", "500"),
        ("questions: [{id: Mut, type: text, ask: Und?}]", "geht nicht als `id`", "not possible as an `id`", "id: mut"),
    ],
)
def test_a_bound_and_the_id_of_a_question_are_told_of_in_both_languages(
    option: str, said: str, said_en: str, mend: str
) -> None:
    (found,) = problems(GOOD.replace("kind: asking", "kind: checkin").replace("about: [lieferzeit]", option))
    assert said in found.words("de")[0]
    assert said_en in found.words("en")[0]
    assert found.fix is not None
    assert mend in found.fix.lines[0]
