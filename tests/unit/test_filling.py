"""How simulated colleagues fill in a form: every kind of field, by a seed, and what was refused once more."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from bot.demo.filling import Pen
from bot.demo.sentences import SENTENCES

TODAY = date(2026, 11, 23)
OPTIONS = [{"text": {"type": "plain_text", "text": one}, "value": one} for one in ("a", "b", "c")]
ELEMENTS: dict[str, dict[str, Any]] = {
    "plain_text_input": {"max_length": 70},
    "number_input": {"min_value": "2", "max_value": "4"},
    "datepicker": {},
    "users_select": {},
    "static_select": {"options": OPTIONS},
    "radio_buttons": {"options": OPTIONS},
    "checkboxes": {"options": OPTIONS},
    "multi_static_select": {"options": OPTIONS},
}


def block(name: str, kind: str, *, optional: bool = False, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": name, **ELEMENTS[kind], **more}
    return {"type": "input", "block_id": name, "optional": optional, "element": element}


def pen(**more: Any) -> Pen:
    return Pen(Random(1), today=TODAY, colleagues=["U2", "U3"], **more)


def test_every_kind_of_field_gets_something_that_fits() -> None:
    said = pen().filled([block(kind, kind) for kind in ELEMENTS])
    given = {kind: {**said[kind][kind]} for kind in ELEMENTS}
    assert {kind: one.pop("type") for kind, one in given.items()} == {kind: kind for kind in ELEMENTS}
    assert given["plain_text_input"]["value"] in SENTENCES["de"]
    assert 2 <= int(given["number_input"]["value"]) <= 4
    assert date.fromisoformat(given["datepicker"]["selected_date"]) > TODAY
    assert given["users_select"]["selected_user"] in ("U2", "U3")
    for kind in ("static_select", "radio_buttons"):
        assert given[kind]["selected_option"] in OPTIONS
    for kind in ("checkboxes", "multi_static_select"):
        chosen = given[kind]["selected_options"]
        assert 1 <= len(chosen) <= 2
        assert all(one in OPTIONS for one in chosen)


def test_what_may_stay_empty_does_so_by_chance_but_not_when_it_was_refused() -> None:
    blocks = [block(f"f{number}", "radio_buttons", optional=True) for number in range(40)]
    assert 0 < len(pen().filled(blocks)) < len(blocks)
    assert pen(optional=0).filled(blocks) == {}
    assert set(pen(optional=0).filled(blocks, {"f3"})) == {"f3"}


def test_a_box_that_stands_alone_is_left_alone() -> None:
    assert pen(optional=1).filled([block("agree", "checkboxes", options=OPTIONS[:1])]) == {}


def test_examples_are_written_where_they_are_asked_for_and_nobody_says_the_same_twice() -> None:
    example = block("one", "plain_text_input") | {"hint": {"type": "plain_text", "text": "Ich backe."}}
    assert pen(by_example=True).filled([example])["one"]["one"]["value"] == "Ich backe."
    said = pen(is_german=False).filled([block(f"f{number}", "plain_text_input") for number in range(5)])
    texts = {one["value"] for parts in said.values() for one in parts.values()}
    assert len(texts) == 5
    assert texts <= set(SENTENCES["en"])


def test_sentences_fit_into_the_shortest_field_for_words() -> None:
    assert all(len(one) <= 70 for some in SENTENCES.values() for one in some)
    assert len(SENTENCES["de"]) == len(SENTENCES["en"])


def test_the_same_seed_says_the_same() -> None:
    blocks = [block(kind, kind, optional=True) for kind in ELEMENTS]
    assert pen().filled(blocks) == pen().filled(blocks)
