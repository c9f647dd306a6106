"""People living in the workspace: talking, coming, going, changing; and what an administrator does."""

from __future__ import annotations

from typing import Any

from bot.sandbox import events, rooms
from bot.sandbox.errors import ActError
from bot.sandbox.escaping import typed
from bot.sandbox.files import File
from bot.sandbox.model import Conversation, Json, Message, Person
from bot.sandbox.workspace import APP_USER, Workspace

OTHER_TEAM = "T0OTHERCO"
"""The company that channels are shared with, unless another one is named."""


class People:
    """Change the workspace as people do, and let the app hear what it subscribed to."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def say(self, user: str, channel: str, text: str, *, thread_ts: str = "") -> Message:
        """Post a message as a person; a channel that is the app's user id means the direct message with it."""
        workspace = self._workspace
        with workspace.lock:
            conversation = self._open_to(user, channel)
            return rooms.post(workspace, conversation, Message("", user, typed(text), thread_ts=thread_ts))

    def upload(
        self, user: str, channel: str, *, name: str, content: bytes, text: str = "", thread_ts: str = ""
    ) -> Message:
        """Share a file as a person; an empty one is refused as in Slack."""
        workspace = self._workspace
        with workspace.lock:
            conversation = self._open_to(user, channel)
            if not content:
                raise ActError("no_file_data")
            file = File(workspace.fresh("F"), name, user, content, created=int(workspace.clock.epoch()))
            workspace.files[file.id] = file
            file.shared_in.append(conversation.id)
            message = Message("", user, typed(text), subtype="file_share", files=[file.id], thread_ts=thread_ts)
            events.file_shared(workspace, conversation, file.id, by=user)
            return rooms.post(workspace, conversation, message)

    def join(self, user: str, channel: str) -> None:
        """Join a public channel."""
        with self._workspace.lock:
            conversation, someone = self._workspace.channel(channel), self._workspace.people[user]
            if conversation.kind != "public" or someone.is_guest:
                raise ActError("restricted_action")
            if someone.team and someone.team != conversation.shared_with:
                raise ActError("channel_not_found")
            rooms.join(self._workspace, conversation, user)

    def open_dm(self, user: str, other: str) -> str:
        """Open the direct message between two people, the app not in it, and give its id."""
        with self._workspace.lock:
            opened = rooms.between(self._workspace, user, other)
            self._workspace.touched(opened, [user])
            return opened.id

    def leave(self, user: str, channel: str) -> None:
        """Leave a channel."""
        with self._workspace.lock:
            rooms.leave(self._workspace, self._workspace.channel(channel), user)

    def invite(self, user: str, channel: str) -> None:
        """Let somebody, or the app itself, be invited to a channel."""
        with self._workspace.lock:
            rooms.join(self._workspace, self._workspace.channel(channel), user)

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """React to a message."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            if ts not in conversation.messages:
                raise ActError("message_not_found")
            rooms.react(self._workspace, conversation, conversation.messages[ts], name=name, by=user)

    def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        """Take one's own reaction back."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            message = conversation.messages.get(ts)
            if message is None or user not in message.reactions.get(name, ()):
                raise ActError("no_reaction")
            rooms.unreact(self._workspace, conversation, message, name=name, by=user)

    def deactivate(self, user: str) -> None:
        """Deactivate an account: the person vanishes from members and can no longer be reached."""
        with self._workspace.lock:
            self._workspace.stacks.pop(user, None)
            self.change(user, deleted=True)

    def add(self, real_name: str, **fields: Any) -> Person:
        """Let a new colleague join the workspace and its general channel."""
        workspace = self._workspace
        with workspace.lock:
            handle = str(fields.pop("name", "") or real_name.lower().replace(" ", "."))
            domain = workspace.team["domain"]
            known = {"email": f"{handle}@{domain}.example", "site": "Hamburg"}
            now = int(workspace.clock.epoch())
            person = Person(id=workspace.fresh("U"), name=handle, real_name=real_name, updated=now, **(known | fields))
            workspace.people[person.id] = person
            if not person.team:
                events.person_event(workspace, "team_join", person)
            if not (person.is_guest or person.team):
                for conversation in [c for c in workspace.conversations.values() if c.is_general]:
                    rooms.join(workspace, conversation, person.id)
            workspace.journal.tell("people")
            return person

    def change(self, user: str, **fields: Any) -> None:
        """Change somebody's profile."""
        with self._workspace.lock:
            person = self._workspace.people[user]
            for key, value in fields.items():
                if key not in Person.__slots__ or key == "id":
                    raise ActError("unknown_field")
                setattr(person, key, value)
            person.updated = int(self._workspace.clock.epoch())
            events.person_event(self._workspace, "user_change", person)
            self._workspace.journal.tell("people")

    def create_channel(self, name: str, *, by: str, private: bool = False, members: list[str] | None = None) -> str:
        """Create a channel and give its id."""
        workspace = self._workspace
        with workspace.lock:
            conversation = Conversation(
                id=workspace.fresh("C"),
                name=name,
                kind="private" if private else "public",
                created=int(workspace.clock.epoch()),
                creator=by,
                members=list(dict.fromkeys([by, *(members or [])])),
            )
            workspace.conversations[conversation.id] = conversation
            if not private:
                self._channel_event("created", conversation, channel=_row(conversation) | {"creator": by})
            return conversation.id

    def rename_channel(self, channel: str, name: str) -> None:
        """Give a channel another name."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            conversation.name = name
            self._channel_event("rename", conversation, channel=_row(conversation))

    def archive(self, channel: str, *, by: str, archived: bool = True) -> None:
        """Archive a channel, or bring it back."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            conversation.archived = archived
            self._channel_event("archive" if archived else "unarchive", conversation, channel=conversation.id, user=by)

    def share(self, channel: str, *, team: str = OTHER_TEAM, pending: bool = False) -> None:
        """Share a channel with another company, or invite it; Slack tells of it once the company has accepted."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            conversation.shared_with, conversation.is_pending = team, pending
            if not pending:
                events.shared(self._workspace, conversation, team)
            self._workspace.touched(conversation)

    def unshare(self, channel: str) -> None:
        """End the sharing of a channel: the people of the other company leave it."""
        workspace = self._workspace
        with workspace.lock:
            conversation = workspace.channel(channel)
            team, conversation.shared_with, conversation.is_pending = conversation.shared_with, "", False
            conversation.members = [uid for uid in conversation.members if workspace.people[uid].team != team]
            events.unshared(workspace, conversation, team)
            workspace.touched(conversation)

    def delete_channel(self, channel: str) -> None:
        """Delete a channel with all that was said in it."""
        with self._workspace.lock:
            conversation = self._workspace.channel(channel)
            del self._workspace.conversations[conversation.id]
            self._channel_event("deleted", conversation, channel=conversation.id)

    def create_group(self, handle: str, *, members: list[str]) -> str:
        """Create a user group and give its id."""
        workspace = self._workspace
        with workspace.lock:
            if any(row["handle"] == handle for row in workspace.usergroups):
                raise ActError("handle_already_exists")
            now = int(workspace.clock.epoch())
            row: Json = {"id": workspace.fresh("S"), "name": handle, "handle": handle, "members": list(members)}
            row |= {"date_create": now, "date_update": now}
            workspace.usergroups.append(row)
            events.group_event(workspace, "subteam_created", row)
            return str(row["id"])

    def change_group(self, handle: str, *, members: list[str] | None = None, new_handle: str = "") -> None:
        """Give a user group other members or another handle."""
        with self._workspace.lock:
            row = self._group(handle)
            row["date_update"] = int(self._workspace.clock.epoch())
            if new_handle:
                row["handle"] = new_handle
                events.group_event(self._workspace, "subteam_updated", row)
            if members is not None:
                before, row["members"] = row["members"], list(members)
                added = [one for one in members if one not in before]
                removed = [one for one in before if one not in members]
                events.group_moved(self._workspace, row, added=added, removed=removed)

    def disable_group(self, handle: str) -> None:
        """Take a user group out of use."""
        with self._workspace.lock:
            row = self._group(handle)
            row["date_delete"] = int(self._workspace.clock.epoch())
            events.group_event(self._workspace, "subteam_updated", row)

    def _group(self, handle: str) -> Json:
        found = [row for row in self._workspace.usergroups if row["handle"] == handle]
        if not found:
            raise ActError("no_such_subteam")
        return found[0]

    def revoke_tokens(self) -> None:
        """Remove the app: its token is worth nothing from now on."""
        with self._workspace.lock:
            event: Json = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [APP_USER]}}
            events.emit(self._workspace, event)
            events.emit(self._workspace, {"type": "app_uninstalled"})
            self._workspace.token_word = "token_revoked"  # noqa: S105

    def _open_to(self, user: str, channel: str) -> Conversation:
        """Give a conversation that this person may write into."""
        workspace = self._workspace
        conversation = rooms.im(workspace, user) if channel == APP_USER else workspace.channel(channel)
        if user not in conversation.members:
            raise ActError("not_in_channel")
        if conversation.archived:
            raise ActError("is_archived")
        if conversation.kind == "im" and workspace.installation.messages_read_only:
            raise ActError("messages_tab_read_only")
        return conversation

    def _channel_event(self, kind: str, conversation: Conversation, **told: Any) -> None:
        events.about_channel(self._workspace, kind, conversation, told)
        self._workspace.touched(conversation)


def _row(conversation: Conversation) -> Json:
    return {"id": conversation.id, "name": conversation.name, "created": conversation.created}
