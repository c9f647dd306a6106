"""Every mistake that people make gets its line, its column and a sentence that helps."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.config import load
from bot.errors import ConfigError
from tests.unit.config.config_kinds import KINDS, problems, read

GOOD = """\
version: 1
defaults:
  language: de
  timezone: Europe/Berlin
commands:
  /kaffee: join kaffee
rituals:
  - id: kaffee
    kind: pairing
    title: Kaffeerunde
    channel: kaffeerunde
    schedule: {every: week, days: [mon], at: "09:00"}
    questions: [Was machst du, Was isst du]
  - id: gruss
    kind: post
    title: {de: Montagsfrage, en: Monday question}
    channel: allgemein
    schedule:
      every: 2 weeks
      days: fri
      at: 10:30
      starting: 2026-11-27
    text: Was steht bei dir an?
"""
TEXT = "text: Was steht bei dir an?"
CHANNEL = "    channel: allgemein\n"

MISTAKES = [
    # the old words, the new words, line, column, and words of the sentence or its hint
    ("version: 1", "version: 2", 1, 10, "reads version 1"),
    ("version: 1\n", "", 1, 1, "`version` is missing"),
    ("version", "verison", 1, 1, "Did you mean `version`?"),
    ("language: de", "language: deutsch", 3, 13, "Did you mean `de`?"),
    ("Europe/Berlin", "Berlin", 4, 13, "Did you mean `Europe/Berlin`?"),
    ("Europe/Berlin", "MESZ", 4, 13, "not a time zone"),
    ("/kaffee: join", "kaffee: join", 6, 3, "Begin with /"),
    ("/kaffee: join", "/Kaffee: join", 6, 3, "small letters"),
    ("/kaffee: join", "/who: join", 6, 3, "Slack keeps `/who` for itself"),
    ("/kaffee: join", "/rondo: join", 6, 3, "Rondo's own command"),
    ("join kaffee", "joni kaffee", 6, 12, "Did you mean `join kaffee`?"),
    ("join kaffee", "42", 6, 12, "must be a text"),
    ("id: kaffee", "id: Kaffee Berlin", 8, 9, "such as `kaffee-berlin`"),
    ("id: gruss", "id: kaffee", 14, 9, "already taken by the ritual in line 8"),
    ("kind: pairing", "kind: pair", 9, 11, "Did you mean `pairing`?"),
    ("kind: pairing", "kind: quiz", 9, 11, "Possible are `alignment`, `checkin`, `digest`, `intro`, `pairing`,"),
    ("title: Kaffeerunde", "title: Die große Kaffeerunde für alle", 10, 12, "30 characters; 24 are possible"),
    ("title: Kaffeerunde", "title: 2027", 10, 12, "must be a text"),
    ("title: Kaffeerunde", "titel: Kaffeerunde", 10, 5, "Did you mean `title`?"),
    ("title: {de:", "title: {fr:", 16, 13, "use de or en"),
    ("channel: allgemein", "channel: #allgemein", 17, 14, "# starts a comment"),
    ("channel: allgemein", "channel:", 17, 5, "Nothing stands after `channel:`"),
    ("channel: allgemein", "channel: Allgemeine Runde", 17, 14, "not the name of a channel"),
    ("channel: allgemein", "channel: @allgemein", 17, 14, "cannot begin with `@`"),
    ("channel: allgemein", "channel:allgemein", 17, 12, "A space is missing after the colon"),
    ("channel: allgemein", "channel allgemein", 17, 5, "neither a key with a colon"),
    (CHANNEL, "\tchannel: allgemein\n", 17, 1, "begins with a tab"),
    (CHANNEL, "   channel: allgemein\n", 17, 4, "indentation"),
    (CHANNEL, "      channel: allgemein\n", 17, 7, "indentation"),
    (CHANNEL, CHANNEL + CHANNEL, 18, 5, "stands twice: in line 17 and in line 18"),
    (CHANNEL, "    <<: x\n" + CHANNEL, 17, 5, "`<<` is not possible"),
    (CHANNEL, CHANNEL + "    paused: no\n", 18, 13, "Write `true` for yes"),
    (CHANNEL, CHANNEL + "    overlap: maybe\n", 18, 14, "Possible are `close`, `skip`, `allow`"),
    ("kaffeerunde\n", "kaffeerunde\n    close_after: 4\n", 12, 18, "`4 workdays`"),
    (CHANNEL, CHANNEL + "    grace: 2 workdays\n", 18, 12, "`2 days`"),
    (CHANNEL, CHANNEL + "    on_doubt: maybe\n", 18, 15, "Possible are `skip`, `resend`"),
    ("    schedule:\n", "    shedule:\n", 18, 5, "Did you mean `schedule`?"),
    ("every: 2 weeks", "every: biweekly", 19, 14, "Did you mean `2 weeks`?"),
    ("every: 2 weeks", "every: 2", 19, 14, "a number such as `2 weeks`"),
    ("every: 2 weeks", "every: 200 weeks", 19, 14, "from 1 to 99"),
    ("every: 2 weeks", "every: 7 days", None, None, ""),
    ("days: fri", "days: Freitag", 20, 13, "Did you mean `fri`?"),
    ("days: fri", "days: first fri", 20, 13, "`every` says `week`"),
    ("days: [mon]", "days: [mon, tues]", 12, 41, "Did you mean `tue`?"),
    ("days: [mon], ", "", 12, 15, "on which days of the week?"),
    ("every: week,", "every: month,", 12, 37, "Write `first mon`"),
    ("days: [mon]", "days: [mon", 12, 35, "not closed"),
    ("at: 10:30", "at: 9:30", 21, 11, 'Write `"09:30"`'),
    ("at: 10:30", "at: 25:00", 21, 11, "not a time of day"),
    ("at: 10:30", "at: 10.30", 21, 11, 'Write `"10:30"`'),
    ("starting: 2026-11-27", "starting: 27.11.2026", 22, 17, "Write `2026-11-27`"),
    ("starting: 2026-11-27", "starting: 2026-02-30", 22, 17, "not a date"),
    ("      starting: 2026-11-27\n", "", 19, 14, "every 2 weeks from when on?"),
    ("starting: 2026-11-27", "starting: 2026-11-27\n      until: 2026-11-01", 23, 14, "before `starting`"),
    ("starting: 2026-11-27", "starting: 2026-11-28\n      until: 2026-11-30", 23, 14, "never come"),
    ("every: 2 weeks\n      days: fri", "every: 7 days\n      days: mon", 19, 14, "never come within five years"),
    (TEXT, "text: Frage: Was steht an?", 23, 16, "contains a colon"),
    (TEXT, "text: *Hallo* zusammen", 23, 11, "cannot begin with `*`"),
    (TEXT, "text: *Hallo", 23, 11, "cannot begin with `*`"),
    (TEXT, "text: &wer", 23, 11, "cannot begin with `&`"),
    (TEXT, "text: !wichtig ja", 23, 11, "cannot begin with `!`"),
    (TEXT, "text: @alle, hallo", 23, 11, "cannot begin with `@`"),
    (TEXT, "text: %alle, hallo", 23, 11, "cannot begin with `%`"),
    (TEXT, "text: Schau in #allgemein vorbei", 23, 20, "ends before `#allgemein`"),
    (TEXT, "text: {title} ist da", 23, 19, "needs double quotes"),
    (TEXT, "text: {title}", 23, 11, "begins with a brace"),
    (TEXT, "text: Hallo {titel}!", 23, 17, "Did you mean `{title}`?"),
    (TEXT, "text: Hallo {u.__class__}!", 23, 17, "Possible are `{channel}`, `{title}`"),
    (TEXT, "text: |\n      Hallo\n      ihr, <!here>", 25, 12, "`<!here>` calls everybody"),
    (TEXT, "text: Hallo, @channel!", 23, 18, "`@channel` calls everybody"),
    (TEXT, "text: {de: Hallo, en: Hi @everyone}", 23, 30, "`@everyone` calls everybody"),
    (TEXT, "text: {de: Hallo?, en: Hello}", None, None, ""),
    (TEXT, 'text: "Hallo" zusammen', 23, 19, "after the closing quotation mark"),
    (TEXT, "text: 'wie geht's'", 23, 21, "after the closing quotation mark"),
    (TEXT, 'text: "Hallo zusammen', 23, 11, "never closed"),
    (TEXT, r'text: "C:\das"', 23, 15, "two backslashes"),
    (TEXT, r'text: "\U00110000"', 23, 13, "two backslashes"),
    (TEXT, r'text: "\ud800"', 23, 13, "two backslashes"),
    (TEXT, "text: |Hallo", 23, 12, "begin in the next line"),
    (TEXT, "text: - Hallo", 23, 11, "in the line of its key"),
    (TEXT, "text: " + "a" * 2901, 23, 11, "Shorten it by 1"),
    (TEXT, "txt: Hallo", 23, 5, "Did you mean `text`?"),
    ("    " + TEXT + "\n", "", 14, 5, "`text` is missing"),
    ("questions: [", "nudge: ja\n    questions: [", 13, 12, "`nudge` is true or false"),
    ("questions: [", "style: worm\n    questions: [", 13, 12, "Did you mean `warm`?"),
    ("questions: [", "group_size: three\n    questions: [", 13, 17, "whole number"),
    ("questions: [Was machst du, Was", 'questions: ["", Was', 13, 17, "empty"),
    ("questions: [Was machst du, Was isst du]", "questions: Was", 13, 16, "must be a list"),
    ("questions: [Was machst du, Was isst du]", "questions: ['Was {x}?']", 13, 22, "nothing stands in braces"),
    ("  - id: gruss", "---\n  - id: gruss", 14, 1, "one document per file"),
    ("  - id: gruss", "  - gruss\n  - id: gruss", 14, 5, "keys such as `id:`"),
    ("Kaffeerunde", "Kaffee\x07runde", 10, 18, "invisible character (U+0007)"),
]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_the_good_file_is_good() -> None:
    assert problems(GOOD) == ()


@pytest.mark.parametrize(("old", "new", "line", "column", "words"), MISTAKES)
def test_a_mistake_is_shown_where_it_stands(
    old: str, new: str, line: int | None, column: int | None, words: str
) -> None:
    found = problems(changed(old, new))
    if line is None:
        assert found == ()
        return
    assert len(found) == 1, found
    assert found[0].line == line
    assert found[0].column == (column or found[0].column)
    assert words in f"{found[0].text} {found[0].hint}"


def test_a_channel_by_its_id_or_link_gets_no_invented_name() -> None:
    for given in ("C012AB3CD", "https://firma.slack.com/archives/C012AB3CD"):
        (problem,) = problems(GOOD.replace("channel: allgemein", f"channel: {given}"))
        assert "the ID or the link of a channel" in problem.text
        assert problem.fix is None


def test_a_ritual_without_any_indentation_is_moved_and_not_cut_to_pieces() -> None:
    ritual = 'kind: post\ntitle: Montag\nchannel: alle\nschedule:\nevery: week\ndays: mon\nat: "09:00"\ntext: Hallo\n'
    source = "version: 1\nrituals:\n- id: montag\n" + ritual
    assert {problem.line for problem in problems(source)} == {4, 8}
    while found := problems(source):
        assert all("indentation" in problem.text for problem in found)
        assert found[0].fix is not None
        source = found[0].fix.applied(source)
    assert read(source).rituals[0].rule.at == "09:00"


def test_both_lines_that_came_along_from_a_chat_are_named() -> None:
    found = problems(f"```yaml\n{GOOD}```\n")
    assert [problem.line for problem in found] == [1, GOOD.count("\n") + 2]
    assert all("comes along when one copies from a chat" in problem.text for problem in found)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Jeden Montag um 9", '{every: week, days: [mon], at: "09:00"}'),
        ("dienstags und donnerstags, 14:30 Uhr", '{every: week, days: [tue, thu], at: "14:30"}'),
        ("Jeden ersten Montag im Monat um 9", '{every: week, days: [mon], at: "09:30"}'),
        ("regelmäßig", '{every: week, days: [mon], at: "09:30"}'),
    ],
)
def test_a_sentence_is_understood_where_it_can_be(given: str, meant: str) -> None:
    (problem,) = problems(GOOD.replace('{every: week, days: [mon], at: "09:00"}', given, 1))
    assert problem.hint == f"Write `schedule: {meant}`, for example."


@pytest.mark.parametrize("days", ["[Montag, Mi und Fr]", "\n        - Montag\n        - Mi und Fr"])
def test_several_days_in_one_entry_of_a_list_become_several_entries(days: str) -> None:
    source = GOOD.replace("days: fri", f"days: {days}")
    while found := problems(source):
        assert found[-1].fix is not None
        source = found[-1].fix.applied(source)
    assert read(source).rituals[1].rule.days == ("mon", "wed", "fri")


def test_a_list_where_one_is_possible_keeps_its_first() -> None:
    lists = [("at: 10:30", 'at: ["11:00", "14:00"]'), ("channel: allgemein", "channel: [vertrieb, allgemein]")]
    for old, new in lists:
        (problem,) = problems(GOOD.replace(old, new))
        assert problem.fix is not None
        assert "'" not in problem.text
        assert problem.fix.lines[0].strip() in ('at: "11:00"', "channel: vertrieb")


def test_all_mistakes_come_at_once_and_in_the_order_of_the_file() -> None:
    source = GOOD.replace("channel: allgemein", "channel: #allgemein").replace("days: fri", "days: Freitag")
    source = (
        source.replace("kind: pairing", "kind: pair")
        .replace("version: 1", "version: 3")
        .replace("days: [mon]", "days: [mon, first tue]")
    )
    assert [problem.line for problem in problems(source)] == [1, 9, 12, 17, 20]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("hello", 1, "must consist of keys"),
        ("- version: 1\n", 1, "must consist of keys"),
        ("version: 1\n", 1, "`rituals` is missing"),
        ("version: 1\nrituals:\n", 2, "no ritual"),
        ("version: 1\nrituals: []\n", 2, "no ritual"),
        ("version: 1\nrituals: {id: x}\n", 2, "must be a list"),
        ("a: 1\n" * 14_000, 1, "larger than 64 KiB"),
    ],
)
def test_a_file_that_is_no_rituals_file_is_told_so(source: str, line: int, words: str) -> None:
    (problem,) = (found for found in problems(source) if words in found.text)
    assert problem.line == line


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert problems("\ufeff" + GOOD.replace("\n", "\r\n")) == ()
    assert problems("\ufeff" + GOOD.replace("\n", "\r\n").replace("days: fri", "days: x"))[0].line == 20


def test_a_comment_behind_a_value_is_a_comment() -> None:
    assert problems(GOOD.replace("channel: allgemein", "channel: allgemein # für alle")) == ()
    assert problems(GOOD.replace("channel: allgemein", 'channel: "#allgemein"')) == ()


def test_a_file_that_is_missing_or_not_utf8_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: no such file"):
        load(tmp_path / "rituals.yaml", kinds=KINDS)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("version: 1\n# für\n".encode("latin-1"))
    with pytest.raises(ConfigError, match=r"latin\.yaml:2:4: .* UTF-8"):
        load(latin, kinds=KINDS)
    large = tmp_path / "large.yaml"
    large.write_text("ä" * 40_000, encoding="utf-8")
    with pytest.raises(ConfigError, match="larger than 64 KiB"):
        load(large, kinds=KINDS)


BOMB = "a: &a {x: 1}\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [*a, *a]}}\n" for n in range(20))


@pytest.mark.parametrize(
    "source",
    [BOMB, "[" * 60_000, "{" * 60_000, "- " * 30_000, "".join(" " * n + "a:\n" for n in range(300)), "? " * 30_000],
    ids=["merge keys", "brackets", "braces", "dashes", "indentation", "question marks"],
)
def test_a_hostile_file_is_refused_at_once(source: str) -> None:
    begin = time.process_time()  # what else the machine does is not the file's fault
    assert problems(source)
    assert time.process_time() - begin < 5
