"""The letters of a request: to the one who is asked, to the seeker, and the conversation of both once it works out.

Their keys hold a random id and no person, so that nothing remains of whom they were for once they are emptied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.blocks import actions, button, context, payload, section
from bot.i18n import language_of, shared_language
from bot.model import Block, Mention, Message, Person, PersonId, Request, Words
from bot.service.context import Context
from bot.service.directory.search import Hit
from bot.store import letters, requests
from bot.store.db import Tx

People = Mapping[PersonId, Person]


def write_request(tx: Tx, context: Context, request: Request, known: People, *, told: bool, now: datetime) -> None:
    """Write to the one who is asked, and to the seeker where somebody else handed it on."""
    asked, seeker = known[request.person], known[request.seeker]
    _write(tx, context, request.id, [asked], _asked(request), now=now)
    if told:
        words = Words("ask.moved", {"topic": request.topic, "person": Mention(request.person)})
        _write(tx, context, f"{request.id}/told", [seeker], Message(words, (section(words),)), now=now)


def write_talk(tx: Tx, context: Context, request: Request, known: People, *, now: datetime) -> None:
    """Bring both into one conversation, with the topic and what was said of it."""
    both = [known[request.seeker], known[request.person]]
    words = Words("ask.talk", {
        "seeker": Mention(request.seeker), "person": Mention(request.person), "topic": request.topic
    })  # fmt: skip
    message = Message(words, (section(words), *_quoted(request)))
    _write(tx, context, f"talk/{requests.new_id()}", both, message, now=now)


def write_note(tx: Tx, context: Context, seeker: Person, topic: str, others: Sequence[Hit], *, now: datetime) -> None:
    """Tell the seeker that it does not work out now, and whom else they may ask; nobody learns who said no."""
    words = Words("ask.not_now", {"topic": topic})
    rest = Words("ask.not_now.others" if others else "ask.not_now.nobody", {"topic": topic})
    blocks = [section(words), section(rest), *(_other(one, topic) for one in others)]
    _write(tx, context, f"note/{requests.new_id()}", [seeker], Message(words, tuple(blocks)), now=now)


def _write(tx: Tx, context: Context, name: str, people: Sequence[Person], message: Message, *, now: datetime) -> None:
    """Write one message to these people together; somebody waits for it."""
    default = context.config().language
    language = language_of(people[0], default) if len(people) == 1 else shared_language(people, default)
    ids, opening = tuple(one.id for one in people), f"{requests.PREFIX}{name}/open"
    post = letters.Draft(
        key=f"{requests.PREFIX}{name}/post",
        op="post",
        people=ids,
        after=opening,
        payload=payload(message, context.catalogues[language].say),
        priority=letters.URGENT,
    )
    opens = letters.Draft(key=opening, op="open", people=ids, priority=letters.URGENT)
    context.engine.enqueue(tx, letters.add_many(tx, [opens, post], now=now))


def _asked(request: Request) -> Message:
    words = Words("ask.asked", {"person": Mention(request.seeker), "topic": request.topic})
    row = actions(
        button(Words("ask.button.accept"), "ask:accept", value=request.id, style="primary"),
        button(Words("ask.button.hand_on"), "ask:hand_on", value=request.id),
        button(Words("ask.button.decline"), "ask:decline", value=request.id),
        block_id="ask",
    )
    return Message(words, (section(words), *_quoted(request), row, context(Words("ask.asked.how"))))


def _quoted(request: Request) -> tuple[Block, ...]:
    return (section(Words("ask.quoted", {"words": request.words})),) if request.words else ()


def _other(hit: Hit, topic: str) -> Block:
    person = hit.profile.person
    why = list(dict.fromkeys(one.value for one in hit.why))
    words = Words("ask.hit" if why else "ask.hit.plain", {"person": Mention(person), "why": why})
    return section(words, accessory=button(Words("ask.button.open"), "ask:open", value=f"{person}|{topic}"))
