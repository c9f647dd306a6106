"""views.open, views.push, views.update and views.publish."""

from __future__ import annotations

from bot.sandbox import windows
from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json, View


def open_view(call: Call) -> Json:
    """Open a modal for whoever the trigger id stands for."""
    body = _body(call)
    user = _trigger(call)
    return _answer(call, windows.open_modal(call.workspace, user, body))


def push(call: Call) -> Json:
    """Lay a modal on top of the open one."""
    body = _body(call)
    user = _trigger(call)
    return _answer(call, windows.push_modal(call.workspace, user, body))


def update(call: Call) -> Json:
    """Change an open modal; a stale `hash` is refused."""
    body = _body(call)
    view = windows.find(call.workspace, view_id=call.text("view_id"), external_id=call.text("external_id"))
    if view.home:
        raise SlackError("not_found")
    return _answer(call, windows.change(call.workspace, view, body, wanted_hash=call.text("hash")))


def publish(call: Call) -> Json:
    """Show somebody's Home tab."""
    workspace = call.workspace
    if not workspace.installation.home:
        raise SlackError("not_enabled")
    body = _body(call, home=True)
    person = workspace.people.get(call.text("user_id"))
    if person is None or person.deleted:
        raise SlackError("invalid_arguments", messages=["[ERROR] invalid user_id [json-pointer:/user_id]"])
    view = windows.publish_home(workspace, person.id, body, wanted_hash=call.text("hash"))
    return _answer(call, view)


def _answer(call: Call, view: View) -> Json:
    """Give the view as the methods answer with it: what stands in its fields comes with interactions only."""
    return {"view": windows.shape(call.workspace, view) | {"state": {"values": {}}}}


def _body(call: Call, *, home: bool = False) -> Json:
    try:
        body = call.structure("view")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise SlackError("invalid_arguments", messages=["[ERROR] must provide an object [json-pointer:/view]"])
    windows.accept(body, home=home)
    return body


def _trigger(call: Call) -> str:
    wanted = call.text("trigger_id")
    if not wanted:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: trigger_id"])
    return call.workspace.tickets.redeem(wanted).user
