"""Whatever stands in the file, the answer is a Config or problems with a place."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config, load
from bot.errors import Problem
from tests.unit.config.config_kinds import KINDS, problems, read

ROOT = Path(__file__).parents[3]
SHIPPED = (ROOT / "rituals.yaml").read_text(encoding="utf-8")
PIECES = ["\t", ": ", "#", "- ", "*a", "&a ", "!x ", "<<", "{", "}", "[", "]", '"', "'", "|", ">", "?", "@", "`", "%"]
PIECES += ["\n", "  ", "---\n", "...", "\\", "\x00", "\x85", "\u2028", "\ud800", "{x}", "null", "1e999", "version: 1\n"]
WORDS = [*PIECES, "a", "rituals:\n", "  - id: a\n", "    kind: post\n", "    schedule: {every: "]


def assert_answered(source: str) -> None:
    """Raises anything but ConfigError where the reader fails."""
    found = problems(source)
    assert found or isinstance(read(source), Config)
    assert list(found) == sorted(found)
    assert all(isinstance(each, Problem) and each.text for each in found)
    assert all(each.line >= 1 and each.column >= 1 for each in found)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_answered_with_problems(data: st.DataObject) -> None:
    source = SHIPPED
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(source)))
        end = start + data.draw(st.integers(0, 30))
        source = source[:start] + data.draw(st.sampled_from(PIECES)) + source[end:]
    assert_answered(source)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "a", "rituals:\n", "  - id: a\n", "    kind: post\n"])).map("".join) | st.text()
)
def test_garbage_is_answered_with_problems(source: str) -> None:
    assert_answered(source)


def test_the_shipped_file_is_free_of_problems() -> None:
    config = load(ROOT / "rituals.yaml", kinds=KINDS)
    assert [ritual.id for ritual in config.rituals] == ["kaffee", "montagsgruss", "wochenabschluss", "monatsrunde"]
    coffee, monday, friday, month = config.rituals
    assert (coffee.kind, coffee.channel, coffee.join, coffee.close_after) == ("pairing", "kaffeerunde", "channel", 4)
    assert coffee.title == {"de": "Kaffeerunde", "en": "Coffee round"}
    assert (monday.rule.at, monday.grace, monday.close_after) == ("09:30", timedelta(hours=3), None)
    assert (friday.rule.interval, str(friday.rule.starting), friday.on_doubt) == (2, "2026-11-27", "skip")
    assert (month.rule.every, month.rule.days, month.language) == ("month", ("first tue",), "de")
    assert config.commands == {"/find": "find", "/kaffee": "join kaffee"}
    assert re.fullmatch("[0-9a-f]{64}", config.fingerprint)
    assert all(json.loads(json.dumps(ritual.definition)) == ritual.definition for ritual in config.rituals)


def test_what_a_ritual_does_not_say_comes_from_the_defaults_and_its_kind() -> None:
    source = """
version: 1
defaults: {language: en, timezone: Asia/Kolkata}
rituals:
  - {id: a, kind: pairing, title: A, channel: "#a", schedule: {every: day, at: 08:00}}
  - {id: b, kind: post, title: B, channel: b, text: B, schedule: {every: week, days: mon, at: 08:00, timezone: UTC}}
"""
    one, other = read(source).rituals
    assert (one.language, one.rule.timezone, one.channel, one.close_after) == ("en", "Asia/Kolkata", "a", 4)
    assert (one.join, one.paused, one.grace, one.on_doubt) == ("opt-in", False, None, None)
    assert (other.rule.timezone, other.rule.days, other.close_after) == ("UTC", ("mon",), None)


def test_words_that_other_readers_change_stay_words() -> None:
    source = SHIPPED.replace("{de: Kaffeerunde, en: Coffee round}", "{de: on, en: no}").replace('"09:00"', "09:00")
    assert read(source).rituals[0].title == {"de": "on", "en": "no"}
    assert read(source).rituals[0].rule.at == "09:00"


def test_the_fingerprint_changes_with_every_letter() -> None:
    assert read(SHIPPED).fingerprint == read(SHIPPED).fingerprint
    assert read(SHIPPED + "\n").fingerprint != read(SHIPPED).fingerprint


def test_texts_are_found_in_lists_and_in_both_languages() -> None:
    source = SHIPPED.replace("remind: 2 workdays", "questions: ['Hi', {de: 'Wer?', en: 'Who, @here?'}]")
    (problem,) = problems(source)
    assert "`@here` calls everybody" in problem.text
