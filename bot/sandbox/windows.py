"""Modals and Home tabs: opening, stacking, changing and closing them."""

from __future__ import annotations

from bot.sandbox.blocks import with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.forms import check_view, fill, too_large
from bot.sandbox.model import Json, View
from bot.sandbox.workspace import APP_BOT, APP_ID, Workspace

STACK = 3


def accept(view: Json, *, home: bool = False) -> None:
    """Refuse a view that Slack would refuse."""
    if too_large(view):
        raise SlackError("view_too_large")
    messages = check_view(view, home=home)
    if messages:
        raise SlackError("invalid_arguments", messages=messages)


def open_modal(workspace: Workspace, user: str, view: Json) -> View:
    """Open a modal as the only one this person has."""
    _external(workspace, view)
    _drop(workspace, workspace.stacks.get(user, []))
    made = _make(workspace, user, view)
    workspace.stacks[user] = [made.id]
    workspace.journal.tell("modal", [user])
    return made


def push_modal(workspace: Workspace, user: str, view: Json) -> View:
    """Lay a modal on top of those this person has open, three at most."""
    stack = workspace.stacks.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    _external(workspace, view)
    made = _make(workspace, user, view, previous=workspace.views[stack[-1]])
    stack.append(made.id)
    workspace.journal.tell("modal", [user])
    return made


def change(workspace: Workspace, view: View, body: Json, *, wanted_hash: str = "") -> View:
    """Give a view new content; state survives where block and action ids stay."""
    if wanted_hash and wanted_hash != view.hash:
        raise SlackError("hash_conflict")
    _external(workspace, body, but=view.id)
    view.body = _named(workspace, body)
    view.hash = _hash(workspace)
    view.values = fill(view.body["blocks"], {}, known=view.values)
    workspace.journal.tell("home" if view.home else "modal", [view.owner])
    return view


def publish_home(workspace: Workspace, user: str, body: Json, *, wanted_hash: str = "") -> View:
    """Show a Home tab to one person."""
    known = workspace.homes.get(user)
    if known:
        return change(workspace, workspace.views[known], body, wanted_hash=wanted_hash)
    _external(workspace, body)
    made = _make(workspace, user, body, home=True)
    workspace.homes[user] = made.id
    workspace.journal.tell("home", [user])
    return made


def close(workspace: Workspace, view: View, *, everything: bool = False) -> list[View]:
    """Close one view, or the person's whole stack; give those that went."""
    stack = workspace.stacks.get(view.owner, [])
    gone = list(stack) if everything else [view.id] if view.id in stack else []
    closed = [workspace.views[vid] for vid in gone]
    workspace.stacks[view.owner] = [vid for vid in stack if vid not in gone]
    _drop(workspace, gone)
    workspace.journal.tell("modal", [view.owner])
    return closed


def top(workspace: Workspace, user: str) -> View | None:
    """Give the modal on top of a person's stack."""
    stack = workspace.stacks.get(user)
    return workspace.views[stack[-1]] if stack else None


def find(workspace: Workspace, *, view_id: str, external_id: str) -> View:
    """Find a view by either id; raise `not_found`."""
    for view in workspace.views.values():
        if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
            return view
    raise SlackError("not_found")


def shape(workspace: Workspace, view: View) -> Json:
    """Give Slack's view object."""
    body = view.body
    shown = {
        "id": view.id,
        "team_id": workspace.team["id"],
        "type": "home" if view.home else "modal",
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": APP_ID,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": workspace.team["id"],
        "bot_id": APP_BOT,
    }
    if view.home:
        shown["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
    return shown


def _make(workspace: Workspace, user: str, body: Json, *, previous: View | None = None, home: bool = False) -> View:
    vid = workspace.fresh("V")
    named = _named(workspace, body)
    view = View(
        id=vid,
        owner=user,
        body=named,
        hash=_hash(workspace),
        root=previous.root if previous else vid,
        previous=previous.id if previous else None,
        values=fill(named["blocks"], {}),
        home=home,
    )
    workspace.views[vid] = view
    return view


def _named(workspace: Workspace, body: Json) -> Json:
    return {**body, "blocks": with_ids(body["blocks"], lambda: workspace.fresh("")[:5])}


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.epoch())}.{workspace.fresh('')[:8].lower()}"


def _external(workspace: Workspace, body: Json, *, but: str = "") -> None:
    wanted = body.get("external_id")
    if wanted and any(v.body.get("external_id") == wanted and v.id != but for v in workspace.views.values()):
        raise SlackError("duplicate_external_id")


def _drop(workspace: Workspace, view_ids: list[str]) -> None:
    for vid in view_ids:
        workspace.views.pop(vid, None)
