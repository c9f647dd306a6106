"""Every template is a file that Rondo can read, in German and in English, and an answer stays what it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, parse
from bot.config.jsonschema import NAME, document
from bot.config.reading import read
from bot.config.starter import ASKING, TEMPLATES, Answer, Answers, compose, objection
from bot.config.texts import texts
from bot.errors import ConfigError
from bot.model import LANGUAGES, Language
from bot.rituals.registry import kinds
from tests.unit.config.draft_07 import errors

KINDS = kinds()
CHANNELS = dict.fromkeys(TEMPLATES, "allgemein")
SHORT = 4
"""Letters of a word that may be the same in both languages."""
EACH = pytest.mark.parametrize(("name", "language"), [(name, one) for name in TEMPLATES for one in LANGUAGES])


def composed(*names: str, language: Language = "de", holidays: str = "DE-BY", **channels: str) -> str:
    answers = Answers(language, "Europe/Vienna", holidays, {**CHANNELS, **channels})
    return compose(names, answers, kinds=KINDS)


def config(source: str) -> Config:
    return parse(source, file="rituals.yaml", kinds=KINDS)


def refused(answer: Answer, value: str) -> str:
    return objection(answer, value, kinds=KINDS, language="en")


def test_there_are_at_least_eight_templates() -> None:
    assert len(TEMPLATES) >= 8


@EACH
def test_a_template_is_a_whole_file_that_can_be_read_and_conforms_to_the_schema(name: str, language: Language) -> None:
    source = composed(name, language=language)
    found = config(source)
    assert found.rituals
    assert (found.language, found.timezone) == (language, "Europe/Vienna")
    schema = document(KINDS)
    assert list(errors(read(source).value, schema, schema)) == []
    assert source.startswith(f"# yaml-language-server: $schema={NAME}\n")
    assert "%%" not in source


@EACH
def test_its_comments_teach_in_one_language_and_its_texts_speak_both(name: str, language: Language) -> None:
    source = composed(name, language=language)
    comments = " ".join(line.strip() for line in source.splitlines() if line.strip().startswith("#"))
    german, english = (
        len(re.findall(r"\b(und|der|die|das)\b", comments)),
        len(re.findall(r"\b(the|and|that)\b", comments)),
    )
    assert (german > 5 and not english) if language == "de" else (english > 5 and not german)
    assert len([line for line in source.splitlines() if line.strip().startswith("#")]) > 12
    for ritual in config(source).rituals:
        assert ritual.title["de"] != ritual.title["en"]
        assert all(text["de"] != text["en"] for _, text, _ in texts(ritual.options) if len(text["de"]) > SHORT)
    for goal in config(source).goals:
        assert all(text["de"] != text["en"] for text in goal.wording.values())


@EACH
def test_no_line_is_too_long_to_read(name: str, language: Language) -> None:
    assert all(len(line) <= 120 for line in composed(name, language=language).splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_templates_together_are_one_file(language: Language) -> None:
    found = config(composed(*TEMPLATES, *TEMPLATES, language=language))
    assert len({one.id for one in found.rituals}) == len(found.rituals) > len(TEMPLATES)


@EACH
def test_who_asks_about_a_goal_brings_one_and_nobody_else_does(name: str, language: Language) -> None:
    found = config(composed(name, language=language))
    assert len(found.goals) == (name in ASKING)
    assert len(config(composed(*ASKING, language=language)).goals) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alignment_round_rests_until_somebody_facilitates_it(language: Language) -> None:
    (ritual,) = config(composed("alignment", language=language)).rituals
    assert ritual.paused
    assert not any(one.paused for one in config(composed(*TEMPLATES, language=language)).rituals if one != ritual)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mirror_in_the_comments_is_one_that_works(language: Language) -> None:
    source = composed("pulse", language=language)
    opened = re.sub(r"^    # (mirror:|  (?:team|customers): \[)", r"    \1", source, flags=re.MULTILINE)
    (ritual,) = config(opened).rituals
    assert ritual.options.mirror.customers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_in_the_comments_is_one_that_works(language: Language) -> None:
    source = composed("wins", language=language)
    closed = re.sub(r"^# (calendars:|  \S+: \[)", r"\1", source, flags=re.MULTILINE)
    assert [one.rule.closed for one in config(source).rituals] == [()]
    assert all(one.rule.closed for one in config(closed).rituals)


@pytest.mark.parametrize(
    ("holidays", "country", "state"), [("de-by", "DE", "BY"), ("AT-9", "AT", "9"), ("CH", "CH", "")]
)
def test_holidays_are_put_in(holidays: str, country: str, state: str) -> None:
    (ritual,) = config(composed("coffee", holidays=holidays)).rituals
    assert ritual.rule.holidays is not None
    assert (ritual.rule.holidays.country, ritual.rule.holidays.state) == (country, state)
    (ritual,) = config(composed("coffee", holidays="none")).rituals
    assert ritual.rule.holidays is None


@pytest.mark.parametrize("channel", ["true", "2027", "1e5", "null", "-", "--", "über-uns", "#kaffee", "no"])
def test_a_channel_is_put_in_as_it_is_called(channel: str) -> None:
    (ritual,) = config(composed("coffee", coffee=channel)).rituals
    assert ritual.channel == channel.removeprefix("#")


@given(st.text(max_size=90))
def test_whatever_somebody_answers_it_is_that_channel_or_refused(channel: str) -> None:
    try:
        found = config(composed("coffee", coffee=channel))
    except ConfigError:
        assert refused("channel", channel)
        return
    assert not refused("channel", channel)
    assert found.rituals[0].channel == channel.strip().removeprefix("#").removeprefix("#")
    assert len(found.rituals) == 1


def test_an_answer_that_is_not_possible_is_met_with_the_sentence_of_the_check() -> None:
    assert "Did you mean `Europe/Berlin`?" in refused("timezone", "Berlin")
    assert "is not a state of DE" in refused("holidays", "DE-XX")
    assert "channel" in refused("channel", "a b\nc: d")
    assert refused("holidays", "none") == refused("channel", "#kaffee") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_directory_in_the_comments_is_one_that_works(language: Language) -> None:
    source = composed("wins", language=language)
    assert config(source).directory is None
    head, rituals = source.split("\n# directory:", 1)
    block, rest = rituals.split("\n\n", 1)
    opened = head + "\ndirectory:" + re.sub(r"^# ", "", block, flags=re.MULTILINE) + "\n\n" + rest
    found = config(opened).directory
    assert found is not None
    assert "fun_fact" not in found.fields
    own = list(found.fields.values())[-1]
    assert own.type == "list"
    assert own.label["de"] in ("Führerscheine", "Licences")
    assert len(found.topics) == 2
