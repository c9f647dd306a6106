"""Messages, group messages, files, guests, the deactivated and people of other companies."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.workspace import APP_USER
from tests.sandbox.shapes import manifest, plain

from .cases import (
    CONVERSATION_OBJECT,
    DOCS,
    FILES,
    FORMATTING,
    METADATA,
    MODIFYING,
    SLACK_CONNECT,
    UNFURLING,
    USER_OBJECT,
    Deed,
    of_method,
)
from .desk import ANNA, BERND, CARLA, COFFEE, HAMBURG, SAMIRA, URSULA, Desk, Json
from .steps import foreign

TOM = "U0045TOM000"
NOTE: Json = {"event_type": "letter", "event_payload": {"k": "1"}}
LINE = [{"type": "section", "block_id": "b", "text": plain("Block")}]


def history(desk: Desk, channel: str = COFFEE, **args: Any) -> list[Json]:
    """Give the messages the app reads."""
    return list(desk.call("conversations.history", channel=channel, **args)["messages"])


def cut(desk: Desk) -> None:
    """Prove that a text above 40,000 characters is cut without an error."""
    assert len(desk.call("chat.postMessage", channel=COFFEE, text="x" * 40_001)["message"]["text"]) == 40_000


def to_a_person(desk: Desk) -> None:
    """Prove that a post to somebody's id goes to the direct message with them."""
    told = desk.call("chat.postMessage", channel=ANNA, text="a")
    assert told["channel"] == desk.call("conversations.open", users=ANNA)["channel"]["id"]


def to_a_name(desk: Desk) -> None:
    """Prove that a post finds a channel by its name, with or without #."""
    for name in ("kaffeerunde", "#kaffeerunde"):
        assert desk.call("chat.postMessage", channel=name, text="a")["channel"] == COFFEE


def uninvited(desk: Desk) -> None:
    """Prove that chat:write.public lets the app post where it is not a member, but shows nobody anything alone."""
    desk.workspace.install(manifest(scopes=["chat:write", "chat:write.public"]))
    assert desk.call("chat.postMessage", channel=HAMBURG, text="a")["ok"]
    assert desk.refused("chat.postEphemeral", channel=HAMBURG, user=BERND, text="a") == "not_in_channel"


def threads(desk: Desk) -> None:
    """Prove that an answer names its parent, counts there, and is not in the history."""
    parent = desk.posted(text="a")
    reply = desk.posted(text="b", thread_ts=parent)
    (shown,) = history(desk)
    assert (shown["reply_count"], shown["latest_reply"], shown["reply_users"]) == (1, reply, [APP_USER])
    thread = desk.call("conversations.replies", channel=COFFEE, ts=parent)["messages"]
    assert [one["ts"] for one in thread] == [parent, reply]
    assert (thread[1]["thread_ts"], thread[1]["parent_user_id"]) == (parent, APP_USER)


def broadcasts(desk: Desk) -> None:
    """Prove that reply_broadcast shows an answer in the channel as well."""
    parent = desk.posted(text="a")
    desk.posted(text="b", thread_ts=parent, reply_broadcast=True)
    assert [one["text"] for one in history(desk)] == ["b", "a"]


def escaped(desk: Desk) -> None:
    """Prove that what people type has &, < and > escaped, and references stay."""
    desk.said("a < b & <@U0002BERNDX>")
    assert history(desk)[0]["text"] == "a &lt; b &amp; <@U0002BERNDX>"


def unfurls(desk: Desk) -> None:
    """Prove that arguments about previews are taken, and that none is made."""
    desk.posted(text="https://example.com", unfurl_links=True, unfurl_media=True, parse="none", link_names=False)
    assert "attachments" not in history(desk)[0]


