"""The first step of a round: match its people and introduce each group in a conversation of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Fact, FollowUp, Introduction, Letter, PersonId, Plan, State
from bot.rituals.base import CLOSE
from bot.rituals.pairing.letters import ASK, NUDGE, UNHEARD, ask_whether_it_suits, introduce
from bot.rituals.pairing.matching import Matched, matched
from bot.rituals.pairing.options import PairingOptions
from bot.rituals.pairing.questions import chosen, question_pool
from bot.rituals.pairing.search import MATCH, NEXT
from bot.schedule import between, reminder

if TYPE_CHECKING:
    from random import Random

FIRST = 4
"""The priority of the introductions of those who found nobody in the last round."""


def open_round(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Match the people and introduce each group; whoever found nobody in the last round reads of it first."""
    left_over = [one for one in state.facts if one.name == MATCH and one.data.get("state") == NEXT]
    waiting = {PersonId(one.subject.rpartition("/")[2]) for one in left_over}
    found = matched(options, state, rng)
    order = sorted(range(len(found.groups)), key=lambda at: waiting.isdisjoint(found.groups[at]))
    introductions = _introductions(options, state, found, order, rng)
    if not introductions:
        return Plan(facts=tuple(Fact(one.name, one.subject, {}) for one in left_over), closes=True)
    pool = question_pool(options)
    letters: list[Letter] = []
    for introduction, at in zip(introductions, order, strict=True):
        both = introduce(options, state, introduction, pool[introduction.question], why=found.reasons[at])
        is_first = not waiting.isdisjoint(introduction.people)
        letters += [replace(one, priority=FIRST) for one in both] if is_first else both
    newly, facts = _silence(state, found)
    letters += [letter for one in newly for letter in ask_whether_it_suits(state, one)]
    return Plan(
        letters=tuple(letters),
        facts=(*(Fact(one.name, one.subject, {}) for one in left_over), found.certificate, *facts),
        introductions=introductions,
        follow_ups=follow_ups(state),
    )


def follow_ups(state: State) -> tuple[FollowUp, ...]:
    """Return when to come back: to remind (half way, or as the ritual says), at three quarters, and at the end."""
    opened, closes, rule, remind = state.run.opened_at, state.run.closes_at, state.ritual.rule, state.ritual.remind
    assert closes is not None, "a pairing round has an end: Kind.close_after"
    nudge = () if remind == "never" else (FollowUp(NUDGE, reminder(opened, closes, remind, rule)),)
    return (*nudge, FollowUp(ASK, between(opened, closes, 0.75, rule.timezone, rule)), FollowUp(CLOSE, closes))


def _introductions(
    options: PairingOptions, state: State, found: Matched, order: Sequence[int], rng: Random
) -> tuple[Introduction, ...]:
    """Return the groups in the order in which they are introduced, each with its question."""
    asked = chosen(question_pool(options), [found.groups[at] for at in order], found.asked, rng)
    return tuple(
        Introduction(
            id=f"{state.run.id}#{number:03d}",
            run=state.run.id,
            ritual=state.ritual.id,
            people=found.groups[at],
            on=state.run.nominal_date,
            question=question,
        )
        for number, (at, question) in enumerate(zip(order, asked, strict=True), start=1)
    )


def _silence(state: State, found: Matched) -> tuple[list[PersonId], Iterator[Fact]]:
    """Return whom to ask whether it still suits them, and what to remember: each is asked once until a word comes."""
    before = {PersonId(one.subject) for one in state.facts if one.name == UNHEARD}
    newly = sorted(found.unheard - before)
    asked = (Fact(UNHEARD, one, {"on": state.run.nominal_date.isoformat()}) for one in newly)
    heard = (Fact(UNHEARD, one, {}) for one in sorted(before & found.due - found.unheard))
    return newly, (fact for facts in (asked, heard) for fact in facts)
