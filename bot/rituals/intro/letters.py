"""What an introduction says, and to whom: the question to somebody alone, and the post that the channel reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, context, section
from bot.model import Block, Letter, Mention, Message, PersonId, State, Words
from bot.rituals.base import OPEN
from bot.rituals.intro.options import ON_DOUBT, IntroOptions
from bot.rituals.intro.said import Said
from bot.text import escape

INTRO = "intro"
"""The question whether somebody wants to be introduced."""
CHOICES = ("yes", "later", "no")
STEP_IN = "step_in"
End = Literal["posted", "overheard", "over"]
"""What came of it for somebody who was asked; `overheard`: others than they agreed to read the channel by now."""
MOST_CHARACTERS = 9_000
"""Of people's words in one message; Slack takes about 13,000 characters of a message, and they are said with others."""


def ask(options: IntroOptions, state: State, person: PersonId) -> tuple[Letter, Letter]:
    """Return the two letters to somebody who is asked: the conversation is opened, then the question posted."""
    params = placed(state)
    words = Words(own=options.ask, params=params) if options.ask else Words("intro.ask", params)
    buttons = [
        button(
            Words(f"intro.choice.{one}"),
            f"ritual:{INTRO}:{one}",
            value=state.run.id,
            style="primary" if one == "yes" else None,
        )
        for one in CHOICES
    ]
    message = Message(
        text=words,
        blocks=(
            section(words),
            section(Words("intro.ask.how", params)),
            context(readers(state)),
            actions(*buttons, block_id=INTRO),
        ),
    )
    opening = Letter(key=f"{state.run.id}/{state.step}/{person}/open", op="open", people=(person,))
    post = Letter(
        key=f"{state.run.id}/{state.step}/{person}/post",
        op="post",
        people=(person,),
        after=opening.key,
        message=message,
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight="should",
        why=Words("intro.why", params),
    )
    return opening, post


def asked_by(state: State, person: PersonId) -> str | None:
    """Return the key of the letter in which somebody was asked, None where it never left."""
    keys = (f"{state.run.id}/{step}/{person}/post" for step in (OPEN, STEP_IN))
    return next((key for key in keys if key in state.letters), None)


def ended(state: State, person: PersonId, *, asked: str, end: End) -> Letter:
    """Return the letter that takes the buttons away."""
    words = Words(f"intro.closed.{end}", placed(state))
    return Letter(
        key=f"{state.run.id}/{state.step}/{person}/update",
        op="update",
        people=(person,),
        after=asked,
        message=Message(text=words, blocks=(section(words),)),
    )


def posts(options: IntroOptions, state: State, people: Mapping[PersonId, Said]) -> Iterator[Letter]:
    """Yield the post of a run: one message, or a second where people's words do not fit into one."""
    for number, part in enumerate(_parts(people)):
        params = {"people": [Mention(one) for one in part], **placed(state)}
        own = Words(own=options.intro, params=params) if options.intro else Words("intro.post", params)
        blocks = [section(own), *(block for one, said in part.items() for block in introduced(one, said))]
        yield Letter(
            key=f"{state.run.id}/{state.step}/channel/{number}",
            op="post",
            channel=state.channel,
            language=state.ritual.language,
            message=Message(text=Words("intro.notification", params), blocks=tuple(blocks)),
            on_doubt=state.ritual.on_doubt or ON_DOUBT,
        )


def introduced(person: PersonId, said: Said) -> list[Block]:
    """Return what the channel reads of one person; the same blocks stand in their preview."""
    more = []
    if said.subjects:
        more.append(Words("intro.person.topics", {"topics": list(said.subjects)}))
    if said.fun:
        more.append(Words("intro.person.fun", {"fun": said.fun}))
    return [section(Words("intro.person", {"person": Mention(person), "what": said.what})), *map(context, more)]


def readers(state: State) -> Words:
    """Return who reads in the channel: whoever is in it, and whether that is the company alone."""
    alone = state.level == "colleagues"
    return Words("intro.readers" if alone else "intro.readers.others", placed(state))


def placed(state: State) -> dict[str, Any]:
    """Return what a sentence about a run is filled with: its name, and when it says something where."""
    return {"title": Words(own=state.ritual.title), "channel": state.ritual.channel, "when": _end(state)}


def _parts(people: Mapping[PersonId, Said]) -> Iterator[dict[PersonId, Said]]:
    part: dict[PersonId, Said] = {}
    size = 0
    for person, said in people.items():
        length = sum(len(escape(text)) for text in (said.what, said.topics, said.fun))
        if part and size + length > MOST_CHARACTERS:
            yield part
            part, size = {}, 0
        part[person] = said
        size += length
    if part:
        yield part


def _end(state: State) -> datetime:
    end = state.run.closes_at or state.run.opened_at
    return end.astimezone(ZoneInfo(state.ritual.rule.timezone))
