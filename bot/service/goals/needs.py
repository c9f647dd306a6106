"""What somebody needs, of whom: said in a round, seen and answered by one person, and by nobody else ever.

A kind calls the field of its form for the person WHOM, so that what is wrong stands where it was chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserError
from bot.model import LONGEST_REPLY, Goal, Mention, Need, Person, State, Words
from bot.schedule import zone_of
from bot.service.context import Context
from bot.service.goals import need_letters
from bot.service.goals.catalogue import asked_about, visible_to
from bot.service.goals.door import acting
from bot.service.halting import title_of
from bot.service.people import fresh, insist_eligible
from bot.store import inbound, needs, people, runs
from bot.store.db import Tx
from bot.text import clean

WHOM = "need_whom"
SHOWN = 5
"""Needs that are listed at once, of each side."""


@dataclass(frozen=True)
class Shown:
    """A need as one of its two people sees it."""

    need: Need
    title: Words
    """Of the ritual in which it was said."""
    goals: tuple[Goal, ...]
    """What the round asks about, as far as this person may see it."""
    is_asked: bool
    """Whether it is for this person to answer."""
    mark: str
    """Stands for exactly these words."""


def wrong_with(tx: Tx, planned: Collection[Need]) -> dict[str, Words]:
    """Return what is wrong with what somebody wrote down, by field; `Need.other` is the Slack id that they picked."""
    for need in planned:
        if not need.words:
            continue  # nothing is needed, or not any more
        if not need.other:
            return {WHOM: Words("need.whom")}
        other = people.by_slack_id(tx, str(need.other))
        if other is not None and other.id == need.person:
            return {WHOM: Words("need.self")}
        if other is None or not other.is_eligible:
            return {WHOM: Words("need.unreachable")}
    return {}


def carry(tx: Tx, context: Context, planned: Iterable[Need], *, state: State, now: datetime) -> None:
    """Write down what people need, and to those of whom; who needs nothing any more takes it back.

    One a person and run: other words replace the older, another addressee gets a letter and the older one's is
    withdrawn. Call `wrong_with` before.
    """
    for need in planned:
        other = people.by_slack_id(tx, str(need.other)) if need.words else None
        before = needs.of_run(tx, need.run, need.person)
        if before is not None and other is not None and _goes_on(before, need, other):
            if before.words != need.words:
                needs.reword(tx, before.id, need.words)
            continue
        if before is not None:
            _take_back(tx, context, before, now=now)
        if other is not None:
            made = replace(need, id=needs.new_id(), other=other.id, state="open", reply="")
            needs.add(tx, made, on=state.run.nominal_date)
            need_letters.write_asked(tx, context, made, other, Words(own=state.ritual.title), now=now)


def open_needs(context: Context, someone: Person) -> tuple[tuple[Need, ...], tuple[Need, ...]]:
    """Return what others need of somebody and have no answer to, and what they need of others; the newest of each."""
    with context.database.read() as tx:
        mine = needs.of_person(tx, someone.id, limit=SHOWN)
        return needs.to_person(tx, someone.id, waiting=True, limit=SHOWN), mine


def show(context: Context, someone: Person, need_id: str, *, now: datetime) -> Shown:
    """Return a need to one of its two people; that the one who is asked looked at it is noted, not when.

    Raises UserError for everybody else, and where it is over.
    """
    with context.database.read() as tx:
        shown = _seen(tx, context, someone, need_id, now=now)
    if shown.is_asked and shown.need.state == "open":
        with acting(context) as tx:
            needs.see(tx, need_id)
    return shown


def reply(context: Context, someone: Person, need_id: str, words: str, *, mark: str, key: str, now: datetime) -> Words:
    """Answer a need, once; return what to tell. Raises UserError where somebody else is asked, or other words now."""
    said = clean(words, limit=LONGEST_REPLY)
    with acting(context) as tx:
        is_new = inbound.first_time(tx, key, now=now)
        need = needs.get(tx, need_id, lock=True)
        if need is None or need.other != someone.id:
            raise UserError("need.over")
        thanks = Words("need.sent", {"person": Mention(need.person)})
        if not is_new:
            return thanks
        _insist(tx, someone, need, said, mark)
        if not needs.answer(tx, need_id, said):
            return Words("need.already")
        person = people.by_ids(tx, [need.person])[need.person]
        need_letters.write_answered(tx, context, need, person, title_of(context, need.ritual), now=now)
    return thanks


def _goes_on(before: Need, need: Need, other: Person) -> bool:
    """Return whether it is still the same wish: of the same person, who has not answered other words."""
    return before.other == other.id and (before.state != "answered" or before.words == need.words)


def _take_back(tx: Tx, context: Context, need: Need, *, now: datetime) -> None:
    other = people.by_ids(tx, [need.other])[need.other]
    if need.state != "answered":
        need_letters.withdraw(tx, context, need, other, now=now)
    needs.remove(tx, need.id)


def _seen(tx: Tx, context: Context, someone: Person, need_id: str, *, now: datetime) -> Shown:
    need, known = needs.get(tx, need_id), fresh(tx, someone)
    if need is None or known.id not in (need.person, need.other) or not known.is_eligible:
        raise UserError("need.over")
    return Shown(
        need=need,
        title=title_of(context, need.ritual),
        goals=_goals(tx, context, known, need, now=now),
        is_asked=known.id == need.other,
        mark=_mark(need.words),
    )


def _goals(tx: Tx, context: Context, someone: Person, need: Need, *, now: datetime) -> tuple[Goal, ...]:
    ritual, run = context.ritual(need.ritual), runs.get(tx, need.run)
    if ritual is None or run is None:
        return ()
    today = now.astimezone(zone_of(someone, context.config().timezone)).date()
    visible = {one.id for one in visible_to(tx, context, someone, on=today)}
    return tuple(one for one in asked_about(tx, context, ritual, on=run.nominal_date) if one.id in visible)


def _insist(tx: Tx, someone: Person, need: Need, said: str, mark: str) -> None:
    """Raise UserError unless this person may answer, has something to say, and saw these words."""
    insist_eligible(fresh(tx, someone))
    if not said:
        raise UserError("need.empty")
    if mark != _mark(need.words):
        raise UserError("need.changed")


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
