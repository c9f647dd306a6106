"""Every example in docs/rituals.md is one that Rondo can read, and every key is described."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from bot.config.findings import key_names
from bot.config.schema import (
    Common,
    Defaults,
    DirectoryKeys,
    FieldKeys,
    File,
    GoalKeys,
    MeasureKeys,
    Schedule,
    Whom,
)
from bot.directory.catalogue import SHIPPED
from bot.directory.table import read
from tests.unit.config.config_kinds import problems

FOLDER = Path(__file__).parents[3] / "docs"
DOCS = (FOLDER / "rituals.md").read_text(encoding="utf-8")
OF_DIRECTORY = (FOLDER / "directory.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", f"{DOCS}\n{OF_DIRECTORY}", flags=re.MULTILINE | re.DOTALL)
RITUAL = {
    "id": "id: a",
    "kind": "kind: post",
    "title": "title: A",
    "channel": "channel: a",
    "schedule": 'schedule: {every: week, days: [mon], at: "09:00"}',
}
MODELS = (File, Defaults, DirectoryKeys, FieldKeys, GoalKeys, MeasureKeys, Common, Schedule, Whom)


def whole(example: str) -> str:
    """Return an example as a file: a file stays, keys of a schedule or a ritual get the rest around them."""
    keys = re.findall(r"^([a-z_]+):", example, flags=re.MULTILINE)
    if "version" in keys:
        return example
    if {"defaults", "commands", "managers", "directory", "goals"} & set(keys) or example.startswith("calendars:\n"):
        return f"version: 1\n{example}\n" + whole("paused: false\n").split("\n", 2)[2]
    if {"every", "rrule"} & set(keys):
        example = "schedule:\n" + textwrap.indent(example + ("" if "at" in keys else 'at: "09:00"\n'), "  ")
        keys.append("schedule")
    is_round = bool({"questions", "intro", "wrap_up"} & set(keys))
    keys += ["channel"] * ("audience" in keys)
    rest = [line for key, line in RITUAL.items() if key not in keys]
    lines = "\n".join(rest).replace("post", "pairing") if is_round else "\n".join(rest)
    wordy = "kind:" not in example or "kind: post" in example
    text = "\ntext: Hallo" if wordy and not is_round and "text" not in keys else ""
    body = textwrap.indent(f"{example}{lines}{text}\n", "    ")
    directory = "directory: {}\n" if "kind: digest" in example else ""
    goals = "goals: [{id: lieferung, text: In 48 Stunden}]\n" if "kind: alignment" in example else ""
    return f"version: 1\n{directory}{goals}calendars: {{betriebsferien: 2026-12-24}}\nrituals:\n  -" + body[3:]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n", 1)[0] for example in EXAMPLES])
def test_every_example_can_be_read(example: str) -> None:
    assert problems(whole(example)) == (), whole(example)


def test_every_key_is_described() -> None:
    keys = {key for model in MODELS for key in key_names(model)}
    assert {key for key in keys if f"`{key}`" not in DOCS} == set()


def test_every_key_has_an_example() -> None:
    keys = {key for model in MODELS for key in key_names(model)}
    written = {key for example in EXAMPLES for key in re.findall(r"([a-z_]+):(?: |$)", example, flags=re.MULTILINE)}
    assert keys - written == set()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12


def test_every_shipped_field_is_described_as_it_is() -> None:
    table = OF_DIRECTORY[OF_DIRECTORY.index("## Fields") : OF_DIRECTORY.index("**Change them**")]
    rows = {row.split("`")[1]: row for row in table.splitlines() if row.startswith("| `")}
    assert list(rows) == list(SHIPPED.fields)
    for key, field in SHIPPED.fields.items():
        row = rows[key]
        assert all(label in row for label in field.label.values()), row
        assert row.split("|")[4].strip() == field.audiences[-1], row
        assert (f"{field.lifetime.days} days" if field.lifetime else "–") == row.split("|")[5].strip(), row
        assert ("not searched" in row) is not field.searchable, row
        assert ("topics" in row.split("|")[6]) is field.is_expertise, row


@pytest.mark.parametrize("name", ["directory.md", "rituals.md", "reviews.md", "operating.md"])
def test_links_between_the_pages_lead_somewhere(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    for page, anchor in re.findall(r"\]\(([a-z]+\.md)?(?:#([a-z0-9-]+))?\)", text):
        target = (FOLDER / page).read_text(encoding="utf-8") if page else text
        heads = re.findall(r"^#+ (.+)$", target, flags=re.MULTILINE)
        anchors = {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}
        assert not anchor or anchor in anchors, (page, anchor)


def test_the_table_of_the_example_can_be_read() -> None:
    text = OF_DIRECTORY[OF_DIRECTORY.index("**The table.**") :].split("```")[1].lstrip()
    table = read(text, SHIPPED)
    assert table.faults == []
    assert [row.id for row in table.rows] == ["U0123ABCD", "werk-17"]
    anna, kemal = table.rows
    assert anna.cells["ask_me_about"].values == ("Reisekosten", "Messen")
    assert anna.switches == {}
    assert (kemal.switches, kemal.keeper) == ({"listed": True}, "U0123ABCD")
    assert kemal.cells["ask_me_about"].audience == "partners"
