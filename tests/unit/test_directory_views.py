"""What people see of the directory fits into Slack, in both languages, says what it must and leads nowhere unsafe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks
from bot.directory import audience
from bot.directory.catalogue import FIELDS, LONGEST, MOST_VALUES, SHIPPED
from bot.directory.ways import address_of
from bot.model import (
    LANGUAGES,
    NAME,
    SECTIONS,
    Block,
    Language,
    Level,
    Listing,
    Message,
    OwnEntry,
    PersonId,
    Profile,
    ProfileFact,
)
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, length
from bot.sandbox.forms import check_view, too_large
from bot.service.directory.questions import question
from bot.service.directory.search import Found, Hit, Why
from bot.slack.views import card, found, sections, terms
from bot.slack.views import profile as views
from bot.slack.views.card import Reader
from bot.slack.views.home import home_view
from tests.unit.cast import MONDAY, catalogues
from tests.unit.test_views import BUTTON_EASY, buttons, leaves, seen_by_anna
from tests.world import words_of

READER = Reader("colleagues", "UREADER", "Europe/Berlin", "T1", MONDAY)
HOSTILE = "<!channel> *_`~ &<@U1> {n} <https://evil.example|x>"
LISTED = Listing(listed=True, expert=True, contactable=True)
VALUES: Mapping[str, tuple[str, ...]] = {
    NAME: ("Petra Gärtner",),
    "role": ("Sachbearbeiterin",),
    "department": ("Finanzen",),
    "site": ("Hamburg",),
    "what_i_do": ("Ich rechne ab,\nwas andere unterwegs ausgeben.",),
    "ask_me_about": ("Reisekosten", "SAP Concur"),
    "works_with": ("Excel",),
    "responsibilities": ("Spesenrichtlinie", "Firmenkarten"),
    "projects": ("Belege ohne Papier",),
    "languages": ("de", "en", "Plattdeutsch"),
    "fun_fact": ("Ich backe sonntags Brot.",),
    "photo": ("yes",),
    "contact": ("petra@firma.example", "+49 40 1234-567", "https://cal.example/petra?x=1", "Zimmer 3.12"),
}


def facts(values: Mapping[str, tuple[str, ...]] = VALUES, audience: Level = "colleagues") -> tuple[ProfileFact, ...]:
    deputy = {"Firmenkarten": PersonId("ben")}
    said = [(field.key, value) for field in FIELDS for value in values.get(field.key, ())]
    return tuple(
        ProfileFact(field, value, audience, "self", MONDAY, other=deputy.get(value), id=number + 1)
        for number, (field, value) in enumerate(said)
    )


def petra(**changes: Any) -> Profile:
    whole: dict[str, Any] = {"slack_id": "UPETRA", "outside_id": "", "listing": LISTED, "facts": facts(), **changes}
    return Profile(PersonId("petra"), timezone="Europe/Berlin", is_eligible=True, **whole)


def entry(**changes: Any) -> OwnEntry:
    whole: dict[str, Any] = {"deputies": (("ben", "UBEN"),), **changes}
    return OwnEntry(SHIPPED, **{"profile": petra(), **whole})


def full() -> tuple[ProfileFact, ...]:
    """As much as the catalogue takes, of the worst text."""
    longest = {field.key: (HOSTILE * 40)[: LONGEST.get(field.type, 3)] for field in FIELDS}
    many = {
        field.key: tuple(f"{n:02d}{longest[field.key][2:]}" for n in range(MOST_VALUES))
        for field in FIELDS
        if field.type not in ("text", "long", "photo")
    }
    return facts({**{key: (value,) for key, value in longest.items()}, **many, "photo": ("yes",)})


def cuts(one: OwnEntry) -> dict[Level, Profile | None]:
    """Return an entry cut to each audience."""
    return {level: audience.shown(one.profile, level, one.directory, READER.now) for level in audience.SEEN_BY}


ENTRIES: Mapping[str, Callable[[], OwnEntry]] = {
    "blank": lambda: entry(profile=petra(listing=Listing(), facts=()), missing=tuple(SHIPPED.fields.values())),
    "unlisted": lambda: entry(profile=petra(listing=Listing())),
    "listed": entry,
    "paused and away": lambda: entry(
        profile=petra(
            listing=replace(
                LISTED, paused_until=MONDAY.date(), availability="away", away_until=MONDAY.date(), most_per_week=2,
                substitute=PersonId("ben"),
            )
        )
    ),
    "full": lambda: entry(
        profile=petra(facts=full()), missing=FIELDS, stale=full(), read_only=frozenset({NAME, "department"}),
        kept=tuple(petra(slack_id="", outside_id=f"post-{n}") for n in range(60)),
    ),
}  # fmt: skip
MODALS: Mapping[str, Callable[[OwnEntry], Block]] = {
    **{name: lambda one, name=name: sections.section_modal(one, name) for name in SECTIONS},  # type: ignore[misc]
    "keeper": lambda one: sections.section_modal(replace(one, whose="somebody"), "work"),
    "kept": lambda one: views.kept_modal(replace(one, whose="somebody"), READER),
    "terms": lambda one: terms.terms_modal(one, MONDAY),
    "seen": lambda one: views.seen_modal(one, cuts(one), READER),
    "card": lambda one: card.card_modal(one.profile, SHIPPED, READER, photo="https://photos.example/p.png"),
    "find": lambda one: found.find_modal(),
    "found": lambda one: found.found_modal(hits(one.profile, 30), HOSTILE, SHIPPED, READER),
    "nobody": lambda one: found.found_modal(Found((), ("Reise & Kosten",) * 9), HOSTILE, SHIPPED, READER),
}
REPLIES: Mapping[str, Callable[[OwnEntry], Message]] = {
    "me": lambda one: views.me_reply(one, READER),
    "card": lambda one: card.card_reply(one.profile, SHIPPED, READER),
    "found": lambda one: found.found_reply(hits(one.profile, 30), "Reisekosten", SHIPPED, READER),
    "nobody": lambda one: found.found_reply(Found((), ("Reisekosten",)), "Reisekotsen", SHIPPED, READER),
    "several": lambda one: found.several_reply([one.profile] * 30),
    "examples": lambda one: found.examples_reply("dir.find.what"),
    "card examples": lambda one: found.examples_reply("dir.card.what"),
}


def hits(profile: Profile, number: int = 1, why: tuple[Why, ...] = (Why("ask_me_about", "Reisekosten"),)) -> Found:
    return Found((Hit(profile, why),) * number, ())


def said(tree: Any, language: Language = "de") -> str:
    """Return all the text of a view or message, in a language."""
    say = catalogues()[language].say
    if isinstance(tree, Message):
        return words_of(blocks.payload(tree, say))
    return words_of(blocks.render(tree, say))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ENTRIES)
@pytest.mark.parametrize("modal", MODALS)
def test_every_page_is_taken(modal: str, which: str, language: Language) -> None:
    view = blocks.render(MODALS[modal](ENTRIES[which]()), catalogues()[language].say)
    assert check_view(view, home=False) == []
    assert not too_large(view)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ENTRIES)
@pytest.mark.parametrize("reply", REPLIES)
def test_every_answer_is_taken(reply: str, which: str, language: Language) -> None:
    payload = blocks.payload(REPLIES[reply](ENTRIES[which]()), catalogues()[language].say)
    assert payload["text"].strip()
    assert check_blocks(payload["blocks"], surface="message") == []
    assert length(payload["blocks"]) <= MESSAGE_MOST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rituals", [0, 3, 200])
@pytest.mark.parametrize("which", ENTRIES)
def test_home_with_an_entry_is_taken_and_nothing_of_it_is_cut(which: str, rituals: int, language: Language) -> None:
    mine = views.entry_blocks(ENTRIES[which](), READER)
    view = home_view(seen_by_anna(rituals, language, has_directory=True, brings_together=True), mine)
    home = blocks.render(view, catalogues()[language].say)
    assert check_view(home, home=True) == []
    assert not too_large(home)
    assert home["blocks"][-1]["block_id"] == "wishes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_ours_is_cut_and_buttons_fit_a_phone(language: Language) -> None:
    say = catalogues()[language].say
    for which in ("blank", "unlisted", "listed", "paused and away"):
        own = ENTRIES[which]()
        trees = [build(own) for name, build in MODALS.items() if name not in ("found", "nobody")]
        trees += [list(build(own).blocks) for build in REPLIES.values()]  # type: ignore[misc]
        for leaf in leaves([*trees, views.entry_blocks(own, READER)]):
            assert len(say(leaf.words, plain=leaf.plain)) <= leaf.limit, leaf.words
        for leaf in buttons(trees):
            assert len(say(leaf.words, plain=True)) <= BUTTON_EASY, leaf.words


def test_whoever_never_said_a_word_gets_one_paragraph_and_one_button() -> None:
    shown = views.entry_blocks(ENTRIES["blank"](), READER)
    assert [one["type"] for one in shown] == ["header", "section", "actions"]
    assert [one["action_id"] for one in shown[-1]["elements"]] == ["me:on:listed"]


def test_switches_turn_to_what_they_are_not_and_need_the_first() -> None:
    def actions_of(own: OwnEntry) -> list[str]:
        shown = views.entry_blocks(own, READER, whole=True)
        wanted = [one.get("accessory", {}).get("action_id", "") for one in shown]
        return [one for one in wanted if one.startswith(("me:on", "me:off"))]

    assert actions_of(entry()) == ["me:off:listed", "me:off:expert", "me:off:contactable"]
    assert actions_of(ENTRIES["unlisted"]()) == ["me:on:listed"]
    half = entry(profile=petra(listing=Listing(listed=True)))
    assert actions_of(half) == ["me:off:listed", "me:on:expert", "me:on:contactable"]


def test_my_entry_says_what_is_missing_and_what_grows_old_and_no_score() -> None:
    own = entry(missing=(SHIPPED.fields["can_mentor"],), stale=facts()[5:7])
    shown = said(views.entry_blocks(own, READER))
    assert "Noch leer: Ich begleite bei." in shown
    assert "Stimmt das noch?* Fragt mich zu: Reisekosten" in shown
    assert "%" not in shown


def test_answered_rows_go_from_the_question_and_the_last_takes_all_with_it() -> None:
    asked = facts()[1:4]
    shown = blocks.render(list(question(petra(), asked, SHIPPED.fields, is_own=True).blocks), catalogues()["de"].say)
    ids = [one.id for one in asked]
    one = views.left_over(shown, ids[:1])
    assert len(one) == len(shown) - 2
    assert check_blocks(one, surface="message") == []
    two = views.left_over(one, ids[1:2])
    assert two
    assert all(block.get("block_id") != "fact~all" for block in two)
    assert views.left_over(shown, ids) == []


def test_a_value_for_others_than_colleagues_is_marked() -> None:
    told = said(views.entry_blocks(entry(profile=petra(facts=facts(audience="self"))), READER))
    assert "Rolle: Sachbearbeiterin _(nur für dich)_" in told
    assert "nur für dich" not in said(views.entry_blocks(entry(), READER))


def test_a_hit_says_why_whether_and_how() -> None:
    shown = said(found.found_reply(hits(petra()), "Reisekosten", SHIPPED, READER))
    assert "<@UPETRA>\nSachbearbeiterin · Finanzen · Hamburg" in shown
    assert "Fragt mich zu: *Reisekosten*" in shown
    assert "ansprechbar · <mailto:petra@firma.example|petra@firma.example>" in shown
    assert "dort ist es" not in shown


def test_a_hit_far_away_has_the_time_there_and_an_absence_its_stand_in() -> None:
    away = replace(LISTED, availability="away", away_until=MONDAY.date(), substitute=PersonId("ben"))
    far = replace(petra(listing=away), timezone="America/New_York")
    shown = said(found.found_reply(hits(far), "x", SHIPPED, READER))
    assert (
        "abwesend bis Montag, 23. November · Vertretung: <@person:ben> · dort ist es jetzt 03:00 Uhr (New York)"
        in shown
    )


def test_one_press_leads_to_a_direct_message_and_asking_only_to_whoever_is_asked() -> None:
    able = replace(READER, askable=frozenset({petra().person}))

    def ways(profile: Profile, reader: Reader = able) -> list[str]:
        return [one["action_id"] for one in card.ways(profile, reader, has_card=True)]

    write = card.ways(petra(), READER, has_card=False)[0]
    assert write["url"] == "slack://user?team=T1&id=UPETRA"
    assert ways(petra()) == ["dm:open", "ask:open", "card:open"]
    assert ways(petra(), replace(able, seeks_help=True)) == ["ask:open", "dm:open", "card:open"]
    assert ways(petra(), READER) == ["dm:open", "card:open"]
    assert ways(petra(), replace(able, slack_id="UPETRA")) == ["card:open"]
    asks = card.ways(petra(), able, has_card=False, topic="C++")[1]
    assert asks["value"] == f"{petra().person}|C++"
    assert ways(replace(petra(), slack_id="")) == ["card:open"]


def test_a_card_shows_every_value_with_its_label_in_the_readers_language() -> None:
    german, english = (
        said(card.card_modal(petra(), SHIPPED, READER)),
        said(card.card_modal(petra(), SHIPPED, READER), "en"),
    )
    assert "*Zuständig für*\nSpesenrichtlinie\nFirmenkarten · Vertretung: <@person:ben>" in german
    assert "*Responsible for*\nSpesenrichtlinie\nFirmenkarten · stand-in: <@person:ben>" in english
    assert "Deutsch, Englisch, Plattdeutsch" in german
    assert "German, English, Plattdeutsch" in english
    assert "<tel:+49401234567|+49 40 1234-567>\n<https://cal.example/petra?x=1|https://cal.example/petra?x=1>" in german
    assert "Zimmer 3.12" in german


def test_a_photo_is_shown_by_https_only() -> None:
    for photo, number in (("https://photos.example/p.png", 1), ("http://photos.example/p.png", 0), ("", 0)):
        shown = blocks.render(card.card_blocks(petra(), SHIPPED, READER, photo=photo), catalogues()["de"].say)
        assert str(shown).count("image_url") == number


def test_what_people_write_is_shown_letter_by_letter() -> None:
    hostile = petra(slack_id="", facts=facts({key: (HOSTILE,) for key in VALUES if key != "photo"}))
    for tree in (
        card.card_modal(hostile, SHIPPED, READER),
        found.found_reply(hits(hostile, why=(Why("ask_me_about", HOSTILE),)), HOSTILE, SHIPPED, READER),
        views.entry_blocks(entry(profile=hostile), READER),
    ):
        marked = said(tree).replace("<@person:", "")
        assert "<!" not in marked
        assert "<@" not in marked
        assert "<https" not in marked


def test_view_as_shows_to_each_audience_no_more_than_it_may_see() -> None:
    mixed = (
        *facts({NAME: ("Petra Gärtner",)}, "public"),
        *facts({"role": ("Geheime Rolle",)}, "colleagues"),
        *facts({"site": ("Hamburg",)}, "partners"),
        *facts({"fun_fact": ("Nur meins",)}, "self"),
    )
    mine = entry(profile=petra(facts=mixed))
    shown = said(views.seen_modal(mine, cuts(mine), READER))
    colleagues, rest = shown.split("Gäste und Partner", 1)
    partners, public = rest.split("Alle anderen", 1)
    assert "Geheime Rolle" in colleagues
    assert "Hamburg" in partners
    assert "Geheime Rolle" not in partners
    assert "Hamburg" not in public
    assert "Nur meins" not in shown
    assert "Nichts." in said(views.seen_modal(ENTRIES["unlisted"](), cuts(ENTRIES["unlisted"]()), READER))


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("petra@firma.example", "mailto:petra@firma.example"),
        ("petra+x@firma.example", "mailto:petra+x@firma.example"),
        ("+49 (0)40 1234-567", "tel:+49401234567"),
        ("0049 40 1234567", "tel:+49401234567"),
        ("040/1234567", "tel:0401234567"),
        ("https://cal.example/Pe tra", ""),
        ("https://cal.example/größe?a=1&b=<x>", "https://cal.example/gr%C3%B6%C3%9Fe?a=1&b=%3Cx%3E"),
        ("https://cal.example/%20x", "https://cal.example/%20x"),
        ("HTTPS://Cal.example", "https://Cal.example"),
        ("http://cal.example", ""),
        ("javascript:alert(1)", ""),
        ("https://user:pass@evil.example/", ""),
        ("https://evil.example|x", ""),
        ("https://localhost/x", ""),
        ("Zimmer 3.12", ""),
        ("12", ""),
        ("a@b", ""),
        ("<x@y.example>", ""),
    ],
)
def test_only_what_is_safe_becomes_a_link(way: str, address: str) -> None:
    assert address_of(way) == address


@given(st.text(max_size=200) | st.text(max_size=60).map("https://a.example/{}".format))
@settings(max_examples=300, deadline=None)
def test_a_link_never_breaks_out(way: str) -> None:
    address = address_of(way)
    assert not address or address.startswith(("mailto:", "tel:", "https://"))
    assert not set('<>|"\n \\') & set(address)
    assert address.isascii()
