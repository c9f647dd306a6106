"""The steps of a round: match and introduce, remind, ask, sum up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.blocks import context, section
from bot.matching import gather
from bot.model import (
    Fact,
    FollowUp,
    Introduction,
    Letter,
    Message,
    Plan,
    State,
    Words,
)
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.pairing.letters import (
    ASK,
    CHOICES,
    NUDGE,
    PairingOptions,
    choice,
    have_met,
    introduce,
    key_of,
    letter_to,
    question_pool,
)
from bot.rituals.pairing.search import MATCH, NEXT, dropped_out, fell_through, forgotten, offers_closed
from bot.schedule import between, reminder

if TYPE_CHECKING:
    from random import Random

FIRST = 4
"""The priority of the introductions of those who found nobody in the last round."""
ENOUGH = 5
"""A figure is given only from so many introductions on."""


def plan(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round: open, nudge, ask or close."""
    steps = {OPEN: _open, NUDGE: _nudge, ASK: _ask, CLOSE: _close}
    return steps[state.step](options, state, rng)


def _open(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Match the people and introduce each group in a conversation of its own."""
    met = {frozenset(pair): one.on for one in state.history for pair in _pairs(one)}
    traits = [{str(one.id): getattr(one, field).casefold() for one in state.members} for field in options.mix]
    groups = gather([one.id for one in state.members], met, rng, size=options.size, traits=traits).groups
    members = {one.id: one.id for one in state.members}
    left_over = [one for one in state.facts if one.name == MATCH and one.data.get("state") == NEXT]
    waiting = {one.subject.rpartition("/")[2] for one in left_over}
    introductions = tuple(
        Introduction(
            id=f"{state.run.id}#{number:03d}",
            run=state.run.id,
            ritual=state.ritual.id,
            people=tuple(members[person] for person in group),  # type: ignore[index]  # matching knows ids as str
            on=state.run.nominal_date,
        )
        for number, group in enumerate(sorted(groups, key=waiting.isdisjoint), start=1)
    )
    questions = _questions(options, len(introductions), rng)
    letters: list[Letter] = []
    for introduction, question in zip(introductions, questions, strict=True):
        first = not waiting.isdisjoint(introduction.people)
        both = introduce(options, state, introduction, question)
        letters += [replace(one, priority=FIRST) for one in both] if first else both
    return Plan(
        letters=tuple(letters),
        facts=tuple(Fact(one.name, one.subject, {}) for one in left_over),
        introductions=introductions,
        follow_ups=_follow_ups(state) if introductions else (),
        closes=not introductions,
    )


def _pairs(one: Introduction) -> list[tuple[Any, Any]]:
    return [(a, b) for i, a in enumerate(one.people) for b in one.people[i + 1 :]]


def _questions(options: PairingOptions, n: int, rng: Random) -> list[Words]:
    """Return n opening questions, none twice before all were used."""
    pool = question_pool(options)
    rng.shuffle(pool)
    return [pool[i % len(pool)] for i in range(n)]


def _follow_ups(state: State) -> tuple[FollowUp, ...]:
    """Return when to come back: to remind (half way, or as the ritual says), at three quarters, and at the end."""
    opened, closes, rule, remind = state.run.opened_at, state.run.closes_at, state.ritual.rule, state.ritual.remind
    assert closes is not None, "a pairing round has an end: Kind.close_after"
    nudge = () if remind == "never" else (FollowUp(NUDGE, reminder(opened, closes, remind, rule)),)
    return (*nudge, FollowUp(ASK, between(opened, closes, 0.75, rule.timezone, rule)), FollowUp(CLOSE, closes))


def _nudge(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Remind each group kindly."""
    number = rng.randrange(3) + 1
    message = Message(text=Words(f"pairing.nudge.{number}"), blocks=(section(Words(f"pairing.nudge.{number}")),))
    return Plan(letters=_to_all(state, message))


def _ask(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Ask each group whether they met."""
    asked, why = section(Words("pairing.ask")), context(Words("pairing.ask.why"))
    buttons = choice(state, "met", CHOICES, words="pairing.choice")
    message = Message(text=Words("pairing.ask"), blocks=(asked, buttons, why))
    return Plan(letters=_to_all(state, message))


def _to_all(state: State, message: Message) -> tuple[Letter, ...]:
    """Return the message to each group of the round whose introduction is not dead, and which nobody dropped out of."""
    letters = []
    apart = dropped_out(state)
    for introduction in state.introductions:
        intro = key_of(state, introduction, "post", step=OPEN)
        if intro in state.letters and introduction.id not in apart:
            letters.append(letter_to(state, introduction, message, after=intro))
    return tuple(letters)


def _close(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Take the buttons away, remember who met, and sum up in the channel."""
    outcomes = {one.id: met for one in state.introductions if (met := have_met(one, state)) is not None}
    apart = fell_through(state, outcomes)
    letters = offers_closed(state)
    for introduction in state.introductions:
        asked = key_of(state, introduction, "post", step=ASK)
        if asked in state.letters:
            words = Words("pairing.closed.met" if outcomes.get(introduction.id) else "pairing.closed")
            message = Message(text=words, blocks=(section(words),))
            letters.append(letter_to(state, introduction, message, after=asked, op="update"))
    if options.wrap_up and len(state.introductions) > len(apart) and state.ritual.channel:
        letters.append(_wrap_up(state, len(state.introductions) - len(apart), sum(outcomes.values())))
    return Plan(letters=tuple(letters), outcomes=outcomes, dissolves=apart, facts=forgotten(state), closes=True)


def _wrap_up(state: State, number: int, met: int) -> Letter:
    """Return the letter that gives the community its figures, and nobody's name."""
    params = {"title": Words(own=state.ritual.title), "n": number}
    words = Words("pairing.wrap_up", params)
    blocks = [section(words)]
    if number >= ENOUGH and met >= ENOUGH:
        blocks.append(section(Words("pairing.wrap_up.met", {"n": met})))
    blocks.append(context(Words("pairing.wrap_up.next", params)))
    return Letter(
        key=f"{state.run.id}/{state.step}/channel/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=Message(text=words, blocks=tuple(blocks)),
        on_doubt="skip",
    )
