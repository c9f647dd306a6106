"""The search answers the open set of queries, on both databases, and shows nothing that may not be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from bot.service.context import Context
from bot.service.directory import search
from bot.store.db import Database
from tests import databases
from tests.conftest import BOTH
from tests.directory import judge
from tests.directory.company import Colleague, company
from tests.directory.filling import ask, open_company
from tests.directory.judge import Answer
from tests.directory.queries import FRESH, queries

MEAN, EACH_CLASS, SAME = 0.95, 0.85, 0.99
UNTUNED = 0.8
"""Where the search stands with what it was not made for; no promise, a floor."""

Answers = tuple[Answer, ...]


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Context]]:
    """Give the company in a database of either kind, filled once."""
    with ExitStack() as stack:

        @cache
        def fill(kind: str) -> Context:
            if kind == "sqlite":
                place = databases.sqlite(tmp_path_factory.mktemp("directory"), sqlite_template)
            else:
                place = request.getfixturevalue("postgres_server").database()
            database = Database.open(stack.enter_context(place))
            stack.callback(database.close)
            return open_company(database, company())

        yield fill


@pytest.fixture
def another(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """Open another database."""
    with databases.sqlite(tmp_path, sqlite_template) as url:
        opened = Database.open(url)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def answered(opened: Callable[[str], Context]) -> Callable[[str], Answers]:
    """Give the answers to all queries, by a database of either kind."""

    @cache
    def answers(kind: str) -> Answers:
        context = opened(kind)
        return tuple(ask(context, query.text) for query in queries())

    return answers


@pytest.mark.parametrize("kind", BOTH)
def test_the_right_people_are_among_the_first_ten(kind: str, answered: Callable[[str], Answers]) -> None:
    truth = judge.truth_of(company())
    verdicts = [judge.judge(query, answer, truth) for query, answer in zip(queries(), answered(kind), strict=True)]
    print(f"\n{kind}\n{judge.table(verdicts)}")  # noqa: T201 the table is for the terminal

    assert judge.mean(verdicts) >= MEAN
    weak = {name: judge.mean(some) for name, some in judge.by_kind(verdicts).items() if judge.mean(some) < EACH_CLASS}
    assert weak == {}


def test_queries_that_the_search_was_not_tuned_on_do_not_get_worse(opened: Callable[[str], Context]) -> None:
    truth = judge.truth_of(company())
    asked = [query for query in queries(FRESH) if truth.relevant(query)]
    verdicts = [judge.judge(query, ask(opened("sqlite"), query.text), truth) for query in asked]

    assert len(verdicts) > 90
    assert judge.mean(verdicts) >= UNTUNED


@pytest.mark.parametrize("kind", BOTH)
def test_no_answer_shows_what_may_not_be_shown(kind: str, answered: Callable[[str], Answers]) -> None:
    truth = judge.truth_of(company())
    verdicts = [judge.judge(query, answer, truth) for query, answer in zip(queries(), answered(kind), strict=True)]

    assert [one.query.text for one in verdicts if one.errors] == []


def test_both_databases_give_the_same_ten(answered: Callable[[str], Answers]) -> None:
    here, there = ([[one.person for one in answer] for answer in answered(kind)] for kind in BOTH)
    same = [one == other for one, other in zip(here, there, strict=True)]
    print(f"\nthe same ten in the same order: {sum(same)} of {len(same)}")  # noqa: T201

    assert sum(same) / len(same) >= SAME


def test_what_is_hidden_changes_no_answer_and_no_suggestion(
    opened: Callable[[str], Context], answered: Callable[[str], Answers], another: Database
) -> None:
    bare = open_company(another, judge.cut(company()))

    assert [ask(bare, query.text) for query in list(queries())[::2]] == list(answered("sqlite")[::2])
    for typed in dict.fromkeys(value.text[:4] for one in company(20) for value in one.values):
        here, there = (search.suggest_topics(one, typed, looking="colleagues") for one in (opened("sqlite"), bare))
        assert here == there


@pytest.mark.parametrize("kind", BOTH)
def test_whoever_is_not_to_be_found_is_not_found_by_their_own_name(kind: str, opened: Callable[[str], Context]) -> None:
    hidden = [one for one in company() if not judge.may_be_found(one)]
    assert len(hidden) > 50

    found = [one.name for one in hidden if one.id in {hit.person for hit in ask(opened(kind), one.name)}]

    assert found == []


@pytest.mark.parametrize("kind", BOTH)
def test_nobody_is_found_by_what_they_keep_to_themselves(kind: str, opened: Callable[[str], Context]) -> None:
    truth = judge.truth_of(company())
    kept = [(one, text) for one in company() if judge.may_be_found(one) for text in _kept(one, truth)]
    assert len(kept) > 100

    leaks = [text for one, text in kept[::3] if one.id in {hit.person for hit in ask(opened(kind), text)}]

    assert leaks == []


def _kept(one: Colleague, truth: judge.Truth) -> Iterator[str]:
    """Return values that somebody shows to nobody, where nothing that they show has a word like them."""
    shown = " ".join(text for _, text in truth.shown[one.id]).casefold()
    for value in one.values:
        new = value.audience == "self" and not any(meant in truth.known[one.id] for meant in value.means)
        if new and value.field in judge.EXPERTISE and value.text.casefold()[:4] not in shown:
            yield value.text
