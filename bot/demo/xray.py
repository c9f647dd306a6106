"""The X-ray of anything the bot shows: where it comes from, how large it is, and which calls made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.demo import provenance, sizes, tracks
from bot.demo.coping import coping
from bot.demo.director import Director
from bot.model import StoredLetter
from bot.sandbox import inspection, sight, windows
from bot.sandbox.model import Json
from bot.sandbox.workspace import APP_USER, Workspace
from bot.service.context import Context
from bot.store.db import Tx


def xray(director: Director, asked: dict[str, Any]) -> dict[str, Any]:
    """Show what stands behind a message (`channel`, `ts`), somebody's Home tab (`home`) or open form (`modal`)."""
    workspace = director.stage.sandbox.workspace
    if asked.get("home") or asked.get("modal"):
        return _view(workspace, str(asked.get("home") or ""), str(asked.get("modal") or ""))
    row = _row(workspace, str(asked.get("channel") or ""), str(asked.get("ts") or ""))
    if row is None:
        return {"found": False}
    shown = {
        "found": True,
        "what": _what(row),
        "channel": row["channel"],
        "ts": row["ts"],
        "user": row["user"],
        "only_for": row["only_for"],
        "text": row["text"],
        "blocks": row["blocks"],
        "edited": row["edited"],
        "sizes": [one.told() for one in sizes.of_message(row["text"], row["blocks"])] if row["bot"] else [],
    }
    context = director.stage.rondo.context
    return shown | _behind(workspace, context, row, now=director.now())


def _view(workspace: Workspace, home: str, modal: str) -> dict[str, Any]:
    """Show what stands behind a Home tab, or a form."""
    with workspace.lock:
        user = home or modal
        view = workspace.views.get(workspace.homes.get(user, "")) if home else windows.top(workspace, user)
        shape = windows.shape(workspace, view) if view else None
    if shape is None:
        return {"found": False}
    calls, ways = workspace.journal.told()
    cause, numbers = (tracks.of_home if home else tracks.of_modal)(calls, ways, user)
    return {
        "found": True,
        "what": "home" if home else "modal",
        "user": user,
        "text": "",
        "title": ((shape.get("title") or {}).get("text") or "") if modal else "",
        "callback": shape["callback_id"],
        "metadata": shape["private_metadata"],
        "blocks": shape["blocks"],
        "sizes": [one.told() for one in sizes.of_view(shape)],
        "cause": cause,
        "calls": _short(workspace, numbers, calls, ways),
    }


def _behind(workspace: Workspace, context: Context, row: Json, *, now: datetime) -> dict[str, Any]:
    """Return what is known of a message's origin, by what it is."""
    if not row["bot"]:
        return {"calls": []}
    calls, ways = workspace.journal.told()
    channel, ts = row["channel"], row["ts"]
    if row["only_for"]:
        cause, numbers = tracks.of_reply(calls, ways, channel=channel, ts=ts)
        return {"cause": cause, "calls": _short(workspace, numbers, calls, ways)}
    mark = tracks.mark_in(row["metadata"])
    members = frozenset(row["members"]) - {APP_USER} if row["kind"] in ("im", "mpim") else frozenset()
    numbers = tracks.of_message(calls, channel=channel, ts=ts, mark=mark, people=members)
    with context.database.read() as tx:
        behind = _letters(tx, context, provenance.letters_of(tx, channel=channel, ts=ts, mark=mark))
    letter, known = behind.pop("letter", None), behind.pop("known", {})
    if letter is not None:
        behind["reasons"] = provenance.reasons(context, letter, known, now)
    return {**behind, "calls": _short(workspace, numbers, calls, ways)}


def _letters(tx: Tx, context: Context, found: list[StoredLetter]) -> dict[str, Any]:
    """Return the letters, the run and the introduction behind a message; nothing where it was no letter."""
    first = next((one for one in found if one.op == "post"), found[0] if found else None)
    if first is None:
        return {}
    known = provenance.known_people(tx, found)
    names = {person: one.slack_id for person, one in known.items()}
    told = [provenance.told_letter(one, names) for one in found]
    run = provenance.run_of(tx, first)
    if run is None:
        return {"letter": first, "known": known, "letters": told}
    step = told[found.index(first)]["step"]
    return {
        "letter": first,
        "known": known,
        "letters": told,
        "run": provenance.told_run(context, run, step),
        "introduction": provenance.introduced(tx, run, first),
    }


def _row(workspace: Workspace, channel: str, ts: str) -> Json | None:
    """Return a message, whoever may see it."""
    with workspace.lock:
        conversation = workspace.conversations.get(channel)
        if conversation is None:
            return None
        message = conversation.messages.get(ts) or conversation.ephemerals.get(ts)
        if message is None:
            return None
        row = sight.message_row(workspace, conversation, ts)
        return row | {"only_for": message.only_for, "members": list(conversation.members)}


def _what(row: Json) -> str:
    if not row["bot"]:
        return "person"
    return "ephemeral" if row["only_for"] else "message"


def _short(workspace: Workspace, numbers: list[int], calls: Iterable[Json], ways: Iterable[Json]) -> list[Json]:
    """Return calls and ways of these numbers in short, in their order."""
    wanted = set(numbers)
    rows = [row for row in (*calls, *ways) if row["n"] in wanted]
    return [inspection.short(workspace, row) for row in sorted(rows, key=lambda row: int(row["n"]))]


ANSWERS: Mapping[str, Callable[[Director, dict[str, Any]], dict[str, Any]]] = {"GET xray": xray, "GET coping": coping}
