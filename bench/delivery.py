"""Delivering a round over the wire, against the bare calls it consists of."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from slack_sdk import WebClient

from bench.table import line
from bot.demo.director import Director
from bot.demo.stage import Stage, find_rituals
from bot.logs import configure

PRESENT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def measure() -> None:
    """Print the time of the demo's first round: planned, committed, delivered, acknowledged, on SQLite."""
    configure("console", "ERROR")
    stage = Stage(find_rituals(Path("rituals.yaml")), now=PRESENT)
    try:
        stage.begin(beat=False)
        director = Director(stage)
        began = time.perf_counter()
        director.step()
        figure = time.perf_counter() - began
        posts = len(stage.sandbox.workspace.journal.log)
        baseline = bare(stage, posts)
    finally:
        stage.close()
    floor = "2 calls a group; Slack itself allows about 50 conversations.open a minute"
    line(f"deliver a round of {posts} groups", figure, baseline, named="the bare calls", floor=floor)


def bare(stage: Stage, n: int) -> float:
    """Return the time of the same number of calls without ledger, guarantee or database."""
    client = WebClient(token=stage.sandbox.workspace.bot_token, base_url=stage.sandbox.api_url, retry_handlers=[])
    workspace = stage.sandbox.workspace
    members = workspace.members(workspace.channel("kaffeerunde"))
    people = [one for one in members if not workspace.people[one].is_bot]
    began = time.perf_counter()
    for number in range(n):
        pair = [people[number], people[number + 1]]
        channel = client.conversations_open(users=pair)["channel"]["id"]
        client.chat_postMessage(channel=channel, text="Hallo")
    return time.perf_counter() - began
