"""The working day before a round: whoever takes part may skip it with one press.

The question is a run of its own with the slot `eve`, so that it comes once; like every message that nobody asked for
it keeps to the budget, and in the week of the round it gives way first. What does not leave on that day never does: it
would take the place of the introduction.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, section
from bot.model import Letter, Message, Occurrence, Person, Plan, Ritual, Run, State, Weight, Words
from bot.model.rituals import EVE
from bot.schedule import end_of_day, local_date, next_occurrence, week_of, workday_before
from bot.service.audience import is_known, participants
from bot.service.commit import commit
from bot.service.context import Context
from bot.service.definitions import freeze
from bot.service.directory.surface import is_barred
from bot.service.steps import known_channel
from bot.store import halts, introductions, participation, runs
from bot.store.db import Tx

SLOT, STEP = EVE, "eve"
LAST = 8
"""The priority of these questions: whatever else is to leave goes first."""
SKIP = "skip"
"""The action of the button; its value is `ritual|date`."""


def ask_beforehand(context: Context, ritual: Ritual, now: datetime) -> int:
    """Ask who wants to skip the coming round, once; return how many questions were committed."""
    kind = context.kinds[ritual.kind]
    if ritual.paused or not kind.has_members or not kind.offers_skip(ritual.options):
        return 0
    coming = next_occurrence(ritual.rule, now)
    if coming is None or not eve_of(ritual, coming) <= now <= end_of_day(ritual.rule, eve_of(ritual, coming)):
        return 0
    run = _run(ritual, coming, now)
    with context.database.read() as tx:
        if runs.get(tx, run.id) is not None or not is_known(tx, ritual) or is_barred(ritual, known_channel(tx, ritual)):
            return 0
    with context.database.begin() as tx:
        if halts.halting(tx, ritual.id) or not runs.claim(tx, run):
            return 0
        skipping = participation.skipping(tx, ritual.id, coming.nominal_date)
        everybody = (one for one in participants(tx, ritual, now=now) if one.id not in skipping)
        members = tuple(one for one in everybody if _is_due(tx, one, coming))
        channel = known_channel(tx, ritual)
        people = {one.id: one for one in members}
        state = State(ritual, run, step=STEP, now=now, channel=channel.id, members=members, people=people)
        letters = tuple(letter for one in members for letter in _letters(state, one, coming))
        commit(tx, context, Plan(letters=letters, closes=True), state=state, now=now)
    return len(members)


def eve_of(ritual: Ritual, coming: Occurrence) -> datetime:
    """Return when people are asked before an occurrence: at its hour, on the working day before."""
    return workday_before(coming.at, ritual.rule.timezone, ritual.rule)


def eve_after(context: Context, ritual: Ritual, now: datetime) -> datetime | None:
    """Return when people are asked before the coming round, None where they are not or were already."""
    kind = context.kinds[ritual.kind]
    if not kind.has_members or not kind.offers_skip(ritual.options):
        return None
    coming = next_occurrence(ritual.rule, now)
    eve = eve_of(ritual, coming) if coming else None
    return eve if eve is not None and eve > now else None


def _is_due(tx: Tx, one: Person, coming: Occurrence) -> bool:
    """Return whether somebody who wants to meet people less often than weekly will be in the round at all."""
    if one.wishes.every_weeks < 2:
        return True
    days = [made.on for made in introductions.of_person(tx, one.id)]
    return not days or week_of(coming.nominal_date) - week_of(max(days)) >= one.wishes.every_weeks


def _letters(state: State, someone: Person, coming: Occurrence) -> tuple[Letter, Letter]:
    params = {"title": Words(own=state.ritual.title), "on": local_date(coming, state.ritual.rule)}
    value = f"{state.ritual.id}|{coming.nominal_date.isoformat()}"
    asked = Words("eve.ask", params)
    weight: Weight = "may" if _in_the_same_week(state, coming) else "should"
    row = actions(button(Words("eve.skip"), SKIP, value=value), block_id=SKIP)
    key = f"{state.run.id}/{STEP}/{someone.id}"
    opening = Letter(key=f"{key}/open", op="open", people=(someone.id,), priority=LAST)
    post = Letter(
        key=f"{key}/post",
        op="post",
        people=(someone.id,),
        after=opening.key,
        message=Message(text=asked, blocks=(section(asked), row)),
        on_doubt="skip",
        priority=LAST,
        weight=weight,
        expires_at=end_of_day(state.ritual.rule, state.now),
        why=Words("footer.part", params),
    )
    return opening, post


def _in_the_same_week(state: State, coming: Occurrence) -> bool:
    """Return whether the round still wants its place in the budget of this week."""
    today = state.now.astimezone(ZoneInfo(state.ritual.rule.timezone)).date()
    return week_of(today) == week_of(local_date(coming, state.ritual.rule))


def _run(ritual: Ritual, coming: Occurrence, now: datetime) -> Run:
    slot = f"{coming.slot}{SLOT}"
    return Run(
        id=f"{ritual.id}@{coming.nominal_date.isoformat()}.{slot}",
        ritual=ritual.id,
        nominal_date=coming.nominal_date,
        slot=slot,
        state="open",
        seed=0,
        opened_at=now,
        closes_at=None,
        definition=freeze(ritual),
    )
