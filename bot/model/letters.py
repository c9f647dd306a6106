"""Letters: what must arrive exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.model.ids import ChannelId, Language, PersonId
from bot.model.words import Message, Words

Op = Literal["open", "post", "update", "delete"]
Weight = Literal["must", "should", "may", "asked"]
"""How much an unsolicited message matters when the budget of its people runs short: `may` gives way first. `asked`:
somebody asked for it (a press, a command), so that neither budget nor quiet hours hold it back."""
LetterState = Literal["due", "sending", "sent", "dead"]
OUTCOMES = (
    "ok",
    "found",  # in doubt, looked up, and it had arrived
    "rate_limited",
    "unreachable",  # network, time-out, Slack's own failure
    "user_gone",  # deactivated, forgotten or unknown to Slack
    "nobody_left",  # after checking its people fewer than two remain
    "paused",
    "left",  # its people, or too many of them, stepped out of the ritual while it waited
    "channel_gone",
    "not_in_channel",
    "not_allowed",
    "message_gone",
    "invalid",  # Slack refuses the content; a bug of ours
    "token_revoked",
    "missing_scope",
    "too_much_history",  # the look-up would have to read more than it may
    "sent_again",  # in doubt, no look-up possible, and the ritual's rule said resend
    "doubt_skipped",  # in doubt, no look-up possible, and the ritual's rule says skip
    "predecessor_dead",  # the letter it follows could not be sent
    "gave_up",  # too many attempts
    "over_budget",  # its people had their share of messages, and it could not wait
    "too_old",  # it waited while its ritual was stopped, until it was no longer worth sending
    "dropped",  # somebody in charge took it out of the outbox
    "recalled",  # its run was taken back before it went
    "overheard",  # more people can read there than it was meant for
    "bundled",  # a change to a message that now stands in a bundle with others
)


@dataclass(frozen=True)
class Letter:
    """Something that must arrive exactly once. `key` is unique for ever: `run/step/name`.

    `open` opens the conversation with `people`; a `post` goes to `channel`, or to the conversation that the
    letter `after` opened or used; `update` and `delete` change the message of the letter `after`.
    """

    key: str
    op: Op
    message: Message | None = None
    people: tuple[PersonId, ...] = ()
    channel: ChannelId | None = None
    after: str | None = None
    in_thread: bool = False
    """Post into the thread of the letter `after`."""
    language: Language | None = None
    """None: the language of the people, or of the ritual for a channel."""
    priority: int = 5
    """Lower goes first."""
    not_before: datetime | None = None
    on_doubt: Literal["skip", "resend"] = "resend"
    weight: Weight = "must"
    asked_by: frozenset[PersonId] = frozenset()
    """Those of its people who asked for it, where the others did not: their budget and hours do not hold it back."""
    expires_at: datetime | None = None
    """When it is no longer worth sending; None: the close of its run, and where the run does not stay open half the
    way to the next one, at most a week."""
    why: Words | None = None
    """Of a message that nobody asked for: why they get it, in one sentence. The house adds it at the end, with the
    ways to pause and to leave; messages to a channel have none."""


@dataclass(frozen=True)
class StoredLetter:
    """A letter as the ledger holds it: rendered, addressed by internal ids, with its state."""

    id: int
    key: str
    run: str | None
    op: Op
    people: tuple[PersonId, ...]
    channel: ChannelId | None
    """Where it goes, once known (an `open` letter writes it here)."""
    after: str | None
    in_thread: bool
    payload: Mapping[str, Any]
    """{"text": str, "blocks": [...]}; people stand in it as <@person:ID>."""
    priority: int
    state: LetterState
    not_before: datetime
    attempts: int
    claimed_at: datetime | None
    slack_ts: str | None
    outcome: str | None
    on_doubt: Literal["skip", "resend"]
    bundle: str | None = None
    """The key of the letter that carries this one; both arrive as one message."""
    unsolicited: bool = False
    """Whether it counts against the budget of its people."""
    expires_at: datetime | None = None
