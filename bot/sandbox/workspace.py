"""A workspace in memory: its people, conversations and views, and the app installed in it."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from bot.sandbox import company, installation
from bot.sandbox.clock import SandboxClock
from bot.sandbox.courier import Courier
from bot.sandbox.faults import Faults
from bot.sandbox.files import File
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.model import Conversation, Json, Person, View
from bot.sandbox.tickets import Tickets
from bot.sandbox.ways import Ways
from bot.sandbox.weather import Weather

APP_ID = "A0SANDBOX"
APP_USER = "U0SANDBOXAPP"
APP_BOT = "B0SANDBOXAPP"


class Workspace:
    """Hold all state behind one lock; whoever reads or writes several parts takes `lock` first."""

    def __init__(
        self,
        *,
        clock: SandboxClock | None = None,
        firm: company.Company | None = None,
        seed: int = 0,
        bot_token: str = "xoxb-sandbox",  # noqa: S107
        app_token: str = "xapp-sandbox",  # noqa: S107
        signing_secret: str = "sandbox-secret",  # noqa: S107
        request_url: str = "",
        ack_seconds: float = 3.0,
        trigger_seconds: float = 3.0,
    ) -> None:
        """Open a company, the invented one by default; `ack_seconds` and `trigger_seconds` are real, as in Slack."""
        self.lock = threading.RLock()
        self.clock = clock or SandboxClock()
        self.bot_token = bot_token
        self.app_token = app_token
        self.token_word = ""  # once revoked: what every call is answered with
        self.base_url = "http://127.0.0.1"
        self.methods: Mapping[str, Json] = company.data("methods.json")["methods"]
        self.journal = Journal()
        self.limits = Limits(self.clock.epoch)
        self.faults = Faults()
        self._rng = random.Random(seed)  # noqa: S311
        self.tickets = Tickets(fresh=self.fresh, epoch=self.clock.epoch, trigger_seconds=trigger_seconds)
        self._fill(firm or company.load(created=int(self.clock.epoch())))
        self.installation = installation.everything(self._all_scopes())
        self.courier = Courier(
            clock=self.clock,
            faults=self.faults,
            ways=Ways(self.journal, self.clock),
            rng=random.Random(seed),  # noqa: S311
            secret=signing_secret,
            url=request_url,
            ack_seconds=ack_seconds,
        )
        self.weather = Weather(clock=self.clock, faults=self.faults, limits=self.limits, courier=self.courier)
        self.clock.on_change(lambda: self.journal.tell("clock"))

    def install(self, manifest: Mapping[str, Any]) -> None:
        """Install the app with this manifest; raise ManifestError for what Slack would refuse."""
        installed = installation.read(manifest)
        with self.lock:
            self.installation = installed
            self.people[APP_USER].real_name = installed.name
            self.people[APP_USER].name = installed.name.lower().replace(" ", "_")
            if not installed.socket_mode:
                self.courier.address(installed.urls, {c.command: c.url for c in installed.commands.values()})
        self.journal.tell("app")

    def twin(self, *, clock: SandboxClock) -> Workspace:
        """Return a workspace in the same state with a life of its own: whatever happens there, nobody here sees it.

        Open forms, orders of bad days and what was called so far stay behind.
        """
        with self.lock:
            twin = Workspace(clock=clock, firm=company.Company(self.team, {}, {}, []))
            twin.people = {key: replace(one) for key, one in self.people.items()}
            twin.conversations = {key: one.copied() for key, one in self.conversations.items()}
            twin.usergroups = deepcopy(self.usergroups)
            twin.profile_fields = deepcopy(self.profile_fields)
            twin.dms, twin.reads = dict(self.dms), dict(self.reads)
            twin.files = {key: replace(one, shared_in=list(one.shared_in)) for key, one in self.files.items()}
            twin.installation, twin.methods = self.installation, self.methods
            twin.bot_token, twin.app_token, twin.token_word = self.bot_token, self.app_token, self.token_word
            twin._rng.setstate(self._rng.getstate())  # else it would give ids that somebody has
        return twin

    @property
    def calls(self) -> list[Json]:
        """The last Web API calls, oldest first."""
        return list(self.journal.calls)

    @property
    def refusals(self) -> list[Json]:
        """What the app did that real Slack would not stand for; a test may demand that this is empty."""
        return list(self.journal.refusals)

    def fresh(self, prefix: str) -> str:
        """Give an id nobody has yet."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        with self.lock:
            return prefix + "".join(self._rng.choices(letters, k=10))

    def stamp(self, conversation: Conversation) -> str:
        """Give the next message timestamp of a conversation: unique there and increasing."""
        micros = int(self.clock.epoch() * 1_000_000)
        conversation.last_ts = max(micros + 100, conversation.last_ts + 100)
        return timestamp(conversation.last_ts)

    def event_ts(self) -> str:
        """Give the present as Slack writes it."""
        return timestamp(int(self.clock.epoch() * 1_000_000))

    def members(self, conversation: Conversation) -> list[str]:
        """Give a conversation's members, the deactivated left out."""
        return [uid for uid in conversation.members if not self.people[uid].deleted]

    def person(self, name: str) -> Person:
        """Find a person by id, handle or the beginning of the real name; raise KeyError for none or several."""
        if name in self.people:
            return self.people[name]
        wanted = name.lower()
        exact = [p for p in self.people.values() if wanted in (p.name.lower(), p.real_name.lower())]
        found = exact or [p for p in self.people.values() if p.real_name.lower().startswith(wanted)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} people are called {name!r}")
        return found[0]

    def channel(self, name: str) -> Conversation:
        """Find a conversation by id or name; raise KeyError for none."""
        if name in self.conversations:
            return self.conversations[name]
        for conversation in self.conversations.values():
            if conversation.name == name.lstrip("#"):
                return conversation
        raise KeyError(f"there is no conversation {name!r}")

    def touched(self, conversation: Conversation, people: Iterable[str] = ()) -> None:
        """Tell those in a conversation, or only `people`, that it changed."""
        self.journal.tell(f"channel:{conversation.id}", people or conversation.members)

    def _fill(self, firm: company.Company) -> None:
        self.team = dict(firm.team)
        self.people = firm.people
        self.conversations = firm.channels
        self.usergroups = firm.usergroups
        self.profile_fields = firm.profile_fields
        self.dms: dict[frozenset[str], str] = {}  # who -> conversation id
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}  # who -> ids of open modals, the top one last
        self.homes: dict[str, str] = {}  # who -> view id
        self.reads: dict[tuple[str, str], str] = {}  # who and where -> the last message seen
        self.people[APP_USER] = Person(
            id=APP_USER, name="app", real_name="app", is_bot=True, bot_id=APP_BOT, avatar_color="2eb67d"
        )
        for channel in firm.app_channels:
            self.conversations[channel].members.append(APP_USER)

    def _all_scopes(self) -> frozenset[str]:
        return frozenset(scope for facts in self.methods.values() for scope in facts["bot_scopes"])


def timestamp(micros: int) -> str:
    """Write microseconds since 1970 as a Slack timestamp."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
