"""What a pairing round says, and to whom: its letters and their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, portrait, section
from bot.model import (
    Block,
    Introduction,
    Letter,
    Mention,
    Message,
    PersonId,
    State,
    Weight,
    Words,
)
from bot.rituals.base import OPEN
from bot.rituals.pairing.appointment import entries, times
from bot.rituals.pairing.options import ON_DOUBT, PairingOptions
from bot.rituals.pairing.questions import question_pool

BECAUSE = "because"
"""The block that says why these people meet."""
UNHEARD = "unheard"
"""The fact, by person, that somebody was asked whether it still suits them; gone once their group says a word."""
SHARE = "share"
"""The question whose answer is a sentence for the channel."""
NUDGE, ASK = "nudge", "ask"
WEIGHTS: dict[str, Weight] = {NUDGE: "may", ASK: "should"}
"""What gives way first where people have their share of messages; an introduction must come."""
CHOICES = ("yes", "planned", "no")
OFFERS = ("yes", "met", "no")


def introduce(
    options: PairingOptions, state: State, introduction: Introduction, question: Words, *,
    words: Words | None = None, why: Words | None = None,
) -> list[Letter]:  # fmt: skip
    """Return the two letters of a group: the conversation is opened, then the introduction posted.

    `words`: what is said where these people do not meet in the usual way; `why`: the reason for this group.
    """
    params = named(state, introduction.people)
    intro = Words(own=options.intro, params=params) if options.intro else Words("pairing.intro", params)
    message = Message(
        text=words or Words("pairing.notification", params),
        blocks=(
            section(words or intro),
            *([section(Words("pairing.because", {"reason": why}), block_id=BECAUSE)] if why else []),
            section(Words("pairing.question", {"question": question})),
            *_photos(state, introduction),
            *times(state, introduction),
            section(Words("pairing.how", {"until": _end(state), "zone": state.ritual.rule.timezone})),
            actions(
                button(Words("pairing.have_date"), "ritual:met:planned", value=state.run.id),
                *entries(state, introduction),
                block_id="date",
            ),
        ),
    )
    opening = Letter(key=key_of(state, introduction, "open", step=OPEN), op="open", people=introduction.people)
    post = replace(
        letter_to(state, introduction, message, after=opening.key), key=key_of(state, introduction, "post", step=OPEN)
    )
    return [opening, post]


def introduced(options: PairingOptions, state: State, one: Introduction) -> Letter:
    """Return the letter that takes times and button out of an introduction once the round is over."""
    params = named(state, one.people)
    words = Words(own=options.intro, params=params) if options.intro else Words("pairing.intro", params)
    question = question_pool(options).get(one.question)
    asked = [section(Words("pairing.question", {"question": question}))] if question else []
    intro = key_of(state, one, "post", step=OPEN)
    return replace(
        letter_to(state, one, Message(Words("pairing.notification", params), (section(words), *asked)), after=intro,
                  op="update"),
        key=key_of(state, one, "introduced"),
    )  # fmt: skip


def _photos(state: State, one: Introduction) -> list[Block]:
    """Return the photos of those who show theirs to whom they meet."""
    known = [state.people[person] for person in one.people]
    alt = Words("pairing.photo.alt")
    return [
        portrait(who.photo, Words("pairing.photo", {"person": Mention(who.id)}), alt=alt) for who in known if who.photo
    ]


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


def ask_whether_it_suits(state: State, person: PersonId) -> list[Letter]:
    """Return the two letters to somebody whose last groups never said a word: a question, and nothing follows of it."""
    key = f"{state.run.id}/{OPEN}/{UNHEARD}/{person}"
    opening = Letter(key=f"{key}/open", op="open", people=(person,))
    post = Letter(
        key=f"{key}/post",
        op="post",
        people=(person,),
        after=opening.key,
        message=sentence(Words("pairing.unheard", titled(state))),
        on_doubt="skip",
        weight="may",
        why=_why(state),
    )
    return [opening, post]


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
