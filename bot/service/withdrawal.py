"""Whoever steps out of a ritual hears no more of it: what waits for them is taken back, and only that.

A message that carries several rituals goes on with the rest. What concerns several people is looked at when it leaves
(delivery.letter), for the others still want it.
"""

from __future__ import annotations

from datetime import datetime

from bot.model import Person, PersonId, StoredLetter
from bot.service.audience import is_known, takes_part, willing
from bot.service.context import Context
from bot.service.parting import take_back
from bot.store import letters, people, runs
from bot.store.db import Tx

LEFT = "left"


def withdraw(tx: Tx, context: Context, someone: Person, *, now: datetime) -> int:
    """Take back what waits for somebody of rituals that do not count them in any more; return how many letters."""
    waiting = letters.waiting_for(tx, someone.id)
    unwanted = [one for one in waiting if not _is_wanted(tx, context, one, someone)]
    for letter in unwanted:
        take_back(tx, context, letter.key, outcome=LEFT, now=now)
    if unwanted:
        letters.bury_orphans(tx, now=now)
    return len(unwanted)


def withdraw_all(tx: Tx, context: Context, *, now: datetime) -> int:
    """Take back what waits for anybody whom its ritual does not count in any more; return how many letters."""
    of_run: dict[str, str] = {}
    counted: dict[str, frozenset[PersonId] | None] = {}
    unwanted: list[StoredLetter] = []
    for letter in letters.waiting_alone(tx):
        ritual = of_run.setdefault(letter.run or "", _ritual_of(tx, letter))
        if ritual not in counted:
            counted[ritual] = _counted(tx, context, ritual)
        allowed = counted[ritual]
        if allowed is not None and letter.people[0] not in allowed:
            unwanted.append(letter)
    for letter in unwanted:
        take_back(tx, context, letter.key, outcome=LEFT, now=now)
    if unwanted:
        letters.bury_orphans(tx, now=now)
    return len(unwanted)


def _ritual_of(tx: Tx, letter: StoredLetter) -> str:
    run = runs.get(tx, letter.run or "")
    return run.ritual if run is not None else ""


def _counted(tx: Tx, context: Context, ritual_id: str) -> frozenset[PersonId] | None:
    """Return whom a ritual counts in; None where nobody can say: it is gone, or its audience is still being read."""
    ritual = context.ritual(ritual_id)
    if ritual is None or not is_known(tx, ritual):
        return None
    return (willing(tx, ritual) & people.eligible_ids(tx)) or None


def _is_wanted(tx: Tx, context: Context, letter: StoredLetter, someone: Person) -> bool:
    run = runs.get(tx, letter.run or "")
    ritual = context.ritual(run.ritual) if run is not None else None
    return ritual is None or takes_part(tx, ritual, someone)
