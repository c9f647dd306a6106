"""Every example in docs/rituals.md is one that Rondo can read, and every key is described."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from bot.config.findings import key_names
from bot.config.schema import Common, Defaults, File, Schedule, Whom
from tests.unit.config.config_kinds import problems

DOCS = (Path(__file__).parents[3] / "docs" / "rituals.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", DOCS, flags=re.MULTILINE | re.DOTALL)
RITUAL = {
    "id": "id: a",
    "kind": "kind: post",
    "title": "title: A",
    "channel": "channel: a",
    "schedule": 'schedule: {every: week, days: [mon], at: "09:00"}',
}


def whole(example: str) -> str:
    """Return an example as a file: a file stays, keys of a schedule or a ritual get the rest around them."""
    keys = re.findall(r"^([a-z_]+):", example, flags=re.MULTILINE)
    if "version" in keys:
        return example
    if {"defaults", "commands", "managers"} & set(keys) or example.startswith("calendars:\n"):
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
    return f"version: 1\n{directory}calendars: {{betriebsferien: 2026-12-24}}\nrituals:\n  -" + body[3:]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.split("\n", 1)[0] for example in EXAMPLES])
def test_every_example_can_be_read(example: str) -> None:
    assert problems(whole(example)) == (), whole(example)


def test_every_key_is_described() -> None:
    keys = {key for model in (File, Defaults, Common, Schedule, Whom) for key in key_names(model)}
    assert {key for key in keys if f"`{key}`" not in DOCS} == set()


def test_every_key_has_an_example() -> None:
    keys = {key for model in (File, Defaults, Common, Schedule, Whom) for key in key_names(model)}
    written = {key for example in EXAMPLES for key in re.findall(r"([a-z_]+):(?: |$)", example, flags=re.MULTILINE)}
    assert keys - written == set()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12
