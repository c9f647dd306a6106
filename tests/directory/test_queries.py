"""The queries: enough of them, in enough classes, none a variation of another, and each with somebody who answers."""

from __future__ import annotations

from collections import Counter

from tests.directory.company import company
from tests.directory.judge import truth_of
from tests.directory.queries import queries
from tests.directory.words import words

NAMED = ("first:", "last:")


def test_there_are_enough_queries_in_enough_classes() -> None:
    kinds = Counter(one.kind for one in queries())

    assert sum(kinds.values()) >= 320
    assert len(kinds) >= 13
    assert min(kinds.values()) >= 22


def test_no_query_is_a_variation_of_another() -> None:
    asked = list(queries())

    assert [count for count in Counter(one.wanted for one in asked).values() if count > 1] == []
    assert len({one.text.casefold() for one in asked}) == len(asked)


def test_no_two_queries_by_name_mean_the_same_people() -> None:
    truth = truth_of(company())
    named = [one for one in queries() if any(each.startswith(NAMED) for group in one.wanted for each in group)]
    meant: dict[frozenset[str], list[str]] = {}
    for one in named:
        meant.setdefault(truth.relevant(one), []).append(one.text)

    assert [texts for texts in meant.values() if len(texts) > 1] == []


def test_every_query_has_somebody_who_answers_it() -> None:
    truth = truth_of(company())

    assert [one.text for one in queries() if not truth.relevant(one)] == []


def test_every_id_is_one_that_the_company_knows() -> None:
    made_of = words()
    known = {meant for one in company() for value in one.values for meant in value.means}
    known |= {f"topic:{one.id}" for one in made_of.topics} | {f"role:{one.id}" for one in made_of.roles}
    known |= {f"first:{one}" for one in (*made_of.women, *made_of.men)}

    assert {each for one in queries() for group in one.wanted for each in group} - known == set()
