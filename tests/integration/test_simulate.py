"""`rondo simulate`: the whole bot on a clock that jumps; the same seed gives the same letters."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.config import installed_kinds, load
from bot.demo.figures import ANSWERING, FILLING, OPENING, Received
from bot.demo.figures import load as load_of
from bot.demo.sentences import SENTENCES
from bot.demo.simulate import Order, simulate
from tests.world import COFFEE, POST

ROOT = Path(__file__).parents[2]
BERLIN = ZoneInfo("Europe/Berlin")
MOST_MINUTES = 3.0
SURVEYS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin}
goals:
  - id: antwort
    text: {de: Wir antworten am selben Tag, en: We answer on the same day}
rituals:
  - id: stand
    kind: checkin
    title: {de: Zielrunde, en: Goal round}
    channel: alle
    owner: U0000000001
    schedule: {every: 4 weeks, starting: 2026-11-23, days: [mon], at: "09:00"}
    join: channel
    goals: [antwort]
    visibility: group
    questions:
      - {id: wort, type: text, ask: {de: Was hilft?, en: What helps?}, optional: false}
      - {id: zahl, type: number, ask: {de: Wie oft?, en: How often?}}
      - {id: mut, type: scale, scale: confidence-0-10, ask: {de: Wie sicher?, en: How sure?}, optional: false}
      - {id: grund, type: text, ask: {de: Warum?, en: Why?}, if: {question: mut, below: 11}}
      - {id: wer, type: single, options: [Allein, Zu zweit], ask: {de: Mit wem?, en: With whom?}}
      - {id: wann, type: scale, scale: frequency-1-5, ask: {de: Wie oft noch?, en: How often still?}}
      - {id: was, type: multiple, options: [Zeit, Ruhe, Geld], ask: {de: Was fehlt?, en: What is missing?}}
  - id: lesarten
    kind: alignment
    title: {de: Lesarten, en: Readings}
    channel: alle
    owner: U0000000001
    schedule: {every: 4 weeks, starting: 2026-11-24, days: [tue], at: "10:00"}
    join: channel
    goal: antwort
    facilitator: U0000000002
    leads: [U0000000001]
  - id: puls
    kind: pulse
    title: {de: Puls, en: Pulse}
    channel: alle
    owner: U0000000001
    schedule: {every: 4 weeks, starting: 2026-11-25, days: [wed], at: "11:00"}
    join: channel
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "rituals.yaml"
    path.write_text(COFFEE.replace("offer_skip: false", "offer_skip: true") + POST, encoding="utf-8")
    return str(path)


@pytest.fixture
def staff(tmp_path: Path) -> str:
    path = tmp_path / "people.csv"
    path.write_text("name,channels\nAnna,kaffeerunde\nBen,kaffeerunde\nCem,kaffeerunde\nDana,\n", encoding="utf-8")
    return str(path)


def rondo(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["simulate", "--from", "2026-11-23", *arguments])


def test_the_same_seed_gives_the_same_letters_and_another_seed_other_pairs(file: str, staff: str) -> None:
    first, again, other = (
        rondo(file, "--people", staff, "--weeks", "1", "--json", "--seed", seed) for seed in ("1", "1", "2")
    )
    assert first.exit_code == 0, first.output
    assert first.output == again.output
    assert first.output != other.output


def test_it_says_who_got_what_and_when(file: str, staff: str) -> None:
    rows = json.loads(rondo(file, "--people", staff, "--weeks", "1", "--json", "--answers", "1").output)
    steps = [(one["at"], one["ritual"], one["step"], one["people"]) for one in rows["messages"]]
    assert steps == [
        ("2026-11-23T09:00:00+01:00", "kaffee", "open", 3),
        ("2026-11-23T09:30:00+01:00", "montagsfrage", "open", 4),
        ("2026-11-26T09:00:00+01:00", "kaffee", "ask", 3),
        ("2026-11-27T09:00:00+01:00", "kaffee", "close", 3),
        *[("2026-11-27T09:00:15+01:00", "kaffee", "eve", 1)] * 3,
    ]
    assert sorted(rows["messages"][0]["to"]) == ["Anna", "Ben", "Cem"]
    assert rows["messages"][1]["channel"] == "montagsrunde"
    assert (rows["figures"]["answers"], rows["figures"]["letters"]) == (6, 13)
    assert (rows["dead"], rows["skipped"]) == ({}, [])


def test_people_read_it_in_their_language(file: str, staff: str) -> None:
    said = rondo(file, "--people", staff, "--weeks", "1").output
    assert "Woche 48, ab Montag, 23. November" in said
    assert "in #montagsrunde, für 4 Leute" in said
    assert "Alles wurde zugestellt." in said
    assert "<@" not in said
    assert "Everything was delivered." in rondo(file, "--people", staff, "--weeks", "1", "--lang", "en").output


def test_what_was_not_sent_and_what_did_not_happen_is_said_in_words(tmp_path: Path, staff: str) -> None:
    coffee = COFFEE.replace("    join:", "    close_after: 8 workdays\n    overlap: skip\n    join:")
    daily = (
        "  - {id: a, kind: post, title: A, text: Hallo, audience: {channel: kaffeerunde}, "
        'schedule: {every: day, days: [mon, tue, wed, thu, fri], at: "09:00"}}\n'
    )
    path = tmp_path / "rituals.yaml"
    path.write_text(coffee + daily, encoding="utf-8")
    said = rondo(str(path), "--people", staff, "--weeks", "2").output
    assert "Nicht geschickt, weil jemand schon genug Nachrichten hatte: " in said
    assert "Alles Übrige wurde zugestellt." in said
    assert "Entfallen: kaffee am Montag, 30. November (die Runde davor war noch offen)" in said
    rows = json.loads(rondo(str(path), "--people", staff, "--weeks", "2", "--json").output)
    assert rows["held_back"] > 0
    assert rows["dead"] == {}


def test_a_bad_file_of_people_is_refused_line_by_line(file: str, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,timezone\nAnna,Mars/Base\n,\n,x/y\n", encoding="utf-8")
    done = rondo(file, "--people", str(path))
    assert done.exit_code == 1
    assert f"{path}:2:6: „Mars/Base“ ist keine Zeitzone" in done.stderr
    assert f"{path}:4:1: Der Name fehlt." in done.stderr
    assert "lässt sich nicht lesen" in rondo(file, "--people", str(tmp_path / "nobody.csv")).stderr


def test_nobody_spends_more_than_three_minutes_a_week_on_the_shipped_file() -> None:
    """Eight weeks, each question counted for everybody; `python -m bench year` counts a whole year."""
    path, weeks = ROOT / "rituals.yaml", 8
    config = load(path, kinds=installed_kinds())
    result = simulate(Order(path, config, datetime(2026, 11, 23, tzinfo=BERLIN), weeks, answers=0.1))
    figures = load_of(result.messages, people=result.people, weeks=weeks, zone=BERLIN)
    assert result.dead == {}
    assert {one.ritual for one in result.messages} == {one.id for one in config.rituals}
    assert 0.5 < figures.most_minutes <= MOST_MINUTES


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Let twelve weeks pass twice in a company of fourteen that asks itself in three ways."""
    folder = tmp_path_factory.mktemp("surveys")
    path, staff = folder / "rituals.yaml", folder / "people.csv"
    path.write_text(SURVEYS, encoding="utf-8")
    rows = [f"Person {number},alle" for number in range(14)]
    staff.write_text("\n".join(["name,channels", *rows]) + "\n", encoding="utf-8")
    done = [rondo(str(path), "--people", str(staff), "--weeks", "12", "--answers", "1", "--json") for _ in range(2)]
    assert [one.exit_code for one in done] == [0, 0], done[0].output
    return [one.output for one in done]


