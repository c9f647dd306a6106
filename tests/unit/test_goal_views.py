"""What is needed and what was decided, as pages: Slack takes them whatever people wrote, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

"""Every page of goals fits into Slack, in both languages, with hostile lengths; pictures say what their sentence says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import home, modal, render
from bot.model import LANGUAGES, Decision, DecisionItem, Figure, Goal, Language, Need, PersonId, Words
from bot.rituals.questions import Question
from bot.sandbox.forms import check_view, fill
from bot.service.goals.decisions import ITEMS, LONGEST, Shown, wrong_with
from bot.service.goals.need_letters import SHOW
from bot.service.goals.needs import REPLY
from bot.slack.views import decision as decisions
from bot.slack.views import needs
from tests.unit.cast import catalogues

HOSTILE = ("x" * 3000, "&<>" * 1000, "👋🏽" * 1500, "a\nb" * 1000, "*_`~>", "<!channel> {title} {why}")
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_text = pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
DAY = date(2026, 11, 23)


def a_need(text: str, **changes: Any) -> Need:
    return replace(Need("r@1", "r", PersonId("anna"), PersonId("ben"), text, id="0" * 32), **changes)


def rendered(view: Any, language: Language) -> Any:
    return render(view, catalogues()[language].say)


def shown(text: str, *, items: int = 0, is_open: bool = True) -> Shown:
    question = Question.model_validate({"id": "next", "type": "text", "ask": "Was {goal} {customer}?"})
    decided = datetime(2026, 11, 25, tzinfo=UTC) if items else None
    item = DecisionItem(text[:LONGEST], "later", text[:LONGEST])
    return Shown(
        decision=Decision("r@1", "r", datetime(2026, 11, 24, tzinfo=UTC), decided, (item,) * items),
        title=Words(own={"de": text[:100], "en": text[:100]}),
        on=DAY,
        figures=tuple(
            Figure("r@1", "r", DAY, name, 8, {"mean": 7.25, "share": 40}, group=text[:80])
            for name in ("next", "alignment", text[:60] or "x", "picks", "gap", "a", "b", "c", "d")
        ),
        questions={"next": question},
        texts=(("next", text),) * 20,
        is_open=is_open,
    )


@every_language
@every_text
@pytest.mark.parametrize("state", ["open", "seen", "answered"])
def test_the_page_of_a_need_is_taken_for_both_of_its_people(text: str, state: Any, language: Language) -> None:
    goals = [Goal(f"g{number}", {"de": text, "en": text}) for number in range(9)]
    need = a_need(text, state=state, reply=text[:REPLY] if state == "answered" else "")
    for is_asked in (True, False):
        page = needs.need_modal(
            need, title=Words(own={"de": text, "en": text}), goals=goals, is_asked=is_asked, mark="m"
        )
        view = rendered(page, language)
        assert check_view(view, home=False) == []
        assert ("submit" in view) is (is_asked and state != "answered")


@every_language
@every_text
def test_the_short_list_is_taken_in_a_home_and_in_a_page(text: str, language: Language) -> None:
    both = [a_need(text, id=f"{number:032}", state=state) for number, state in enumerate(("open", "seen", "answered"))]
    blocks = needs.need_blocks(both[:2], [replace(one, id=f"9{one.id[1:]}") for one in both])
    assert len(blocks) == 6
    assert check_view(rendered(home(blocks), language), home=True) == []
    page = modal(Words("need.title"), blocks, callback_id="x", close=Words("button.close"))
    assert check_view(rendered(page, language), home=False) == []


def test_where_nothing_is_needed_nothing_stands() -> None:
    assert needs.need_blocks([], []) == []


def test_what_pages_and_letters_share_is_the_same() -> None:
    assert needs.SHOW == SHOW
    assert needs.LONGEST == REPLY
    assert (decisions.ITEMS, decisions.LONGEST) == (ITEMS, LONGEST)


@every_language
@every_text
@pytest.mark.parametrize("items", [0, 1, 5])
def test_the_pages_of_a_decision_are_taken(text: str, items: int, language: Language) -> None:
    seen = shown(text, items=items)
    assert check_view(rendered(decisions.decision_page(seen), language), home=False) == []
    form = rendered(decisions.decision_form(seen), language)
    assert check_view(form, home=False) == []
    run_id, mark, rows = decisions.read_decision({**form, "state": {"values": fill(form["blocks"], {})}})
    assert (run_id, mark) == ("r@1", seen.mark)
    assert len([row for row in rows if row[1]]) == items


def test_names_of_people_stand_in_no_decision() -> None:
    said = str(rendered(decisions.decision_form(shown("Mehr Ruhe")), "de"))
    assert "person:" not in said
    assert "das Ziel" in said


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("", "", ""), {"said0"}),
        (("Mehr Ruhe", "do", ""), set()),
        (("Mehr Ruhe", "later", ""), {"why0"}),
        (("Mehr Ruhe", "no", "Teuer"), set()),
        (("Mehr Ruhe", "", ""), {"verdict0"}),
        (("Mehr Ruhe", "perhaps", ""), {"verdict0"}),
        (("", "do", ""), {"said0"}),
        (("", "", "Teuer"), {"said0", "verdict0"}),
    ],
)
def test_later_and_no_have_a_reason(row: tuple[str, str, str], wrong: set[str]) -> None:
    assert set(wrong_with([row])) == wrong
from bot.model import (
    LANGUAGES,
    Block,
    Coming,
    GoalValue,
    GoalWording,
    Kept,
    Measure,
    Ritual,
    Run,
)
from bot.rituals.checkin.options import SHIPPED, CheckinOptions
from bot.sandbox.forms import too_large
from bot.service.goals.mine import Curve, Detail, Mine, OwnAnswers, Seen
from bot.service.goals.results import Results
from bot.slack.views import goal_answers, goal_page, goals
from tests.unit.cast import ANNA, MONDAY, TITLE, a_rule

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
        "goals": {"g_1": PERSONAL}, "about": HISTORY[0], "is_anonymous": False, "takes_part": True,
        "looks_after": True,
        "named": tuple(Kept(RUN.id, "ziele", TODAY, "contribution", PersonId(f"p{n}"), "ß" * 3000)
                       for n in range(70)),
    }  # fmt: skip
    return Results(**{**values, **changes})


def many(number: int) -> Mine:
    some = tuple(seen(PERSONAL) for _ in range(number))
    numbered = tuple(Seen(Goal(f"goal-{n}", LONG, scope="team"), TITLE) for n in range(number))
    alone = tuple(OwnAnswers(f"r-{n}", LONG, CURVES * 5) for n in range(number))
    rituals = tuple(Ritual(f"r-{n}", "checkin", LONG, "x", a_rule(), "de", options=CheckinOptions()) for n in range(number))
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
