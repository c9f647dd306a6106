"""Listing, describing, opening and joining conversations."""

from __future__ import annotations

from bot.sandbox import rooms
from bot.sandbox.call import SCOPE_WORDS, Call, paged
from bot.sandbox.errors import SlackError
from bot.sandbox.model import SLACKBOT, Conversation, Json
from bot.sandbox.workspace import APP_USER

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
DM_MOST = 8
LIST_MOST = 999


def list_all(call: Call) -> Json:
    """List the conversations of the wanted types that the app can see."""
    kinds = _kinds(call)
    seen = [c for c in call.workspace.conversations.values() if c.kind == "public" or APP_USER in c.members]
    return _listed(call, seen, kinds)


def of_user(call: Call) -> Json:
    """List the conversations somebody is in, the app itself unless `user` is given."""
    kinds = _kinds(call)
    user = call.text("user", APP_USER)
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    mine = [
        c
        for c in call.workspace.conversations.values()
        if user in c.members and (c.kind == "public" or APP_USER in c.members)
    ]
    return _listed(call, mine, kinds)


def info(call: Call) -> Json:
    """Describe one conversation."""
    conversation = call.conversation()
    call.need_for(conversation, "read")
    return {"channel": shape(call, conversation, count=call.flag("include_num_members"))}


def members(call: Call) -> Json:
    """List a conversation's members."""
    conversation = call.conversation()
    call.need_for(conversation, "read")
    rows, cursor = call.page(call.workspace.members(conversation), default=100)
    return paged("members", rows, cursor)


def open_dm(call: Call) -> Json:
    """Open a direct or group direct message: the same set of people is the same conversation."""
    if call.text("channel"):
        conversation = call.conversation()
        if not conversation.is_dm:
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, conversation, existed=True)
    people = _dm_people(call)
    call.need("im:write" if len(people) == 1 else "mpim:write")
    conversation_or_none, existed = rooms.dm(call.workspace, people, create=not call.flag("prevent_creation"))
    if conversation_or_none is None:
        raise SlackError("channel_not_found")
    return _opened(call, conversation_or_none, existed=existed)


def join(call: Call) -> Json:
    """Let the app into a public channel."""
    conversation = call.conversation()
    if conversation.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.archived:
        raise SlackError("is_archived")
    if rooms.join(call.workspace, conversation, APP_USER):
        return {"channel": shape(call, conversation)}
    warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return {"channel": shape(call, conversation), **warned}


def shape(call: Call, conversation: Conversation, *, count: bool = False) -> Json:
    """Give Slack's conversation object."""
    shown: Json = {"id": conversation.id, "created": conversation.created, "creator": conversation.creator}
    shown |= {"is_archived": conversation.archived, "is_im": conversation.kind == "im", "updated": 0}
    counted = {"num_members": len(call.workspace.members(conversation))} if count else {}
    if conversation.kind == "im":
        other = next(uid for uid in conversation.members if uid != APP_USER)
        gone = call.workspace.people[other].deleted
        return shown | {"user": other, "is_user_deleted": gone, "is_org_shared": False, "is_open": True} | counted
    home, guest = call.workspace.team["id"], conversation.shared_with
    shared = bool(guest) and not conversation.is_pending
    if call.method != "users.conversations":  # which names only conversations of somebody, and leaves it out
        shown["is_member"] = APP_USER in conversation.members
    shown |= {
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": conversation.kind != "mpim",  # private ones too, since March 2021
        "is_group": conversation.kind == "mpim",
        "is_mpim": conversation.kind == "mpim",
        "is_private": conversation.kind != "public",
        "is_general": conversation.is_general,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_pending_ext_shared": conversation.is_pending,
        "pending_shared": [guest] if conversation.is_pending else [],
        "pending_connected_team_ids": [guest] if conversation.is_pending else [],
        "shared_team_ids": [home, guest] if shared else [home],
        "context_team_id": home,
        "is_org_shared": False,
        "unlinked": 0,
        "topic": {"value": conversation.topic, "creator": conversation.creator, "last_set": conversation.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }
    return shown | counted


def _kinds(call: Call) -> set[str]:
    wanted = call.items("types") or ["public_channel"]
    if not set(wanted) <= set(TYPES):
        raise SlackError("invalid_types")
    kinds = {TYPES[word] for word in wanted}
    for kind in sorted(kinds):
        call.need(f"{SCOPE_WORDS[kind]}:read")
    return kinds


def _listed(call: Call, seen: list[Conversation], kinds: set[str]) -> Json:
    fits = [c for c in seen if c.kind in kinds and not (c.archived and call.flag("exclude_archived"))]
    rows, cursor = call.page(fits, default=100, most=LIST_MOST)
    count = call.method == "conversations.list"
    return paged("channels", [shape(call, c, count=count and not c.is_dm) for c in rows], cursor)


def _dm_people(call: Call) -> list[str]:
    people = list(dict.fromkeys(call.items("users")))
    if not people:
        raise SlackError("users_list_not_supplied")
    for uid in people:
        _reachable(call, uid)
    others = [uid for uid in people if uid != APP_USER]
    if not others:
        raise SlackError("not_enough_users")
    if len(others) > DM_MOST:
        raise SlackError("too_many_users")
    _meet(call, [uid for uid in others if call.workspace.people[uid].team])
    return others


def _reachable(call: Call, uid: str) -> None:
    """Refuse somebody to whom the app cannot write."""
    person = call.workspace.people.get(uid)
    if person is None:
        raise SlackError("user_not_found")
    if person.is_hidden:
        raise SlackError("user_not_visible")
    if person.deleted:
        raise SlackError("user_disabled")
    if uid == SLACKBOT or (person.is_bot and uid != APP_USER):
        raise SlackError("cannot_dm_bot")


def _meet(call: Call, foreign: list[str]) -> None:
    """Refuse people of other companies who are in no channel together."""
    rooms_of_all = (c for c in call.workspace.conversations.values() if not c.is_dm and set(foreign) <= set(c.members))
    if foreign and next(rooms_of_all, None) is None:
        raise SlackError("invalid_user_combination")


def _opened(call: Call, conversation: Conversation, *, existed: bool) -> Json:
    full = shape(call, conversation) if call.flag("return_im") else {"id": conversation.id}
    return {"channel": full} | ({"no_op": True, "already_open": True} if existed else {})
