"""Send one letter once: the guarantee.

1. The claim is committed before the call: a letter is `sending` before anything leaves.
2. The call carries the letter's mark; the SDK's own retries are off.
3. A good answer settles it as sent. A refusal settles it as dead or puts it off.
4. Anything else is doubt: the letter stays in `sending`. After DOUBT it is looked up; where no look-up is possible
   the letter's rule decides. Opening a conversation and editing a message may be repeated without harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.delivery.retry import wait_after
from bot.errors import DeliveryError
from bot.model import ChannelId, Person, PersonId, StoredLetter
from bot.ports import Slack
from bot.schedule import is_paused
from bot.store import letters, people
from bot.store.db import Database, Tx
from bot.text import address, people_in

log = structlog.get_logger()
DOUBT = timedelta(seconds=60)
"""How long a letter stays in doubt before it is looked up, so that a late landing is seen."""
SENT_AGAIN = "sent_again"
REPEATABLE = frozenset({"open", "update", "delete"})
CHANGES = frozenset({"update", "delete"})
PARTS = "parts"
SAID = ("text", "blocks")
"""What of a payload Slack gets; the rest is for whoever adds to the letter."""


def send_once(database: Database, slack: Slack, letter: StoredLetter, *, now: datetime) -> DeliveryError | None:
    """Send a letter that the caller has just claimed, and settle it; return the error if there was one."""
    with database.read() as tx:
        before = letters.predecessor(tx, letter)
        known = people.by_ids(tx, set(letter.people) | _named(letter))
        left = letters.stepped_out(tx, letter) if len(letter.people) > 1 else frozenset()
        unfit = "bundled" if before and _stays_bundled(tx, letter, before) else _unfit(letter, known, left, now)
    if unfit is not None:
        _settle_dead(database, letter, unfit, now=now)
        return None
    try:
        known = {one: person for one, person in known.items() if one not in left}
        channel, ts = _call(database, slack, letter, before, known)
    except DeliveryError as error:
        _settle_failed(database, letter, error, now=now)
        return error
    with database.begin() as tx:
        reached = [one for one in letter.people if one in known and known[one].is_eligible]
        fewer = letter.op == "open" and len(reached) < len(letter.people)
        letters.sent(tx, letter.id, now=now, channel=channel, slack_ts=ts, people=reached if fewer else None)
    log.info("a letter left", action="letter_sent", letter=letter.key, op=letter.op)
    return None


def settle_doubt(database: Database, slack: Slack, letter: StoredLetter, *, now: datetime) -> DeliveryError | None:
    """Find out what became of a letter left in `sending`, and send it again only if it may be.

    Return the error when the look-up itself failed for now; the letter then stays in doubt, and its claim keeps
    saying since when. Several processes may look at once; the first to settle wins.
    """
    assert letter.claimed_at is not None
    if letter.op in REPEATABLE or letter.channel is None:
        _again(database, letter, now=now)
        return None
    with database.read() as tx:
        before = letters.predecessor(tx, letter)
    thread = before.slack_ts if letter.in_thread and before else None
    try:
        ts = slack.find(letter.channel, letter=letter.key, since=letter.claimed_at, thread_ts=thread)
    except DeliveryError as error:
        if not error.permanent:
            return error
        _decide(database, letter, now=now)
        return None
    if ts is None:
        _again(database, letter, now=now)
        return None
    with database.begin() as tx:
        letters.sent(tx, letter.id, now=now, channel=letter.channel, slack_ts=ts, outcome="found")
    log.info("a letter in doubt had arrived", action="letter_found", letter=letter.key)
    return None


def _named(letter: StoredLetter) -> set[PersonId]:
    return {PersonId(one) for one in people_in(letter.payload)}


def _stays_bundled(tx: Tx, letter: StoredLetter, before: StoredLetter) -> bool:
    """Return whether a change would hit other letters too, since they arrived as one message with the changed one.

    Only when all of a bundle is deleted, its message goes: with the last of them. A change that names the parts that
    stay (`parts`) was made for the whole message.
    """
    if letter.op not in CHANGES or PARTS in letter.payload:
        return False
    others = [one.key for one in letters.bundle_of(tx, before) if one.key != before.key]
    return bool(others) and not (letter.op == "delete" and letters.is_deleted(tx, others))


def _unfit(
    letter: StoredLetter, known: Mapping[PersonId, Person], left: frozenset[PersonId], now: datetime
) -> str | None:
    """Return why the letter must not go: too few of its people are still there, take part, or are on no break."""
    if not letter.people or letter.op in CHANGES:
        return None
    here = [known[one] for one in letter.people if one in known and known[one].is_eligible]
    if not here:
        return "user_gone"
    needed = min(2, len(letter.people))
    if len(here) < needed:
        return "nobody_left"
    if letter.run is None:
        return None  # a break is one from rituals; what the house has to say to somebody still reaches them
    here = [one for one in here if one.id not in left]
    if len(here) < needed:
        return "left"
    return "paused" if len([one for one in here if not is_paused(one, now)]) < needed else None


def _call(
    database: Database,
    slack: Slack,
    letter: StoredLetter,
    before: StoredLetter | None,
    known: Mapping[PersonId, Person],
) -> tuple[ChannelId | None, str | None]:
    """Make the one call of the letter; return its channel and the message's ts."""
    here = {person: one.slack_id for person, one in known.items() if one.is_eligible}
    if letter.op == "open":
        with database.read() as tx:
            channel = letters.reopen_conversation(tx, [one for one in letter.people if one in known])
        return channel or slack.open_conversation([here[one] for one in letter.people if one in here]), None
    said = {key: letter.payload[key] for key in SAID if key in letter.payload}
    payload: Mapping[str, Any] = address(said, {str(k): v for k, v in here.items()})
    before_ts = before.slack_ts if before else None
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


