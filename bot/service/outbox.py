"""What an operator may do with single letters: let one go now, or take it out. Never a second copy by accident."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Words
from bot.service.context import Context
from bot.service.parting import bury
from bot.store import audit, backlog
from bot.store.backlog import Entry
from bot.store.db import Tx

MAY_DOUBLE = frozenset({"doubt_skipped", "gave_up", "too_much_history", "sent_again"})
"""Outcomes after which a letter may have arrived all the same."""
FINAL = frozenset({"recalled", "bundled"})
DROPPED = "dropped"


@dataclass(frozen=True)
class Result:
    """What became of one wish; `done` says whether it was carried out."""

    words: Words
    done: bool


def retry(context: Context, ids: Sequence[int], *, sure: bool, now: datetime) -> list[Result]:
    """Let letters that wait or died be due now; what may have arrived already only when somebody is `sure`."""
    with context.database.begin() as tx:
        results = []
        for letter_id, entry in _found(tx, ids):
            result, wanted = _retried(tx, letter_id, entry, sure=sure)
            if wanted:
                backlog.revive(tx, wanted, now=now)
                audit.note(tx, at=now, actor=None, action="letter_retried", object=str(letter_id))
            results.append(result)
    return results


def drop(context: Context, ids: Sequence[int], *, now: datetime) -> list[Result]:
    """Take letters that wait out of the outbox, and those that follow them."""
    with context.database.begin() as tx:
        results = []
        for letter_id, entry in _found(tx, ids):
            facts = {"id": letter_id}
            if entry is None:
                results.append(Result(Words("outbox.unknown", facts), done=False))
            elif entry.state != "due":
                results.append(Result(Words(f"outbox.not_waiting.{entry.state}", facts), done=False))
            else:
                bury(tx, context, [entry], DROPPED, now=now)
                audit.note(tx, at=now, actor=None, action="letter_dropped", object=str(letter_id))
                results.append(Result(Words("outbox.dropped", facts), done=True))
    return results


def _found(tx: Tx, ids: Sequence[int]) -> Iterable[tuple[int, Entry | None]]:
    backlog.of_ids(tx, ids, lock=True)
    for letter_id in dict.fromkeys(ids):
        yield letter_id, next(iter(backlog.of_ids(tx, [letter_id])), None)


def _retried(tx: Tx, letter_id: int, entry: Entry | None, *, sure: bool) -> tuple[Result, list[int]]:
    """Return what to say, and the ids of the letters to revive: this one, and what it cannot go without."""
    facts: dict[str, object] = {"id": letter_id}
    if entry is None:
        return Result(Words("outbox.unknown", facts), done=False), []
    if entry.bundle is not None:
        host = backlog.of_key(tx, entry.bundle)
        return Result(Words("outbox.rides", {**facts, "other": host.id if host else "?"}), done=False), []
    if entry.state in ("sent", "sending"):
        return Result(Words(f"outbox.not_retried.{entry.state}", facts), done=False), []
    if entry.outcome in FINAL:
        return Result(Words(f"outbox.final.{entry.outcome}", facts), done=False), []
    if entry.outcome in MAY_DOUBLE and not sure:
        return Result(Words("outbox.may_double", facts), done=False), []
    before, obstacle = _before(tx, entry)
    if obstacle is not None:
        return Result(Words("outbox.follows", {**facts, "other": obstacle.id}), done=False), []
    wanted = [*before, entry.id, *backlog.riders(tx, entry.key, outcome=entry.outcome)]
    return Result(Words("outbox.retried.held" if entry.is_held else "outbox.retried", facts), done=True), wanted


def _before(tx: Tx, entry: Entry) -> tuple[list[int], Entry | None]:
    """Return the dead conversations that have to be opened first, and a dead message in the way, if there is one."""
    opened: list[int] = []
    after = entry.after
    while after is not None:
        found = backlog.of_key(tx, after)
        if found is None or found.state != "dead":
            break
        if found.op != "open":
            return opened, found
        opened.append(found.id)
        after = found.after
    return opened, None
