"""Refusals of what writes: messages, reactions, files and views."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from tests.sandbox.shapes import modal, plain

from .cases import Refusal, refusal
from .desk import ANNA, BERND, BOARD, COFFEE, FAIR, HAMBURG, URSULA
from .steps import (
    HOME,
    aged,
    archived,
    opened,
    plainly,
    posted,
    published,
    pushed,
    reacted,
    said,
    secret_file,
    shared_file,
    spent,
    triggered,
    uploaded,
    without,
    wrote_alone,
)

BAD = [{"type": "section"}]
FINE = [{"type": "section", "text": plain("a")}]
LARGE = {"event_type": "e", "event_payload": {"k": "x" * 16_001}}
LONG = [{"type": "section", "text": plain("x" * 3000)}] * 5
PACKED = modal(blocks=[{"type": "section", "text": plain("ä" * 3000)}] * 50)
WIDE = {**HOME, "blocks": [{"type": "section", "text": plain("ä" * 3000)}] * 50}

MESSAGES: tuple[Refusal, ...] = (
    refusal("chat.postMessage", "channel_not_found", channel="C0NOWHERE", text="a"),
    refusal("chat.postMessage", "channel_not_found", why="for a private channel", channel=BOARD, text="a"),
    refusal("chat.postMessage", "channel_not_found", why="for somebody deactivated", channel=URSULA, text="a"),
    refusal("chat.postMessage", "not_in_channel", plainly, channel=HAMBURG, text="a"),
    refusal("chat.postMessage", "is_archived", channel=FAIR, text="a"),
    refusal("chat.postMessage", "messages_tab_disabled", wrote_alone, without("messages_tab"), channel="$dm", text="a"),
    refusal("chat.postMessage", "no_text", channel=COFFEE),
    refusal("chat.postMessage", "no_text", why="for blanks", channel=COFFEE, text=" "),
    refusal("chat.postMessage", "invalid_blocks", channel=COFFEE, text="a", blocks=BAD),
    refusal("chat.postMessage", "invalid_blocks_format", channel=COFFEE, text="a", blocks="{"),
    refusal("chat.postMessage", "msg_blocks_too_long", channel=COFFEE, text="a", blocks=LONG),
    refusal("chat.postMessage", "markdown_text_conflict", channel=COFFEE, text="a", markdown_text="b"),
    refusal("chat.postMessage", "markdown_text_conflict", why="of blocks", channel=COFFEE, blocks=FINE, markdown_text="b"),
    refusal("chat.postMessage", "too_many_attachments", channel=COFFEE, attachments=[{"text": "a"}] * 101),
    refusal("chat.postMessage", "invalid_metadata_format", channel=COFFEE, text="a", metadata="{"),
    refusal("chat.postMessage", "invalid_metadata_format", why="without a type", channel=COFFEE, text="a", metadata={"k": 1}),
    refusal("chat.postMessage", "metadata_too_large", channel=COFFEE, text="a", metadata=LARGE),
    refusal("chat.postMessage", "cannot_reply_to_message", channel=COFFEE, text="a", thread_ts="1.000001"),
    refusal("chat.postEphemeral", "channel_not_found", channel="C0NOWHERE", user=ANNA, text="a"),
    refusal("chat.postEphemeral", "not_in_channel", channel=HAMBURG, user=BERND, text="a"),
    refusal("chat.postEphemeral", "user_not_in_channel", channel=COFFEE, user=URSULA, text="a"),
    refusal("chat.postEphemeral", "is_archived", channel=FAIR, user=ANNA, text="a"),
    refusal("chat.postEphemeral", "messages_tab_disabled", wrote_alone, without("messages_tab"), channel="$dm", user=ANNA, text="a"),
    refusal("chat.postEphemeral", "no_text", channel=COFFEE, user=ANNA),
    refusal("chat.postEphemeral", "msg_too_long", channel=COFFEE, user=ANNA, text="x" * 40_001),
    refusal("chat.postEphemeral", "invalid_blocks", channel=COFFEE, user=ANNA, blocks=BAD),
    refusal("chat.postEphemeral", "invalid_blocks_format", channel=COFFEE, user=ANNA, blocks="{"),
    refusal("chat.postEphemeral", "invalid_attachments", channel=COFFEE, user=ANNA, attachments="{"),
    refusal("chat.postEphemeral", "markdown_text_conflict", channel=COFFEE, user=ANNA, text="a", markdown_text="b"),
    refusal("chat.postEphemeral", "too_many_attachments", channel=COFFEE, user=ANNA, attachments=[{"text": "a"}] * 101),
    refusal("chat.update", "channel_not_found", channel="C0NOWHERE", ts="1.000001", text="a"),
    refusal("chat.update", "message_not_found", channel=COFFEE, ts="1.000001", text="a"),
    refusal("chat.update", "cant_update_message", said, channel=COFFEE, ts="$ts", text="a"),
    refusal("chat.update", "is_inactive", posted, archived, channel=COFFEE, ts="$ts", text="a"),
    refusal("chat.update", "no_text", posted, channel=COFFEE, ts="$ts"),
    refusal("chat.update", "msg_too_long", posted, channel=COFFEE, ts="$ts", text="x" * 4001),
    refusal("chat.update", "invalid_blocks", posted, channel=COFFEE, ts="$ts", blocks=BAD),
    refusal("chat.update", "invalid_blocks_format", posted, channel=COFFEE, ts="$ts", blocks="{"),
    refusal("chat.update", "invalid_attachments", posted, channel=COFFEE, ts="$ts", attachments="{"),
    refusal("chat.update", "too_many_attachments", posted, channel=COFFEE, ts="$ts", attachments=[{"text": "a"}] * 101),
    refusal("chat.update", "invalid_metadata_format", posted, channel=COFFEE, ts="$ts", text="a", metadata="{"),
    refusal("chat.update", "metadata_too_large", posted, channel=COFFEE, ts="$ts", text="a", metadata=LARGE),
    refusal("chat.update", "markdown_text_conflict", posted, channel=COFFEE, ts="$ts", text="a", markdown_text="b"),
    refusal("chat.delete", "channel_not_found", channel="C0NOWHERE", ts="1.000001"),
    refusal("chat.delete", "message_not_found", channel=COFFEE, ts="1.000001"),
    refusal("chat.delete", "cant_delete_message", said, channel=COFFEE, ts="$ts"),
    refusal("reactions.add", "channel_not_found", channel="C0NOWHERE", timestamp="1.000001", name="tada"),
    refusal("reactions.add", "message_not_found", channel=COFFEE, timestamp="1.000001", name="tada"),
    refusal("reactions.add", "bad_timestamp", channel=COFFEE, timestamp="gestern", name="tada"),
    refusal("reactions.add", "invalid_name", posted, channel=COFFEE, timestamp="$ts", name="ta da"),
    refusal("reactions.add", "already_reacted", posted, reacted, channel=COFFEE, timestamp="$ts", name="tada"),
    refusal("reactions.add", "is_archived", posted, archived, channel=COFFEE, timestamp="$ts", name="tada"),
)  # fmt: skip

FILES: tuple[Refusal, ...] = (
    refusal("files.getUploadURLExternal", "missing_argument", filename="a.txt", length=0),
    refusal("files.getUploadURLExternal", "alt_txt_too_large", filename="a.png", length=1, alt_txt="x" * 1001),
    refusal("files.getUploadURLExternal", "snippet_too_large", filename="a", length=1_000_001, snippet_type="text"),
    refusal("files.completeUploadExternal", "file_not_found", files=[{"id": "F0NONE"}]),
    refusal("files.completeUploadExternal", "access_denied", shared_file, files="$files"),
    refusal("files.completeUploadExternal", "channel_not_found", uploaded, files="$files", channel_id="C0NOWHERE"),
    refusal("files.completeUploadExternal", "not_in_channel", uploaded, files="$files", channel_id=HAMBURG),
    refusal("files.info", "file_not_found", file="F0NONE"),
    refusal("files.info", "file_not_found", secret_file, why="for one shared elsewhere", file="$file"),
)

VIEWS: tuple[Refusal, ...] = (
    refusal("views.open", "invalid_trigger_id", trigger_id="1.2.x", view=modal()),
    refusal("views.open", "expired_trigger_id", triggered, aged, trigger_id="$trigger", view=modal()),
    refusal("views.open", "exchanged_trigger_id", triggered, spent, trigger_id="$trigger", view=modal()),
    refusal("views.open", "duplicate_external_id", opened, triggered, trigger_id="$trigger", view=modal(external_id="one")),
    refusal("views.open", "view_too_large", triggered, trigger_id="$trigger", view=PACKED),
    refusal("views.push", "invalid_trigger_id", trigger_id="1.2.x", view=modal()),
    refusal("views.push", "expired_trigger_id", opened, triggered, aged, trigger_id="$trigger", view=modal()),
    refusal("views.push", "exchanged_trigger_id", triggered, spent, trigger_id="$trigger", view=modal()),
    refusal("views.push", "duplicate_external_id", opened, triggered, trigger_id="$trigger", view=modal(external_id="one")),
    refusal("views.push", "not_found", triggered, trigger_id="$trigger", view=modal()),
    refusal("views.push", "push_limit_reached", opened, pushed(2), triggered, trigger_id="$trigger", view=modal()),
    refusal("views.push", "view_too_large", opened, triggered, trigger_id="$trigger", view=PACKED),
    refusal("views.update", "not_found", view_id="V0NONE", view=modal()),
    refusal("views.update", "not_found", why="for an unknown external id", external_id="none", view=modal()),
    refusal("views.update", "hash_conflict", opened, view_id="$view", hash="1.old", view=modal()),
    refusal("views.update", "duplicate_external_id", opened, pushed(1), view_id="$top", view=modal(external_id="one")),
    refusal("views.update", "view_too_large", opened, view_id="$view", view=PACKED),
    refusal("views.publish", "not_enabled", without("home_tab"), user_id=ANNA, view=HOME),
    refusal("views.publish", "hash_conflict", published, user_id=ANNA, view=HOME, hash="1.old"),
    refusal("views.publish", "duplicate_external_id", opened, user_id=BERND, view={**HOME, "external_id": "one"}),
    refusal("views.publish", "view_too_large", user_id=ANNA, view=WIDE),
)  # fmt: skip
