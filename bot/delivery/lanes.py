"""The lanes of the distributed engine: letters that wait for different limits of Slack never wait for each other.

A lane is a partition of one queue, not a queue of its own: an idle queue costs the database several statements a
second, an idle partition none.
"""

from __future__ import annotations

from typing import Final

from bot.model import Op

ANSWER: Final = "answer"
"""For somebody who is waiting."""
MOST_URGENT = 1
"""The highest number of a priority that counts as an answer."""
_OF_OP: Final[dict[Op, str]] = {"open": "open", "post": "post", "update": "change", "delete": "change"}
LANES: Final = frozenset({ANSWER, *_OF_OP.values()})


def lane(op: Op, priority: int) -> str:
    """Return the lane of a letter."""
    return ANSWER if priority <= MOST_URGENT else _OF_OP[op]
