"""What can go wrong around a bot: a process that dies at a chosen place, and a Slack with bad moments."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args

from sqlalchemy import Engine, event

from bot.errors import DeliveryError
from bot.model import ChannelId
from tests.quiet import Listening

T = TypeVar("T")
Trouble = Literal["429", "500", "lost_reply", "unreachable", "no_history"]
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)


class Killed(BaseException):
    """The process is gone, here and now; no `except Exception` may hold it back."""


@dataclass
class Doom:
    """Counts the places a process passes (begin and commit of a transaction, before and after a call)."""

    left: int = 0
    """Places still to pass before it dies; 0: it lives on."""
    passed: int = 0

    def reached(self) -> None:
        """Die, if it is time."""
        self.passed += 1
        if self.left:
            self.left -= 1
            if not self.left:
                raise Killed

    def watch(self, engine: Engine) -> None:
        """Count the transactions of a database: what dies at a commit leaves nothing behind."""
        event.listen(engine, "begin", lambda connection: self.reached())
        event.listen(engine, "commit", lambda connection: self.reached())


@dataclass
class Moody(Listening):
    """A Slack that keeps what arrived, finds it again, and has the troubles that are ordered."""

    doom: Doom = field(default_factory=Doom)
    troubles: deque[Trouble] = field(default_factory=deque)
    arrived: Callable[[str, tuple[str, ...], str], None] = lambda letter, people, channel: None
    """Is told of each message before it counts as arrived: letter, Slack ids, channel."""
    called: Callable[[], None] = lambda: None
    """Is told of each call that a letter causes."""
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)

    def post(self, channel: ChannelId, payload: Mapping[str, Any], *, letter: str, thread_ts: str | None = None) -> str:
        """Post, with what may come between."""

        def arrive() -> str:
            self.arrived(letter, self._talks.get(channel, ()), channel)
            ts = Listening.post(self, channel, payload, letter=letter, thread_ts=thread_ts)
            self._marks[channel, letter] = ts
            return ts

        return self._call(arrive, can_be_lost=True)

    def open_conversation(self, slack_ids: Any) -> ChannelId:
        """Open, with what may come between."""
        return self._call(lambda: Listening.open_conversation(self, slack_ids))

    def update(self, channel: ChannelId, ts: str, payload: Mapping[str, Any]) -> None:
        """Edit, with what may come between."""
        self._call(lambda: Listening.update(self, channel, ts, payload))

    def delete(self, channel: ChannelId, ts: str) -> None:
        """Delete, with what may come between."""
        self._call(lambda: Listening.delete(self, channel, ts))

    def find(self, channel: ChannelId, *, letter: str, since: datetime, thread_ts: str | None = None) -> str | None:
        """Look into the history, which may be out of reach for a while."""
        self.doom.reached()
        if self._trouble(("no_history",)):
            raise DeliveryError("unreachable", retry_after=7)
        return self._marks.get((channel, letter))

    def _call(self, carry_out: Callable[[], T], *, can_be_lost: bool = False) -> T:
        """Carry a call out, unless a trouble says otherwise; a reply that is lost leaves it in doubt."""
        self.called()
        self.doom.reached()
        trouble = self._trouble(("429", "500", "unreachable", *(("lost_reply",) if can_be_lost else ())))
        if trouble == "429":
            raise DeliveryError("rate_limited", retry_after=30)
        if trouble in ("500", "unreachable"):
            raise DeliveryError("unreachable", in_doubt=trouble == "500")
        answer = carry_out()
        self.doom.reached()
        if trouble == "lost_reply":
            raise DeliveryError("unreachable", in_doubt=True)
        return answer

    def _trouble(self, fitting: tuple[Trouble, ...]) -> Trouble | None:
        """Take the next trouble that can strike here."""
        found = next((one for one in self.troubles if one in fitting), None)
        if found is not None:
            self.troubles.remove(found)
        return found
