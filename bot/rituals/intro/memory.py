"""What the ritual remembers, and whom it asks next: newcomers first, then those whose turn is longest ago."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.model import Fact, PersonId, State

if TYPE_CHECKING:
    from random import Random

KNOWN, TURN, INTRODUCED, REST, LATER = "known", "turn", "introduced", "rest", "later"
"""Facts by person: since when they are in it (no date: from the first run on); when they last had their turn, whatever
they said; when they were introduced; until when they are not asked; how many runs pass them over."""
ASKED, NEXT = "asked", "next"
"""Facts of an open run: by `run/person`, until when they may answer; by run, who is asked next, in this order."""
REST_FOR = timedelta(days=180)
SPARE = 3
"""People who may be asked next, for each who is asked first."""


def chosen(people: int, newcomer: int, state: State, rng: Random) -> tuple[list[PersonId], list[PersonId]]:
    """Return who is asked now, and who may be asked next; `newcomer` in days."""
    row = _row(newcomer, state, rng)
    return row[:people], row[people : people * (1 + SPARE)]


def asked_in(state: State) -> list[PersonId]:
    """Return who was asked in this run, as far as the state tells."""
    return [
        PersonId(subject.rpartition("/")[2]) for subject in _subjects(state, ASKED) if _run_of(subject) == state.run.id
    ]


def next_in(state: State) -> list[PersonId]:
    """Return who may be asked next in this run and still takes part."""
    there = {one.id for one in state.members}
    rows = [one.data["people"] for one in state.facts if one.name == NEXT and one.subject == state.run.id]
    return [PersonId(one) for row in rows for one in row if one in there]


def opening(state: State, asked: Collection[PersonId], spare: Collection[PersonId]) -> Iterator[Fact]:
    """Yield what an opening remembers: who is in it now, who is asked; and forget what is over."""
    known = {one.subject for one in state.facts if one.name == KNOWN}
    since = _today(state).isoformat() if known else ""
    for one in sorted({*(member.id for member in state.members), *state.resting} - known):
        yield Fact(KNOWN, one, {"on": since})  # also of whoever is on a break: they are nobody new afterwards
    for fact in state.facts:
        if _is_over(fact, state):
            yield Fact(fact.name, fact.subject, {})
    yield from asking(state, asked)
    if spare:
        yield Fact(NEXT, state.run.id, {"people": list(spare), "until": _end(state)})


def asking(state: State, people: Iterable[PersonId]) -> Iterator[Fact]:
    """Yield that people are asked: they have their turn with it, whatever they say."""
    for one in people:
        yield Fact(ASKED, f"{state.run.id}/{one}", {"until": _end(state)})
        yield Fact(TURN, one, {"on": _today(state).isoformat()})


def closing(state: State, answers: dict[PersonId, str], introduced: Collection[PersonId]) -> Iterator[Fact]:
    """Yield what is kept of a run: who was introduced, who is to be left alone and for how long.

    `answers`: what those said who pressed a button. Whoever was never reached, or postponed it, keeps their place.
    """
    for one in asked_in(state):
        yield Fact(ASKED, f"{state.run.id}/{one}", {})
        if one in introduced:
            yield Fact(INTRODUCED, one, {"on": _today(state).isoformat()})
        elif answers.get(one) == "no":
            yield Fact(REST, one, {"until": (_today(state) + REST_FOR).isoformat()})
        elif answers.get(one) == "later":
            yield Fact(LATER, one, {"runs": 1})
            yield Fact(TURN, one, {})
    yield Fact(NEXT, state.run.id, {})


def unreached(people: Iterable[PersonId]) -> Iterator[Fact]:
    """Yield that people had no turn after all: the question never left, or their yes could not be followed."""
    return (Fact(TURN, one, {}) for one in people)


def _row(newcomer: int, state: State, rng: Random) -> list[PersonId]:
    """Return everybody who may be asked, in the order in which they are."""
    out = {*_subjects(state, LATER), *_resting(state), *_waiting(state)}
    row = [one.id for one in state.members if one.id not in out]
    rng.shuffle(row)
    turns, introduced = _dates(state, TURN), _dates(state, INTRODUCED)
    new = _new(newcomer, state) - introduced.keys() - turns.keys()
    last = {one: max(turns.get(one, ""), introduced.get(one, "")) for one in row}
    return sorted(row, key=lambda one: (one not in new, last[one]))


def _new(days: int, state: State) -> set[str]:
    """Return who joined lately; on the very first run nobody did, for nobody was there to join."""
    since = _dates(state, KNOWN)
    first = (_today(state) - timedelta(days=days)).isoformat()
    if not since:
        return set()
    return {one.id for one in state.members if since.get(one.id, "9999") >= first}


def _resting(state: State) -> set[str]:
    today = _today(state).isoformat()
    return {one.subject for one in state.facts if one.name == REST and one.data["until"] > today}


def _waiting(state: State) -> set[str]:
    """Return who may still answer to another run."""
    return {one.subject.rpartition("/")[2] for one in state.facts if one.name == ASKED and not _is_over(one, state)}


def _is_over(fact: Fact, state: State) -> bool:
    if fact.name == REST:
        return str(fact.data["until"]) <= _today(state).isoformat()
    if fact.name in (ASKED, NEXT):  # of a run that was taken back, and never closed
        return str(fact.data["until"]) <= state.now.isoformat()
    return fact.name == LATER


def _dates(state: State, name: str) -> dict[str, str]:
    return {one.subject: str(_on(one.data)) for one in state.facts if one.name == name}


def _on(data: Any) -> str:
    return str(data.get("on", ""))


def _subjects(state: State, name: str) -> list[str]:
    return [one.subject for one in state.facts if one.name == name]


def _run_of(subject: str) -> str:
    return subject.rpartition("/")[0]


def _end(state: State) -> str:
    return (state.run.closes_at or state.now).isoformat()


def _today(state: State) -> date:
    return state.run.nominal_date
