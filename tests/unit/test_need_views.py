"""What is needed and what was decided, as pages: Slack takes them whatever people wrote, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.blocks import home, modal, render
from bot.model import (
    LANGUAGES,
    LONGEST_DECIDED,
    LONGEST_REPLY,
    Decision,
    DecisionItem,
    Figure,
    Goal,
    Language,
    Need,
    PersonId,
    Words,
)
from bot.rituals.checkin.page import WHOM as CHOSEN
from bot.rituals.questions import Question
from bot.sandbox.forms import check_view, fill
from bot.service.goals.decisions import Shown, wrong_with
from bot.service.goals.need_letters import SHOW
from bot.service.goals.needs import WHOM
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
    item = DecisionItem(text[:LONGEST_DECIDED], "later", text[:LONGEST_DECIDED])
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
    need = a_need(text, state=state, reply=text[:LONGEST_REPLY] if state == "answered" else "")
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
    assert CHOSEN == WHOM


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
