"""Letters in doubt: claimed so long ago that their sender may have died over it, or left without a good answer.

After DOUBT a post is looked up by its mark in the conversation it was meant for; it is sent again only if it is not
there. Where no look-up is possible the ritual's rule decides, and the first such decision is written down for the
house to tell. Several processes may look at once; the first to settle wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

import structlog

from bot.delivery.letter import DOUBT, REPEATABLE, SENT_AGAIN, Means, put_off, settle_dead
from bot.delivery.pace import look_up_of
from bot.delivery.retry import wait_after
from bot.errors import DeliveryError, StoreError
from bot.model import StoredLetter
from bot.store import audit, letters
from bot.store.db import Tx

log = structlog.get_logger()
LOOK_AGAIN = 30.0
"""Seconds after which a look-up that failed is tried again."""
DECIDED = "doubt_decided"
"""What the audit says of the first letter whose rule had to decide: "<key> <on_doubt> <why>"."""
TOLD_OF = frozenset({"missing_scope", "too_much_history"})
"""Why a look-up was impossible, where the house should hear of it; a channel that is gone is another matter."""


def settle_doubts(means: Means, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Settle the letters that are in doubt for DOUBT, as many as the pace of look-ups allows; return how many."""
    with means.database.read() as tx:
        doubtful = letters.in_doubt(tx, now=means.clock(), older_than=DOUBT)
    settled = 0
    for letter in _in_turn(doubtful, means.clock()):
        if stopping() or not _guarded(means, letter):
            break
        settled += 1
    return settled


def settle_doubt(means: Means, letter: StoredLetter) -> bool:
    """Find out what became of a letter left in `sending`; False when that cannot be found out for now.

    The letter then stays in doubt, and its claim keeps saying since when.
    """
    assert letter.claimed_at is not None
    if letter.op in REPEATABLE or letter.channel is None:
        _again(means, letter)
        return True
    with means.database.begin() as tx:
        before = letters.predecessor(tx, letter)
        if means.pace.take_look_up(tx, letter, now=means.clock()) > 0:
            return False
    thread = before.slack_ts if letter.in_thread and before else None
    try:
        ts = means.slack.find(letter.channel, letter=letter.key, since=letter.claimed_at, thread_ts=thread)
    except DeliveryError as error:
        if error.permanent:
            _decide(means, letter, error.outcome)
            return True
        _hold(means, letter, error)
        return False
    if ts is None:
        _again(means, letter)
        return True
    now = means.clock()
    outcome = SENT_AGAIN if letter.outcome == SENT_AGAIN else "found"  # which of the two it is, nobody knows
    with means.database.begin() as tx:
        if letters.sent(tx, letter.id, now=now, channel=letter.channel, slack_ts=ts, outcome=outcome):
            means.settled(tx, letter, "sent", now)
    log.info("a letter in doubt had arrived", action="letter_found", letter=letter.key)
    return True


def _in_turn(doubtful: Sequence[StoredLetter], now: datetime) -> Sequence[StoredLetter]:
    """Begin with another letter each time, so that one whose look-up always fails does not keep the others waiting."""
    return Random(int(now.timestamp())).sample(doubtful, len(doubtful))  # noqa: S311 an order, no secret


def _guarded(means: Means, letter: StoredLetter) -> bool:
    """Meet a letter's unknown failure: it stays in doubt, and the others wait with it for a moment."""
    try:
        return settle_doubt(means, letter)
    except StoreError:
        raise
    except Exception as error:
        log.error("a letter failed", action="letter_failed", letter=letter.key, error=type(error).__name__)
        log.debug("its traceback", action="letter_failed", letter=letter.key, exc_info=True)
        _hold(means, letter, DeliveryError("unreachable"))
        return False


def _hold(means: Means, letter: StoredLetter, error: DeliveryError) -> None:
    """Look again later; what Slack refused for its pace is refused to all processes."""
    with means.database.begin() as tx:
        if error.retry_after is not None:
            means.pace.refuse(tx, look_up_of(letter), now=means.clock(), seconds=max(1.0, error.retry_after))
        else:
            means.pace.hold(tx, look_up_of(letter), now=means.clock(), seconds=LOOK_AGAIN)


def _decide(means: Means, letter: StoredLetter, why: str) -> None:
    """Let the letter's rule decide where no look-up is possible; in doubt a second time, it is not sent a third."""
    now = means.clock()
    with means.database.begin() as tx:
        if letter.on_doubt == "skip" or letter.outcome == SENT_AGAIN:
            settle_dead(tx, means, letter, "doubt_skipped", now=now)
        else:
            _once_more(tx, means, letter, outcome=SENT_AGAIN, now=now)
        if why in TOLD_OF and audit.first(tx, DECIDED) is None:
            audit.note(tx, at=now, actor=None, action=DECIDED, object=f"{letter.key} {letter.on_doubt} {why}")


def _again(means: Means, letter: StoredLetter) -> None:
    with means.database.begin() as tx:
        _once_more(tx, means, letter, outcome="unreachable", now=means.clock())


def _once_more(tx: Tx, means: Means, letter: StoredLetter, *, outcome: str, now: datetime) -> None:
    """Send again after the usual wait, or give up after the usual number of attempts."""
    wait = wait_after(DeliveryError("unreachable"), letter.attempts)
    if wait is None:
        settle_dead(tx, means, letter, "gave_up", now=now)
        return
    put_off(tx, means, letter, until=now + wait, outcome=outcome)
    log.info("a letter is sent again", action="letter_again", letter=letter.key)
