"""What comes in is cleaned, what goes out is shown letter by letter, and nothing is cut in two."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import NOBODY, address, clean, clip, escape, fill, people_in, person, placeholders

ANY_TEXT = st.text(st.characters(), max_size=80)  # with surrogates, controls and all planes
TOKENS = ("&amp;", "&lt;", "&gt;", "<@person:anna>", "<https://example.org|Beispiel>", "Wort ", "ü", " ", "\n")
PIECES = st.lists(st.sampled_from(TOKENS), max_size=30)
HALF = re.compile(r"&(?!amp;|lt;|gt;)|<[^<>]*$|^[^<>]*>")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("An\x00na\x1b[31m", "Anna[31m"),  # NUL and escape
        ("\u202eannA\u202c", "annA"),  # right to left
        ("An\u2066na\u2069", "Anna"),
        ("An\u200b\u200d\ufeffna", "Anna"),  # zero width
        ("An\u00adna", "Anna"),  # soft hyphen
        ("An\U000e0041\U000e007fna", "Anna"),  # tags: letters nobody sees
        ("An\u206anna", "Annna"),
        ("An\ud800na", "Anna"),  # half a character
        ("An\ue000na", "Anna"),  # private use
        ("An\uffffna", "Anna"),
        ("An\u0085na", "Anna"),
        ("  Anna \n", "Anna"),
        ("eins\r\nzwei\tdrei", "eins\nzwei\tdrei"),
        ("Ju\u0308rgen", "Jürgen"),
        ("☕ 👋🏽 ❤️", "☕ 👋🏽 ❤️"),
    ],
)
def test_what_nobody_can_see_is_taken_out(raw: str, kept: str) -> None:
    assert clean(raw, limit=50) == kept


def test_cleaning_shortens() -> None:
    assert clean("  Kaffee am Montag", limit=6) == "Kaffee"
    assert clean("Kaffee am Montag", limit=7) == "Kaffee"


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, st.integers(0, 60))
def test_cleaned_text_is_short_and_visible_and_stays_as_it_is(raw: str, limit: int) -> None:
    cleaned = clean(raw, limit=limit)
    assert len(cleaned) <= limit
    assert {unicodedata.category(c) for c in cleaned if c not in "\n\t"}.isdisjoint({"Cc", "Cs", "Co", "Cn"})
    assert clean(cleaned, limit=limit) == cleaned
    cleaned.encode()


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_escaped_text_reads_as_before_and_holds_no_markup(text: str) -> None:
    assert not set("<>") & set(escape(text))
    assert html.unescape(escape(text).replace("&amp;", "&#38;")) == html.unescape(text.replace("&", "&#38;"))


def test_values_are_not_read_again() -> None:
    values = {"name": "{secret}", "secret": "hidden"}
    assert fill("{name}!", values.get) == "{secret}!"
    assert fill("{name}{name} {secret}", values.get) == "{secret}{secret} hidden"


def test_unknown_names_and_odd_braces_stay() -> None:
    assert fill("{who} {} {Name} {{name}} {name", {"name": "Anna"}.get) == "{who} {} {Name} {Anna} {name"


def test_the_names_in_braces_are_found() -> None:
    assert placeholders("{people}: {title} {people} {} {A}") == {"people", "title"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_put_in_comes_out_letter_by_letter(before: str, value: str) -> None:
    template = before.replace("{", "") + "{name}"
    assert fill(template, {"name": value}.get) == before.replace("{", "") + value


def test_a_short_text_is_not_cut() -> None:
    assert clip("Kaffee", 6) == "Kaffee"
    assert clip("Kaffee am Montag", 8) == "Kaffee…"


@pytest.mark.parametrize("limit", range(1, 17))
def test_a_mention_goes_as_a_whole(limit: int) -> None:
    assert clip("Hallo <@person:anna>!", limit + 2) in ("Ha…", "Hal…", "Hall…", "Hallo…")


@settings(max_examples=300, deadline=None)
@given(PIECES, st.integers(1, 120))
def test_a_cut_is_never_inside_an_entity_or_a_mention(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    cut = clip(text, limit)
    assert len(cut) <= limit
    assert not HALF.search(cut)
    assert cut == text or text.startswith(cut.removesuffix("…"))


@settings(max_examples=200, deadline=None)
@given(st.text("&<>ab ", max_size=80), st.integers(1, 60))
def test_hostile_text_is_cut_as_well(text: str, limit: int) -> None:
    cut = clip(escape(text), limit)
    assert len(cut) <= limit
    assert not HALF.search(cut)


def test_people_become_mentions_only_at_the_end() -> None:
    tree = {
        "text": f"{person('anna')} und {person('ben')}",
        "blocks": [{"type": "section", "n": 3, "text": {"text": f"Hallo {person('cem')}"}}, (person("anna"), None)],
    }
    slack_ids = {"anna": "U1", "ben": "U2"}
    assert people_in(tree) == {"anna", "ben", "cem"}
    assert address(tree, slack_ids) == {
        "text": "<@U1> und <@U2>",
        "blocks": [{"type": "section", "n": 3, "text": {"text": f"Hallo {NOBODY}"}}, ["<@U1>", None]],
    }


@settings(max_examples=50, deadline=None)
@given(st.sets(st.text("ABCabc019_-", min_size=1, max_size=32), max_size=6))
def test_everybody_named_is_found_and_after_that_nobody_is(names: set[str]) -> None:
    tree = [{"text": person(name)} for name in sorted(names)]
    assert people_in(tree) == names
    addressed = address(tree, {name: f"U{name}" for name in names})
    assert people_in(addressed) == frozenset()
    assert [one["text"] for one in addressed] == [f"<@U{name}>" for name in sorted(names)]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_text_from_people_names_nobody(text: str) -> None:
    assert people_in(escape(text)) == frozenset()
    assert people_in(escape(person(text))) == frozenset()
