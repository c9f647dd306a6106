"""Figures of a ritual as a table and as a list: what was told, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.model import Figure
from bot.rituals.registry import kinds
from bot.service.goals.export import cell, figures_csv
from bot.store import runs, told
from bot.store.db import Database
from tests.unit.cast import a_ritual

from .cast import a_run

FILE = """\
version: 1
defaults: {timezone: Europe/Berlin, language: de}
rituals:
  - id: coffee
    kind: post
    title: Puls
    channel: general
    schedule: {every: week, days: [mon], at: "10:00"}
    text: Hallo
"""
DAY = date(2026, 11, 23)


@pytest.fixture
def here(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    (tmp_path / "rituals.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("RONDO_RITUALS", str(tmp_path / "rituals.yaml"))
    run = a_run("coffee")
    counts = {"=SUMME(A1)": 5, "Ja": 7}
    with database.begin() as tx:
        runs.claim(tx, run)
        told.put_many(
            tx,
            [
                Figure(run.id, "coffee", DAY, "sure", 12, {"mean": 7.25, "counts": counts}, "", "abc", "goal", 2),
                Figure(run.id, "coffee", DAY, "sure", 8, {"mean": 6.5, "points": -5}, "@Vertrieb", "abc", "goal", 2),
                Figure(run.id, "coffee", DAY, "", 20, {}),
            ],
        )
    return database


def results(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["results", *arguments])


def test_a_table_has_a_row_for_each_number_with_commas_and_without_formulas(here: Database) -> None:
    with here.read() as tx:
        rows = list(
            csv.reader(
                figures_csv(tx, replace(a_ritual(kinds()["post"], None), id="coffee")).splitlines(), delimiter=";"
            )
        )
    assert rows[0] == ["date", "ritual", "name", "part", "n", "goal", "revision", "series", "key", "value"]
    assert [(row[2], row[3], row[4], row[8], row[9]) for row in rows[1:]] == [
        ("", "", "20", "n", "20"),
        ("sure", "", "12", "mean", "7,25"),
        ("sure", "", "12", "counts / =SUMME(A1)", "5"),
        ("sure", "", "12", "counts / Ja", "7"),
        ("sure", "'@Vertrieb", "8", "mean", "6,5"),
        ("sure", "'@Vertrieb", "8", "points", "-5"),
    ]
    assert rows[1][0] == "2026-11-23"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_begins_like_a_formula_is_defused(sign: str) -> None:
    assert cell(f"{sign}1+1") == f"'{sign}1+1"


def test_an_operator_reads_a_list_or_writes_a_file_for_excel(here: Database, tmp_path: Path) -> None:
    read = results("coffee")
    assert (read.exit_code, read.output.splitlines()[:3]) == (
        0,
        ["Runde vom 23. Nov. 26", "  – (20 Antworten)", "  sure (12 Antworten)"],
    )
    assert "    mean: 7,25" in read.output
    assert results("coffee", "--csv", "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfdate;ritual;name")
    assert results("coffee", "--csv", "-").output.startswith("date;ritual;name")


def test_an_unknown_ritual_is_one_sentence(here: Database) -> None:
    assert (results("nope").exit_code, results("nope").output) == (1, "Ein Ritual „nope“ gibt es nicht in der Datei.\n")
