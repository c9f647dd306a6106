"""What a process does for others: it takes over the work of those that died, and clears away what is done.

Every process does so, none leads. DBOS itself would restart a dead process's workflows only in a process of the same
name, and keep every row for ever.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog

from bot.delivery.leases import BEAT, Lease
from bot.delivery.workflows import Workflows
from bot.store import letter_rescue
from bot.store.db import Database

log = structlog.get_logger()
OWN = 10.0
"""Seconds of real time between two looks at the work of this process: what twice was not begun is given back."""
SELDOM = 60.0
"""Seconds of real time between two thorough looks."""
LOST = timedelta(minutes=5)
"""After so long (injected clock) it is looked whether a letter that was handed over still has somebody."""
KEPT = timedelta(days=1)
"""How long the row of a workflow that ended is kept, for whoever wants to look."""
MOST = 1_000
"""Workflow rows deleted at a time."""


class Rescue:
    """Looks after the work of all processes, now and then."""

    def __init__(self, database: Database, workflows: Workflows, lease: Lease) -> None:
        self._database = database
        self._workflows = workflows
        self._lease = lease
        self._next = self._own = self._thorough = time.monotonic()
        self._unbegun: frozenset[str] = frozenset()

    def look(self, now: datetime) -> None:
        """Look around, if it is time; raises whatever the database raises."""
        present = time.monotonic()
        if present < self._next:
            return
        self._next = present + BEAT
        living, dead = self._lease.others()
        thorough = present >= self._thorough
        if dead or thorough:
            self._take_over(living, dead)
        if present >= self._own:
            self._own = present + OWN
            self._begin_anew()
        if thorough:
            self._thorough = present + SELDOM
            self._give_out_lost(now)
            self._prune()

    def leave(self) -> None:
        """Give what this process leaves undone to the others at once; where that fails they find it themselves."""
        try:
            living, _ = self._lease.others()
            self._workflows.resume(self._workflows.orphans(living - {self._lease.id}))
        except Exception as error:
            log.warning("others will find what is left undone", action="engine_left", error=type(error).__name__)

    def _take_over(self, living: frozenset[str], dead: frozenset[str]) -> None:
        orphans = self._workflows.orphans(living)
        if orphans:
            self._workflows.resume(orphans)
            log.warning("work of a dead process is taken over", action="letters_rescued", letters=len(orphans))
        if dead:
            self._lease.bury(dead)

    def _begin_anew(self) -> None:
        before, self._unbegun = self._unbegun, self._workflows.unbegun()
        if never := before & self._unbegun:
            self._workflows.resume(never)
            log.warning(
                "work that was taken and never begun is given back", action="letters_rescued", letters=len(never)
            )

    def _give_out_lost(self, now: datetime) -> None:
        with self._database.read() as tx:
            waiting = letter_rescue.handed_before(tx, now - LOST)
        lost = self._workflows.lost(waiting) if waiting else []
        if lost:
            with self._database.begin() as tx:
                letter_rescue.put_back(tx, [one.id for one in lost])
            log.warning("letters in nobody's hand are given out again", action="letters_lost", letters=len(lost))

    def _prune(self) -> None:
        self._workflows.prune(self._lease.now() - KEPT, most=MOST)
