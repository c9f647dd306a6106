"""files.info."""

from __future__ import annotations

from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json
from bot.sandbox.workspace import APP_USER


def info(call: Call) -> Json:
    """Describe a file that was shared where the app is; any other does not exist for it."""
    workspace = call.workspace
    file = workspace.files.get(call.text("file"))
    places = [workspace.conversations[place] for place in file.shared_in] if file else []
    if file is None or not any(APP_USER in place.members for place in places):
        raise SlackError("file_not_found")
    return {"file": file.shape(workspace.base_url, team=workspace.team["id"]), "comments": [], "response_metadata": {}}
