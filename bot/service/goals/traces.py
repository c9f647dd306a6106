"""Leaving no trace of who answered what: the files are scrubbed after a round closed, and ballots never outlive one."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.service.context import Context
from bot.service.goals.door import tending
from bot.service.goals.surveys import as_asked, survey_of
from bot.store import ballots, decisions, facts, kept, needs, reminders, runs, scrubbing, told
from bot.store.scrubbing import CLOSED

log = structlog.get_logger()
STUCK = timedelta(days=14)
"""After the hour of its close a round that could not close, because its kind is gone or fails, or since it is stopped,
gives its ballots up: they were promised to go with the close, and who answered would wait for ever."""
ANSWERS_KEPT = timedelta(days=90)
"""A quarter: long enough to look back over some rounds, short enough that nobody is held to what they once said."""
REMINDED = timedelta(days=8)
"""As long as reminders count in what somebody got unasked (service/moments); then nothing needs to know of them."""
FIGURES_KEPT = timedelta(days=365)
"""A year: drift is seen over rounds, and figures name nobody."""


def scrub_closed(context: Context) -> bool:
    """Scrub the files after rounds closed; False where it is to be done again, as when somebody was reading."""
    with context.database.read() as tx:
        noted = scrubbing.due(tx, mark=CLOSED)
    if noted is None:
        return True
    try:
        done = scrubbing.scrub_ballots(context.database)
    except StoreError as error:
        log.warning("the files could not be scrubbed yet", action="scrub_failed", why=str(error))
        return False
    if done:
        with tending(context) as tx:
            scrubbing.done(tx, noted, mark=CLOSED)
    return done


def give_up(context: Context, now: datetime) -> int:
    """Delete the ballots of rounds that are over, however they ended; return of how many rounds."""
    with tending(context) as tx:
        stale = ballots.stale(tx, before=now - STUCK)
        for run_id in stale:
            ballots.destroy(tx, run_id)
            run = runs.get(tx, run_id)
            if run is not None:
                facts.forget_people(tx, run.ritual, run.id)
        if stale:
            scrubbing.note(tx, now, mark=CLOSED)
    for run_id in stale:
        log.warning("a round did not close, its anonymous answers are given up", action="ballots_lost", run=run_id)
    return len(stale)


def forget_reminders(context: Context, now: datetime) -> int:
    """Delete whom surveys that closed a while ago wrote to beside everybody, as to who had not answered or asked for
    it; return how many letters.

    One transaction for each round, so that nothing waits for it.
    """
    with context.database.read() as tx:
        others = [one.id for one in context.config().rituals if survey_of(context, one) is None]
        closed = reminders.closed_before(tx, now - REMINDED, apart=others)
        over = [run for one in closed if (run := runs.get(tx, one)) is not None]
    forgotten = 0
    for run in over:
        asked = as_asked(context, run)
        if asked is None or survey_of(context, asked) is not None:  # of a kind that is gone nobody knows
            with tending(context) as tx:
                forgotten += reminders.forget(tx, run.id)
                scrubbing.note(tx, now)
    return forgotten


def forget_old(context: Context, now: datetime) -> int:
    """Delete answers and figures whose time is over; return how many."""
    said, shown = (now - ANSWERS_KEPT).date(), (now - FIGURES_KEPT).date()
    with tending(context) as tx:
        forgotten = kept.forget_before(tx, said) + ballots.forget_released_before(tx, said)
        forgotten += decisions.forget_before(tx, now - FIGURES_KEPT)
        forgotten += told.forget_before(tx, shown) + needs.forget_before(tx, said, now=now)
        if forgotten:
            scrubbing.note(tx, now)
    return forgotten
