"""What the desk "Bad days" says of letters that never arrived: those of a bad day apart from those with a reason."""

from __future__ import annotations

from typing import Any

from bot.demo.coping import died
from bot.store.letter_counts import Entry


def letter(key: str, outcome: str | None, **more: Any) -> Entry:
    facts: dict[str, Any] = {"op": "post", "after": None, "bundle": None, "unsolicited": True, "on_doubt": "skip"}
    return Entry(key=key, state="dead" if outcome else "sent", outcome=outcome, **{**facts, **more})


def test_letters_that_a_bad_day_cost_are_told_apart_from_those_that_rondo_left_out() -> None:
    ledger = [
        letter("arrived", None),
        letter("open", "gave_up", op="open"),
        letter("post", "predecessor_dead", after="open"),
        letter("doubt", "doubt_skipped"),
        letter("rider", "predecessor_dead", bundle="doubt"),
        letter("away", "unreachable"),
        letter("gone", "user_gone", op="open"),
        letter("after the gone", "predecessor_dead", after="gone"),
        letter("enough", "over_budget"),
    ]
    assert died(ledger) == ["open", "post", "doubt", "away"]
    assert died([letter("arrived", None), letter("enough", "over_budget")]) == []