def hides_metadata(desk: Desk) -> None:
    """Prove that metadata is hidden unless asked for, in history and threads."""
    ts = desk.posted(metadata=NOTE)
    assert "metadata" not in history(desk)[0]
    assert history(desk, include_all_metadata=True)[0]["metadata"] == NOTE
    args = {"channel": COFFEE, "ts": ts}
    assert "metadata" not in desk.call("conversations.replies", **args)["messages"][0]
    assert desk.call("conversations.replies", **args, include_all_metadata=True)["messages"][0]["metadata"] == NOTE


def keeps_metadata(desk: Desk) -> None:
    """Prove that an update keeps metadata unless it brings others, and that an empty object takes them away."""
    ts = desk.posted(metadata=NOTE)
    desk.call("chat.update", channel=COFFEE, ts=ts, text="b")
    assert history(desk, include_all_metadata=True)[0]["metadata"] == NOTE
    desk.call("chat.update", channel=COFFEE, ts=ts, text="c", metadata={})
    assert "metadata" not in history(desk, include_all_metadata=True)[0]


def keeps_the_rest(desk: Desk) -> None:
    """Prove that an update changes what it names, says that it was edited, and keeps blocks and attachments."""
    ts = desk.posted(text="a", blocks=LINE, attachments=[{"text": "x"}])
    desk.call("chat.update", channel=COFFEE, ts=ts, text="b")
    (shown,) = history(desk)
    assert (shown["text"], shown["blocks"], shown["attachments"]) == ("b", LINE, [{"text": "x"}])
    assert shown["edited"]["user"] == APP_USER
    desk.call("chat.update", channel=COFFEE, ts=ts, blocks=[], attachments=[])
    assert not {"blocks", "attachments"} & set(history(desk)[0])


def updates_markdown(desk: Desk) -> None:
    """Prove that an update may bring markdown in place of the text."""
    ts = desk.posted(text="a")
    desk.call("chat.update", channel=COFFEE, ts=ts, markdown_text="**b**")
    assert history(desk)[0]["blocks"][0]["text"] == "**b**"


def update_at_its_edge(desk: Desk) -> None:
    """Prove that an update takes 4,000 characters."""
    ts = desk.posted(text="a")
    assert desk.call("chat.update", channel=COFFEE, ts=ts, text="x" * 4000)["ok"]


def deletes(desk: Desk) -> None:
    """Prove that a deleted message is gone and cannot be deleted again."""
    ts = desk.posted()
    desk.call("chat.delete", channel=COFFEE, ts=ts)
    assert history(desk) == []
    assert desk.refused("chat.delete", channel=COFFEE, ts=ts) == "message_not_found"


def outside_history(desk: Desk) -> None:
    """Prove that an ephemeral message is in nobody's history and can be neither changed nor deleted by its ts."""
    ts = desk.call("chat.postEphemeral", channel=COFFEE, user=ANNA, text="leise")["message_ts"]
    assert history(desk) == []
    assert desk.refused("chat.update", channel=COFFEE, ts=ts, text="b") == "message_not_found"
    assert desk.refused("chat.delete", channel=COFFEE, ts=ts) == "message_not_found"
    assert desk.refused("reactions.add", channel=COFFEE, timestamp=ts, name="tada") == "message_not_found"


def within_bounds(desk: Desk) -> None:
    """Prove that oldest and latest leave their own moments out unless inclusive, and the newest comes first."""
    a, b, c = (desk.posted(text=text) for text in "abc")
    assert [one["ts"] for one in history(desk)] == [c, b, a]
    assert [one["ts"] for one in history(desk, oldest=a, latest=c)] == [b]
    assert [one["ts"] for one in history(desk, oldest=a, latest=c, inclusive=True)] == [c, b, a]


def one_set(desk: Desk) -> None:
    """Prove that a group message is its set of people: in any order, with the app named or not."""
    orders = (f"{ANNA},{BERND},{CARLA}", f"{CARLA},{ANNA},{BERND}", f"{APP_USER},{BERND},{CARLA},{ANNA},{ANNA}")
    ids = {desk.call("conversations.open", users=users)["channel"]["id"] for users in orders}
    other = desk.call("conversations.open", users=f"{ANNA},{BERND}")["channel"]["id"]
    assert len(ids) == 1
    assert other not in ids


