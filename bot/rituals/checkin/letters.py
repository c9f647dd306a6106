"""What a check-in says to one person: the question with its buttons, once more on another day, and that it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.blocks import actions, button, section
from bot.model import Block, Letter, Message, PersonId, State, Words
from bot.model.letters import Weight
from bot.rituals.base import OPEN
from bot.rituals.checkin.options import ON_DOUBT, CheckinOptions
from bot.rituals.checkin.round import AGAIN, REMIND
from bot.rituals.checkin.said import placed

CHECKIN = "checkin"
"""The question that every message asks: fill it in, not today, not this round."""


def ask(options: CheckinOptions, state: State, people: Iterable[PersonId], *, has_goal: bool) -> Iterator[Letter]:
    """Yield the two letters to everybody who is asked: the conversation is opened, then the question posted."""
    params = placed(state)
    shipped = Words("checkin.ask" if has_goal else "checkin.ask.bare", params)
    words = Words(own=options.ask, params=params) if options.ask else shipped
    why = Words("checkin.why", params)
    message = Message(text=words, blocks=(section(words), _buttons(state, "fill", "today", "skip")))
    for one in people:
        opening = Letter(key=f"{state.run.id}/{OPEN}/{one}/open", op="open", people=(one,))
        yield opening
        yield _post(state, one, message, weight="should", why=why)


def remind(state: State, people: Iterable[PersonId]) -> Iterator[Letter]:
    """Yield the one reminder."""
    params = placed(state)
    words = Words("checkin.remind", params)
    message = Message(text=words, blocks=(section(words), _buttons(state, "fill", "skip")))
    for one in people:
        yield _post(state, one, message, weight="may", why=Words("checkin.why", params))


def again(state: State, person: PersonId, *, times: int, most: int, not_before: datetime | None) -> Letter:
    """Return the question on another day, as somebody wished."""
    words = Words("checkin.again", placed(state))
    choices = ("fill", "today", "skip") if times < most else ("fill", "skip")
    message = Message(text=words, blocks=(section(words), _buttons(state, *choices)))
    return _post(state, person, message, weight="asked", not_before=not_before)


def ended(state: State) -> Iterator[Letter]:
    """Yield what takes all buttons away from those who still take part."""
    there = {one.id for one in state.members}
    words = Words("checkin.closed", placed(state))
    message = Message(text=words, blocks=(section(words),))
    for key in sorted(state.letters):
        step, person = _parts(state, key)
        if person in there and (step in (OPEN, REMIND) or step.startswith(AGAIN)):
            yield Letter(
                key=f"{state.run.id}/{state.step}/{person}/{step}",
                op="update",
                people=(person,),
                after=key,
                message=message,
            )


def spoken_to(state: State, person: PersonId, blocks: list[Block], *, text: Words, name: str) -> Letter:
    """Return a message to somebody in the conversation in which they were asked."""
    message = Message(text=text, blocks=tuple(blocks))
    return _post(state, person, message, weight="should", why=Words("checkin.why", placed(state)), name=name)


def _post(
    state: State,
    person: PersonId,
    message: Message,
    *,
    weight: Weight,
    why: Words | None = None,
    not_before: datetime | None = None,
    name: str = "post",
) -> Letter:
    return Letter(
        key=f"{state.run.id}/{state.step}/{person}/{name}",
        op="post",
        people=(person,),
        after=f"{state.run.id}/{OPEN}/{person}/open",
        message=message,
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight=weight,
        why=why,
        not_before=not_before,
    )


def _buttons(state: State, *choices: str) -> Block:
    return actions(
        *(
            button(
                Words(f"checkin.choice.{one}"),
                f"ritual:{CHECKIN}:{one}",
                value=state.run.id,
                style="primary" if one == "fill" else None,
            )
            for one in choices
        ),
        block_id=CHECKIN,
    )


def _parts(state: State, key: str) -> tuple[str, PersonId | None]:
    """Return step and person of a message with buttons."""
    parts = key.removeprefix(f"{state.run.id}/").split("/")
    return (parts[0], PersonId(parts[1])) if len(parts) == 3 and parts[2] == "post" else ("", None)
