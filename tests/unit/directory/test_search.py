"""What comes first, by an index in memory: no database has a part in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zlib import crc32

import pytest

from bot.directory.analyser import kept, surfaces_of
from bot.directory.search import FEW, LARGEST, Document, Wanted, mixed, search, turn_of
from bot.directory.terms import subject_of, terms_of
from bot.directory.vocabulary import Vocabulary

DAY = date(2026, 11, 23)


class Memory:
    """An index over texts: {"Anna": {"n": "Anna Müller", "t": "Kubernetes, Reisekosten"}}."""

    def __init__(self, people: dict[str, dict[str, str]]) -> None:
        self.words: dict[str, int] = {}
        self.documents = []
        for person, told in people.items():
            number = crc32(person.encode()) % LARGEST
            words = {letter + one for letter, text in told.items() for one in surfaces_of(text)}
            for word in words:
                self.words[word] = self.words.get(word, 0) + 1
            held = frozenset(token for word in words for token in kept(word[1:], word[0]))
            self.documents.append(Document(number, person, held))

    def some(self, wanted: Wanted, most: int) -> list[Document]:
        return [one for one in self.documents if _has(one, wanted)][:most]

    def next(self, wanted: Wanted, most: int, turn: int) -> list[Document]:
        found = [one for one in self.documents if _has(one, wanted)]
        return sorted(found, key=lambda one: mixed(one.number, turn))[:most]

    def has(self, wanted: Wanted) -> bool:
        return bool(self.some(wanted, 1))


def _has(document: Document, wanted: Wanted) -> bool:
    return all(
        any(all(not document.tokens.isdisjoint(word) for word in words) for words in options) for options in wanted
    )


def ask(
    people: dict[str, dict[str, str]],
    query: str,
    *,
    limit: int = 10,
    topics: Sequence[tuple[str, ...]] = (),
    on: date = DAY,
) -> list[str]:
    index = Memory(people)
    vocabulary = Vocabulary(index.words, people=len(people))
    terms = terms_of(query, tuple(topics), known=vocabulary.__contains__)
    found = search(terms, index, vocabulary, topics=tuple(topics), limit=limit, turn=turn_of(on))
    return [hit.person for hit in found.hits]


def test_the_weightier_field_comes_first() -> None:
    people = {"free": {"a": "Koch"}, "role": {"w": "Koch"}, "topic": {"t": "Koch"}, "name": {"n": "Anna Koch"}}
    assert ask(people, "Koch") == ["name", "topic", "role", "free"]


def test_what_was_said_comes_before_what_begins_so_and_that_before_what_holds_it() -> None:
    people = {
        "within": {"t": "Dienstreisekosten"},
        "begins": {"t": "Reisekostenabrechnung"},
        "exact": {"t": "Reisekosten"},
    }
    assert ask(people, "Reisekosten") == ["exact", "begins", "within"]
    assert ask(people, "Reisekosten", limit=1)[:1] == ["exact"]


def test_a_slip_is_forgiven_only_where_the_word_is_nobodys() -> None:
    people = {"a": {"t": "Kubernetes"}, "b": {"t": "Docker"}}
    assert ask(people, "Kubernets") == ["a"]
    assert ask(people, "Dokcer") == ["b"]
    named = {"meier": {"n": "Meier"}, "meyer": {"n": "Meyer"}}
    assert ask(named, "Meier") == ["meier"]
    assert set(ask(named, "Maier")) == {"meier"}


def test_all_terms_count_before_some_do_and_the_rarer_one_is_kept() -> None:
    people = {
        "both": {"t": "Kubernetes", "w": "München"}, "topic": {"t": "Kubernetes, Helm", "w": "Köln"},
        "site": {"w": "München"}, "other": {"w": "München"},
    }  # fmt: skip
    assert ask(people, "Kubernetes München") == ["both"]
    assert ask(people, "Helm München") == ["topic"]


def test_a_question_is_about_its_subject() -> None:
    people = {"a": {"t": "Stammdaten"}, "b": {"a": "Ich pflege Beete."}}
    assert ask(people, "Wer pflegt die Stammdaten?") == ["a"]
    assert ask(people, "who takes care of stammdaten") == ["a"]
    assert subject_of("Wer kennt sich mit Reisekosten aus?") == "reisekosten"


def test_a_question_of_nothing_but_little_words_is_taken_at_its_word() -> None:
    assert ask({"a": {"t": "Wer"}}, "wer") == ["a"]
    assert ask({"a": {"t": "Scrum"}}, "") == []


def test_aliases_of_the_file_count_as_the_word_itself() -> None:
    people = {"a": {"t": "Trevex"}, "b": {"t": "Reisekosten"}, "c": {"t": "Dienst Reise Portal"}}
    group = [("Reisekosten", "Trevex", "Dienst Reise Portal")]
    assert set(ask(people, "trevex", topics=group)) == {"a", "b", "c"}
    assert set(ask(people, "Wer macht das Dienst Reise Portal?", topics=group)) == {"a", "b", "c"}
    assert ask(people, "trevex") == ["a"]


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("Tourenplanung", "Planung der Touren"),
        ("Reise Kosten", "Reisekosten"),
        ("moderieren", "Moderation"),
        ("Fuhrparkverwaltung", "Fuhrpark"),
        ("Netzwerkkabel", "Netzwerke"),
        ("Buchhaltung", "Accounting"),
        ("payroll", "Gehaltsabrechnung"),
    ],
)
def test_what_means_the_same_is_found(query: str, held: str) -> None:
    assert ask({"a": {"t": held}, "b": {"t": "Gartenbau"}}, query) == ["a"]


@pytest.mark.parametrize(("query", "held"), [("Java", "JavaScript"), ("Quantenkryptologie", "Scrum"), ("C", "C++")])
def test_what_means_something_else_is_not(query: str, held: str) -> None:
    assert ask({"a": {"t": held}}, query) == []


def test_a_nickname_finds_the_name_and_the_name_the_nickname() -> None:
    people = {"a": {"n": "Alexandra Kurz"}, "b": {"n": "Tom Lang"}}
    assert ask(people, "Alex Kurz") == ["a"]
    assert ask(people, "Thomas Lang") == ["b"]


def test_among_very_many_the_best_are_found_without_weighing_all() -> None:
    people = {f"p{number}": {"w": "München"} for number in range(FEW * 3)}
    people["topic"] = {"t": "München"}
    found = ask(people, "München", limit=5)
    assert found[0] == "topic"
    assert len(set(found)) >= 5


def test_equals_rotate_each_day_and_nobody_is_left_out() -> None:
    people = {f"p{number}": {"t": "Scrum"} for number in range(7)}
    days = [ask(people, "Scrum", on=DAY + timedelta(days=day)) for day in range(200)]
    assert ask(people, "Scrum") == days[0]
    first = [found[0] for found in days]
    assert all(8 <= first.count(person) <= 55 for person in people)


def test_every_number_has_a_place_of_its_own_each_day() -> None:
    turn = turn_of(DAY)
    assert 0 < turn < LARGEST
    assert len({mixed(number, turn) for number in range(1, 2_000)}) == 1_999
