"""Words as tokens: umlauts, signs, gendered forms, hyphens, endings."""

from __future__ import annotations

import pytest

from bot.directory.analyser import fold, forms, kept, lemma, root, stems, surfaces_of, tokens, words_of


def same(*words: str) -> bool:
    """Return whether all of these words share a stem."""
    found = [set(stems(surface)) for word in words for surface in surfaces_of(word)[:1]]
    return bool(set.intersection(*found))


@pytest.mark.parametrize(
    "words",
    [
        ("Müller", "Mueller", "Muller", "MÜLLER", "müller"),
        ("Straße", "Strasse", "STRASSE"),
        ("Größe", "Groesse", "Grosse"),
        ("Ärzte", "Aerzte"),
        ("Øster", "Oster"),
        ("Łukasz", "Lukasz"),
        ("Çelik", "Celik"),
        ("Entwickler", "Entwicklerin", "Entwicklerinnen", "Entwickler:in", "Entwickler*innen", "Entwickler_in",
         "EntwicklerIn", "EntwicklerInnen", "Entwickler/-in", "Entwickler/in", "Entwickler(in)", "Entwickler·in"),
        ("Referent", "Referentin", "Referent:innen"),
        ("Arzt", "Ärztin", "Ärzt:in"),
        ("Kaufmann", "Kauffrau", "Kaufleute"),
        ("Industriekaufmann", "Industriekauffrau", "Industriekaufleute"),
        ("Psychologe", "Psychologin"),
        ("Kollege", "Kollegin", "Kolleg:innen"),
        ("Reisekosten", "Reise-Kosten", "REISEKOSTEN"),
        ("Vertrag", "Verträge", "Vertrags", "Verträgen"),
        ("negotiation", "negotiations"),
        ("organisation", "organization"),
    ],
)  # fmt: skip
def test_what_is_one_word_has_one_stem(words: tuple[str, ...]) -> None:
    assert same(*words)


@pytest.mark.parametrize(
    "word", ["Berlin", "Termin", "Medizin", "Martin", "Login", "Robin", "Benzin", "Verein", "Protein"]
)
def test_what_only_looks_like_a_womans_form_stays(word: str) -> None:
    assert lemma(word.casefold()) == word.casefold()


@pytest.mark.parametrize("name", ["LinkedIn", "PlugIn", "CheckIn"])
def test_a_capital_within_a_name_is_no_gendered_form(name: str) -> None:
    assert surfaces_of(name) == (name.casefold(),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++", ("cplusplus",)),
        ("C#, F#", ("csharp", "fsharp")),
        (".NET", ("dotnet",)),
        ("ASP.NET", ("aspdotnet", "dotnet")),
        ("Node.js", ("nodejs",)),
        ("S/4HANA", ("s4hana",)),
        ("SAP S/4 HANA", ("sap", "s4hana")),
        ("CI/CD", ("cicd",)),
        ("C/C++", ("c", "cplusplus")),
        ("R", ("r",)),
        ("IT-Sicherheit", ("itsicherheit", "it", "sicherheit")),
        ("O’Brien", ("obrien", "o", "brien")),
        ("ISO 27001", ("iso", "27001")),
        ("", ()),
        ("!?/-", ()),
    ],
)
def test_signs_do_not_tear_words_apart(text: str, expected: tuple[str, ...]) -> None:
    assert surfaces_of(text) == expected


def test_r_and_d_is_none_of_r_nor_d() -> None:
    assert len(surfaces_of("R&D")) == 1
    assert surfaces_of("R&D") == surfaces_of("R & D") != surfaces_of("F&E")


def test_tokens_are_plain_in_every_script() -> None:
    for text in ("Дмитрий", "中文", "日本語 Straße", "🙂 Kühe", "\x00'; DROP--", "ﬁnance", "İstanbul"):
        for surface in surfaces_of(text):
            assert surface.isascii()
            assert surface.isalnum()
    assert surfaces_of("Дмитрий") == surfaces_of("дмитрий")


def test_ue_is_only_an_umlaut_where_it_may_be_one() -> None:
    assert (fold("Steuer"), fold("Quelle"), fold("neue"), fold("Bauer")) == ("steuer", "quelle", "neue", "bauer")
    assert fold("Muenchen") == fold("München") == "munchen"


def test_names_keep_their_endings() -> None:
    assert set(tokens("peters", "n")).isdisjoint(tokens("peter", "n"))
    assert kept("peters", "n") == ("npeters",)
    assert forms("martin", "n") == ("nmartin",)


def test_a_document_holds_a_word_by_its_stems_and_as_it_is_written() -> None:
    assert {"treisekost", "treisekosten"} <= set(kept("reisekosten", "t"))
    assert (root("projekte"), root("projektes"), root("bau")) == ("projekt", "projekt", "bau")


def test_a_word_with_hyphens_is_whole_and_parts() -> None:
    [word] = words_of("Reise-Kosten")
    assert (word.whole, word.parts) == ("reisekosten", ("reise", "kosten"))
