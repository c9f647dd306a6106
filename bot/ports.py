"""What Rondo cannot run inside a unit test, as Protocols: Slack, the clock, the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.model import Channel, ChannelId, ProfileField, SlackUser, Status, UserGroup


class Clock(Protocol):
    """The one source of now."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Slack(Protocol):
    """What Rondo asks of Slack. Every method raises DeliveryError and nothing else."""

    def open_conversation(self, slack_ids: Sequence[str]) -> ChannelId:
        """Open, or find again, the conversation with these people (1 to 8)."""
        ...

    def post(
        self,
        channel: ChannelId,
        payload: Mapping[str, Any],
        *,
        letter: str,
        thread_ts: str | None = None,
    ) -> str:
        """Post text and blocks, marked with the letter's key; return the message's ts."""
        ...

    def update(self, channel: ChannelId, ts: str, payload: Mapping[str, Any]) -> None:
        """Replace a message of ours."""
        ...

    def delete(self, channel: ChannelId, ts: str) -> None:
        """Delete a message of ours."""
        ...

    def find(self, channel: ChannelId, *, letter: str, since: datetime, thread_ts: str | None = None) -> str | None:
        """Look for our own message with this letter's mark; return its ts, or None if it never arrived.

        Reads no further back than `since` and keeps nothing of other messages. Raises
        DeliveryError("missing_scope") where the operator did not grant the history scope.
        """
        ...

    def users(self) -> Iterator[SlackUser]:
        """Iterate over all people of the workspace."""
        ...

    def user(self, slack_id: str) -> SlackUser:
        """Return one person as Slack describes them."""
        ...

    def status(self, slack_id: str) -> Status:
        """Return what somebody's status says at this moment."""
        ...

    def upload(self, channel: ChannelId, name: str, content: bytes, *, title: str) -> None:
        """Share a file in a conversation."""
        ...

    def channels(self) -> Iterator[Channel]:
        """Iterate over the channels Rondo can see."""
        ...

    def members(self, channel: ChannelId) -> Iterator[str]:
        """Iterate over the Slack ids of a channel's members."""
        ...

    def user_groups(self) -> Iterator[UserGroup]:
        """Iterate over the user groups in use."""
        ...

    def group_members(self, group: str) -> Iterator[str]:
        """Iterate over the Slack ids of a user group's members."""
        ...

    def profile_fields(self) -> Mapping[str, ProfileField]:
        """Return the company's own profile fields that hold words or somebody: id -> field, in their order."""
        ...

    def profile(self, slack_id: str) -> Mapping[str, str]:
        """Return what somebody's own profile fields say: id -> words."""
        ...

    def whoami(self) -> tuple[Mapping[str, Any], frozenset[str]]:
        """Return who the token belongs to (as auth.test says) and the scopes it was granted, if Slack tells."""
        ...

    def publish_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Replace a person's App Home."""
        ...


class Source(Protocol):
    """Where else the rituals file may come from."""

    def read(self) -> bytes | None:
        """Return the file, None when it did not change since the last time. Raises SourceError."""
        ...


class Engine(Protocol):
    """Who calls `send_once` for each letter: the embedded courier, or a distributed engine."""

    def enqueue(self, tx: Any, keys: Iterable[str]) -> None:
        """Take over letters in the transaction that writes them."""
        ...

    def start(self) -> None:
        """Begin to work."""
        ...

    def stop(self, *, within: float) -> None:
        """Stop taking letters; finish the one in hand within so many seconds."""
        ...

    def deliver(self, now: datetime) -> int:
        """Send what is due; return how many letters were settled."""
        ...

    def waiting(self, now: datetime) -> int:
        """Return how many letters are due and not yet settled."""
        ...
