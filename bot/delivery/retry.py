"""When to try again: pure policy. Attempts count from 1; the result is a wait or never."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import DeliveryError

FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=15)
ATTEMPTS = 100
"""About a day of trying at the longest wait."""


def wait_after(error: DeliveryError, attempt: int) -> timedelta | None:
    """Return how long to wait after the failed attempt; None means never again.

    Slack's own `Retry-After` wins; otherwise the wait doubles from 5 s up to 15 min.
    """
    if error.permanent:
        return None
    if error.retry_after is not None:
        return timedelta(seconds=max(1.0, error.retry_after))
    if attempt >= ATTEMPTS:
        return None
    doublings = min(attempt - 1, 20)
    return min(FIRST * (1 << doublings), LONGEST)
