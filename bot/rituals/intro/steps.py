"""The steps of a run: ask some, ask the next ones in place of those who said nothing or no, and post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.directory.audience import reaches
from bot.model import FollowUp, Letter, PersonId, Plan, State
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.intro.letters import INTRO, STEP_IN, End, ask, asked_by, ended, posts
from bot.rituals.intro.memory import asked_in, asking, chosen, closing, next_in, opening, unreached
from bot.rituals.intro.options import IntroOptions
from bot.rituals.intro.said import Said, for_directory, read
from bot.schedule import add_workdays, between

if TYPE_CHECKING:
    from random import Random


def plan(options: IntroOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a run: open, let others step in, or close."""
    steps = {OPEN: _open, STEP_IN: _step_in, CLOSE: _close}
    return steps[state.step](options, state, rng)


def agreed(state: State) -> dict[PersonId, Said]:
    """Return who said yes to exactly these words and still takes part, ordered by id."""
    there = {one.id for one in state.members}.intersection(asked_in(state))
    given = {one.person: read(one.value) for one in state.answers if one.question == INTRO and one.person in there}
    return {one: said for one, said in sorted(given.items()) if said is not None and said.what}


def _open(options: IntroOptions, state: State, rng: Random) -> Plan:
    asked, spare = chosen(options.people, options.newcomer, state, rng)
    facts = tuple(opening(state, asked, spare))
    if not asked:
        return Plan(facts=facts, closes=True)
    closes = state.run.closes_at
    assert closes is not None, "an introduction has an end: Kind.close_after"
    return Plan(
        letters=_questions(options, state, asked),
        facts=facts,
        follow_ups=(FollowUp(STEP_IN, half_way(state, closes)), FollowUp(CLOSE, closes)),
    )


def half_way(state: State, closes: datetime) -> datetime:
    """Return when half of the working days of a run are over: those who step in have as many as those before them."""
    opened, rule = state.run.opened_at, state.ritual.rule
    days = 0
    while add_workdays(opened, days + 1, rule.timezone, rule) <= closes:
        days += 1
    if days < 2:
        return between(opened, closes, 0.5, rule.timezone, rule)
    first = add_workdays(opened, days // 2, rule.timezone, rule)
    last = add_workdays(opened, days - days // 2, rule.timezone, rule)
    return first if first == last else between(first, last, 0.5, rule.timezone, rule)


def _step_in(options: IntroOptions, state: State, rng: Random) -> Plan:
    """Ask the next ones, as many as have not said yes; whoever was asked before may still do so."""
    before = set(asked_in(state))
    row = [one for one in next_in(state) if one not in before]
    asked = row[: max(0, options.people - len(agreed(state)))]
    return Plan(letters=_questions(options, state, asked), facts=tuple(asking(state, asked)))


def _close(options: IntroOptions, state: State, rng: Random) -> Plan:
    """Post what people agreed to, take the buttons away, and remember whose turn it was."""
    willing = agreed(state)
    people = {one: words for one, words in willing.items() if reaches(words.level, state.level)}
    overheard = willing.keys() - people.keys()
    said = {one.person: one.value for one in state.answers if one.question == INTRO}
    missed = [one for one in asked_in(state) if one in overheard or not asked_by(state, one)]
    return Plan(
        letters=(*posts(options, state, people), *_ends(state, people, overheard)),
        facts=(*closing(state, said, people), *unreached(one for one in missed if one not in people)),
        profile=tuple(value for one, words in people.items() for value in for_directory(state, one, words)),
        closes=True,
    )


def _ends(state: State, people: Collection[PersonId], overheard: Collection[PersonId]) -> Iterator[Letter]:
    """Yield what takes the buttons away from everybody who was asked and still takes part."""
    there = {one.id for one in state.members}
    for one in asked_in(state):
        end: End = "posted" if one in people else "overheard" if one in overheard else "over"
        asked = asked_by(state, one)
        if asked is not None and one in there:
            yield ended(state, one, asked=asked, end=end)


def _questions(options: IntroOptions, state: State, people: Iterable[PersonId]) -> tuple[Letter, ...]:
    return tuple(letter for one in people for letter in ask(options, state, one))
