"""How a sentence is said: in which language, with which dates, lists and plural forms, and never with live markup."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.i18n import Catalogues, language_of, shared_language
from bot.model import LANGUAGES, Language, Mention, Words
from bot.text import people_in, placeholders
from tests.unit.cast import ANNA, BEN, CEM, TITLE, catalogues, colleague

TOKEN = re.compile(r"<[^>]*>?")
HOSTILE = st.lists(
    st.sampled_from(("<", ">", "!channel", "@person:", "anna", "&lt;", "&", "@U1", "|", "{title}", "{n}", "#C1", " ")),
    max_size=12,
).map("".join)
KEYS = [key for key in sorted(catalogues()["de"].keys()) if placeholders(catalogues()["de"].template(key))]
WHEN = datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))


def say(language: Language, key: str, **params: object) -> str:
    return catalogues()[language].say(Words(key, params))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KEYS), HOSTILE, st.sampled_from(LANGUAGES))
def test_what_people_write_never_becomes_markup(key: str, hostile: str, language: Language) -> None:
    template = catalogues()[language].template(key)
    names = placeholders(template)
    inner = Words("command.unknown", {"verb": [hostile, hostile]})
    for value in (hostile, [hostile, ANNA, hostile], inner):
        said = say(language, key, **dict.fromkeys(names, value))
        assert TOKEN.findall(said) == TOKEN.findall(template)
        assert people_in(said) == frozenset()
        assert not re.search(r"&(?!amp;|lt;|gt;)", said)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_in_plain_text_it_is_shown_as_it_is(hostile: str) -> None:
    assert catalogues()["de"].say(Words("command.unknown", {"verb": hostile}), plain=True) == (
        f"„{hostile}“ kenne ich nicht."
    )


def test_values_are_not_read_for_placeholders() -> None:
    own = Words(own={"de": "{title}: {name}", "en": ""}, params={"title": "{name}", "name": "Anna"})
    assert catalogues()["de"].say(own) == "{name}: Anna"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "Montag, 23. November liegt nicht"), ("en", "Monday, 23 November")],
)
def test_a_date_has_its_weekday(language: Language, expected: str) -> None:
    assert expected in say(language, "pause.past", until=date(2026, 11, 23))


@pytest.mark.parametrize(("language", "expected"), [("de", "Mo. 23. Nov., 09:05"), ("en", "Mon 23 Nov, 09:05")])
def test_an_instant_is_told_in_its_own_zone(language: Language, expected: str) -> None:
    assert expected in say(language, "joined.next", when=WHEN)


@pytest.mark.parametrize(("language", "expected"), [("de", "A, B und C"), ("en", "A, B and C")])
def test_a_list_ends_with_and(language: Language, expected: str) -> None:
    assert expected in say(language, "help.aliases", aliases=["A", "B", "C"])


@pytest.mark.parametrize(("language", "word"), [("de", "und"), ("en", "and")])
def test_people_are_placeholders_until_the_letter_leaves(language: Language, word: str) -> None:
    said = say(language, "pairing.notification", people=[Mention(ANNA), Mention(BEN)], title=Words(own=TITLE))
    assert f"<@person:anna> {word} <@person:ben>" in said
    assert TITLE[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_has_a_form_of_its_own(language: Language) -> None:
    one, none, many = (say(language, "pairing.wrap_up", title="K", n=n) for n in (1, 0, 12))
    assert "1" not in one
    assert "0" in none
    assert "12" in many


def test_a_managers_text_wins_over_the_key_and_takes_the_same_values() -> None:
    words = Words("pairing.intro", {"title": "Kaffee & Kuchen"}, own={"de": " *{title}* \n", "en": "-"})
    assert catalogues()["de"].say(words) == "*Kaffee &amp; Kuchen*"


def test_an_unknown_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("de", "no.such.key")


def test_a_kind_from_outside_brings_its_words_and_replaces_none() -> None:
    brought = {"de": {"quiz.hello": "Rate mal", "lang.de": "Falsch"}, "en": {"quiz.hello": "Guess"}}
    both = Catalogues([brought])
    assert both["de"].say(Words("quiz.hello")) == "Rate mal"
    assert both["en"].say(Words("quiz.hello", {"n": 3})) == "Guess"
    assert both["de"].say(Words("lang.de")) == "Deutsch"


@pytest.mark.parametrize(
    ("locale", "choice", "expected"),
    [
        ("de-DE", None, "de"),
        ("de-AT", None, "de"),
        ("DE", None, "de"),
        ("en-US", None, "en"),
        ("fr-FR", None, "en"),
        ("", None, "de"),
        ("de-DE", "en", "en"),
        ("fr-FR", "de", "de"),
    ],
)
def test_ones_own_choice_wins_over_slacks_locale(locale: str, choice: Language | None, expected: Language) -> None:
    assert language_of(colleague("anna", locale=locale, language=choice), "de") == expected


def test_without_a_locale_the_default_holds() -> None:
    assert language_of(colleague("anna", locale=""), "en") == "en"


def test_people_who_share_a_language_are_spoken_to_in_it() -> None:
    anna, ben, cem = colleague(ANNA), colleague(BEN), colleague(CEM, locale="en-GB")
    assert shared_language([anna, ben], "en") == "de"
    assert shared_language([anna, cem], "de") == "en"
    assert shared_language([cem], "de") == "en"
    assert shared_language([], "de") == "de"


def test_a_title_is_a_name_whose_markup_is_shown_letter_by_letter() -> None:
    title = Words(own={"de": "Tee & <http://x|y>", "en": "Tea"})
    catalogue = catalogues()["de"]
    assert "Tee &amp; &lt;http://x|y&gt;" in catalogue.say(Words("footer.part", {"title": title}))
    assert "Tee & <http://x|y>" in catalogue.say(Words("footer.part", {"title": title}), plain=True)
