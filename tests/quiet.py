"""A company without the wire: the real service, courier and database, and a Slack that only writes down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.config import parse
from bot.delivery.courier import Courier
from bot.errors import DeliveryError
from bot.model import Channel, ChannelId, ProfileField, Run, SlackUser, Status, StoredLetter, UserGroup
from bot.rituals.registry import kinds
from bot.service.context import Context
from bot.service.eve import SLOT
from bot.service.tick import take_up, tick
from bot.service.upcoming import next_due
from bot.service.workspace import reconcile
from bot.store import letters, people, runs
from bot.store.db import Database
from tests.unit.cast import catalogues

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Heard:
    """One message that arrived."""

    at: datetime
    people: tuple[str, ...]
    """Slack ids; empty for a channel."""
    channel: str
    payload: Mapping[str, Any]
    letter: str


@dataclass
class Listening:
    """A Slack that takes everything; `down` lets it refuse for a while."""

    staff: Sequence[SlackUser]
    rooms: Mapping[str, Sequence[str]]
    now: datetime
    heard: list[Heard] = field(default_factory=list)
    updated: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    down: bool = False
    _talks: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def open_conversation(self, slack_ids: Sequence[str]) -> ChannelId:
        channel = f"D{len(self._talks) + 1}"
        known = {people: name for name, people in self._talks.items()}
        channel = known.get(tuple(sorted(slack_ids)), channel)
        self._talks[channel] = tuple(sorted(slack_ids))
        return ChannelId(channel)

    def post(self, channel: ChannelId, payload: Mapping[str, Any], *, letter: str, thread_ts: str | None = None) -> str:
        if self.down:
            raise DeliveryError("unreachable")
        assert set(payload) <= {"text", "blocks"}
        self.heard.append(Heard(self.now, self._talks.get(channel, ()), channel, payload, letter))
        return str(len(self.heard))

    def update(self, channel: ChannelId, ts: str, payload: Mapping[str, Any]) -> None:
        self.updated.append((ts, payload))

    def delete(self, channel: ChannelId, ts: str) -> None:
        self.deleted.append(ts)

    def find(self, channel: ChannelId, *, letter: str, since: datetime, thread_ts: str | None = None) -> str | None:
        return None

    def users(self) -> Iterator[SlackUser]:
        yield from self.staff

    def user(self, slack_id: str) -> SlackUser:
        return next(one for one in self.staff if one.slack_id == slack_id)

    def channels(self) -> Iterator[Channel]:
        for name in self.rooms:
            yield Channel(ChannelId(f"C{name.upper()}"), name, is_member=True)

    def members(self, channel: ChannelId) -> Iterator[str]:
        yield from next(who for name, who in self.rooms.items() if f"C{name.upper()}" == channel)

    def user_groups(self) -> Iterator[UserGroup]:
        yield from ()

    def group_members(self, group: str) -> Iterator[str]:
        yield from ()

    def status(self, slack_id: str) -> Status:
        return Status()

    def upload(self, channel: ChannelId, name: str, content: bytes, *, title: str) -> None:
        pass

    def profile_fields(self) -> Mapping[str, ProfileField]:
        return {}

    def profile(self, slack_id: str) -> Mapping[str, str]:
        return {}

    def whoami(self) -> tuple[Mapping[str, Any], frozenset[str]]:
        return {}, frozenset()

    def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        pass


class Quiet:
    """A company whose time is moved from one due instant to the next."""

    def __init__(self, database: Database, rituals: str, *, staff: Sequence[SlackUser], now: datetime, **rooms: Any):
        self.slack = Listening(staff, rooms or {"alle": [one.slack_id for one in staff]}, now)
        self.config = parse(rituals, file="rituals.yaml", kinds=kinds())
        self.courier = Courier(database, self.slack)
        self.database = database
        self.context = Context(database, self.slack, self.courier, kinds(), catalogues(), lambda: self.config)
        reconcile(self.context, now)
        take_up(self.context, now)

    @property
    def now(self) -> datetime:
        """The company's present."""
        return self.slack.now

    def skip_to(self, when: datetime) -> None:
        """Let time pass while the bot does nothing."""
        self.slack.now = when

    def beat(self) -> None:
        """Tick, then deliver all that is due."""
        tick(self.context, self.now)
        while self.courier.deliver(self.now):
            pass

    def advance_to(self, end: datetime) -> None:
        """Let everything happen until then, each thing at its own time."""
        while (due := next_due(self.context, self.now)) is not None and max(due, self.now + SECOND) <= end:
            self.slack.now = max(due, self.now + SECOND)
            self.beat()
        self.slack.now = end
        self.beat()

    def edit(self, rituals: str) -> None:
        """Let another file hold from now on."""
        self.config = parse(rituals, file="rituals.yaml", kinds=kinds())
        take_up(self.context, self.now)

    def runs(self, ritual: str) -> list[Run]:
        """Return a ritual's rounds, newest first; neither the question of the eve nor meetings asked for."""
        with self.database.read() as tx:
            return [run for run in runs.of_ritual(tx, ritual) if SLOT not in run.slot and not run.is_on_demand]

    def letters(self, ritual: str) -> list[StoredLetter]:
        """Return all letters of a ritual, oldest first."""
        with self.database.read() as tx:
            return [letter for run in reversed(runs.of_ritual(tx, ritual)) for letter in letters.of_run(tx, run.id)]

    def person(self, slack_id: str) -> Any:
        """Return somebody as the store knows them."""
        with self.database.read() as tx:
            return people.by_slack_id(tx, slack_id)

    def heard_by(self, slack_id: str) -> list[Heard]:
        """Return what somebody got in direct and group messages."""
        return [one for one in self.slack.heard if slack_id in one.people]
