"""What people type behind /rondo is understood, in both languages, or answered with a sentence."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.slack.parse import (
    COVERAGE_VERBS,
    DIRECTORY_VERBS,
    GOALS_VERBS,
    LONGEST_PAUSE,
    MANAGERS_VERBS,
    OTHER_WORDS,
    VERBS,
    Command,
    parse,
    problem_of,
    until,
)

TODAY = date(2026, 11, 20)
"""A Friday."""


@pytest.mark.parametrize(
    ("typed", "verb", "argument"),
    [
        ("", "help", ""),
        ("   ", "help", ""),
        ("?", "help", ""),
        ("help", "help", ""),
        ("Hilfe", "help", ""),
        ("LIST", "list", ""),
        ("rituale", "list", ""),
        ("rituals", "list", ""),
        ("join", "join", ""),
        ("join kaffee", "join", "kaffee"),
        ("  join   Kaffeerunde  am Montag ", "join", "Kaffeerunde  am Montag"),
        ("Mitmachen kaffee", "join", "kaffee"),
        ("beitreten", "join", ""),
        ("leave kaffee", "leave", "kaffee"),
        ("aussteigen", "leave", ""),
        ("verlassen kaffee", "leave", "kaffee"),
        ("pause", "pause", ""),
        ("Pause bis 24.12.", "pause", "bis 24.12."),
        ("resume", "resume", ""),
        ("zurück", "resume", ""),
        ("ZURÜCK", "resume", ""),
        ("zuru\u0308ck", "resume", ""),
        ("weiter", "resume", ""),
        ("next", "next", ""),
        ("Termine", "next", ""),
        ("nächste", "next", ""),
        ("jo\u200bin kaffee", "join", "kaffee"),
        ("ask Reisekosten", "ask", "Reisekosten"),
        ("Frage Kubernetes", "ask", "Kubernetes"),
        ("frag C++", "ask", "C++"),
        ("bitte Reisekosten", "ask", "Reisekosten"),
        ("stop kaffee", "stop", "kaffee"),
        ("STOPP alles", "stop", "alles"),
        ("anhalten", "stop", ""),
        ("go all", "go", "all"),
        ("los", "go", ""),
        ("freigeben kaffee", "go", "kaffee"),
        ("recall kaffee@2026-11-23 Das war zu früh", "recall", "kaffee@2026-11-23 Das war zu früh"),
        ("zurückholen", "recall", ""),
        ("join " + "x" * 500, "join", "x" * 200),
        ("recall a@2026-11-23 " + "x" * 900, "recall", "a@2026-11-23 " + "x" * 900),
    ],
)
def test_verbs_are_understood_in_both_languages(typed: str, verb: str, argument: str) -> None:
    assert parse(typed) == Command(verb, argument)


@pytest.mark.parametrize(
    ("typed", "verb", "argument"),
    [
        ("find Reisekosten", "find", "Reisekosten"),
        ("Wer kennt sich mit C++ aus?", "find", "kennt sich mit C++ aus?"),
        ("suche Excel", "find", "Excel"),
        ("card @anna.lindqvist", "card", "@anna.lindqvist"),
        ("Karte <@U0001ANNAXX>", "card", "<@U0001ANNAXX>"),
        ("me", "me", ""),
        ("Profil", "me", ""),
        ("Abdeckung", "coverage", ""),
    ],
)
def test_the_directory_is_understood_where_there_is_one(typed: str, verb: str, argument: str) -> None:
    assert parse(typed) == Command(verb, argument)
    assert parse(typed, has_directory=False).verb == ""
    assert parse(typed, has_directory=False).guess not in (*DIRECTORY_VERBS, *COVERAGE_VERBS)


@pytest.mark.parametrize("typed", ["goals", "Ziele", "ziel", "GOAL"])
def test_goals_are_known_where_there_are_goals(typed: str) -> None:
    assert parse(typed) == Command("goals")
    assert parse(typed, has_goals=False).verb == ""
    assert parse(typed, has_goals=False).guess not in GOALS_VERBS


@pytest.mark.parametrize(
    ("typed", "guess"),
    [("jion", "join"), ("lsit", "list"), ("puase", "pause"), ("hlife", "help"), ("mitmachn", "join"),
     ("aussteign", "leave"), ("termin", "next"), ("resum", "resume"), ("xyzzy", ""), ("<!channel>", ""), ("🎉", "")],
)  # fmt: skip
def test_what_was_probably_meant_is_guessed(typed: str, guess: str) -> None:
    assert parse(typed) == Command("", typed, guess)


def test_every_word_leads_to_a_verb() -> None:
    assert set(OTHER_WORDS.values()) <= {*VERBS, *MANAGERS_VERBS, *DIRECTORY_VERBS, *COVERAGE_VERBS, *GOALS_VERBS}
    for word, verb in OTHER_WORDS.items():
        assert parse(word).verb == verb


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", "2026-12-04"),
        ("2w", "2026-12-04"),
        ("2 w", "2026-12-04"),
        ("2 weeks", "2026-12-04"),
        ("1 Woche", "2026-11-27"),
        ("2 Wochen", "2026-12-04"),
        ("3d", "2026-11-23"),
        ("3 tage", "2026-11-23"),
        ("1 Tag", "2026-11-21"),
        ("3 Tagen", "2026-11-23"),
        ("1 month", "2026-12-20"),
        ("2 Monate", "2027-01-19"),
        ("2026-12-24", "2026-12-24"),
        ("2026-12-24.", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24.12", "2026-12-24"),
        ("24. 12.", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24.12.26", "2026-12-24"),
        ("6.1.", "2027-01-06"),
        ("bis 6.1.", "2027-01-06"),
        ("bis zum 6.1.", "2027-01-06"),
        ("until 24 Dec", "2026-12-24"),
        ("24 December", "2026-12-24"),
        ("24. Dezember", "2026-12-24"),
        ("Dec 24", "2026-12-24"),
        ("Dec 24th, 2026", "2026-12-24"),
        ("für 2 Wochen", "2026-12-04"),
        ("for 3 days", "2026-11-23"),
        ("morgen", "2026-11-21"),
        ("tomorrow", "2026-11-21"),
        ("24. Dez.", "2026-12-24"),
        ("1. März", "2027-03-01"),
        ("1. maerz 2027", "2027-03-01"),
        ("20. November", "2027-11-20"),  # today's date is the next one
        ("samstag", "2026-11-21"),
        ("sa", "2026-11-21"),
        ("Monday", "2026-11-23"),
        ("bis Mittwoch", "2026-11-25"),
        ("freitag", "2026-11-27"),  # today is a Friday
        ("366d", "2027-11-21"),
    ],
)
def test_dates_are_understood(typed: str, day: str) -> None:
    assert until(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("bald", "pause.not_understood"),
        ("bis", "pause.not_understood"),
        ("32.1.", "pause.not_understood"),
        ("29.2.", "pause.not_understood"),  # neither this year nor next
        ("24.13.", "pause.not_understood"),
        ("24. Brumaire", "pause.not_understood"),
        ("2026-02-30", "pause.not_understood"),
        ("0000-01-01", "pause.not_understood"),
        ("24.123", "pause.not_understood"),
        ("2 Äonen", "pause.not_understood"),
        ("-3d", "pause.not_understood"),
        ("<!channel>", "pause.not_understood"),
        ("0d", "pause.past"),
        ("2026-11-20", "pause.past"),
        ("2026-11-19", "pause.past"),
        ("1.1.2020", "pause.past"),
        ("367d", "pause.far"),
        ("999 Wochen", "pause.far"),
        ("2028-01-01", "pause.far"),
        ("9999-12-31", "pause.far"),
    ],
)
def test_what_is_no_good_date_is_answered_with_a_sentence(typed: str, problem: str) -> None:
    with pytest.raises(UserError) as raised:
        until(typed, TODAY)
    assert raised.value.key == problem


def test_the_answer_shows_what_was_typed() -> None:
    with pytest.raises(UserError) as raised:
        until("Bald!", TODAY)
    assert raised.value.params == {"text": "Bald!"}


def test_a_form_without_a_day_is_answered_too() -> None:
    missing = problem_of(None, TODAY)
    assert missing is not None
    assert missing.key == "pause.not_understood"
    assert problem_of(TODAY + timedelta(days=1), TODAY) is None


DATES = st.sampled_from(("bis", "zum", "24", "12", ".", "-", " ", "w", "tage", "Dezember", "freitag", "2026", "0", "٣"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(DATES, max_size=8).map("".join)), st.dates(max_value=date(9000, 1, 1)))
def test_whatever_is_typed_is_a_day_within_a_year_or_a_sentence(typed: str, today: date) -> None:
    assert parse(typed).verb in (*VERBS, *MANAGERS_VERBS, "")
    with suppress(UserError):
        assert today < until(typed, today) <= today + LONGEST_PAUSE
