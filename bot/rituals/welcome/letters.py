"""What newcomers read, and below it what they may press."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blocks import actions, button, section
from bot.model import Block, Letter, Mention, Message, PersonId, State, Words
from bot.rituals.base import CLOSE, OPEN
from bot.rituals.welcome.memory import TOO_LATE
from bot.rituals.welcome.options import ON_DOUBT, WelcomeMessage
from bot.schedule import add_workdays

PROFILE, BUDDY = "first_profile", "buddy"
ASKED = {"profile": (PROFILE, "open"), "buddy": (BUDDY, "yes")}
"""What a message may offer: the question, and the one answer that its button gives."""


def welcome(state: State, person: PersonId, name: str, message: WelcomeMessage) -> tuple[Letter, Letter]:
    """Return the two letters to somebody new: the conversation is opened, then the message posted."""
    opening = Letter(key=f"{state.run.id}/{OPEN}/{person}/{name}/open", op="open", people=(person,))
    words = _words(state, message)
    post = Letter(
        key=post_key(state, person, name),
        op="post",
        people=(person,),
        after=opening.key,
        message=Message(text=words, blocks=(section(words), *_row(state, message))),
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        weight="should",
        expires_at=add_workdays(state.run.opened_at, TOO_LATE + 1, state.ritual.rule.timezone, state.ritual.rule),
        why=Words("welcome.why", _params(state)),
    )
    return opening, post


def ended(state: State, messages: Mapping[str, WelcomeMessage]) -> tuple[Letter, ...]:
    """Return the letters that take the buttons away from what this run said."""
    return tuple(
        Letter(
            key=f"{state.run.id}/{CLOSE}/{someone.id}/{name}/ended",
            op="update",
            people=(someone.id,),
            after=post_key(state, someone.id, name),
            message=Message(text=(words := _words(state, message)), blocks=(section(words),)),
        )
        for name, message in messages.items()
        if message.offers != "nothing"
        for someone in state.members
        if post_key(state, someone.id, name) in state.letters
    )


def introduce(state: State, newcomer: PersonId, buddy: PersonId) -> tuple[Letter, Letter]:
    """Return the two letters that bring a newcomer and their buddy together, in a conversation of their own."""
    people = tuple(sorted((newcomer, buddy)))
    words = Words("welcome.meet", {"newcomer": Mention(newcomer), "buddy": Mention(buddy)})
    opening = Letter(key=f"{state.run.id}/{BUDDY}/{newcomer}/open", op="open", people=people)
    post = Letter(
        key=f"{state.run.id}/{BUDDY}/{newcomer}/post",
        op="post",
        people=people,
        after=opening.key,
        message=Message(text=words, blocks=(section(words), section(Words("welcome.meet.how")))),
        on_doubt=state.ritual.on_doubt or ON_DOUBT,
        asked_by=frozenset({newcomer}),
        why=Words("welcome.meet.why", _params(state)),
    )
    return opening, post


def was_offered(state: State, person: PersonId, messages: Mapping[str, WelcomeMessage], offer: str) -> bool:
    """Return whether this run offered it to them."""
    names = (name for name, message in messages.items() if message.offers == offer)
    return any(post_key(state, person, name) in state.letters for name in names)


def post_key(state: State, person: PersonId, name: str) -> str:
    """Return the key of the letter that says a message to somebody."""
    return f"{state.run.id}/{OPEN}/{person}/{name}/post"


def _words(state: State, message: WelcomeMessage) -> Words:
    if message.text is not None:
        return Words(own=message.text, params=_params(state))
    return Words(f"welcome.{'hello' if message.offers == 'nothing' else message.offers}", _params(state))


def _row(state: State, message: WelcomeMessage) -> tuple[Block, ...]:
    """Return the button below a message, if it offers something."""
    if message.offers == "nothing":
        return ()
    action = ":".join(("ritual", *ASKED[message.offers]))
    one = button(Words(f"welcome.{message.offers}.button"), action, value=state.run.id, style="primary")
    return (actions(one, block_id=message.offers),)


def _params(state: State) -> dict[str, object]:
    return {"title": Words(own=state.ritual.title), "channel": state.ritual.channel}