def group_shape(desk: Desk) -> None:
    """Prove what a group message looks like."""
    shown = desk.call("conversations.open", users=f"{ANNA},{BERND}", return_im=True)["channel"]
    flags = {name: shown[name] for name in ("is_mpim", "is_group", "is_channel", "is_im", "is_private")}
    assert flags == {"is_mpim": True, "is_group": True, "is_channel": False, "is_im": False, "is_private": True}
    assert shown["name"].startswith("mpdm-")


def eight_people(desk: Desk) -> None:
    """Prove that eight people fit into a group message beside the app."""
    people = [one.id for one in desk.workspace.people.values() if one.id not in (APP_USER, URSULA)][:8]
    assert desk.call("conversations.open", users=",".join(people))["ok"]


def private_shape(desk: Desk) -> None:
    """Prove that a private channel is a channel too, since March 2021, and says that it is private."""
    channel = desk.people.create_channel("still", by=ANNA, private=True, members=[APP_USER])
    shown = desk.call("conversations.info", channel=channel)["channel"]
    assert (shown["is_channel"], shown["is_group"], shown["is_private"]) == (True, False, True)


def no_member_flag(desk: Desk) -> None:
    """Prove that users.conversations does not say whether the app is a member."""
    assert "is_member" not in desk.call("users.conversations", user=ANNA)["channels"][0]
    assert "is_member" in desk.call("conversations.list")["channels"][0]


def nobody_schedules(desk: Desk) -> None:
    """Prove that scheduled messages, which the sandbox does not have, never seem to work."""
    assert desk.refused("chat.scheduleMessage", channel=COFFEE, post_at=1, text="a") == "unknown_method"


def uploads(desk: Desk) -> None:
    """Prove that a file is promised, brought and shared, in a thread if told so, and then described."""
    ts = desk.posted()
    promised = desk.call("files.getUploadURLExternal", filename="bild.png", length=3)
    file = promised["file_id"]
    assert promised["upload_url"].endswith(f"/upload/v1/{file}")
    desk.workspace.files[file].content = b"abc"
    args = {"files": [{"id": file, "title": "Bild"}], "channel_id": COFFEE}
    told = desk.call("files.completeUploadExternal", **args, initial_comment="Hier", thread_ts=ts)
    assert told["files"] == [{"id": file, "title": "Bild"}]
    reply = desk.call("conversations.replies", channel=COFFEE, ts=ts)["messages"][-1]
    assert (reply["text"], reply["files"][0]["id"], reply["files"][0]["mimetype"]) == ("Hier", file, "image/png")
    assert desk.call("files.info", file=file)["file"]["size"] == 3


def stays_private(desk: Desk) -> None:
    """Prove that a file completed without a channel is shared nowhere."""
    file = desk.call("files.getUploadURLExternal", filename="a.txt", length=1)["file_id"]
    desk.workspace.files[file].content = b"a"
    desk.call("files.completeUploadExternal", files=[{"id": file}])
    assert desk.refused("files.info", file=file) == "file_not_found"


def flags_of(person: str, **wanted: bool) -> Callable[[Desk], None]:
    """Prove somebody's flags."""

    def prove(desk: Desk) -> None:
        user = desk.call("users.info", user=person)["user"]
        assert {name: user.get(name, False) for name in wanted} == wanted

    return prove


def guest_stays_out(desk: Desk) -> None:
    """Prove that a guest does not join a channel, sees none but his own, and may be written to."""
    assert desk.act("join", TOM, channel="C0008KANTIN")["error"] == "restricted_action"
    assert desk.call("conversations.open", users=TOM)["ok"]
    guest = desk.people.add("Gast Neu", is_restricted=True)
    everybody = next(one for one in desk.workspace.conversations.values() if one.is_general)
    assert guest.id not in everybody.members
    assert desk.event("team_join")["user"]["is_restricted"] is True


