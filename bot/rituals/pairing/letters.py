"""What a pairing round says, and to whom: its options, its letters and their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.blocks import actions, button, section
from bot.matching import LARGEST
from bot.model import (
    Introduction,
    Letter,
    Mention,
    Message,
    PersonId,
    State,
    Weight,
    Words,
)
from bot.rituals.base import OPEN, Options, Placeholders, Text, Touches

ON_DOUBT: Literal["skip", "resend"] = "resend"
NUDGE, ASK = "nudge", "ask"
WEIGHTS: dict[str, Weight] = {NUDGE: "may", ASK: "should"}
"""What gives way first where people have their share of messages; an introduction must come."""
CHOICES = ("yes", "planned", "no")
OFFERS = ("yes", "met", "no")
QUESTIONS = 40
"""How many opening questions the catalogues hold (question.01 …)."""


def as_words(value: Any) -> Any:
    """Return a single word as one of several."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


class PairingOptions(Options):
    """What a manager may say about a pairing round."""

    size: Annotated[int, Field(ge=2, le=LARGEST), Touches("people")] = 2
    """How many people meet; where the number does not divide, some groups are one larger or smaller."""
    mix: Annotated[
        tuple[Literal["department", "site"], ...],
        BeforeValidator(as_words),
        Touches("data", "fields of people's Slack profiles are read and kept for it"),
    ] = ()
    """What people of one group should not have in common, the first before the second; never at the cost of a
    repeat."""
    intro: Annotated[Text, Placeholders(("people", "title"))] | None = None
    """The first sentences of the introduction; without it Rondo's own words stand there."""
    questions: tuple[Text, ...] = ()
    """Own opening questions; without them Rondo takes one of its own collection."""
    wrap_up: Annotated[bool, Touches("data", "what a channel gets to read of the rounds")] = True
    """Whether the channel reads a short wrap-up when the round closes; without a channel there is none."""


def question_pool(options: PairingOptions) -> list[Words]:
    """Return the opening questions: the manager's own, else Rondo's collection."""
    own = [Words(own=text) for text in options.questions]
    return own or [Words(f"question.{number:02d}") for number in range(1, QUESTIONS + 1)]


def introduce(
    options: PairingOptions, state: State, introduction: Introduction, question: Words, *, words: Words | None = None
) -> list[Letter]:
    """Return the two letters of a group: the conversation is opened, then the introduction posted.

    `words`: what is said where these people do not meet in the usual way.
    """
    params = named(state, introduction.people)
    intro = Words(own=options.intro, params=params) if options.intro else Words("pairing.intro", params)
    message = Message(
        text=words or Words("pairing.notification", params),
        blocks=(
            section(words or intro),
            section(Words("pairing.question", {"question": question})),
            section(Words("pairing.how", {"until": _end(state), "zone": state.ritual.rule.timezone})),
        ),
    )
    opening = Letter(key=key_of(state, introduction, "open", step=OPEN), op="open", people=introduction.people)
    post = replace(
        letter_to(state, introduction, message, after=opening.key), key=key_of(state, introduction, "post", step=OPEN)
    )
    return [opening, post]


def to_one(
    state: State, one: Introduction, person: PersonId, message: Message, *, weight: Weight = "should"
) -> tuple[Letter, ...]:
    """Return the two letters to the one who is left of a group, in a conversation of their own."""
    opening = Letter(key=key_of(state, one, "open"), op="open", people=(person,))
    post = Letter(
        key=key_of(state, one, "post"),
        op="post",
        people=(person,),
        after=opening.key,
        message=message,
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight=weight,
    )
    return opening, post


def choice(state: State, question: str, choices: Iterable[str], *, words: str) -> dict[str, Any]:
    """Return the row of buttons below a question; the words of each stand at `words`.{choice}, "yes" stands out."""
    buttons = [
        button(
            Words(f"{words}.{one}"),
            f"ritual:{question}:{one}",
            value=state.run.id,
            style="primary" if one == "yes" else None,
        )
        for one in choices
    ]
    return actions(*buttons, block_id=question)


def named(state: State, people: Iterable[PersonId]) -> dict[str, Any]:
    return {"people": [Mention(person) for person in people], "title": Words(own=state.ritual.title)}


def letter_to(state: State, introduction: Introduction, message: Message, *, after: str, op: Any = "post") -> Letter:
    return Letter(
        key=key_of(state, introduction, op),
        op=op,
        people=introduction.people,
        after=after,
        message=message,
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight=WEIGHTS.get(state.step, "must"),
        why=_why(state),
    )


def key_of(state: State, introduction: Introduction, name: str, *, step: str | None = None) -> str:
    return f"{state.run.id}/{step or state.step}/{introduction.id.rpartition('#')[2]}/{name}"


def number_of(one: Introduction) -> str:
    return one.id.rpartition("#")[2]


def _why(state: State) -> Words:
    """Return why they read this."""
    params = {"title": Words(own=state.ritual.title), "channel": state.ritual.channel}
    return Words("pairing.why" if state.ritual.channel else "pairing.why.audience", params)


def _end(state: State) -> datetime:
    """Return the local moment at which the round closes."""
    end = state.run.closes_at or state.run.opened_at
    return end.astimezone(ZoneInfo(state.ritual.rule.timezone))


def sentence(words: Words) -> Message:
    """Return a message of one sentence."""
    return Message(text=words, blocks=(section(words),))


def titled(state: State) -> dict[str, Any]:
    """Return what a sentence about the round is filled with."""
    return {"title": Words(own=state.ritual.title)}


def have_met(introduction: Introduction, state: State) -> bool | None:
    """Return whether they met: one yes is enough; without any word nobody knows."""
    said = {one.value for one in state.answers if one.question == "met" and one.person in introduction.people}
    if "yes" in said or introduction.met:
        return True
    return False if "no" in said else None


def has_arrived(state: State, one: Introduction) -> bool:
    return key_of(state, one, "post", step=OPEN) in state.arrived
