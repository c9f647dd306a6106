"""Every view and reply fits into Slack, in both languages, with few rituals and with far too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import blocks
from bot.blocks import Leaf
from bot.model import LANGUAGES, Audience, Block, ChannelId, Coming, Language, Message, Overview, RitualLine, Words
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, length
from bot.sandbox.forms import check_view, too_large
from bot.slack.parse import VERBS, Command
from bot.slack.views import replies
from bot.slack.views.home import home_view
from tests.unit.cast import MONDAY, TITLE, a_rule, catalogues

BUTTON_EASY = 30
"""Characters of a button that a phone shows in one line."""
TODAY = MONDAY.date()


def line(number: int, **changes: Any) -> RitualLine:
    values: dict[str, Any] = {
        "id": f"ritual-{number}",
        "title": TITLE,
        "channel": "kaffeerunde",
        "channel_id": ChannelId("CKAFFEE"),
        "rule": a_rule(),
        "has_members": number % 3 != 2,
        "takes_part": number % 2 == 0,
        "paused": number % 7 == 6,
    }
    return RitualLine(**{**values, **changes})


def seen_by_anna(rituals: int = 3, language: Language = "de", **changes: Any) -> Overview:
    values: dict[str, Any] = {
        "language": language,
        "chosen_language": None,
        "is_guest": False,
        "paused_until": None,
        "today": TODAY,
        "rituals": tuple(line(number) for number in range(rituals)),
        "coming": tuple(
            Coming(TITLE, MONDAY + timedelta(weeks=week), "Europe/Berlin") for week in range(min(rituals, 5))
        ),
        "aliases": ("/kaffee", "/urlaub"),
    }
    return Overview(**{**values, **changes})


AUDIENCES = (
    Audience(),
    Audience(departments=("Vertrieb & <!channel>",)),
    Audience(user_groups=("vertrieb",), people=("U0001ANNAXX", "U0002BERNDX")),
    Audience(
        channels=tuple(f"{number}-{'x' * 78}" for number in range(500)), without=Audience(departments=("Geheim",))
    ),
)


def for_people(audience: Audience) -> RitualLine:
    """Return a ritual without a channel."""
    return line(AUDIENCES.index(audience), channel="", channel_id=None, audience=audience)


OVERVIEWS: Mapping[str, Callable[[Language], Overview]] = {
    "nothing": lambda language: seen_by_anna(0, language, aliases=()),
    "a few": lambda language: seen_by_anna(3, language, chosen_language=language),
    "far too many": lambda language: seen_by_anna(200, language, aliases=tuple(f"/kurz-{n}" for n in range(400))),
    "a break": lambda language: seen_by_anna(3, language, paused_until=TODAY),
    "a guest": lambda language: seen_by_anna(3, language, is_guest=True),
    "no channel at all": lambda language: replace(seen_by_anna(0, language), rituals=tuple(map(for_people, AUDIENCES))),
    "no channel": lambda language: replace(seen_by_anna(0, language), rituals=(line(0, channel_id=None),)),
}
MODALS: Mapping[str, Callable[[Overview], Block]] = {
    "help": replies.help_modal,
    "message": lambda seen: replies.message_modal(Words("error.sorry")),
    "pause": lambda seen: replies.pause_modal(seen.today),
}
REPLIES: Mapping[str, Callable[[Overview], Message]] = {
    "help": replies.help_reply,
    "unknown": lambda seen: replies.help_reply(seen, Command("", "kafe" * 50, "join")),
    "list": replies.list_reply,
    "next": replies.next_reply,
    "sentence": lambda seen: replies.sentence_reply(Words("guest")),
}


def leaves(tree: Any) -> Iterator[Leaf]:
    """Yield every text of a view before it is said."""
    if isinstance(tree, Leaf):
        yield tree
    elif isinstance(tree, Mapping):
        for value in tree.values():
            yield from leaves(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from leaves(value)


def buttons(tree: Any) -> Iterator[Leaf]:
    if isinstance(tree, Mapping):
        if tree.get("type") == "button":
            yield tree["text"]["text"]
        for value in tree.values():
            yield from buttons(value)
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from buttons(value)


def test_no_modal_is_missing_here() -> None:
    assert {name.removesuffix("_modal") for name in dir(replies) if name.endswith("_modal")} == set(MODALS)
    assert {name.removesuffix("_reply") for name in dir(replies) if name.endswith("_reply")} <= set(REPLIES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("overview", OVERVIEWS)
def test_home_is_taken(overview: str, language: Language) -> None:
    home = blocks.render(home_view(OVERVIEWS[overview](language)), catalogues()[language].say)
    assert check_view(home, home=True) == []
    assert not too_large(home)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("overview", OVERVIEWS)
@pytest.mark.parametrize("modal", MODALS)
def test_every_modal_is_taken(modal: str, overview: str, language: Language) -> None:
    view = blocks.render(MODALS[modal](OVERVIEWS[overview](language)), catalogues()[language].say)
    assert check_view(view, home=False) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("overview", OVERVIEWS)
@pytest.mark.parametrize("reply", REPLIES)
def test_every_reply_is_taken_and_says_something(reply: str, overview: str, language: Language) -> None:
    message = REPLIES[reply](OVERVIEWS[overview](language))
    payload = blocks.payload(message, catalogues()[language].say)
    assert payload["text"].strip()
    assert check_blocks(payload["blocks"], surface="message") == []
    assert length(payload["blocks"]) <= MESSAGE_MOST


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("overview", ["nothing", "a few", "a break", "a guest"])
def test_no_text_of_ours_is_cut(overview: str, language: Language) -> None:
    seen = OVERVIEWS[overview](language)
    trees = [home_view(seen), *(build(seen) for build in MODALS.values()), *(b(seen).blocks for b in REPLIES.values())]
    say = catalogues()[language].say
    for leaf in leaves(trees):
        assert len(say(leaf.words, plain=leaf.plain)) <= leaf.limit, leaf.words
    for leaf in buttons(trees):
        assert len(say(leaf.words, plain=True)) <= BUTTON_EASY, leaf.words


def test_home_shows_every_setting_as_it_is() -> None:
    shown = str(blocks.render(home_view(seen_by_anna(3, paused_until=TODAY)), catalogues()["de"].say))
    assert "bis einschließlich *Montag, 23. November*" in shown
    assert "home:resume" in shown
    assert "home:pause" not in shown
    choice = home_view(seen_by_anna(1, chosen_language="en"))["blocks"][-1]["accessory"]
    assert choice["initial_option"]["value"] == "en"


def test_a_ritual_of_the_whole_channel_has_no_button() -> None:
    home = home_view(replace(seen_by_anna(0), rituals=(line(0, has_members=False),)))
    (ritual,) = [block for block in home["blocks"] if block.get("block_id") == "ritual-ritual-0"]
    assert "accessory" not in ritual


def test_help_names_every_verb_and_every_short_form() -> None:
    for language in LANGUAGES:
        text = str(blocks.render(replies.help_lines(seen_by_anna()), catalogues()[language].say))
        assert all(f"/rondo {verb}" in text for verb in VERBS)
        assert "`/kaffee`, `/urlaub`" in text


def test_what_was_not_understood_is_shown_letter_by_letter() -> None:
    reply = replies.help_reply(seen_by_anna(), Command("", "<!channel>", "list"))
    payload = blocks.payload(reply, catalogues()["en"].say)
    assert payload["text"] == 'I do not know "&lt;!channel&gt;".'
    assert "<!" not in str(payload)
    assert "Did you mean `/rondo list`?" in str(payload)


def test_a_ritual_without_a_channel_says_whom_it_is_for_and_names_no_single_person() -> None:
    nobody, department, mixed, many = (
        catalogues()["de"].say(replies.ritual_words(for_people(audience), seen_by_anna())) for audience in AUDIENCES
    )
    assert "für niemanden" in nobody
    assert "für Vertrieb &amp; &lt;!channel&gt;" in department
    assert "für @vertrieb und einzelne Leute" in mixed
    assert "ANNAXX" not in mixed
    assert many.count("#") == replies.NAMED
    assert "Geheim" not in many
