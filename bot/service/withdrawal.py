"""Whoever steps out of a ritual hears no more of it: what waits for them is taken back, and only that.

A message that carries several rituals goes on with the rest. What concerns several people is looked at when it leaves
(delivery.letter), for the others still want it.
"""

from __future__ import annotations

from datetime import datetime

from bot.model import Person, StoredLetter
from bot.service.audience import takes_part
from bot.service.context import Context
from bot.service.parting import take_back
from bot.store import letters, runs
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


def _is_wanted(tx: Tx, context: Context, letter: StoredLetter, someone: Person) -> bool:
    run = runs.get(tx, letter.run or "")
    ritual = context.ritual(run.ritual) if run is not None else None
    return ritual is None or takes_part(tx, ritual, someone)
