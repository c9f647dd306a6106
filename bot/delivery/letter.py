"""Send one letter once: the guarantee.

1. One transaction claims the letter, looks whether it is still fit to go, and takes its call from Slack's pace; it is
   `sending` before anything leaves. What is unfit is settled right there; what has to wait is not claimed.
2. Right before the call the clock is read again: who was frozen since the claim calls nobody, and puts the letter back.
3. The call carries the letter's mark; the SDK's own retries are off.
4. A second transaction settles it: a good answer as sent, a refusal as dead or put off.
5. Anything else is doubt: the letter stays in `sending`, and `doubt.py` finds out. Opening a conversation and editing
   a message may be repeated without harm.

Both engines call `deliver_one`; they differ in who calls it for which letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.delivery.fitness import named, why_gone, why_overheard, why_unfit
from bot.delivery.limits import METHODS
from bot.delivery.pace import Pace
from bot.delivery.retry import wait_after
from bot.errors import DeliveryError, StoreError
from bot.model import ChannelId, LetterState, Person, PersonId, StoredLetter
from bot.ports import Slack
from bot.store import letters, people
from bot.store.db import Database, Tx
from bot.text import address

log = structlog.get_logger()
DOUBT = timedelta(seconds=60)
"""How long a letter stays in doubt before it is looked up, so that a late landing is seen."""
FENCE = DOUBT / 2
"""A claim older than this makes no call any more: others will soon look the letter up, and a call must not land after
that."""
FRESH = timedelta(seconds=3)
"""A claim older than this asks whether a stop came meanwhile: nothing leaves five seconds after one."""
SENT_AGAIN = "sent_again"
REPEATABLE = frozenset({"open", "update", "delete"})
SAID = ("text", "blocks")
"""What of a payload Slack gets; the rest is for whoever adds to the letter."""

Settled = Callable[[Tx, StoredLetter, LetterState, datetime], None]
"""Told of a letter in the transaction that makes it sent, dead, or due again."""


def _nothing(tx: Tx, letter: StoredLetter, state: LetterState, now: datetime) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Means:
    """What it takes to deliver. `clock` returns the present, aware, in UTC; it is read more than once per letter."""

    database: Database
    slack: Slack
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    settled: Settled = _nothing


@dataclass(frozen=True)
class Attempt:
    """What came of it. `letter` was claimed (None: there was none to claim); `wait` seconds the pace has no room."""

    letter: StoredLetter | None = None
    wait: float = 0.0
    error: DeliveryError | None = None


@dataclass(frozen=True)
class _Task:
    """A claimed letter, fit to go, and what its call needs."""

    letter: StoredLetter
    before: StoredLetter | None
    known: Mapping[PersonId, Person]
    """Its people and those it names, without those who stepped out."""
    channel: ChannelId | None = None
    """The conversation, where it is known already and nothing is to be called."""


class _NoRoom(Exception):
    """The pace has no room for a claimed letter; undoes the claim."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def deliver_one(means: Means, letter_id: int | None = None) -> Attempt:
    """Send this letter, or the next one that may go; settle it, or leave it in doubt. Raises StoreError.

    A letter that may not go now (settled, held, claimed by another, not due) is not claimed: Attempt().
    """
    letter, now = None, means.clock()
    try:
        with means.database.begin() as tx:
            letter = _claim(tx, means, letter_id, now)
            task = None if letter is None else _prepare(tx, means, letter, now)
        return Attempt(letter, error=None if task is None else _carry_out(means, task))
    except _NoRoom as full:
        return Attempt(wait=full.seconds)
    except StoreError:
        raise
    except Exception as error:
        if letter is None:
            raise
        return _set_aside(means, letter, error)


def settle_dead(tx: Tx, means: Means, letter: StoredLetter, outcome: str, *, now: datetime) -> None:
    """Give a letter up that is claimed by us, and with it those that follow it."""
    if letters.dead(tx, letter.id, now=now, outcome=outcome, claimed_at=letter.claimed_at):
        letters.bury_orphans(tx, now=now)
        means.settled(tx, letter, "dead", now)
    tell = log.info if outcome == "bundled" else log.warning
    tell("a letter cannot be sent", action="letter_dead", letter=letter.key, outcome=outcome)


def put_off(tx: Tx, means: Means, letter: StoredLetter, *, until: datetime, outcome: str) -> None:
    """Let a letter that is claimed by us be tried again; that it was sent again in doubt is not forgotten over it."""
    kept = SENT_AGAIN if letter.outcome == SENT_AGAIN else outcome
    if letters.retry(tx, letter.id, not_before=until, outcome=kept, claimed_at=letter.claimed_at):
        means.settled(tx, letter, "due", until)


def _set_aside(means: Means, letter: StoredLetter, error: Exception) -> Attempt:
    """Meet a letter's unknown failure: it is left in doubt, and the others go on."""
    log.error("a letter failed", action="letter_failed", letter=letter.key, error=type(error).__name__)
    log.debug("its traceback", action="letter_failed", letter=letter.key, exc_info=True)
    with means.database.begin() as tx:
        letters.claim(tx, letter.id, now=means.clock())  # where the failure undid the claim
    return Attempt(letter, error=DeliveryError("unreachable"))


