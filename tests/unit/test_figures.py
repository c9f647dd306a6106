"""What may be told of anonymous answers, at the edges of the rules."""

from __future__ import annotations

import pytest

from bot.figures import Limits, counts_of, may_tell, mean_of, parts_of, ticks_of


def test_five_must_differ_from_the_most_frequent_answer() -> None:
    assert counts_of(list("aaaaabbbbb"), "ab", anonymous=True) == {"a": 5, "b": 5}
    assert counts_of(list("aaaaaabbbb"), "ab", anonymous=True) is None
    assert counts_of(list("aaaaaabbbb"), "ab", anonymous=False) == {"a": 6, "b": 4}


def test_numbers_are_compared_as_numbers() -> None:
    assert mean_of([7, 7.0, 7, 7.0, 7, 7.0, 7], anonymous=True) is None


def test_what_hangs_on_an_answer_is_told_only_where_that_one_is_safe() -> None:
    assert may_tell("abcdef", anonymous=True, hangs_on=["xxxxxyyyyy"])
    assert not may_tell("abcdef", anonymous=True, hangs_on=["xxxxxxxxxx"])


def test_a_tick_that_nearly_all_share_hides_the_question() -> None:
    ticked = ["ab", "a", "b", "ab", "", "b", "a", "", "b", "a"]
    assert ticks_of(ticked, "ab", anonymous=True) == {"a": 5, "b": 5}
    assert ticks_of([*ticked, "ac", "ac"], "abc", anonymous=True) == {"a": 7, "b": 5, "c": 2}
    assert ticks_of(["ab", "a", "ac", "ad", "ab", "ac", "a", "ad"], "abcd", anonymous=True) is None


def test_one_more_must_stand_apart_in_each_part_and_in_the_rest() -> None:
    safe, close = list("aaabbbccc"), list("aaaabbbbb")
    assert set(parts_of({"A": safe, "B": safe}, "abc")) == {"A", "B"}
    assert parts_of({"A": safe, "B": close}, "abc") == {}
    assert set(parts_of({"A": safe, "": list("abcabca")}, "abc")) == set()
    assert parts_of({"A": safe}, "abc") == {}


def test_limits_can_be_raised_and_not_lowered() -> None:
    assert Limits(7, 12).spread == 12
    for enough, spread in ((4, 8), (5, 7), (10, 9)):
        with pytest.raises(ValueError, match="not earlier"):
            Limits(enough, spread)
