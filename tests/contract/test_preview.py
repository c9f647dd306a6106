"""Every kind can be shown before it does anything. Nothing here names a kind, but for the last test."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.terminal import as_text
from bot.model import LANGUAGES, Form, Language
from bot.rituals.base import Kind
from bot.rituals.registry import kinds
from bot.sandbox.blocks import check_blocks
from bot.service.preview import Page, Shown, marked, preview, scenes
from bot.service.rehearsal import NAMES, moments
from bot.slack.scene import view_of
from tests.unit.cast import MONDAY, a_ritual, catalogues

from .harness import _open_for, least_options

every_kind = pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
every_language = pytest.mark.parametrize("language", LANGUAGES)


def shown(kind: Kind, language: Language) -> tuple[Shown, ...]:
    ritual = a_ritual(kind, least_options(kind), close_after=_open_for(kind))
    return preview(ritual, kinds=kinds(), catalogues=catalogues(), language=language, now=MONDAY, goals=())


@every_kind
@every_language
def test_every_message_is_shown_in_both_languages_as_slack_takes_it(kind: Kind, language: Language) -> None:
    messages = shown(kind, language)
    assert messages
    for one in messages:
        assert one.step
        assert one.to
        assert one.payload["text"].strip()
        assert check_blocks(one.payload.get("blocks", []), surface="message") == []
        assert as_text(one.payload).strip()


@every_kind
@every_language
def test_every_form_is_shown_once_and_as_slack_takes_it(kind: Kind, language: Language) -> None:
    ritual = a_ritual(kind, least_options(kind), close_after=_open_for(kind))
    played = scenes(ritual, kinds=kinds(), catalogues=catalogues(), language=language, now=MONDAY, goals=())
    found = [one for one in played if isinstance(one, Page)]
    opened = {moment.plan.form.title.key for moment in moments(kind, ritual, MONDAY, goals=()) if moment.plan.form}
    assert {one.form.title.key for one in found if isinstance(one.form, Form)} == opened
    views = [view_of(one, catalogues=catalogues(), language=language) for one in found]
    for one, view in zip(found, views, strict=True):
        assert one.to
        assert (view["type"], len(view["title"]["text"]) <= 24) == ("modal", True)
        assert check_blocks(view["blocks"], surface="modal") == []
        assert as_text(view).strip()
        assert "person:" not in str(view)
    assert len({str(view) for view in views}) == len(views)


@every_kind
def test_no_step_and_no_sentence_of_a_round_is_left_out(kind: Kind) -> None:
    ritual = a_ritual(kind, least_options(kind), close_after=_open_for(kind))
    said = {str(one.payload["text"]) for one in shown(kind, "de")}
    for moment in moments(kind, replace(ritual, language="de"), MONDAY, goals=()):
        for letter in moment.plan.letters:
            if letter.message is not None:
                text = catalogues()["de"].say(letter.message.text)
                assert any(without_chance(text) == without_chance(one) for one in said), text


@every_kind
@every_language
def test_people_stand_in_it_by_name(kind: Kind, language: Language) -> None:
    for one in shown(kind, language):
        assert "person:" not in str(one.payload)
        assert "<@" not in str(one.payload)


@every_kind
@every_language
def test_a_preview_that_is_sent_says_that_it_is_one(kind: Kind, language: Language) -> None:
    ritual = a_ritual(kind, least_options(kind))
    for one in shown(kind, language):
        payload = marked(one, ritual, catalogues=catalogues(), language=language)
        word = "Vorschau" if language == "de" else "Preview"
        assert payload["text"].startswith(word)
        assert word in as_text(payload).splitlines()[0]
        assert check_blocks(payload["blocks"], surface="message") == []


@every_kind
def test_the_same_ritual_is_shown_the_same_way_twice(kind: Kind) -> None:
    assert shown(kind, "de") == shown(kind, "de")


def test_a_pairing_is_shown_from_the_introduction_to_the_figures() -> None:
    messages = shown(kinds()["pairing"], "de")
    steps = list(dict.fromkeys(one.step for one in messages))
    assert steps[:7] == ["open", "met:planned", "nudge", "ask", "met:yes", "met:no", "close"]
    assert steps[7:] == ["depart", "match:yes", "match:met", "match:no"]
    texts = [as_text(one.payload) for one in messages]
    assert "[Ja, haben wir] [Termin steht] [Diesmal nicht]" in texts[[one.step for one in messages].index("ask")]
    assert any("Schön, dass ihr euch getroffen habt" in text for text in texts)
    assert any("Mindestens 5 davon" in text for text in texts)
    assert messages[0].to.startswith("an ")
    assert [one.to for one in messages if one.step == "close"][-1] == "an #kaffeerunde"


@pytest.mark.parametrize(
    ("wish", "german", "english"),
    [
        ("site", "sitzt an verschiedenen Standorten", "work at different sites"),
        ("department", "arbeitet in verschiedenen Abteilungen", "work in different departments"),
        ("same level", "seid auf derselben Karrierestufe", "are on the same level"),
    ],
)
def test_what_a_pairing_wishes_stands_in_each_introduction(wish: str, german: str, english: str) -> None:
    kind = kinds()["pairing"]
    ritual = a_ritual(kind, kind.options.model_validate({"mix": [wish]}), close_after=_open_for(kind))
    for language, clause in zip(LANGUAGES, (german, english), strict=True):
        played = preview(ritual, kinds=kinds(), catalogues=catalogues(), language=language, now=MONDAY, goals=())
        said = [as_text(one.payload) for one in played if one.step == "open"]
        assert said
        assert all(clause in one for one in said)


def without_chance(text: Any) -> str:
    """Return a sentence without the people it is for."""
    for name in NAMES:
        text = text.replace(f"<@person:{name.lower()}>", "X").replace(name, "X")
    return re.sub(r"\d+", "N", text)
