"""Slack's limits as data, and the law of a token bucket. Pure.

Source: docs.slack.dev, rate limits. Calls are counted per method, workspace and app; tiers are per minute: tier 3 is
50. `chat.postMessage` has 1 per second and channel, and "several hundred per minute" in a workspace. We stay a little
below each, so that jitter on the way never meets a 429; the burst is what may leave at once after a quiet time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.store.pace import Bucket


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One limit, in calls."""

    documented: float
    """What Slack allows per minute."""
    per_minute: float
    burst: float
    reserve: float = 0.0
    """So much of the burst is kept for letters that answer somebody."""


CHANNEL = "post:"
"""Begins the name of a channel's bucket."""
HISTORY, REPLIES = "conversations.history", "conversations.replies"
METHODS: Mapping[str, str] = {
    "open": "conversations.open",
    "post": "chat.postMessage",
    "update": "chat.update",
    "delete": "chat.delete",
}
"""What each operation of a letter calls."""
SLACK: Mapping[str, Limit] = {
    "conversations.open": Limit(documented=50, per_minute=48, burst=30, reserve=5),
    "chat.postMessage": Limit(documented=300, per_minute=240, burst=80, reserve=20),
    "chat.update": Limit(documented=50, per_minute=48, burst=30, reserve=5),
    "chat.delete": Limit(documented=50, per_minute=48, burst=30, reserve=5),
    HISTORY: Limit(documented=50, per_minute=45, burst=20),
    REPLIES: Limit(documented=50, per_minute=45, burst=20),
    CHANNEL: Limit(documented=60, per_minute=57, burst=3),
}
NONE = Limit(documented=1e9, per_minute=1e9, burst=1e9)
"""Of a method that is not limited here; what Slack refuses waits all the same."""

FLOOR = 0.1
"""Below this share of the usual rate no refusal brings us."""
RECOVERY = 0.05
"""So much of the usual rate comes back with every minute after a refusal."""
_GRAIN = 1e-6
"""Instants are kept in microseconds; what is short of a whole call by less counts as one."""


def times(factor: float) -> Mapping[str, Limit]:
    """Return Slack's limits, so many times as high."""
    return {
        name: Limit(
            documented=one.documented * factor,
            per_minute=one.per_minute * factor,
            burst=one.burst * max(1.0, factor),
            reserve=one.reserve,
        )
        for name, one in SLACK.items()
    }


def fresh(name: str, limit: Limit, now: datetime) -> Bucket:
    """Return a full bucket."""
    return Bucket(name=name, level=limit.burst, at=now, per_minute=limit.per_minute)


def rate(bucket: Bucket, limit: Limit, now: datetime) -> float:
    """Return how many calls per minute come back at this instant."""
    if bucket.refused_at is None:
        return limit.per_minute
    minutes = max(0.0, (now - bucket.refused_at) / timedelta(minutes=1))
    return min(limit.per_minute, bucket.per_minute + RECOVERY * limit.per_minute * minutes)


def refilled(bucket: Bucket, limit: Limit, now: datetime) -> Bucket:
    """Return the bucket as it stands now; where its own instant lies ahead, nothing came back yet."""
    if now <= bucket.at:
        return bucket
    # The rate grows in a line up to its top, so the mean of both ends never gives more than there was.
    mean = (rate(bucket, limit, bucket.at) + rate(bucket, limit, now)) / 2
    level = bucket.level + mean * ((now - bucket.at) / timedelta(minutes=1))
    return replace(bucket, level=min(limit.burst, level), at=now)


def wait(bucket: Bucket, limit: Limit, now: datetime, *, keep: float = 0.0) -> float:
    """Return in how many seconds a call may be taken so that `keep` are left; 0.0: now."""
    blocked = 0.0 if bucket.blocked_until is None else (bucket.blocked_until - now).total_seconds()
    standing = refilled(bucket, limit, now)
    short = 1.0 + keep - standing.level
    if short <= _GRAIN:
        return max(0.0, blocked)
    ahead = max(0.0, (standing.at - now).total_seconds())
    return max(blocked, ahead + short / rate(standing, limit, now) * 60)


def taken(bucket: Bucket, limit: Limit, now: datetime) -> Bucket:
    """Return the bucket with one call less."""
    standing = refilled(bucket, limit, now)
    return replace(standing, level=max(0.0, standing.level - 1.0))


def refused(bucket: Bucket, limit: Limit, now: datetime, *, seconds: float) -> Bucket:
    """Return the bucket after Slack refused a call for so many seconds.

    Until then nothing is taken; then one call is free, and the rate is half of what it was. Calls that were under way
    together and are refused together halve it once.
    """
    until = max(bucket.blocked_until or now, now + timedelta(seconds=seconds))
    counted = replace(bucket, level=1.0, at=until, blocked_until=until, refused=bucket.refused + 1)
    if bucket.blocked_until is not None and now < bucket.blocked_until:
        return counted
    halved = max(FLOOR * limit.per_minute, rate(bucket, limit, now) / 2)
    return replace(counted, per_minute=halved, refused_at=now)


def held(bucket: Bucket, limit: Limit, now: datetime, *, seconds: float) -> Bucket:
    """Return the bucket closed for so many seconds for another reason than Slack's limits."""
    standing = refilled(bucket, limit, now)
    return replace(standing, blocked_until=max(bucket.blocked_until or now, now + timedelta(seconds=seconds)))
