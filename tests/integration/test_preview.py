"""What `rondo show` promises is what people get."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.sandbox.sandbox import Sandbox
from bot.service.preview import preview
from bot.service.rehearsal import NAMES
from tests.world import World

REASON = 1
"""The block of an introduction that says why these people meet."""


def bare(blocks: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the blocks without what the sandbox adds, and everybody called the same."""
    text = [{key: value for key, value in block.items() if key != "block_id"} for block in blocks]
    return [_renamed(block, names) for number, block in enumerate(text) if number != REASON]


def _renamed(tree: Any, names: dict[str, str]) -> Any:
    if isinstance(tree, str):
        for name in names:
            tree = tree.replace(name, "X")
        return tree
    if isinstance(tree, dict):
        return {key: _renamed(value, names) for key, value in tree.items()}
    return [_renamed(value, names) for value in tree] if isinstance(tree, list) else tree


def without_own(blocks: Any) -> list[Any]:
    """Leave out the opening question and the suggested times: each group gets its own."""
    own = ("Eine Frage zum Einstieg", "Vorschläge für einen Termin")
    assert all(sum(word in str(block) for block in blocks) == 1 for word in own)
    kept = [block for block in blocks if not any(word in str(block) for word in own)]
    return list(json.loads(re.sub(r"at_\d+", "at", json.dumps(kept))))


def test_the_preview_of_a_pairing_has_the_blocks_of_the_real_round(world: World) -> None:
    context = world.rondo.context
    ritual = world.stage.config.rituals[0]
    shown = preview(
        ritual, kinds=context.kinds, catalogues=context.catalogues, language="de", now=world.now(), goals=()
    )
    world.advance_to("mon 09:00")
    promised = bare(shown[0].payload["blocks"], dict.fromkeys(NAMES, "X"))
    pairs = [row for row in world.introductions() if len(row["members"]) == 3 and "darf ich" in row["text"]]
    assert pairs
    for row in pairs:
        mentions = {f"<@{one}>": "X" for one in row["members"]}
        assert without_own(bare(row["blocks"], mentions)) == without_own(promised)


def test_a_preview_goes_to_one_person_alone_and_each_message_says_what_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", world.slack.api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", world.slack.workspace.bot_token)
    anna = world.slack.person("Anna Lindqvist").id
    before = len(world.slack.workspace.journal.log)
    done = CliRunner().invoke(main, ["show", "kaffee", str(world.file), "--to", anna])
    assert done.exit_code == 0, done.output
    sent = world.slack.workspace.journal.log[before:]
    assert len(sent) == 20
    assert {tuple(row["members"]) for row in sent} == {(anna, "U0SANDBOXAPP")}
    assert all(row["text"].startswith("Vorschau") for row in sent)
    assert "20 Nachrichten" in done.output
    assert refused(world.slack) == []


def test_a_preview_to_nobody_is_refused_in_one_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", world.slack.api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", world.slack.workspace.bot_token)
    for user, word in (("anna", "Slack id"), ("U0NOBODY000", "channel_gone")):
        done = CliRunner().invoke(main, ["show", "kaffee", str(world.file), "--to", user])
        assert done.exit_code == 1
        assert word in done.stderr
    unknown = CliRunner().invoke(main, ["show", "tee", str(world.file)])
    assert unknown.exit_code == 1
    assert "kaffee, montagsfrage" in unknown.stderr


def refused(slack: Sandbox) -> list[Any]:
    """Return what Slack would not have taken."""
    return slack.workspace.refusals
