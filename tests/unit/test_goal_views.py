"""Every page of goals fits into Slack, in both languages, with hostile lengths; pictures and sentences agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import render
from bot.model import (
    LANGUAGES,
    Block,
    Coming,
    Figure,
    Goal,
    GoalValue,
    GoalWording,
    Kept,
    Language,
    Measure,
    PersonId,
    Ritual,
    Run,
)
from bot.rituals.checkin.options import SHIPPED, CheckinOptions
from bot.sandbox.forms import check_view, too_large
from bot.service.goals.mine import Curve, Detail, Mine, OwnAnswers, Seen
from bot.service.goals.results import Results
from bot.slack.views import goal_answers, goal_page, goals
from bot.slack.views.curves import BARS, MOST, curve, sparkline
from bot.slack.views.paging import first_of_page, read_place
from tests.unit.cast import ANNA, MONDAY, TITLE, a_rule, catalogues

TODAY = MONDAY.date()
HOSTILE = {"de": "Donaudampfschifffahrt & <!channel> *fett* {goal} " * 6, "en": "Long & <@U0> _x_ {customer} " * 12}
LONG = {language: text[:300] for language, text in HOSTILE.items()}
PERSONAL = Goal("g_1", LONG, scope="personal", person=ANNA, why=LONG, customer=LONG, sign=LONG, starts=TODAY,
                ends=TODAY + timedelta(days=90),
                measure=Measure({one: text[:100] for one, text in LONG.items()}, -1e12, 1e12, LONG))  # fmt: skip
SHORT = Goal("lieferzeit", {"de": "Schneller", "en": "Faster"}, scope="company", in_file=True)
VALUES = tuple(GoalValue("g_1", TODAY - timedelta(weeks=n), 1e12 / (n + 3)) for n in range(30, -1, -1))


def seen(goal: Goal, **changes: Any) -> Seen:
    return Seen(**{"goal": goal, "title": LONG, "values": VALUES, "may_change": True, "may_measure": True, **changes})


def kept(number: int, value: str, question: str = "confidence", **changes: Any) -> Kept:
    return Kept(f"r{number}", "ziele", TODAY - timedelta(weeks=30 - number), question, ANNA, value,
                revision=changes.pop("revision", 1), **changes)  # fmt: skip


QUESTIONS = {one.id: one for one in SHIPPED}
CURVES = (
    Curve(QUESTIONS["confidence"], "confidence", tuple(kept(n, str(n % 11), revision=1 + n // 20) for n in range(30)),
          PERSONAL),
    Curve(QUESTIONS["contribution"], "contribution", tuple(kept(n, "x" * 1000, "contribution") for n in range(9))),
    Curve(None, "verschwunden", (kept(1, "<!here> & 7", "verschwunden", is_late=True),)),
)  # fmt: skip
ZIELE = Ritual("ziele", "checkin", LONG, "ziele", a_rule(), "de", options=CheckinOptions())
OWN = OwnAnswers("ziele", LONG, CURVES * 20)
RUN = Run("ziele@2026-11-23", "ziele", TODAY, "", "closed", 1, MONDAY, MONDAY, {})
FIGURES = (
    Figure(RUN.id, "ziele", TODAY, "", 12, {"share": 85}),
    Figure(RUN.id, "ziele", TODAY, "confidence", 12, {"mean": 6.54, "counts": {str(n): n for n in range(11)}}),
    *(Figure(RUN.id, "ziele", TODAY, "x" * 200, 8, {"mean": 1, "counts": {"y" * 900: 8}}, group=f"{n}" * 90)
      for n in range(40)),
)  # fmt: skip
HISTORY = tuple(GoalWording(n + 1, {"text": LONG, "customer": LONG, "sign": LONG}, MONDAY) for n in range(30))


def results(**changes: Any) -> Results:
    values: dict[str, Any] = {
        "ritual": ZIELE, "run": RUN, "questions": QUESTIONS, "figures": FIGURES, "earlier": FIGURES,
        "about": HISTORY[0], "is_anonymous": False, "takes_part": True,
        "looks_after": True,
        "named": tuple(Kept(RUN.id, "ziele", TODAY, "contribution", PersonId(f"p{n}"), "ß" * 3000)
                       for n in range(70)),
    }  # fmt: skip
    return Results(**{**values, **changes})


def many(number: int) -> Mine:
    some = tuple(seen(PERSONAL) for _ in range(number))
    numbered = tuple(Seen(Goal(f"goal-{n}", LONG, scope="team"), TITLE) for n in range(number))
    alone = tuple(OwnAnswers(f"r-{n}", LONG, CURVES * 5) for n in range(number))
    rituals = tuple(
        Ritual(f"r-{n}", "checkin", LONG, "x", a_rule(), "de", options=CheckinOptions()) for n in range(number)
    )
    coming = tuple(Coming(LONG, MONDAY, "Europe/Berlin", is_skipped=n % 2 == 0) for n in range(min(number, 5)))
    return Mine(TODAY, numbered[: number // 2], numbered[number // 2 :], some[:1], (), coming, alone, rituals, rituals)


def whole(goal: Goal, *, wordings: int = 30, is_own: bool = True, **changes: Any) -> Detail:
    return Detail(seen(goal, **changes), HISTORY[:wordings], TODAY, is_own)


PAGES: Mapping[str, Callable[[Language], Block]] = {
    "nothing": lambda _: goals.goals_modal(Mine(TODAY)),
    "some": lambda _: goals.goals_modal(many(4)),
    "many": lambda _: goals.goals_modal(many(300)),
    "a part": lambda _: goals.goals_modal(many(300), "team~20"),
    "beyond": lambda _: goals.goals_modal(many(300), "answers~99999"),
    "no such part": lambda _: goals.goals_modal(many(3), "nonsense~-3"),
    "goal": lambda _: goal_page.goal_modal(whole(PERSONAL), "team~20"),
    "goal of the file": lambda _: goal_page.goal_modal(whole(SHORT, wordings=1, is_own=False, may_change=False)),
    "another's": lambda _: goal_page.goal_modal(whole(PERSONAL, is_own=False, may_change=False, may_measure=False)),
    "new": lambda _: goal_page.set_modal([ZIELE] * 120, about="|"),
    "edit": lambda language: goal_page.set_modal(goal=PERSONAL, language=language),
    "value": lambda _: goal_page.value_modal(whole(PERSONAL)),
    "answers": lambda _: goal_answers.answers_modal(OWN, 20),
    "results": lambda _: goal_answers.results_modal(results()),
    "results, later": lambda _: goal_answers.results_modal(results(), 60),
    "results, nothing": lambda _: goal_answers.results_modal(results(figures=(), named=(), about=None)),
    "results without names": lambda _: goal_answers.results_modal(
        results(is_anonymous=True, named=(), released=tuple(("contribution", "ü" * 3000) for _ in range(50)))
    ),
    "results for an owner": lambda _: goal_answers.results_modal(results(takes_part=False, named=())),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_fits(page: str, language: Language) -> None:
    view = render(PAGES[page](language), catalogues()[language].say)
    assert check_view(view, home=False) == []
    assert not too_large(view)
    assert len(view["blocks"]) <= 100


def test_a_bar_stands_for_each_value_from_the_lowest_to_the_highest() -> None:
    assert sparkline([0, 5, 10], least=0, most=10) == f"{BARS[0]}{BARS[4]}{BARS[7]}"
    assert sparkline([1, 5], least=1, most=5) == f"{BARS[0]}{BARS[-1]}"
    assert sparkline([-3, 12], least=0, most=10) == f"{BARS[0]}{BARS[-1]}"
    assert sparkline([]) == ""
    assert sparkline([4, 4, 4]) == BARS[4] * 3
    assert len(sparkline([float(n) for n in range(100)])) == MOST


@pytest.mark.parametrize(
    ("values", "german", "english"),
    [
        ([6, 7, 5, 7, 8], "▁▄▁▄█ von 6 auf 8 in 5 Runden", "from 6 to 8 in 5 rounds"),
        ([7.5], "▅ 7,5, bisher eine Runde", "7.5, one round so far"),
        ([3, 9, 3], "▁█▁ am Anfang und jetzt 3, über 3 Runden", "3 at first and now, over 3 rounds"),
    ],
)
def test_the_sentence_says_what_the_picture_shows(values: list[float], german: str, english: str) -> None:
    said = {language: catalogues()[language].say(curve(values)) for language in LANGUAGES}
    assert said["de"].split(" ", 1)[1] == german.split(" ", 1)[1]
    assert said["en"].split(" ", 1)[1] == english
    assert len(said["de"].split(" ", 1)[0]) == len(values)


def test_answers_to_another_wording_of_the_goal_are_not_compared_without_saying_so() -> None:
    said = catalogues()["de"].say(goal_answers.line(CURVES[0]))
    assert "neue Worte" in said


def test_pages_are_turned_within_what_there_is() -> None:
    assert read_place("team~40") == ("team", 40)
    assert read_place("team~-1") == ("team", 0)
    assert read_place("") == ("", 0)
    assert first_of_page(99, total=45, size=20) == 40
    assert first_of_page(0, total=0, size=20) == 0


def test_texts_without_names_name_nobody_and_owners_outside_read_none() -> None:
    hidden = results(is_anonymous=True, named=(), released=(("contribution", "Ein Text"),))
    assert "person:" not in str(render(goal_answers.results_modal(hidden), catalogues()["de"].say))
    outside = results(takes_part=False, named=(), released=())
    assert "lesen nur die, die mitmachen" in str(render(goal_answers.results_modal(outside), catalogues()["de"].say))


def test_who_may_change_nothing_has_no_button_to_do_so() -> None:
    others = PAGES["another's"]("de")
    assert not any(action in str(others) for action in ("goals:edit", "goals:share", "goals:end", "goals:remove"))