def gone(desk: Desk) -> None:
    """Prove that a deactivated person has no zone, is no member, and cannot be reached."""
    desk.people.deactivate(ANNA)
    user = desk.call("users.info", user=ANNA)["user"]
    assert user["deleted"] is True
    assert not {"tz", "tz_offset", "is_admin", "is_restricted"} & set(user)
    assert ANNA not in desk.call("conversations.members", channel=COFFEE)["members"]
    assert desk.refused("conversations.open", users=ANNA) == "user_disabled"
    assert desk.refused("chat.postEphemeral", channel=COFFEE, user=ANNA, text="a") == "user_not_in_channel"
    assert ANNA in [one["id"] for one in desk.call("users.list")["members"]]
    assert desk.act("say", channel=COFFEE, text="a")["error"] == "account_inactive"


def gone_from_dm(desk: Desk) -> None:
    """Prove that the direct message with somebody deactivated says so."""
    channel = desk.call("conversations.open", users=ANNA)["channel"]["id"]
    desk.people.deactivate(ANNA)
    assert desk.call("conversations.info", channel=channel)["channel"]["is_user_deleted"] is True


def no_email(desk: Desk) -> None:
    """Prove that an address needs a scope of its own."""
    desk.workspace.install(manifest(scopes=["users:read"]))
    assert "email" not in desk.call("users.info", user=ANNA)["user"]["profile"]


def comes_along(desk: Desk) -> None:
    """Prove that a person of another company in a shared channel has their own team and is no stranger."""
    foreign("Mia")(desk)
    user = desk.call("users.info", user="$Mia")["user"]
    assert (user["team_id"], user.get("is_stranger", False)) == ("T0OTHERCO", False)
    assert desk.notes["Mia"] in desk.call("conversations.members", channel=COFFEE, limit=200)["members"]
    assert desk.heard("team_join") == []


def stranger(desk: Desk) -> None:
    """Prove that somebody whom the app may not see is a member and no more."""
    foreign("Mia", hidden=True)(desk)
    assert desk.refused("users.info", user="$Mia") == "user_not_visible"
    assert desk.notes["Mia"] not in [one["id"] for one in desk.call("users.list")["members"]]
    assert desk.notes["Mia"] in desk.call("conversations.members", channel=COFFEE, limit=200)["members"]


def sharing(desk: Desk) -> None:
    """Prove how a channel looks before, while another company is invited, while it reads along, and after."""
    home, other = "T0SANDBOX", "T0OTHERCO"
    before = look(desk)
    desk.act("share", channel=COFFEE, pending=True)
    assert look(desk) == (False, False, True, [other], [home])
    desk.act("share", channel=COFFEE)
    assert look(desk) == (True, True, False, [], [home, other])
    desk.act("unshare", channel=COFFEE)
    assert look(desk) == before == (False, False, False, [], [home])


def look(desk: Desk) -> tuple[object, ...]:
    """Give what a channel says of its sharing."""
    shown = desk.call("conversations.info", channel=COFFEE)["channel"]
    keys = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "pending_shared", "shared_team_ids")
    return tuple(shown[key] for key in keys)


def pending_is_silent(desk: Desk) -> None:
    """Prove that an invitation tells nothing until it is accepted."""
    desk.act("share", channel=COFFEE, pending=True)
    assert desk.heard("channel_shared") == []


def they_meet(desk: Desk) -> None:
    """Prove that people of another company who share a channel may be written to together."""
    foreign("Mia", "Noa")(desk)
    assert desk.call("conversations.open", users="$both")["ok"]


def they_leave(desk: Desk) -> None:
    """Prove that with the sharing its people leave."""
    foreign("Mia")(desk)
    desk.act("unshare", channel=COFFEE)
    assert desk.notes["Mia"] not in desk.call("conversations.members", channel=COFFEE, limit=200)["members"]


