"""What each method answers when all is well: the documented fields, by their paths, and their types."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from typing import Any

from tests.sandbox.shapes import modal

from .cases import SAMPLES, Answer, of_method
from .desk import ANNA, COFFEE, HAMBURG, SAMIRA
from .steps import HOME, Step, opened, posted, shared_file, triggered, uploaded, wrote_alone

Fields = dict[str, type | tuple[type, ...] | None]

TOPIC: Fields = {"value": str, "creator": str, "last_set": int}
FLAGS = [
    "is_channel",
    "is_group",
    "is_im",
    "is_archived",
    "is_general",
    "is_shared",
    "is_ext_shared",
    "is_org_shared",
    "is_pending_ext_shared",
    "is_private",
    "is_mpim",
]
CONVERSATION: Fields = {
    "id": str, "name": str, "name_normalized": str, "created": int, "creator": str, "unlinked": int, "updated": int,
    **dict.fromkeys(FLAGS, bool), "pending_shared": list, "previous_names": list,
    **{f"topic.{key}": kind for key, kind in TOPIC.items()}, **{f"purpose.{key}": kind for key, kind in TOPIC.items()},
}  # fmt: skip
IM: Fields = {"id": str, "created": int, "is_im": bool, "is_org_shared": bool, "user": str}
PHOTOS: Fields = {f"profile.image_{size}": str for size in (24, 32, 48, 72, 192, 512)}
USER: Fields = {
    "id": str, "team_id": str, "name": str, "deleted": bool, "color": str, "real_name": str, "tz": str, "tz_label": str,
    "tz_offset": int, "is_admin": bool, "is_owner": bool, "is_primary_owner": bool, "is_restricted": bool,
    "is_ultra_restricted": bool, "is_bot": bool, "is_app_user": bool, "updated": int, "profile.status_text": str,
    "profile.status_emoji": str, "profile.real_name": str, "profile.real_name_normalized": str, "profile.email": str,
    "profile.display_name": str, "profile.display_name_normalized": str, "profile.team": str, **PHOTOS,
}  # fmt: skip
MESSAGE: Fields = {"type": str, "user": str, "text": str, "ts": str}
BY_APP: Fields = {
    **MESSAGE,
    "bot_id": str,
    "app_id": str,
    "team": str,
    "bot_profile.id": str,
    "bot_profile.app_id": str,
}
VIEW: Fields = {
    "id": str, "team_id": str, "type": str, "blocks": list, "private_metadata": str, "callback_id": str,
    "external_id": str, "state.values": dict, "hash": str, "clear_on_close": bool, "notify_on_close": bool,
    "root_view_id": str, "previous_view_id": (str, type(None)), "app_id": str, "bot_id": str,
}  # fmt: skip
FILE: Fields = {
    "id": str, "created": int, "timestamp": int, "name": str, "title": str, "mimetype": str, "filetype": str,
    "pretty_type": str, "user": str, "editable": bool, "size": int, "mode": str, "is_external": bool,
    "external_type": str, "is_public": bool, "public_url_shared": bool, "display_as_bot": bool, "username": str,
    "url_private": str, "url_private_download": str,
}  # fmt: skip
GROUP: Fields = {
    "id": str, "team_id": str, "is_usergroup": bool, "name": str, "description": str, "handle": str, "is_external": bool,
    "date_create": int, "date_update": int, "date_delete": int, "auto_type": (str, type(None)), "created_by": str,
    "updated_by": str, "deleted_by": (str, type(None)), "prefs.channels": list, "prefs.groups": list,
}  # fmt: skip


def under(key: str, fields: Fields) -> Fields:
    """Put the fields below a key."""
    return {f"{key}.{path}": kind for path, kind in fields.items()}


def answer(method: str, fields: Fields, *before: Step, why: str = "", source: str = "", **args: Any) -> Answer:
    """Give the case of a call that succeeds."""
    name = f"{method} answers in full" + (f" {why}" if why else "")
    place = source or of_method(method)
    return Answer(name=name, source=place, method=method, args=args, fields=fields, before=before)


ANSWERS: tuple[Answer, ...] = (
    answer("api.test", {"args.foo": str}, foo="bar"),
    answer("apps.connections.open", {"url": str}),
    answer("auth.test", {"url": str, "team": str, "user": str, "team_id": str, "user_id": str, "bot_id": str}),
    answer("bots.info", under("bot", {"id": str, "deleted": bool, "name": str, "updated": int, "app_id": str, "user_id": str, "icons": dict})),
    answer("chat.delete", {"channel": str, "ts": str}, posted, channel=COFFEE, ts="$ts"),
    answer("chat.postEphemeral", {"message_ts": str}, channel=COFFEE, user=ANNA, text="a"),
    answer("chat.postMessage", {"channel": str, "ts": str, **under("message", BY_APP)}, channel=COFFEE, text="a"),
    answer("chat.update", {"channel": str, "ts": str, "text": str, **under("message", BY_APP)}, posted, channel=COFFEE, ts="$ts", text="b"),
    answer("conversations.history", {"has_more": bool, "pin_count": int, **under("messages.0", MESSAGE)}, posted, channel=COFFEE),
    answer("conversations.info", under("channel", {**CONVERSATION, "is_member": bool}), channel=COFFEE),
    answer("conversations.info", under("channel", {"num_members": int}), why="with members counted", channel=COFFEE, include_num_members=True),
    answer("conversations.info", under("channel", IM), wrote_alone, why="of a direct message", channel="$dm"),
    answer("conversations.info", under("channel", {"num_members": int}), wrote_alone, why="of a direct message, counted", channel="$dm", include_num_members=True),
    answer("conversations.join", under("channel", {**CONVERSATION, "is_member": bool}), channel=HAMBURG),
    answer("conversations.join", {"warning": str, "response_metadata.warnings.0": str}, why="with a warning where it is in already", channel=COFFEE),
    answer("conversations.list", {"response_metadata.next_cursor": str, **under("channels.0", {**CONVERSATION, "is_member": bool, "num_members": int})}),
    answer("conversations.list", under("channels.0", {**IM, "is_user_deleted": bool}), wrote_alone, why="of direct messages", types="im"),
    answer("conversations.members", {"members.0": str, "response_metadata.next_cursor": str}, channel=COFFEE),
    answer("conversations.open", {"channel.id": str}, users=ANNA),
    answer("conversations.open", {"no_op": bool, "already_open": bool, **under("channel", {**IM, "is_open": bool})}, wrote_alone, why="of one that is open", users=ANNA, return_im=True),
    answer("conversations.replies", {"has_more": bool, **under("messages.0", MESSAGE)}, posted, channel=COFFEE, ts="$ts"),
    answer("files.completeUploadExternal", {"files.0.id": str, "files.0.title": str}, uploaded, files="$files"),
    answer("files.getUploadURLExternal", {"upload_url": str, "file_id": str}, filename="a.txt", length=3),
    answer("files.info", {"comments": list, **under("file", FILE)}, shared_file, file="$file"),
    answer("reactions.add", {}, posted, channel=COFFEE, timestamp="$ts", name="tada"),
    answer("team.info", under("team", {"id": str, "name": str, "domain": str, "email_domain": str, "icon": dict})),
    answer("team.profile.get", {"profile.sections": list, **under("profile.fields.0", {"id": str, "ordering": int, "label": str, "hint": str, "type": str, "is_hidden": bool, "possible_values": None, "options": None})}),
    answer("usergroups.list", under("usergroups.0", GROUP)),
    answer("usergroups.list", under("usergroups.0", {"users": list, "user_count": int}), why="with people", source=f"{SAMPLES}/api/usergroups.list.json", include_users=True, include_count=True),
    answer("usergroups.users.list", {"users.0": str}, usergroup="S0001PRODU"),
    answer("users.conversations", {"response_metadata.next_cursor": str, **under("channels.0", CONVERSATION)}),
    answer("users.info", under("user", USER), user=ANNA),
    answer("users.info", {"user.locale": str}, why="with the language", user=ANNA, include_locale=True),
    answer("users.list", {"cache_ts": int, "response_metadata.next_cursor": str, **under("members.0", USER)}),
    answer("users.profile.get", under("profile", {"title": str, "phone": str, "real_name": str, "display_name": str, "status_text": str, "status_emoji": str, "status_expiration": int, "email": str, "first_name": str, "last_name": str, "fields.Xf0ABTEILNG.value": str, "fields.Xf0ABTEILNG.alt": str, "image_72": str}), user=SAMIRA),
    answer("users.profile.get", {"profile.fields.Xf0ABTEILNG.label": str}, why="with labels", user=ANNA, include_labels=True),
    answer("views.open", under("view", {**VIEW, "title.text": str, "submit.text": str}), triggered, trigger_id="$trigger", view=modal()),
    answer("views.push", under("view", {**VIEW, "title.text": str}), opened, triggered, trigger_id="$trigger", view=modal()),
    answer("views.update", under("view", {**VIEW, "title.text": str}), opened, view_id="$view", view=modal()),
    answer("views.update", under("view", VIEW), opened, why="by the external id", external_id="one", view=modal()),
    answer("views.publish", under("view", VIEW), user_id=ANNA, view=HOME),
)  # fmt: skip
