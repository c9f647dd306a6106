"""What a pulse says, and to whom: a sentence to each person alone, a reminder, and the end of both.

What is said to many is made once, so that the house renders it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, context, section
from bot.model import Block, Letter, Message, Person, PersonId, State, Weight, Words
from bot.rituals.base import OPEN
from bot.rituals.pulse.options import ON_DOUBT, PulseOptions

PULSE = "pulse"
"""The one question of its buttons and of its page."""
FILL, SKIP = "fill", "skip"
REMIND = "remind"


def ask(options: PulseOptions, state: State, people: Iterable[PersonId]) -> Iterator[Letter]:
    """Yield the two letters to each who is asked: the conversation is opened, then the question posted."""
    params = placed(state)
    words = Words(own=options.ask, params=params) if options.ask else Words("pulse.ask", params)
    message = Message(words, (section(words), context(Words("pulse.ask.how", params)), _buttons(state)))
    people = tuple(people)
    yield from (Letter(key=_opening(state, one), op="open", people=(one,)) for one in people)
    yield from _posts(state, people, message, name="post", weight="should")


def remind(state: State, people: Iterable[PersonId]) -> Iterator[Letter]:
    """Yield the one reminder to each of some people, alone."""
    words = Words("pulse.remind", placed(state))
    yield from _posts(state, people, Message(words, (section(words), _buttons(state))), name="post", weight="may")


def alone(state: State, people: Iterable[PersonId], message: Message) -> Iterator[Letter]:
    """Yield the results to each of some people, alone."""
    yield from _posts(state, people, message, name="results", weight="should")


def ended(state: State, *, in_channel: bool) -> Iterator[Letter]:
    """Yield what takes the buttons away from everybody who was asked and still takes part."""
    words = Words("pulse.closed.channel" if in_channel else "pulse.closed", placed(state))
    message = Message(words, (section(words),))
    for someone in asked(state):
        for step in (OPEN, REMIND):
            before = _key(state, someone.id, step)
            if before in state.letters:
                key = f"{state.run.id}/{state.step}/{someone.id}/{step}"
                yield Letter(key=key, op="update", people=(someone.id,), after=before, message=message)


def asked(state: State) -> tuple[Person, ...]:
    """Return who was asked and still takes part."""
    return tuple(one for one in state.members if _key(state, one.id, OPEN) in state.letters)


def placed(state: State) -> dict[str, Any]:
    """Return what a sentence about a round is filled with: its name, its channel, and until when it is open."""
    end = (state.run.closes_at or state.now).astimezone(ZoneInfo(state.ritual.rule.timezone))
    return {"title": Words(own=state.ritual.title), "channel": state.ritual.channel, "until": end}


def _posts(
    state: State, people: Iterable[PersonId], message: Message, *, name: str, weight: Weight
) -> Iterator[Letter]:
    why = Words("pulse.why" if state.ritual.channel else "pulse.why.audience", placed(state))
    for one in people:
        yield Letter(
            key=f"{state.run.id}/{state.step}/{one}/{name}",
            op="post",
            people=(one,),
            after=_opening(state, one),
            message=message,
            on_doubt=state.ritual.on_doubt or ON_DOUBT,
            weight=weight,
            why=why,
        )


def _key(state: State, person: PersonId, step: str) -> str:
    return f"{state.run.id}/{step}/{person}/post"


def _opening(state: State, person: PersonId) -> str:
    return f"{state.run.id}/{OPEN}/{person}/open"


def _buttons(state: State) -> Block:
    fill = button(Words("pulse.choice.fill"), f"ritual:{PULSE}:{FILL}", value=state.run.id, style="primary")
    skip = button(Words("pulse.choice.skip"), f"ritual:{PULSE}:{SKIP}", value=state.run.id)
    return actions(fill, skip, block_id=PULSE)
