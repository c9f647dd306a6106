"""What the terminal asks."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli.frame import agreed
from bot.model import Language


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("j\n", True),
        (" Ja\n", True),
        ("y\n", True),
        ("YES\n", True),
        ("n\n", False),
        ("\n", False),
        ("jo\n", False),
    ],
)
@pytest.mark.parametrize(("language", "choices"), [("de", "[j/N]"), ("en", "[y/N]")])
def test_yes_is_yes_in_german_and_in_english_and_all_else_is_no(
    typed: str, meant: bool, language: Language, choices: str
) -> None:
    with CliRunner().isolation(input=typed) as streams:
        assert agreed("Sicher?", language) is meant
        assert choices in streams[0].getvalue().decode()


def test_whoever_is_not_there_to_answer_did_not_agree() -> None:
    with CliRunner().isolation(input=""):
        assert not agreed("Sicher?", "de")
