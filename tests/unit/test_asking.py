"""What a message is about, as a topic that is offered; and what the forms say and read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import render
from bot.model import LANGUAGES, PersonId
from bot.slack.views.asking import GIST, about_modal, ask_modal, gist, hand_on_modal, read_ask, read_hand_on
from tests.unit.cast import catalogues


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Wer kennt sich mit Reisekosten aus?", "Wer kennt sich mit Reisekosten aus?"),
        ("<@U0001ANNAXX> weißt du, wie <https://example.org/a?b=1|SAP> geht?", "weißt du, wie SAP geht?"),
        ("<!channel> <#C012|allgemein> C++ &amp; C# &lt;3", "allgemein C++ & C# <3"),
        ("siehe <https://example.org/geheim>", "siehe"),
        ("eins\n\nzwei\t drei", "eins zwei drei"),
        ("\u202eumgekehrt\u200b", "umgekehrt"),
        ("", ""),
        ("x" * 200, "x" * GIST),
    ],
)
def test_of_a_message_its_first_words_are_offered_as_topic(text: str, topic: str) -> None:
    assert gist(text) == topic


@given(st.text(max_size=300))
def test_whatever_a_message_holds_the_topic_is_one_short_line(text: str) -> None:
    assert len(gist(text)) <= GIST
    assert "\n" not in gist(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_fit_into_slacks_fields(language: Any) -> None:
    address = "https://hooks.slack.com/actions/T0/1/" + "x" * 60
    forms = [about_modal("C++"), ask_modal(PersonId("p1"), ""), hand_on_modal("1" * 32, address)]
    for form in forms:
        shown = render(form, catalogues()[language].say)
        for name in ("title", "submit", "close"):
            assert not shown[name]["text"].endswith("…"), shown[name]["text"]
        assert len(shown.get("private_metadata", "")) <= 3000


def test_a_form_that_was_tampered_with_reads_as_empty() -> None:
    assert read_ask({}) == (PersonId(""), "", "")
    assert read_hand_on({"private_metadata": "r1|https://h/x|y", "state": {"values": {"person": {}}}}) == (
        "r1", "https://h/x|y", "",
    )  # fmt: skip
