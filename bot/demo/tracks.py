"""Which calls made a message, a form or a Home tab, and what they answered: read from the sandbox's journal. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from bot.sandbox.model import Json

MOST = 40
"""Rows told of one message."""
CHANGES = ("chat.update", "chat.delete")
LOOK_UPS = ("conversations.history", "conversations.replies")


def of_message(calls: Iterable[Json], *, channel: str, ts: str, mark: str, people: frozenset[str]) -> list[int]:
    """Return the numbers of the calls that opened its conversation, posted it, looked it up and changed it."""
    rows = list(calls)
    sent = [row for row in rows if mark and row["method"] == "chat.postMessage"]
    posts = [row["n"] for row in sent if mark_in(row["args"].get("metadata")) == mark]
    opened = [row["n"] for row in rows if people and row["method"] == "conversations.open" and _users(row) == people]
    before = [number for number in opened if not posts or number < posts[0]][-1:]
    changed = [row["n"] for row in rows if row["method"] in CHANGES and _at(row) == (channel, ts)]
    doubted = bool(posts) and any(row.get("struck") or row["status"] != 200 for row in rows if row["n"] in posts)
    looked = [
        row["n"]
        for row in rows
        if doubted and row["method"] in LOOK_UPS and row["args"].get("channel") == channel and row["n"] > posts[0]
    ]
    return sorted([*before, *posts, *looked, *changed])[:MOST]


def of_reply(calls: Iterable[Json], ways: Iterable[Json], *, channel: str, ts: str) -> tuple[int, list[int]]:
    """Return the number of the command or press that an ephemeral message answers (0: unknown), and all between."""
    every = list(ways)
    posted = [
        row["n"] for row in calls
        if row["method"] == "chat.postEphemeral" and row["args"].get("channel") == channel
    ]  # fmt: skip
    answers = [row for row in every if row["kind"] in ("response_url", "ack") and row.get("ts") == ts]
    answers = [row for row in answers if row.get("channel") == channel]
    if not answers:
        return 0, posted[-1:]
    cause = next((row for row in reversed(every) if _caused(row, answers[0])), None)
    begun = cause["n"] if cause else answers[0]["n"]
    return (cause["n"] if cause else 0), _between(calls, every, begun, answers[-1]["n"])


def of_home(calls: Iterable[Json], ways: Iterable[Json], user: str) -> tuple[int, list[int]]:
    """Return what somebody did before their Home tab was published last (0: nothing), and all between."""
    rows, every = list(calls), list(ways)
    published = [row["n"] for row in rows if row["method"] == "views.publish" and row["args"].get("user_id") == user]
    if not published:
        return 0, []
    causes = [row["n"] for row in every if row.get("user") == user and _from_person(row) and row["n"] < published[-1]]
    begun = causes[-1] if causes else published[-1]
    return (causes[-1] if causes else 0), _between(rows, every, begun, published[-1])


def of_modal(calls: Iterable[Json], ways: Iterable[Json], user: str) -> tuple[int, list[int]]:
    """Return the press or command that opened somebody's form (0: unknown), and all that happened with it since."""
    rows, every = list(calls), [row for row in ways if row.get("user") == user]
    triggers = {str(row["payload"].get("trigger_id")): row["n"] for row in every if row["payload"].get("trigger_id")}
    opened = [row for row in rows if row["method"] == "views.open" and row["args"].get("trigger_id") in triggers]
    if not opened:
        return 0, []
    begun = triggers[opened[-1]["args"]["trigger_id"]]
    views = [row["n"] for row in rows if row["method"].startswith("views.") and row["n"] >= begun]
    return begun, sorted([*views, *(row["n"] for row in every if row["n"] >= begun)])[:MOST]


def mark_in(metadata: object) -> str:
    """Return which letter a message is, by its metadata as somebody sent it; "" where that says nothing."""
    if isinstance(metadata, str):
        try:
            metadata = json.loads(metadata)
        except (ValueError, RecursionError):
            return ""
    said = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    return str(said.get("letter") or "") if isinstance(said, Mapping) else ""


def _between(calls: Iterable[Json], ways: Iterable[Json], first: int, last: int) -> list[int]:
    return sorted(row["n"] for some in (calls, ways) for row in some if first <= row["n"] <= last)[:MOST]


def _caused(way: Json, answer: Json) -> bool:
    """Return whether this went to the app with the address that was answered; an ack answers the person's command."""
    if answer.get("key"):
        return str(way["payload"].get("response_url", "")).endswith(f"/{answer['key']}")
    return way["kind"] == "command" and way.get("user") == answer.get("user") and way["n"] < answer["n"]


def _from_person(row: Json) -> bool:
    return row["kind"] in ("command", "interaction") or row["name"].startswith("app_home_opened")


def _at(row: Json) -> tuple[str, str]:
    return str(row["args"].get("channel")), str(row["args"].get("ts"))


def _users(row: Json) -> frozenset[str]:
    return frozenset(str(row["args"].get("users") or "").split(","))