def _claim(tx: Tx, means: Means, letter_id: int | None, now: datetime) -> StoredLetter | None:
    if letter_id is not None:
        return letters.claim(tx, letter_id, now=now)
    view = means.pace.look(tx, now=now)
    return letters.claim_next(tx, now=now, blocked=view.blocked, reserved=view.reserved, busy=view.busy)


def _prepare(tx: Tx, means: Means, letter: StoredLetter, now: datetime) -> _Task | None:
    """Settle a letter that must not go; else take its call from the pace. Raises _NoRoom."""
    before = letters.predecessor(tx, letter)
    known = people.by_ids(tx, set(letter.people) | named(letter))
    left = letters.stepped_out(tx, letter) if len(letter.people) > 1 else frozenset()
    unfit = why_gone(tx, letter, before, now=now) or why_unfit(letter, known, left, now) or why_overheard(tx, letter)
    if unfit is not None:
        settle_dead(tx, means, letter, unfit, now=now)
        return None
    known = {one: person for one, person in known.items() if one not in left}
    if letter.op == "open":
        channel = letters.reopen_conversation(tx, [one for one in letter.people if one in known])
        if channel is not None:
            return _Task(letter, before, known, channel)
    wait = means.pace.take(tx, letter, now=now)
    if wait > 0:
        raise _NoRoom(wait)
    return _Task(letter, before, known)


def _carry_out(means: Means, task: _Task) -> DeliveryError | None:
    letter, now = task.letter, means.clock()
    assert letter.claimed_at is not None
    if _is_stale(means, letter, age=now - letter.claimed_at):
        log.warning("a claim is too old to call", action="letter_fenced", letter=letter.key)
        with means.database.begin() as tx:
            put_off(tx, means, letter, until=now, outcome="unreachable")  # under this claim nothing was called
        return None
    try:
        channel, ts = _call(means.slack, task)
    except DeliveryError as error:
        _settle_failed(means, letter, error)
        return error
    reached = [one for one in letter.people if one in task.known and task.known[one].is_eligible]
    fewer = letter.op == "open" and len(reached) < len(letter.people)
    outcome = SENT_AGAIN if letter.outcome == SENT_AGAIN else "ok"
    with means.database.begin() as tx:
        if letters.sent(
            tx, letter.id, now=now, channel=channel, slack_ts=ts, outcome=outcome, people=reached if fewer else None
        ):
            means.settled(tx, letter, "sent", now)
    log.info("a letter left", action="letter_sent", letter=letter.key, op=letter.op)
    return None


def _is_stale(means: Means, letter: StoredLetter, *, age: timedelta) -> bool:
    if age <= FRESH:
        return False
    with means.database.read() as tx:
        return age > FENCE or letters.is_stopped(tx, letter.id)


def _call(slack: Slack, task: _Task) -> tuple[ChannelId | None, str | None]:
    """Make the one call of the letter; return its channel and the message's ts."""
    letter = task.letter
    here = {person: one.slack_id for person, one in task.known.items() if one.is_eligible}
    if letter.op == "open":
        return task.channel or slack.open_conversation([here[one] for one in letter.people if one in here]), None
    said = {key: letter.payload[key] for key in SAID if key in letter.payload}
    payload: Mapping[str, Any] = address(said, {str(k): v for k, v in here.items()})
    before_ts = task.before.slack_ts if task.before else None
    if letter.channel is None:
        raise DeliveryError("channel_gone", permanent=True)
    if letter.op == "post":
        thread = before_ts if letter.in_thread else None
        return letter.channel, slack.post(letter.channel, payload, letter=letter.key, thread_ts=thread)
    if before_ts is None:
        raise DeliveryError("message_gone", permanent=True)
    if letter.op == "update":
        slack.update(letter.channel, before_ts, payload)
    else:
        slack.delete(letter.channel, before_ts)
    return letter.channel, before_ts


def _settle_failed(means: Means, letter: StoredLetter, error: DeliveryError) -> None:
    """Put the letter off, or give it up; what Slack refused for its pace is refused to all processes."""
    if error.in_doubt and letter.op not in REPEATABLE:
        log.warning("a letter is in doubt", action="letter_in_doubt", letter=letter.key, outcome=error.outcome)
        return
    now = means.clock()
    wait = wait_after(error, letter.attempts)
    with means.database.begin() as tx:
        if wait is None:
            settle_dead(tx, means, letter, error.outcome if error.permanent else "gave_up", now=now)
        else:
            put_off(tx, means, letter, until=now + wait, outcome=error.outcome)
        if error.retry_after is not None:
            means.pace.refuse(tx, METHODS[letter.op], now=now, seconds=max(1.0, error.retry_after))
    if wait is not None:
        log.warning("a letter waits", action="letter_waits", letter=letter.key, outcome=error.outcome)
