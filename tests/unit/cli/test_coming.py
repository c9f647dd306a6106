"""`rondo next`: what happens when, for people and for programs."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import coming, main
from bot.model import Occurrence, Reason, Rule

FILE = """version: 1
defaults: {language: de, timezone: Europe/Berlin}
rituals:
  - id: montag
    kind: post
    title: Montag
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:00"}
    text: Was steht an?
  - id: leeds
    kind: post
    title: Leeds
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:00", timezone: Europe/London}
    text: Was steht an?
  - id: alte-runde
    kind: post
    title: Alte Runde
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:00"}
    text: Was steht an?
    paused: true
"""
ALLERHEILIGEN = Reason("holiday", {"de": "Allerheiligen", "en": "All Saints' Day"}, "BY")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "rituals.yaml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def rondo(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["next", *arguments])


def with_a_holiday(rule: Rule, since: datetime, until: datetime) -> list[Occurrence]:
    """Answer as the schedule does where the first Monday is a holiday and the second one was moved to Tuesday."""
    first = datetime.fromisoformat("2027-11-01T08:00:00+00:00")
    moved = Occurrence(date(2027, 11, 8), "", first + timedelta(days=8), moved=ALLERHEILIGEN)
    return [Occurrence(first.date(), "", first, skipped=ALLERHEILIGEN), moved]


def test_each_date_comes_with_both_times_and_its_zone_week_by_week(file: str) -> None:
    said = rondo(file, "--from", "2026-11-23", "--weeks", "2").output
    assert said.count("Woche ") == 2
    assert "Woche 48, ab Montag, 23. November" in said
    said = " ".join(said.split())
    assert "Mo. 23. Nov., 09:00 Uhr montag 08:00 UTC, Europe/Berlin" in said
    assert "Mo. 23. Nov., 09:00 Uhr leeds 09:00 UTC, Europe/London" in said


def test_paused_rituals_are_left_out_and_named_at_the_end(file: str) -> None:
    said = rondo(file, "--from", "2026-11-23", "--weeks", "1").output
    assert said.splitlines()[-1] == "Pausiert, deshalb nicht dabei: alte-runde"
    assert said.count("alte-runde") == 1
    assert "Paused, so not listed: alte-runde" in rondo(file, "--from", "2026-11-23", "--lang", "en").output


def test_a_program_gets_five_keys_in_order_of_time(file: str) -> None:
    rows = json.loads(rondo(file, "--from", "2026-11-23", "--weeks", "1", "--json").output)
    assert rows == [
        {"ritual": "montag", "local": "2026-11-23T09:00:00+01:00", "utc": "2026-11-23T08:00:00+00:00",
         "zone": "Europe/Berlin", "skipped": None},
        {"ritual": "leeds", "local": "2026-11-23T09:00:00+00:00", "utc": "2026-11-23T09:00:00+00:00",
         "zone": "Europe/London", "skipped": None},
    ]  # fmt: skip


def test_a_skip_and_a_move_name_their_reason(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming, "outlook", with_a_holiday)
    said = " ".join(rondo(file, "--from", "2027-11-01").output.split())
    assert "entfällt: Allerheiligen, BY" in said
    assert "Di. 9. Nov., 09:00 Uhr montag 08:00 UTC, Europe/Berlin verschoben wegen Allerheiligen, BY" in said
    rows = json.loads(rondo(file, "--from", "2027-11-01", "--json", "--lang", "en").output)
    assert [row["skipped"] for row in rows if row["ritual"] == "montag"] == ["All Saints' Day, BY", None]


def test_each_persons_own_clock_is_said(tmp_path: Path) -> None:
    path = tmp_path / "rituals.yaml"
    personal = (
        'audience: {channel: allgemein}\n    schedule: {every: week, days: [mon], at: "09:00", timezone: personal}'
    )
    start = FILE.index("    channel: allgemein")
    end = FILE.index("    text:")
    path.write_text(FILE[:start] + "    " + personal + "\n" + FILE[end:], encoding="utf-8")
    assert "nach der Uhr jeder Person" in rondo(str(path), "--from", "2026-11-23", "--weeks", "1").output
    rows = json.loads(rondo(str(path), "--from", "2026-11-23", "--weeks", "1", "--json").output)
    own = next(row for row in rows if row["ritual"] == "montag")
    assert (own["local"], own["zone"]) == ("2026-11-23T09:00:00", "personal")


def test_a_date_that_is_none_and_a_broken_file_are_said(file: str) -> None:
    assert rondo(file, "--from", "23.11.2026").exit_code == 2
    Path(file).write_text(FILE.replace("kind: post", "kind: psot"), encoding="utf-8")
    done = rondo(file)
    assert done.exit_code == 1
    assert "psot" in done.stderr


def test_a_moved_date_by_each_persons_own_clock_stands_where_it_moved_to(tmp_path: Path) -> None:
    path = tmp_path / "rituals.yaml"
    path.write_text(
        "version: 1\ndefaults: {holidays: {country: DE}}\nrituals:\n"
        "  - {id: k, kind: pairing, title: K, channel: a, if_holiday: next-workday, "
        'schedule: {every: week, days: fri, at: "10:00", timezone: personal}}\n',
        encoding="utf-8",
    )
    said = " ".join(rondo(str(path), "--from", "2026-12-21", "--weeks", "2").output.split())
    assert "Mo. 28. Dez., 10:00 Uhr k nach der Uhr jeder Person" in said
    assert "25. Dez." not in said
    (row, *_) = json.loads(rondo(str(path), "--from", "2026-12-21", "--weeks", "2", "--json").output)
    assert (row["local"], row["zone"], row["skipped"]) == ("2026-12-28T10:00:00", "personal", None)
