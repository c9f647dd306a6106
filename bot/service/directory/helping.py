"""Answer a request for help: accept, hand on, decline, or say nothing; each settles it, and only the first does.

Who declined is written nowhere: the request goes, its letters are emptied, and what the seeker gets is the same as
when nobody answered. There is no line of audit or log about any of it.
"""

from __future__ import annotations

from datetime import datetime

from bot.directory.audience import level_of
from bot.errors import UserError
from bot.model import Mention, Person, PersonId, Request, Words
from bot.service.context import Context
from bot.service.directory.asking import insist_able, others, place
from bot.service.directory.door import acting
from bot.service.directory.request_letters import write_note, write_talk
from bot.service.directory.search import Hit
from bot.store import inbound, people, requests
from bot.store.db import Tx

MOST_OTHERS = 3
"""People that are named instead."""


def waiting(context: Context, someone: Person, request_id: str) -> Request | None:
    """Return a request that waits for this person's answer."""
    insist_able(context, someone)
    with context.database.read() as tx:
        return requests.of(tx, request_id, person=someone.id)


def accept(context: Context, someone: Person, request_id: str, *, key: str, now: datetime) -> Words | None:
    """Bring both into a conversation; return what to tell the one who helps, None for a repeated delivery."""
    insist_able(context, someone)
    with acting(context) as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        request = requests.of(tx, request_id, person=someone.id)
        if request is None or not requests.settle(tx, request, now=now):
            return Words("ask.over")
        known = _known(tx, request)
        if not known[request.seeker].is_eligible:
            return Words("ask.over")  # who asked has left
        write_talk(tx, context, request, known, now=now)
    return Words("ask.accepted")


def decline(context: Context, someone: Person, request_id: str, *, key: str, now: datetime) -> Words | None:
    """Let the seeker know that it does not work out now; return what to tell the other, None for a repeated one."""
    request = waiting(context, someone, request_id)
    instead = () if request is None else _instead(context, request, now)
    with acting(context) as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        if request is None or not _end(tx, context, request, instead, now=now):
            return Words("ask.over")
    return Words("ask.declined")


def hand_on(context: Context, someone: Person, request_id: str, slack_id: str, *, key: str, now: datetime) -> Words:
    """Ask somebody else in one's own place; the seeker hears whom. Raises UserError where they may not be asked."""
    insist_able(context, someone)
    with acting(context) as tx:
        chosen = people.by_slack_id(tx, slack_id)
        handed = Words("ask.handed", {"person": Mention(chosen.id if chosen else PersonId(""))})
        if not inbound.first_time(tx, key, now=now):
            return handed
        requests.lock(tx)
        request = requests.of(tx, request_id, person=someone.id)
        if request is None or not _known(tx, request)[request.seeker].is_eligible:
            return Words("ask.over")
        _insist_other(request, chosen)
        requests.settle(tx, request, now=now)
        assert chosen is not None
        place(tx, context, _anew(request, chosen.id, now), now=now, told=True)
    return handed


def lapse(context: Context, now: datetime) -> int:
    """Let go of requests that nobody answered in time; return how many. The seeker gets the same note as with a no."""
    if context.config().directory is None:
        return 0
    with context.database.read() as tx:
        late = requests.overdue(tx, now)
    for request in late:
        instead = _instead(context, request, now)
        with acting(context) as tx:
            _end(tx, context, request, instead, now=now)
    return len(late)


def _end(tx: Tx, context: Context, request: Request, instead: tuple[Hit, ...], *, now: datetime) -> bool:
    """Settle a request without help, if nobody else did; whoever was asked leaves no trace."""
    if not requests.settle(tx, request, now=now):
        return False
    requests.empty_notes(tx, request, now=now)
    write_note(tx, context, _known(tx, request)[request.seeker], request.topic, instead, now=now)
    return True


def _instead(context: Context, request: Request, now: datetime) -> tuple[Hit, ...]:
    with context.database.read() as tx:
        seeker = _known(tx, request)[request.seeker]
    if level_of(seeker) != "colleagues":
        return ()  # no longer one of us
    return others(context, seeker, request.topic, without=request.person, most=MOST_OTHERS, now=now)


def _insist_other(request: Request, chosen: Person | None) -> None:
    if chosen is None:
        raise UserError("ask.closed")
    if chosen.id == request.person:
        raise UserError("ask.yourself")
    if chosen.id == request.seeker:
        raise UserError("ask.theirs")


def _anew(request: Request, person: PersonId, now: datetime) -> Request:
    return Request(requests.new_id(), request.seeker, person, request.topic, request.words, now)


def _known(tx: Tx, request: Request) -> dict[PersonId, Person]:
    return dict(people.by_ids(tx, [request.seeker, request.person]))
