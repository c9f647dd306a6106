"""What is missing in an entry and what goes stale; figures that may be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.catalogue import SHIPPED
from bot.directory.freshness import kept_until, may_ask_again, outlook, was_asked
from bot.directory.values import checked, taken_over
from bot.errors import UserError
from bot.figures import rounded_share, told
from bot.model import PersonId, Profile, ProfileFact

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def fact(field: str, days: float | None, number: int = 1) -> ProfileFact:
    end = None if days is None else NOW + timedelta(days=days)
    return ProfileFact(field, "x", "colleagues", "self", NOW, end, id=number)


def profile(*facts: ProfileFact) -> Profile:
    return Profile(PersonId("p1"), "U1", "", "Europe/Berlin", is_eligible=True, facts=facts)


def test_what_is_over_or_ends_within_two_weeks_is_stale_and_the_oldest_comes_first() -> None:
    seen = outlook(
        profile(fact("role", 14, 1), fact("site", 15, 2), fact("projects", -3, 3), fact("name", None, 4)), SHIPPED, NOW
    )
    assert [one.id for one in seen.stale] == [3, 1]


def test_missing_fields_are_named_without_the_photo() -> None:
    missing = {one.key for one in outlook(profile(fact("role", None)), SHIPPED, NOW).missing}
    assert missing == set(SHIPPED.fields) - {"role", "photo"}


def test_a_question_comes_once_in_thirty_days() -> None:
    today = NOW.date()
    assert may_ask_again(None, today)
    assert may_ask_again(today - timedelta(days=30), today)
    assert not may_ask_again(today - timedelta(days=29), today)


def test_what_is_kept_until_the_next_question_counts_as_not_asked_by_the_last_one() -> None:
    kept = ProfileFact("role", "x", "colleagues", "self", NOW, kept_until(NOW, asks_next=True))
    assert not was_asked(kept, NOW.date())
    assert was_asked(kept, NOW.date() + timedelta(days=30))
    assert not was_asked(kept, None)


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, None), (4, None), (5, 5), (12, 12)])
def test_a_figure_of_one_to_four_is_not_told(count: int, said: int | None) -> None:
    assert told(count) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 5, 0), (5, 5, 100), (5, 10, 50), (4, 10, None), (6, 10, None), (1, 4, None), (33, 100, 35), (0, 4, None)],
)
def test_a_share_is_told_only_where_nobody_stands_out(part: int, whole: int, said: int | None) -> None:
    assert rounded_share(part, whole) == said


def test_values_are_cleaned_measured_and_each_taken_once() -> None:
    topics = SHIPPED.fields["ask_me_about"]
    assert checked(topics, [" SAP\u202e ", "", "sap", "Excel\nund  mehr"]) == [("SAP", None), ("Excel und mehr", None)]
    with pytest.raises(UserError, match=r"profile\.long"):
        checked(topics, ["x" * 61])
    with pytest.raises(UserError, match=r"profile\.many"):
        checked(topics, [str(number) for number in range(31)])
    with pytest.raises(UserError, match=r"profile\.many"):
        checked(SHIPPED.fields["role"], ["one", "two"])
    with pytest.raises(UserError, match=r"profile\.no_name"):
        checked(SHIPPED.fields["name"], [" \u200b "])
    assert checked(SHIPPED.fields["languages"], ["Deutsch", "ENGLISCH", "Klingonisch", "de"]) == [
        ("de", None), ("en", None), ("Klingonisch", None),
    ]  # fmt: skip
    assert checked(SHIPPED.fields["photo"], ["whatever"]) == [("yes", None)]


def test_what_slack_says_is_cut_to_what_fits() -> None:
    assert taken_over(SHIPPED.fields["role"], "x" * 500) == ["x" * 120]
    assert taken_over(SHIPPED.fields["languages"], "German, en;Klingon") == ["de", "en", "Klingon"]
    assert taken_over(SHIPPED.fields["site"], "  ") == []
