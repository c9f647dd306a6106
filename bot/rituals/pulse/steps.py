"""The steps of a round: ask, remind once, tell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.errors import KindError
from bot.model import FollowUp, Plan, State
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.pulse.asking import answered, questions_for
from bot.rituals.pulse.letters import REMIND, alone, ask, asked, ended, remind
from bot.rituals.pulse.mirror import SIDES
from bot.rituals.pulse.options import PulseOptions
from bot.rituals.pulse.report import in_channel, in_one
from bot.rituals.pulse.results import figures, released, told
from bot.schedule import reminder

if TYPE_CHECKING:
    from random import Random


def plan(options: PulseOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round: ask, remind or tell."""
    steps = {OPEN: _open, REMIND: _remind, CLOSE: _close}
    return steps[state.step](options, state)


def _open(options: PulseOptions, state: State) -> Plan:
    """Ask whoever has a question. Raises KindError where nothing could ever be told of so few people."""
    people = [one.id for one in state.members if questions_for(options, one.department)]
    _insist_on_enough(options, state, len(people))
    opened, closes, wanted = state.run.opened_at, state.run.closes_at, state.ritual.remind
    assert closes is not None, "a pulse has an end: Kind.close_after"
    rule = state.ritual.rule
    nudge = () if wanted == "never" else (FollowUp(REMIND, reminder(opened, closes, wanted, rule)),)
    return Plan(letters=tuple(ask(options, state, people)), follow_ups=(*nudge, FollowUp(CLOSE, closes)))


def _insist_on_enough(options: PulseOptions, state: State, people: int) -> None:
    """Raise KindError where there are too few people; where only a mirror is asked, on one of its sides."""
    fewest, mirror = options.fewest, options.mirror
    if mirror is not None and not options.questions:
        sides = Counter(mirror.side_of(one.department) for one in state.members)
        if min(sides[side] for side in SIDES) < fewest:
            raise KindError("too few people on one side of the mirror", key="owner.pulse_sides", fewest=fewest)
    if people < fewest:
        raise KindError("too few people take part", key="owner.pulse_few", fewest=fewest)


def _remind(options: PulseOptions, state: State) -> Plan:
    """Remind those who have said nothing, not even that they pass this round over."""
    return Plan(letters=tuple(remind(state, [one.id for one in asked(state) if one.id not in state.answered])))


def _close(options: PulseOptions, state: State) -> Plan:
    """Tell what may be told, once, and take the buttons away."""
    pages = answered(state)
    found = told(options, pages)
    is_public = options.results == "channel" and bool(state.ritual.channel)
    people = [one.id for one in asked(state)]
    results = in_channel(options, state, found) if is_public else alone(state, people, in_one(options, state, found))
    return Plan(
        letters=(*ended(state, in_channel=is_public), *results),
        figures=tuple(figures(state, found.results, n=len(pages), asked=len(people))),
        released=released(found.results),
        asks_decision=options.decide and bool(found.results),
        closes=True,
    )
