"""The letters about what somebody needs: only who and which ritual; the words stand in pages that two people see."""

from __future__ import annotations

from datetime import datetime

from bot.blocks import actions, button, context, payload, section
from bot.i18n import language_of
from bot.model import Mention, Message, Need, Person, Words
from bot.service.context import Context
from bot.store import letters
from bot.store.db import Tx
from bot.store.needs import PREFIX

SHOW = "need:show"


def write_asked(tx: Tx, context: Context, need: Need, other: Person, title: Words, *, now: datetime) -> None:
    """Write to the one of whom something is needed."""
    words = Words("need.letter", {"person": Mention(need.person), "title": title})
    _write(tx, context, other, _message(words, need), key=f"{PREFIX}{need.id}", now=now)


def write_answered(tx: Tx, context: Context, need: Need, person: Person, title: Words, *, now: datetime) -> None:
    """Write to the one who needs it that there is an answer."""
    words = Words("need.back", {"person": Mention(need.other), "title": title})
    _write(tx, context, person, _message(words, need), key=f"{PREFIX}{need.id}/back", now=now)


def withdraw(tx: Tx, context: Context, need: Need, other: Person, *, now: datetime) -> None:
    """Take back the letter to the one of whom something was needed: it is not sent, or says that this is over."""
    post = f"{PREFIX}{need.id}/post"
    stored = letters.by_key(tx, post)
    if stored is not None and stored.state == "due" and letters.dead(tx, stored.id, now=now, outcome="dropped"):
        letters.bury_orphans(tx, now=now)
        return
    words = Words("need.letter.over", {"person": Mention(need.person)})
    say = context.catalogues[language_of(other, context.config().language)].say
    over = letters.Draft(
        key=f"{PREFIX}{need.id}/over",
        op="update",
        after=post,
        payload=payload(Message(words, (section(words),)), say),
        priority=letters.URGENT,
    )
    context.engine.enqueue(tx, letters.add_many(tx, [over], now=now))


def _message(words: Words, need: Need) -> Message:
    row = actions(button(Words("need.button.show"), SHOW, value=need.id, style="primary"), block_id="need")
    return Message(words, (section(words), row, context(Words("need.letter.how"))))


def _write(tx: Tx, context: Context, someone: Person, message: Message, *, key: str, now: datetime) -> None:
    """Write one message to one person; somebody waits for it."""
    say = context.catalogues[language_of(someone, context.config().language)].say
    opens = letters.Draft(key=f"{key}/open", op="open", people=(someone.id,), priority=letters.URGENT)
    post = letters.Draft(
        key=f"{key}/post",
        op="post",
        people=(someone.id,),
        after=opens.key,
        payload=payload(message, say),
        priority=letters.URGENT,
    )
    context.engine.enqueue(tx, letters.add_many(tx, [opens, post], now=now))
