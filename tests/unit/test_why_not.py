"""Whyever a date does not happen, on its day or at all: the page and the command line say it, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import bot.demo
from bot.i18n import Catalogue
from bot.model import LANGUAGES, Language, Reason, Words
from bot.schedule import say_reason
from bot.service.goals.decisions import UNDECIDED
from bot.service.lifting import STOPPED
from bot.service.owners import PAUSED
from bot.store.halts import RESTORED

MISSED = ("too_late", "superseded", "overlap", PAUSED, UNDECIDED, STOPPED, RESTORED)
"""What a run that did not open can have as its reason."""
PAGE = Path(bot.demo.__file__).with_name("static") / "words-ahead.js"


def of_the_page(language: Language) -> dict[str, str]:
    """Return what the page says instead of a date, by its reason."""
    both = PAGE.read_text("utf-8").partition("\n  en: {")
    return dict(re.findall(r'\bah_missed_(\w+): "(.+?)"', both[0 if language == "de" else 2]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_calendar_takes_away_has_a_reason_in_words(language: Language) -> None:
    kinds = get_args(get_type_hints(Reason)["why"])
    assert {"holiday", "closed", "except", "doubled"} <= set(kinds)
    for why in kinds:
        names: list[dict[str, str]] = [{}, {one: "Brückentag" for one in LANGUAGES}]
        for name in names:
            said = say_reason(Reason(why, name, "BY" if name and why == "holiday" else ""), language)
            assert len(said) > 3, (why, name)
            assert why == "except" or not name or "Brückentag" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_missed_date_has_a_sentence_of_its_own(language: Language) -> None:
    page = of_the_page(language)
    assert sorted(page) == sorted(MISSED)
    assert len(set(page.values())) == len(MISSED)
    said = {Catalogue(language).say(Words(f"cli.simulate.{why}"), plain=True) for why in MISSED}
    assert len(said) == len(MISSED)
    assert all(len(sentence) > 10 for sentence in said)
