"""Letters that arrive as one message: the host is sent, the others ride with it and share its fate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, or_, select, update

from bot.model import StoredLetter
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.letter_rows import load
from bot.store.statements import chunks

_letter = t.letters.c


def settle_riders(tx: Tx, host_id: int, values: dict[str, Any]) -> None:
    """Let the letters that ride with this one share what became of it."""
    statement = _settling_riders(tuple(values))
    tx.execute(statement, {"host": host_id, **{f"new_{name}": value for name, value in values.items()}})


def bundle_of(tx: Tx, letter: StoredLetter) -> list[StoredLetter]:
    """Return all letters that arrive as one message with this one, the host first; only itself if it stands alone."""
    host = letter.bundle or letter.key
    together = select(t.letters).where(or_(_letter.key == host, _letter.bundle == host))
    return load(tx, together.order_by(_letter.bundle.is_not(None), _letter.id))


def is_deleted(tx: Tx, keys: Iterable[str]) -> bool:
    """Return whether each of these letters was to be deleted by a letter that is settled."""
    wanted = set(keys)
    deleted: set[str] = set()
    for some in chunks(wanted):
        settled = select(_letter.after).where(_letter.op == "delete", _letter.after.in_(some))
        deleted.update(tx.scalars(settled.where(_letter.state.in_(("sent", "dead")))))
    return wanted <= deleted


@cache
def _settling_riders(names: tuple[str, ...]) -> Update:
    """Return the statement, built once: it runs for each letter."""
    host = select(t.letters.c.key).where(_letter.id == bindparam("host")).scalar_subquery()
    settled: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(t.letters).where(_letter.bundle == host, _letter.state == "due").values(settled)
