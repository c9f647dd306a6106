"""Send a message on schedule: to a channel, or to each person of an audience alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from bot.blocks import context, header, section
from bot.model import Letter, Message, PersonId, Plan, State, Words
from bot.rituals.base import Kind, Options, Placeholders, Text

if TYPE_CHECKING:
    from random import Random


class PostOptions(Options):
    """What a manager may say about a post."""

    text: Annotated[Text, Placeholders(("title", "channel"))]
    """The message, in one language or both; in a channel in the ritual's language, to people in theirs."""


def plan(options: PostOptions, state: State, rng: Random) -> Plan:
    """Write the one letter to the ritual's channel, or one to each of its people."""
    title = Words(own=state.ritual.title)
    body = Words(own=options.text, params={"title": title, "channel": state.ritual.channel})
    blocks = (header(title), section(body))
    if state.ritual.channel:
        message = Message(text=body, blocks=(*blocks, context(Words("post.why", {"title": title}))))
        return Plan(letters=(_to_channel(state, message),), closes=True)
    message = Message(text=body, blocks=blocks)
    alone = [_to_person(state, someone.id, message) for someone in state.members]
    return Plan(letters=tuple(letter for pair in alone for letter in pair), closes=True)


def _to_channel(state: State, message: Message) -> Letter:
    return Letter(
        key=f"{state.run.id}/{state.step}/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=message,
        on_doubt=state.ritual.on_doubt or POST.on_doubt,
    )


def _to_person(state: State, someone: PersonId, message: Message) -> tuple[Letter, Letter]:
    """Return the two letters to one person: the conversation is opened, then the message posted."""
    key = f"{state.run.id}/{state.step}/{someone}"
    why = Words("post.why.person", {"title": Words(own=state.ritual.title)})
    opening = Letter(key=f"{key}/open", op="open", people=(someone,))
    post = Letter(
        key=f"{key}/post",
        op="post",
        people=(someone,),
        after=opening.key,
        message=message,
        on_doubt=state.ritual.on_doubt or POST.on_doubt,
        weight="should",
        why=why,
    )
    return opening, post


POST = Kind(name="post", options=PostOptions, plan=plan, has_members=False)
