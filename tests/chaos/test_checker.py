"""The checker sees what it is there to see: a letter that never came, one that came twice, one left behind."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.gateway import mark_of
from bot.store.letter_counts import Entry
from tests.chaos.checker import Verdict, compare


def entry(key: str, state: Any = "sent", outcome: str | None = "ok", *, on_doubt: Any = "resend") -> Entry:
    return Entry(key, "post", None, state, outcome, None, False, on_doubt)


def came(key: str) -> dict[str, Any]:
    return {"metadata": {"event_payload": {"letter": mark_of(key)}}}


def verdict(entries: list[Entry], rows: list[dict[str, Any]]) -> Verdict:
    found = Verdict()
    compare(entries, rows, found)
    return found


def test_what_was_sent_and_came_once_is_good() -> None:
    assert verdict([entry("a")], [came("a")]).is_good


def test_what_was_sent_and_never_came_is_lost() -> None:
    assert len(verdict([entry("a")], []).lost) == 1


def test_what_came_twice_is_doubled() -> None:
    assert len(verdict([entry("a")], [came("a"), came("a")]).doubled) == 1


def test_what_came_twice_after_the_rule_sent_it_again_is_counted_and_tolerated() -> None:
    found = verdict([entry("a", outcome="sent_again")], [came("a"), came("a")])
    assert found.is_good
    assert found.tolerated["doubled"] == 1


def test_what_was_skipped_in_doubt_is_counted_and_tolerated() -> None:
    found = verdict([entry("a", "dead", "doubt_skipped")], [])
    assert found.is_good
    assert found.tolerated["skipped"] == 1


@pytest.mark.parametrize("state", ["due", "sending"])
def test_what_is_left_behind_is_stuck(state: str) -> None:
    assert len(verdict([entry("a", state, None)], []).stuck) == 1


def test_a_message_of_a_dead_letter_and_one_of_none_are_wrong() -> None:
    found = verdict([entry("a", "dead", "paused")], [came("a"), came("b")])
    assert len(found.wrong) == 2


@pytest.mark.parametrize(("on_doubt", "is_good"), [("resend", True), ("skip", False)])
def test_what_the_rule_sent_again_and_then_not_a_third_time_may_be_there_twice(on_doubt: str, is_good: bool) -> None:
    skipped = entry("a", "dead", "doubt_skipped", on_doubt=on_doubt)
    assert verdict([skipped], [came("a"), came("a")]).is_good == is_good
    assert not verdict([skipped], [came("a")] * 3).is_good
