"""One act of a person or an administrator, as the control API words it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping

from bot.sandbox import windows
from bot.sandbox.choices import SLOTS
from bot.sandbox.errors import ActError
from bot.sandbox.interactions import Interactions
from bot.sandbox.model import Json
from bot.sandbox.people import People
from bot.sandbox.workspace import Workspace


class Acts:
    """Perform acts given as JSON: who (`as`), what (`do`), and its particulars."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.interactions = Interactions(workspace)
        self.people = People(workspace)

    def perform(self, act: Json) -> Json:
        """Do it and wait for the app's ack; raise ActError when it fails, KeyError for missing particulars."""
        todo = self._table().get(str(act.get("do")))
        if todo is None:
            raise ActError("unknown_act")
        return todo(act) or {}

    def _table(self) -> Mapping[str, Callable[[Json], Json | None]]:
        return {
            "command": self._command,
            "click": self._click,
            "shortcut": self._shortcut,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": lambda act: self.interactions.close(self._who(act)),
            "open_home": lambda act: self.interactions.open_home(self._who(act)),
            "say": self._say,
            "upload": self._upload,
            "react": lambda act: self.people.react(self._who(act), act["channel"], act["ts"], act["name"]),
            "unreact": lambda act: self.people.unreact(self._who(act), act["channel"], act["ts"], act["name"]),
            "join": lambda act: self.people.join(self._who(act), act["channel"]),
            "leave": lambda act: self.people.leave(self._who(act), act["channel"]),
            "open_dm": lambda act: {"channel": self.people.open_dm(self._who(act), self._user(act))},
            "invite": lambda act: self.people.invite(self._user(act), act["channel"]),
            "deactivate": lambda act: self.people.deactivate(self._user(act)),
            "change": lambda act: self.people.change(self._user(act), **act["fields"]),
            "add_person": self._add,
            "create_channel": self._create,
            "rename_channel": lambda act: self.people.rename_channel(act["channel"], act["name"]),
            "archive": lambda act: self.people.archive(act["channel"], by=self._who(act)),
            "create_group": lambda act: {"group": self.people.create_group(act["handle"], members=self._people(act))},
            "change_group": self._change_group,
            "disable_group": lambda act: self.people.disable_group(act["handle"]),
            "share": lambda act: self.people.share(act["channel"], pending=bool(act.get("pending"))),
            "unshare": lambda act: self.people.unshare(act["channel"]),
            "unarchive": lambda act: self.people.archive(act["channel"], by=self._who(act), archived=False),
        }

    def _who(self, act: Json) -> str:
        person = self._workspace.person(act["as"])
        if person.deleted:
            raise ActError("account_inactive")
        return person.id

    def _user(self, act: Json) -> str:
        return self._workspace.person(act["user"]).id

    def _people(self, act: Json) -> list[str]:
        return [self._workspace.person(name).id for name in act["members"]]

    def _change_group(self, act: Json) -> None:
        members = self._people(act) if "members" in act else None
        self.people.change_group(act["handle"], members=members, new_handle=act.get("new_handle") or "")

    def _command(self, act: Json) -> Json:
        return self.interactions.command(self._who(act), self._workspace.channel(act["channel"]).id, act["text"])

    def _click(self, act: Json) -> Json:
        chosen = {key: act[key] for key in (*SLOTS.values(), "value") if key in act}
        return self.interactions.click(
            self._who(act),
            act["container"],
            block_id=act.get("block_id", ""),
            action_id=act["action_id"],
            chosen=chosen,
            state=act.get("state") or {},
        )

    def _shortcut(self, act: Json) -> Json:
        """Use a shortcut: of the message at `ts` in `channel`, or without them a global one."""
        where = {"channel": str(act.get("channel") or ""), "ts": str(act.get("ts") or "")}
        return self.interactions.shortcut(self._who(act), str(act["callback_id"]), **where)

    def _suggest(self, act: Json) -> Json:
        asked = {name: str(act.get(name) or "") for name in ("block_id", "action_id", "typed")}
        return {"options": self.interactions.suggest(self._who(act), act["container"], **asked)}

    def _submit(self, act: Json) -> Json:
        user = self._who(act)
        self.interactions.submit(user, act.get("state") or {})
        with self._workspace.lock:
            top = windows.top(self._workspace, user)
            return {"modal": windows.shape(self._workspace, top) if top else None}

    def _say(self, act: Json) -> Json:
        text = str(act["text"])
        if text.startswith("/"):
            return self._command(act)
        said = self.people.say(self._who(act), act["channel"], text, thread_ts=act.get("thread_ts") or "")
        return {"ts": said.ts}

    def _upload(self, act: Json) -> Json:
        """Share a file; `content` is its text, `base64` its bytes so written, or bytes from a test in this process."""
        given = b64decode(str(act["base64"])) if "base64" in act else act["content"]
        content = given if isinstance(given, bytes) else str(given).encode()
        text, thread = str(act.get("text") or ""), str(act.get("thread_ts") or "")
        user, channel, name = self._who(act), act["channel"], str(act["name"])
        shared = self.people.upload(user, channel, name=name, content=content, text=text, thread_ts=thread)
        return {"ts": shared.ts, "file": shared.files[0]}

    def _create(self, act: Json) -> Json:
        private, members = bool(act.get("private")), self._people(act)
        created = self.people.create_channel(act["name"], by=self._who(act), private=private, members=members)
        return {"channel": created}

    def _add(self, act: Json) -> Json:
        fields = {key: value for key, value in act.items() if key not in ("do", "as", "real_name")}
        return {"user": self.people.add(act["real_name"], **fields).id}
