"""The two doors by which goals write: what somebody asked for, and what the night tends.

Each is one transaction. That all go through these two means that a process which dies in one of them is tried once
for all (tests/chaos), and that nothing of goals is written from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.service.context import Context
from bot.store.db import Tx


@contextmanager
def acting(context: Context) -> Iterator[Tx]:
    """Open the transaction of what somebody asked for."""
    with context.database.begin() as tx:
        yield tx


@contextmanager
def tending(context: Context) -> Iterator[Tx]:
    """Open the transaction of what is done unasked: tidying up, scrubbing."""
    with context.database.begin() as tx:
        yield tx
