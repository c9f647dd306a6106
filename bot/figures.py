"""Thresholds and suppression: the one place that decides which figure about people may be told. Pure.

Five is the floor that surveys of employees use; below it a figure tells of persons. It cannot be set lower.
"""

from __future__ import annotations

ENOUGH = 5
"""People, or searches, that a figure must count before it is told."""
STEP = 5
"""Shares are told in steps of so many percent, so that two reports say nothing about one person between them."""


def told(count: int) -> int | None:
    """Return a count that may be told; None for 1 to 4, of which only that they are fewer than ENOUGH is said."""
    return count if count == 0 or count >= ENOUGH else None


def rounded_share(part: int, whole: int) -> int | None:
    """Return a share in percent, rounded; None where the whole, the part or what remains is of too few.

    None and all of a whole that is large enough are told: nobody stands out in them.
    """
    if whole < ENOUGH or told(part) is None or told(whole - part) is None:
        return None
    return round(100 * part / whole / STEP) * STEP
