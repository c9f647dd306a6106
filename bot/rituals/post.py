"""Post a message to a channel on schedule. It knows nothing of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from bot.blocks import context, header, section
from bot.model import Letter, Message, Plan, State, Words
from bot.rituals.base import Kind, Options, Placeholders, Text

if TYPE_CHECKING:
    from random import Random


class PostOptions(Options):
    """What a manager may say about a post."""

    text: Annotated[Text, Placeholders(("title", "channel"))]
    """The message, in one language or both; it goes out in the ritual's language."""


def plan(options: PostOptions, state: State, rng: Random) -> Plan:
    """Write the one letter to the ritual's channel."""
    title = Words(own=state.ritual.title)
    body = Words(own=options.text, params={"title": title, "channel": state.ritual.channel})
    message = Message(text=body, blocks=(header(title), section(body), context(Words("post.why", {"title": title}))))
    letter = Letter(
        key=f"{state.run.id}/{state.step}/post",
        op="post",
        channel=state.channel,
        language=state.ritual.language,
        message=message,
        on_doubt=state.ritual.on_doubt or POST.on_doubt,
    )
    return Plan(letters=(letter,), closes=True)


POST = Kind(name="post", options=PostOptions, plan=plan, has_members=False)