def test_surveys_are_filled_in_and_decided_on_so_that_each_round_is_told_and_the_next_one_opens(
    surveyed: list[str],
) -> None:
    rows = json.loads(surveyed[0])
    assert (rows["dead"], rows["skipped"]) == ({}, [])
    for ritual, days in (("stand", 3), ("lesarten", 3), ("puls", 3)):
        mine = [one for one in rows["messages"] if one["ritual"] == ritual]
        assert len({one["occurrence"] for one in mine}) == days
        decided = [one["occurrence"] for one in mine if one["step"] == "decided"]
        assert len(set(decided)) == days, ritual
        assert {one["channel"] for one in mine if one["step"] == "close"} == {"alle"}
    steps = {one["step"] for one in rows["messages"] if one["ritual"] == "lesarten"}
    assert {"open", "pick", "close", "decided"} <= steps
    assert rows["figures"]["answers"] > 150


def test_what_simulated_people_write_stands_in_no_message_and_is_the_same_each_time(surveyed: list[str]) -> None:
    assert surveyed[0] == surveyed[1]
    told = [one["text"] for one in json.loads(surveyed[0])["messages"] if one["step"] not in ("close", "decided")]
    assert not [text for text in told if any(one in text for one in (*SENTENCES["de"], *SENTENCES["en"]))]


def test_a_form_counts_once_however_often_it_is_asked_for() -> None:
    asked = Received(datetime(2026, 11, 23, 9, tzinfo=BERLIN), "", ("U1",), "Na?", 0, 1, "m", forms=frozenset({"f@1"}))
    once, twice = (load_of([asked] * n, people=1, weeks=1, zone=BERLIN) for n in (1, 2))
    assert once.most_minutes * 60 == pytest.approx(OPENING + ANSWERING + FILLING)
    assert twice.most_minutes * 60 == pytest.approx(2 * (OPENING + ANSWERING) + FILLING)