def deed(name: str, source: str, proof: Callable[[Desk], None]) -> Deed:
    """Give a case."""
    return Deed(name=name, source=source, proof=proof)


POST, UPDATE, OPEN = of_method("chat.postMessage"), of_method("chat.update"), of_method("conversations.open")
LIVED: tuple[Deed, ...] = (
    deed("a text above 40,000 characters is cut", f"{DOCS}/changelog/2018-04-truncating-really-long-messages", cut),
    deed("a post to a person goes to the direct message", POST, to_a_person),
    deed("a post finds a channel by its name", POST, to_a_name),
    deed("chat:write.public posts where the app is not", f"{DOCS}/reference/scopes/chat.write.public", uninvited),
    deed("an answer in a thread counts at its parent", f"{DOCS}/messaging/retrieving-messages", threads),
    deed("an answer may be shown in the channel too", POST, broadcasts),
    deed("what people type is escaped", FORMATTING, escaped),
    deed("previews may be asked for and are not made", UNFURLING, unfurls),
    deed("metadata is hidden unless asked for", METADATA, hides_metadata),
    deed("an update keeps or drops metadata", UPDATE, keeps_metadata),
    deed("an update keeps what it does not name", UPDATE, keeps_the_rest),
    deed("an update may bring markdown", UPDATE, updates_markdown),
    deed("an update takes 4,000 characters", UPDATE, update_at_its_edge),
    deed("a deleted message is gone", of_method("chat.delete"), deletes),
    deed("an ephemeral message is outside history", MODIFYING, outside_history),
    deed("history keeps to its bounds", of_method("conversations.history"), within_bounds),
    deed("a group message is its set of people", OPEN, one_set),
    deed("a group message looks like one", of_method("conversations.list"), group_shape),
    deed("eight people fit into a group message", OPEN, eight_people),
    deed("a private channel is a channel", CONVERSATION_OBJECT, private_shape),
    deed("users.conversations leaves is_member out", of_method("users.conversations"), no_member_flag),
    deed("scheduled messages do not seem to work", of_method("chat.scheduleMessage"), nobody_schedules),
    deed("a file is promised, brought and shared", FILES, uploads),
    deed("a file without a channel is shared nowhere", of_method("files.completeUploadExternal"), stays_private),
)
GUESTS: tuple[Deed, ...] = (
    deed("a member has no restrictions", USER_OBJECT, flags_of(ANNA, is_restricted=False, is_ultra_restricted=False, is_bot=False)),
    deed("a guest of several channels is restricted", USER_OBJECT, flags_of(SAMIRA, is_restricted=True, is_ultra_restricted=False)),
    deed("a guest of one channel is restricted twice", USER_OBJECT, flags_of(TOM, is_restricted=True, is_ultra_restricted=True)),
    deed("a bot says so", USER_OBJECT, flags_of("U0900CALBOT", is_bot=True)),
    deed("a guest joins nothing and may be written to", f"{DOCS}/reference/objects/user-object", guest_stays_out),
    deed("a deactivated person cannot be reached", USER_OBJECT, gone),
    deed("the direct message with a deactivated person says so", of_method("conversations.list"), gone_from_dm),
    deed("an address needs its own scope", f"{DOCS}/reference/scopes/users.read.email", no_email),
    deed("people of another company have their own team", SLACK_CONNECT, comes_along),
    deed("a stranger is a member whom nobody may look up", of_method("users.info"), stranger),
    deed("a channel says with whom it is shared", CONVERSATION_OBJECT, sharing),
    deed("an invitation tells nothing yet", SLACK_CONNECT, pending_is_silent),
    deed("people of another company meet through a channel", OPEN, they_meet),
    deed("people of another company leave with the sharing", SLACK_CONNECT, they_leave),
)  # fmt: skip
