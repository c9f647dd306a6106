"""A time for a meeting: suggestions, links into calendars, and an entry for any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.blocks import payload
from bot.model import Answer, Language, State
from bot.rituals.pairing import PAIRING, PairingOptions
from bot.rituals.pairing.appointment import google, ics, outlook
from tests.unit.cast import MONDAY, a_ritual, a_state, catalogues, colleague


def introduced(*zones: str, language: Language = "en") -> str:
    """Return what the first group of such people reads."""
    members = [colleague(name, timezone=zone) for name, zone in zip(("anna", "ben"), zones, strict=True)]
    state = a_state(a_ritual(PAIRING, PairingOptions()), members)
    plan = PAIRING.plan(state.ritual.options, state, Random(1))
    message = next(letter.message for letter in plan.letters if letter.message)
    rendered: dict[str, Any] = payload(message, catalogues()[language].say)
    return "\n".join(str(block.get("text", block.get("elements"))) for block in rendered["blocks"])


def test_colleagues_of_one_zone_get_two_times_with_links_and_no_word_of_zones() -> None:
    said = introduced("Europe/Berlin", "Europe/Berlin")
    assert said.count("|Outlook>") == said.count("|Google>") == 2
    assert "Your working hours meet" not in said


def test_colleagues_of_two_zones_read_both_clocks() -> None:
    said = introduced("Europe/Berlin", "America/New_York", language="de")
    assert "Eure Arbeitszeiten treffen sich: 15:00–17:00 Uhr in Berlin und 09:00–11:00 Uhr in New York." in said
    assert said.count("New York") == 3


def test_colleagues_whose_days_never_meet_are_told_so_and_get_no_empty_suggestion() -> None:
    said = introduced("Europe/Berlin", "Pacific/Auckland")
    assert "Your working hours do not overlap" in said
    assert "Outlook" not in said


def test_the_links_fill_in_title_start_and_end() -> None:
    title, start = "Kaffee & Kuchen <b>", MONDAY
    query = parse_qs(urlsplit(outlook(title, start)).query)
    assert (query["subject"], query["startdt"], query["enddt"]) == (
        [title],
        ["2026-11-23T08:00:00Z"],
        ["2026-11-23T08:30:00Z"],
    )
    query = parse_qs(urlsplit(google(title, start)).query)
    assert (query["text"], query["dates"]) == ([title], ["20261123T080000Z/20261123T083000Z"])


def test_an_entry_for_any_calendar_keeps_to_the_rules_of_its_format() -> None:
    entry = ics("run#1", "Kaffee, Kuchen; und " + "ä" * 60 + "\nBEGIN:VALARM", MONDAY, stamp=MONDAY)
    lines = entry.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert entry.endswith("END:VCALENDAR\r\n")
    assert "BEGIN:VALARM" not in lines
    unfolded = entry.replace("\r\n ", "")
    assert "SUMMARY:Kaffee\\, Kuchen\\; und" in unfolded
    assert "DTSTART:20261123T080000Z\r\nDTEND:20261123T083000Z" in unfolded


def test_who_has_a_date_is_not_reminded() -> None:
    members = [colleague(name) for name in ("anna", "ben", "cem", "dana")]
    state = a_state(a_ritual(PAIRING, PairingOptions()), members)
    plan = PAIRING.plan(state.ritual.options, state, Random(1))
    said = plan.introductions[0].people[0]
    later: State = replace(
        state,
        step="nudge",
        now=MONDAY + timedelta(days=2),
        introductions=plan.introductions,
        letters=frozenset(letter.key for letter in plan.letters),
        answers=(Answer(state.run.id, "met", said, "planned"),),
    )
    reminded = PAIRING.plan(state.ritual.options, later, Random(1)).letters
    assert [letter.people for letter in reminded] == [plan.introductions[1].people]
