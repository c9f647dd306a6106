"""What a round says to people alone: what is the goal, sort the texts, which reading is yours; and that it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks import actions, button, context, section
from bot.model import Block, Letter, Mention, Message, PersonId, State, Words
from bot.rituals.alignment.options import ON_DOUBT, AlignmentOptions
from bot.rituals.base import OPEN

SORT, NUDGE, PICK, REMIND = "group", "nudge_group", "pick", "remind"
"""The steps between the opening and the close."""
SENT = {
    "words": (OPEN,),
    "group": (SORT, NUDGE),
    "nudge": (NUDGE,),
    "pick": (PICK, NUDGE, REMIND),
    "again": (REMIND,),
}
"""What somebody gets, and the steps in which it may be sent. Each has a button, until it is taken away."""


def ask_words(options: AlignmentOptions, state: State, person: PersonId, facilitator: PersonId) -> tuple[Letter, ...]:
    """Return the letters that ask somebody what the goal is; they do not show it."""
    params = {**placed(state), "facilitator": Mention(facilitator)}
    words = Words(own=options.ask, params=params) if options.ask else Words("alignment.words.ask", params)
    more = (section(Words("alignment.words.how", params)), context(Words("alignment.words.who", params)))
    return _asked(state, person, "words", words, more, skips=True)


def ask_to_sort(state: State, facilitator: PersonId) -> tuple[Letter, ...]:
    """Return the letters that ask the facilitator to sort the texts; how many there are is not said."""
    more = (context(Words("alignment.group.who", placed(state))),)
    return _asked(state, facilitator, "group", Words("alignment.group.ask", placed(state)), more)


def nudge_to_sort(state: State, facilitator: PersonId) -> tuple[Letter, ...]:
    """Return the letters that remind the facilitator, once."""
    return _asked(state, facilitator, "nudge", Words("alignment.group.nudge", placed(state)), (), button_of="group")


def ask_pick(state: State, person: PersonId, *, is_lead: bool) -> tuple[Letter, ...]:
    """Return the letters that ask somebody which reading they meant; a lead is told that they predict first."""
    words = Words("alignment.pick.ask.lead" if is_lead else "alignment.pick.ask", placed(state))
    more = (context(Words("alignment.pick.who", placed(state))),)
    return _asked(state, person, "pick", words, more, skips=True)


def remind(state: State, person: PersonId) -> tuple[Letter, ...]:
    """Return the letters that remind somebody who has not chosen, once."""
    return _asked(
        state, person, "again", Words("alignment.pick.remind", placed(state)), (), button_of="pick", skips=True
    )


def too_few_people(state: State, facilitator: PersonId, *, fewest: int) -> tuple[Letter, ...]:
    """Return the letters that say why nobody is asked: there are too few people for anything to be told."""
    words = Words("alignment.few", {**placed(state), "fewest": fewest})
    return _sent(state, facilitator, "few", words, (section(words),))


def taken_away(state: State, person: PersonId, what: str, words: Words) -> Iterator[Letter]:
    """Yield the letter that takes the buttons of another one away, where somebody has it and they are still there."""
    steps = SENT[what]
    asked = next((key for step in steps if (key := _key(state, step, person, what, "post")) in state.letters), None)
    ended = (_key(state, step, person, what, "update") for step in (SORT, NUDGE, PICK))
    if asked is not None and state.letters.isdisjoint(ended):
        yield Letter(
            key=_key(state, state.step, person, what, "update"),
            op="update",
            people=(person,),
            after=asked,
            message=Message(text=words, blocks=(section(words),)),
        )


def got(state: State, person: PersonId, what: str) -> bool:
    """Return whether somebody was sent this before."""
    return any(_key(state, step, person, what, "post") in state.letters for step in SENT[what])


def invited(state: State) -> frozenset[PersonId]:
    """Return who was asked which reading they meant, whether they still take part or not."""
    keys = [one.removeprefix(f"{state.run.id}/").split("/") for one in state.letters if one.endswith("/pick/post")]
    return frozenset(PersonId(parts[1]) for parts in keys if parts[0] in SENT["pick"])


def told_alone(state: State, person: PersonId, message: Message) -> tuple[Letter, ...]:
    """Return the letters that tell one member the result."""
    return _sent(state, person, "told", message.text, message.blocks)


def placed(state: State) -> dict[str, Any]:
    """Return what a sentence about a round is filled with: its name, when it ends, and who reads what then."""
    end = _end(state)
    return {
        "title": Words(own=state.ritual.title),
        "id": state.ritual.id,
        "when": end,
        "where": Words(
            "alignment.where.channel" if is_public(state.ritual.options, state) else "alignment.where.members",
            {"channel": state.ritual.channel, "when": end},
        ),
    }


def is_public(options: AlignmentOptions, state: State) -> bool:
    """Return whether the channel reads the result; else each member alone does."""
    return options.results == "channel" and bool(state.channel)


def _asked(
    state: State,
    person: PersonId,
    what: str,
    words: Words,
    more: Iterable[Block],
    *,
    button_of: str = "",
    skips: bool = False,
) -> tuple[Letter, ...]:
    question = button_of or what
    buttons = [
        button(Words(f"alignment.button.{question}"), f"ritual:{question}:open", value=state.run.id, style="primary")
    ]
    if skips:
        buttons.append(button(Words("alignment.button.skip"), f"ritual:{question}:skip", value=state.run.id))
    return _sent(state, person, what, words, (section(words), *more, actions(*buttons, block_id=f"{question}_{what}")))


def _sent(state: State, person: PersonId, what: str, words: Words, blocks: Iterable[Block]) -> tuple[Letter, ...]:
    """Return two letters: the conversation is opened, then something said in it."""
    opening = Letter(key=_key(state, state.step, person, what, "open"), op="open", people=(person,))
    post = Letter(
        key=_key(state, state.step, person, what, "post"),
        op="post",
        people=(person,),
        after=opening.key,
        message=Message(text=words, blocks=tuple(blocks)),
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight="should",
        why=Words("alignment.why", placed(state)),
    )
    return opening, post


def _key(state: State, step: str, person: PersonId, what: str, op: str) -> str:
    return f"{state.run.id}/{step}/{person}/{what}/{op}"


def _end(state: State) -> datetime:
    end = state.run.closes_at or state.run.opened_at
    return end.astimezone(ZoneInfo(state.ritual.rule.timezone))
