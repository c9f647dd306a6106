"""The steps of a round: match and introduce, remind, ask, sum up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from bot.blocks import button, context, section
from bot.model import (
    Letter,
    Mention,
    Message,
    PersonId,
    Plan,
    State,
    Words,
)
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.pairing.letters import (
    ASK,
    CHOICES,
    NUDGE,
    SHARE,
    choice,
    have_met,
    introduced,
    key_of,
    letter_to,
)
from bot.rituals.pairing.matching import CERTIFICATE
from bot.rituals.pairing.opening import open_round
from bot.rituals.pairing.options import PairingOptions
from bot.rituals.pairing.search import dropped_out, fell_through, forgotten, offers_closed

if TYPE_CHECKING:
    from random import Random

MOST_SHARED = 20
"""Sentences that a wrap-up carries."""
ENOUGH = 5
"""A figure is given only from so many introductions on."""


def plan(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Carry out one step of a round: open, nudge, ask or close."""
    steps = {OPEN: open_round, NUDGE: _nudge, ASK: _ask, CLOSE: _close}
    return steps[state.step](options, state, rng)


def _nudge(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Remind each group kindly in which nobody said that a date is set, or that they met."""
    words = _own(options.reminder, state) or Words(f"pairing.nudge.{rng.randrange(3) + 1}")
    message = Message(text=words, blocks=(section(words),))
    settled = {one.person for one in state.answers if one.question == "met" and one.value in ("planned", "yes")}
    return Plan(letters=_to_all(state, message, but=settled))


def _ask(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Ask each group whether they met."""
    words = _own(options.did_you_meet, state) or Words("pairing.ask")
    buttons = choice(state, "met", CHOICES, words="pairing.choice")
    if _sums_up(options, state):
        buttons["elements"].append(button(Words("pairing.share"), f"ritual:{SHARE}:write", value=state.run.id))
    message = Message(text=words, blocks=(section(words), buttons, context(Words("pairing.ask.why"))))
    return Plan(letters=_to_all(state, message))


def _own(text: Mapping[str, str] | None, state: State) -> Words | None:
    """Return what the ritual itself says, if it says anything."""
    return Words(own=text, params={"title": Words(own=state.ritual.title)}) if text else None


def _to_all(state: State, message: Message, *, but: Collection[PersonId] = ()) -> tuple[Letter, ...]:
    """Return the message to each group of the round whose introduction is not dead, and which nobody dropped out of.

    Groups with one of the people of `but` get none.
    """
    letters = []
    apart = dropped_out(state)
    for introduction in state.introductions:
        intro = key_of(state, introduction, "post", step=OPEN)
        settled = not set(but).isdisjoint(introduction.people)
        if intro in state.letters and introduction.id not in apart and not settled:
            letters.append(letter_to(state, introduction, message, after=intro))
    return tuple(letters)


def _close(options: PairingOptions, state: State, rng: Random) -> Plan:
    """Take the buttons away, remember who met, and sum up in the channel."""
    outcomes = {one.id: met for one in state.introductions if (met := have_met(one, state)) is not None}
    said = {one.person for one in state.answers if one.question == "met"}
    heard = frozenset(one.id for one in state.introductions if not said.isdisjoint(one.people))
    apart = fell_through(state, outcomes)
    letters = offers_closed(state)
    for introduction in state.introductions:
        asked = key_of(state, introduction, "post", step=ASK)
        if key_of(state, introduction, "post", step=OPEN) in state.letters:
            letters.append(introduced(options, state, introduction))
        if asked in state.letters:
            words = Words("pairing.closed.met" if outcomes.get(introduction.id) else "pairing.closed")
            message = Message(text=words, blocks=(section(words),))
            letters.append(letter_to(state, introduction, message, after=asked, op="update"))
    if _sums_up(options, state) and len(state.introductions) > len(apart):
        letters.append(_wrap_up(options, state, len(state.introductions) - len(apart), outcomes))
    return Plan(
        letters=tuple(letters), outcomes=outcomes, heard=heard, dissolves=apart, facts=forgotten(state), closes=True
    )


def _sums_up(options: PairingOptions, state: State) -> bool:
    """Return whether the channel reads how the round was; who met because one of them asked for it is theirs alone."""
    return bool(options.wrap_up and state.ritual.channel and not state.run.is_on_demand)


def _wrap_up(options: PairingOptions, state: State, number: int, outcomes: Mapping[str, bool]) -> Letter:
    """Return the letter that gives the community its figures, and the sentences that people left for it."""
    params, met = {"title": Words(own=state.ritual.title), "n": number}, sum(outcomes.values())
    words = Words("pairing.wrap_up" if number >= ENOUGH else "pairing.wrap_up.few", params)
    blocks = [section(words), *([section(own)] if (own := _own(options.summary, state)) else [])]
    if number >= ENOUGH and met >= ENOUGH:
        blocks.append(section(Words("pairing.wrap_up.met", {"n": met})))
    if number >= ENOUGH and (mixed := _mixed(options, state)) is not None:
        blocks.append(section(mixed))
    blocks += [section(said) for said in _sentences(state, outcomes)]
    blocks.append(context(Words("pairing.wrap_up.next", params)))
    return Letter(
        key=f"{state.run.id}/{state.step}/channel/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=Message(text=words, blocks=tuple(blocks)),
        on_doubt="skip",
    )


def _mixed(options: PairingOptions, state: State) -> Words | None:
    """Say how many met across departments, of how many could; only where the round was matched for that."""
    found = next((one.data for one in state.facts if one.name == CERTIFICATE and one.subject == state.run.id), None)
    first = options.wishes[0] if options.wishes else None
    if found is None or first is None or first.attribute != "department" or first.want != "other":
        return None
    return Words("pairing.wrap_up.mixed", {"n": found["mixed"], "possible": found["mixed_bound"]})


def _sentences(state: State, outcomes: Mapping[str, bool]) -> list[Words]:
    """Return what people of groups that met left for the channel, with their name; as many as a message holds."""
    met = {person for one in state.introductions if outcomes.get(one.id) for person in one.people}
    left = sorted(
        (one for one in state.answers if one.question == SHARE and one.person in met), key=lambda one: one.person
    )
    return [Words("pairing.shared", {"person": Mention(one.person), "said": one.value}) for one in left[:MOST_SHARED]]
