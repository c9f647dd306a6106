"""Slack's pace, obeyed by all processes together: the buckets stand in the database, on the injected clock.

A call is taken in the transaction that claims its letter, so a letter that has to wait was never claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery import limits
from bot.delivery.limits import CHANNEL, HISTORY, METHODS, NONE, REPLIES, SLACK, Limit
from bot.model import StoredLetter
from bot.store import letters
from bot.store import pace as store
from bot.store.db import Tx
from bot.store.pace import Bucket

IDLE = timedelta(seconds=10)
"""A channel's bucket that nobody touched for so long is full again and need not be kept."""
KEPT = 50
"""So many of them may stand before they are forgotten all at once."""


@dataclass(frozen=True)
class View:
    """What has to wait at the moment."""

    blocked: frozenset[str] = frozenset()
    """Operations without a free call."""
    reserved: frozenset[str] = frozenset()
    """Operations whose last free calls are kept for letters of priority URGENT."""
    busy: frozenset[str] = frozenset()
    """Channels that get no post now."""


@dataclass(frozen=True)
class Pace:
    """Slack's limits; a method that is not among them is not limited, only refused when Slack refuses it."""

    limits: Mapping[str, Limit] = field(default_factory=lambda: SLACK)

    def look(self, tx: Tx, *, now: datetime) -> View:
        """Return what has to wait now, so that no such letter is claimed in vain; now and then, tidy up."""
        buckets = store.every(tx)
        if len([one for one in buckets if one.name.startswith(CHANNEL) and one.at < now - IDLE]) > KEPT:
            self.tidy(tx, now=now)
        return self._view(buckets, now)

    def is_scarce(self, tx: Tx, *, now: datetime) -> bool:
        """Return whether some operation has no call left for a round; changes nothing."""
        view = self._view(store.every(tx), now)
        return bool(view.blocked or view.reserved)

    def take(self, tx: Tx, letter: StoredLetter, *, now: datetime) -> float:
        """Take what the letter's call needs and return 0.0, or nothing and the seconds to wait."""
        names = [METHODS[letter.op]]
        if letter.op == "post" and letter.channel is not None:
            names.append(CHANNEL + letter.channel)
        return self._take(tx, names, now=now, urgent=letter.priority <= letters.URGENT)

    def take_look_up(self, tx: Tx, letter: StoredLetter, *, now: datetime) -> float:
        """Take one look into a conversation, or nothing: return the seconds to wait."""
        return self._take(tx, [look_up_of(letter)], now=now, urgent=True)

    def refuse(self, tx: Tx, method: str, *, now: datetime, seconds: float) -> None:
        """Slack answered 429: leave the method alone for so many seconds, then go on at half the rate."""
        bucket = store.lock(tx, limits.fresh(method, self._limit(method), now))
        store.write(tx, limits.refused(bucket, self._limit(method), now, seconds=seconds))

    def hold(self, tx: Tx, method: str, *, now: datetime, seconds: float) -> None:
        """Leave a method alone for so many seconds for another reason."""
        bucket = store.lock(tx, limits.fresh(method, self._limit(method), now))
        store.write(tx, limits.held(bucket, self._limit(method), now, seconds=seconds))

    def tidy(self, tx: Tx, *, now: datetime) -> int:
        """Forget the buckets of channels that are full again; return how many."""
        return store.forget(tx, prefix=CHANNEL, before=now - IDLE)

    def _view(self, buckets: Iterable[Bucket], now: datetime) -> View:
        waits, scarce, busy = set(), set(), set()
        ops = {method: op for op, method in METHODS.items()}
        for bucket in buckets:
            limit = self._limit(bucket.name)
            if bucket.name in ops:
                if limits.wait(bucket, limit, now) > 0:
                    waits.add(ops[bucket.name])
                elif limits.wait(bucket, limit, now, keep=limit.reserve) > 0:
                    scarce.add(ops[bucket.name])
            elif bucket.name.startswith(CHANNEL) and limits.wait(bucket, limit, now) > 0:
                busy.add(bucket.name.removeprefix(CHANNEL))
        return View(frozenset(waits), frozenset(scarce), frozenset(busy))

    def _take(self, tx: Tx, names: list[str], *, now: datetime, urgent: bool) -> float:
        """Lock the buckets in this order, the method's first; change them only if each has a call free."""
        found = [store.lock(tx, limits.fresh(name, self._limit(name), now)) for name in names]
        waits = [
            limits.wait(one, self._limit(one.name), now, keep=0.0 if urgent else self._limit(one.name).reserve)
            for one in found
        ]
        if max(waits) > 0:
            return max(waits)
        for one in found:
            store.write(tx, limits.taken(one, self._limit(one.name), now))
        return 0.0

    def _limit(self, name: str) -> Limit:
        return self.limits.get(CHANNEL if name.startswith(CHANNEL) else name, NONE)


def look_up_of(letter: StoredLetter) -> str:
    """Return the method that looks a letter up."""
    return REPLIES if letter.in_thread else HISTORY
