"""The lanes of the distributed engine: letters that wait for different limits of Slack never wait for each other.

A lane is a partition of one queue, not a queue of its own: an idle queue costs the database several statements a
second, an idle partition none.
"""

from __future__ import annotations

from typing import Final

from bot.model import Op
from bot.store import letters

ANSWER: Final = "answer"
"""For somebody who is waiting."""
_OF_OP: Final[dict[Op, str]] = {"open": "open", "post": "post", "update": "change", "delete": "change"}
LANES: Final = frozenset({ANSWER, *_OF_OP.values()})


def lane(op: Op, priority: int) -> str:
    """Return the lane of a letter."""
    return ANSWER if priority <= letters.URGENT else _OF_OP[op]
