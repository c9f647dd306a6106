"""Stop a ritual, or everything: from the next instant on no process claims a letter of it, and nothing of it begins.

Answers inside messages that are out go on. Those in charge are told at once who stopped what; such a notice is the
one that no stop holds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.access import Action, may
from bot.errors import UserError
from bot.model import Mention, Message, Person, Words
from bot.service import announcements as say
from bot.service import roles
from bot.service.context import Context
from bot.service.naming import find_named
from bot.service.notices import tell
from bot.service.parting import set_apart
from bot.store import audit, backlog, halts, inbound, letters
from bot.store.db import Tx

EVERYTHING = frozenset({"all", "alles", "alle", "everything", "*"})
"""What people call all rituals together."""


def stop(context: Context, someone: Person | None, name: str, *, key: str, now: datetime) -> Words | None:
    """Stop a ritual, or all of them; return what to say, None for a repeated delivery.

    Without `someone` it is the operator, who may. Raises UserError for those who may not and for unknown names.
    """
    with context.database.begin() as tx:
        if key and not inbound.first_time(tx, key, now=now):
            return None
        target = _target(tx, context, someone, name)
        title = title_of(context, target)
        if not halts.put(tx, target, by=someone.id if someone else None, now=now):
            since = next(one.since for one in halts.every(tx) if one.ritual == target)
            return Words("stop.already", {"title": title, "since": local(context, since), "name": named(target)})
        _set_apart(tx, context, target)
        audit.note(tx, at=now, actor=someone.id if someone else None, action="stopped", object=target)
        facts = {"title": title, "who": actor(someone), "name": named(target)}
        key = f"{named(target)}/{now.isoformat()}"
        told = Words("stop.told.all" if target == halts.ALL else "stop.told", facts)
        announce(tx, context, told, target, someone, key=key, now=now)
        held = [one for one in backlog.waiting(tx) if one.is_held and one.op != "open" and _is_of(one, target)]
        within = target != halts.ALL and halts.over(halts.every(tx), halts.ALL) is not None
    waits = Words("stop.waits", {"n": len(held)}) if held else Words("stop.waits.none")
    if within:
        return Words("stop.done.within", {"title": title, "name": named(target)})
    return Words("stop.done", {"title": title, "waits": waits, "name": named(target)})


def choose(
    tx: Tx, context: Context, someone: Person | None, name: str, *, action: Action, among: Collection[str]
) -> str:
    """Return the ritual, or ALL, that a name means among those somebody may do this with; "" when it is open which.

    Raises UserError for those who may not.
    """
    standing = roles.standing_of(tx, context.config(), someone) if someone else None
    allowed = [one for one in among if standing is None or may(standing, action, rituals=_concerned(one))]
    if name.casefold() in EVERYTHING:
        if standing is not None and not may(standing, action):
            raise UserError("roles.not_allowed")
        return halts.ALL
    if standing is not None and not allowed and not may(standing, action):
        raise UserError("roles.not_allowed")
    if not name:
        return allowed[0] if len(allowed) == 1 else ""
    found = name if name in among else find_named(context.config().rituals, name).id
    if standing is not None and not may(standing, action, rituals=_concerned(found)):
        raise UserError("roles.not_allowed")
    return found


def announce(
    tx: Tx, context: Context, words: Words, target: str, someone: Person | None, *, key: str, now: datetime
) -> None:
    """Tell managers and owners, all but the one who did it; no stop holds this."""
    rituals = [one.id for one in context.config().rituals] if target == halts.ALL else [target]
    asked = roles.responsible(tx, context.config(), rituals=rituals)
    told = [one for one in asked if someone is None or one.id != someone.id]
    message: Message = say.sentence(words)
    tell(tx, context, told, message, key=f"{halts.NOTICE}{key}", now=now)


def title_of(context: Context, target: str) -> Words:
    """Return what a ritual is called; one that is no longer in the file by its id."""
    if target == halts.ALL:
        return Words("stop.everything")
    ritual = context.ritual(target)
    return Words(own=ritual.title if ritual else {"de": target, "en": target})


def named(target: str) -> str:
    """Return what to type for a target."""
    return "all" if target == halts.ALL else target


def actor(someone: Person | None) -> Mention | Words:
    """Return who did it."""
    return Mention(someone.id) if someone else Words("stop.operator")


def local(context: Context, at: datetime) -> datetime:
    """Return an instant by the company's clock."""
    return at.astimezone(ZoneInfo(context.config().timezone))


def _target(tx: Tx, context: Context, someone: Person | None, name: str) -> str:
    ids = [one.id for one in context.config().rituals]
    target = choose(tx, context, someone, name, action="stop", among=ids)
    if not target:
        raise UserError("stop.which", names=", ".join(ids))
    return target


def _concerned(ritual: str) -> frozenset[str]:
    return frozenset() if ritual == halts.ALL else frozenset({ritual})


def _set_apart(tx: Tx, context: Context, target: str) -> None:
    """Take the ritual's parts out of messages shared with others, which go on."""
    if target == halts.ALL:
        return
    letters.lock_budget(tx)
    waiting = backlog.waiting(tx)
    shared = {one.bundle for one in waiting if one.bundle}
    for one in waiting:
        if one.ritual == target and (one.bundle or one.key in shared):
            set_apart(tx, context, one.key)


def _is_of(entry: backlog.Entry, target: str) -> bool:
    return target in (halts.ALL, entry.ritual)