def _settle_failed(database: Database, letter: StoredLetter, error: DeliveryError, *, now: datetime) -> None:
    if error.in_doubt and letter.op not in REPEATABLE:
        log.warning("a letter is in doubt", action="letter_in_doubt", letter=letter.key, outcome=error.outcome)
        return
    wait = wait_after(error, letter.attempts)
    if wait is None:
        _settle_dead(database, letter, error.outcome if error.permanent else "gave_up", now=now)
        return
    with database.begin() as tx:
        # That a letter was sent again in doubt is not forgotten over another failure.
        outcome = SENT_AGAIN if letter.outcome == SENT_AGAIN else error.outcome
        letters.retry(tx, letter.id, not_before=now + wait, outcome=outcome, claimed_at=letter.claimed_at)
    log.warning("a letter waits", action="letter_waits", letter=letter.key, outcome=error.outcome)


def _settle_dead(database: Database, letter: StoredLetter, outcome: str, *, now: datetime) -> None:
    with database.begin() as tx:
        letters.dead(tx, letter.id, now=now, outcome=outcome, claimed_at=letter.claimed_at)
        letters.bury_orphans(tx, now=now)
    tell = log.info if outcome == "bundled" else log.warning
    tell("a letter cannot be sent", action="letter_dead", letter=letter.key, outcome=outcome)


def _decide(database: Database, letter: StoredLetter, *, now: datetime) -> None:
    """Let the letter's rule decide where no look-up is possible; in doubt a second time, it is not sent a third."""
    if letter.on_doubt == "skip":
        _settle_dead(database, letter, "doubt_skipped", now=now)
    elif letter.outcome == SENT_AGAIN:
        _settle_dead(database, letter, "gave_up", now=now)
    else:
        _again(database, letter, now=now, outcome=SENT_AGAIN)


def _again(database: Database, letter: StoredLetter, *, now: datetime, outcome: str = "unreachable") -> None:
    """Send again after the usual wait, or give up after the usual number of attempts."""
    wait = wait_after(DeliveryError("unreachable"), letter.attempts)
    if wait is None:
        _settle_dead(database, letter, "gave_up", now=now)
        return
    with database.begin() as tx:
        letters.retry(tx, letter.id, not_before=now + wait, outcome=outcome, claimed_at=letter.claimed_at)
    log.info("a letter is sent again", action="letter_again", letter=letter.key)
