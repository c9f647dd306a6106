"""files.info, and the two calls around an upload."""

from __future__ import annotations

from bot.sandbox import rooms
from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.files import File
from bot.sandbox.model import Json, Message
from bot.sandbox.workspace import APP_USER

ALT_MOST = 1_000
SNIPPET_MOST = 1_000_000


def info(call: Call) -> Json:
    """Describe a file that was shared where the app is; any other does not exist for it."""
    workspace = call.workspace
    file = workspace.files.get(call.text("file"))
    places = [workspace.conversations[place] for place in file.shared_in] if file else []
    if file is None or not any(APP_USER in place.members for place in places):
        raise SlackError("file_not_found")
    return {"file": file.shape(workspace.base_url, team=workspace.team["id"]), "comments": [], "response_metadata": {}}


def upload_url(call: Call) -> Json:
    """Promise a place for a file of so many bytes; it is nobody's until it was completed."""
    workspace, name = call.workspace, call.text("filename")
    try:
        length = int(call.text("length"))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    if not name or length <= 0:
        raise SlackError("missing_argument")
    if len(call.text("alt_txt")) > ALT_MOST:
        raise SlackError("alt_txt_too_large")
    if call.text("snippet_type") and length > SNIPPET_MOST:
        raise SlackError("snippet_too_large")
    file = File(workspace.fresh("F"), name, APP_USER, b"", created=int(workspace.clock.epoch()))
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.base_url}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Share files whose bytes have come, as one message of the app; without a channel they stay private."""
    workspace, given = call.workspace, call.structure("files")
    asked = [one for one in given or [] if isinstance(one, dict)]
    files = [workspace.files.get(str(one.get("id"))) for one in asked]
    if not files or any(file is None or not file.content for file in files):
        raise SlackError("file_not_found")
    known = [file for file in files if file is not None]
    if any(file.user != APP_USER for file in known):
        raise SlackError("access_denied")
    if call.text("channel_id"):
        conversation = call.conversation("channel_id")
        if APP_USER not in conversation.members:
            raise SlackError("not_in_channel")
        for file in known:
            file.shared_in.append(conversation.id)
        thread = call.text("thread_ts")
        message = Message(
            "", APP_USER, call.text("initial_comment"), subtype="file_share", files=[one.id for one in known]
        )
        message.thread_ts = thread or message.thread_ts
        rooms.post(workspace, conversation, message)
    return {
        "files": [
            {"id": file.id, "title": one.get("title") or file.name} for file, one in zip(known, asked, strict=True)
        ]
    }
