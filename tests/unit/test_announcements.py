"""What managers read fits into one message of Slack, with its buttons, whatever a file holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.blocks import payload
from bot.config.changes import Change
from bot.errors import Problem
from bot.model import LANGUAGES, Language, Message, Version, Words
from bot.sandbox.blocks import MESSAGE_MOST, check_blocks, length
from bot.service.announcements import Proposal, live_message, problems_message, proposal_message, versions_message
from tests.unit.cast import catalogues

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WILD = "<!channel> *x* `y` ``` & <@U1> " * 60
VERSION = Version(12, "f", "s", "upload", "proposed", NOW)
MANY = Proposal(
    version=VERSION,
    base=11,
    changes=tuple(Change("kaffee", f"key-{n}", "data", n, WILD, WILD) for n in range(200)),
    renames=tuple((f"alt-{n}", f"neu-{n}") for n in range(60)),
    answers="yn" * 20,
    needs_second=True,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "message",
    [
        proposal_message(MANY, lead=Words("versions.from_address")),
        proposal_message(replace(MANY, renames=()), lead=Words("versions.from_address")),
        problems_message([Problem("r.yaml", n, 1, WILD, WILD, (WILD, WILD)) for n in range(1, 90)], file="r.yaml"),
        live_message(VERSION, VERSION),
        versions_message([replace(VERSION, id=n, state="past") for n in range(5)]),
    ],
)
def test_every_message_can_be_sent_and_calls_nobody(message: Message, language: Language) -> None:
    shown = payload(message, catalogues()[language].say)
    assert check_blocks(shown["blocks"], surface="message") == []
    assert length(shown["blocks"]) <= MESSAGE_MOST
    assert "<!channel>" not in str(shown)
    assert "<@U1>" not in str(shown)


@pytest.mark.parametrize("renames", [(), (("alt", "neu"),), tuple((f"a{n}", f"b{n}") for n in range(60))])
def test_the_buttons_are_always_there(renames: tuple[tuple[str, str], ...]) -> None:
    shown = payload(
        proposal_message(replace(MANY, renames=renames, answers=""), lead=Words("versions.question")),
        catalogues()["de"].say,
    )
    buttons = [element["action_id"] for element in shown["blocks"][-1]["elements"]]
    first = ["versions:yes", "versions:no"] if renames else ["versions:apply"]
    assert buttons == [*first, "versions:preview", "versions:discard"]
