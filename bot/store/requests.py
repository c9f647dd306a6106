"""Requests for help that wait for an answer, and how many reached whom.

A row goes with its answer, whatever it was, and what its letters said goes with it: nothing tells who declined.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, Text, case, cast, delete, func, or_, select, text, update

from bot.model import PersonId, Request
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import add_first, chunks

PREFIX = "ask/"
"""What the keys of all letters about requests begin with; behind it stands a random id and never a person's."""
NOTE = f"{PREFIX}note/"
"""And of those that tell a seeker that it does not work out, with others to ask."""
PARTS = ("open", "post", "told/open", "told/post")
"""The letters of a request that waits: to the one who is asked, and to the seeker where it was handed on."""
NO_TOPIC = "…"
"""What stands for a topic that was a word of somebody's entry, once that is erased."""
WEEK = timedelta(days=7)
KEPT, NOTED = timedelta(days=30), timedelta(days=1)
"""How long a request may wait, and words that led to a conversation are kept; how long a note is."""
LOCK = 0x417265
"""Names PostgreSQL's advisory lock."""
_letter, _row = t.letters.c, t.help_requests.c


def new_id() -> str:
    """Return an id that tells nothing."""
    return uuid.uuid4().hex


def lock(tx: Tx) -> None:
    """Let nobody else ask until this transaction ends, so that two at once pass no limit; on SQLite nobody can."""
    if tx.dialect.name != "sqlite":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def add(tx: Tx, request: Request, *, expires_at: datetime) -> bool:
    """Write a request down and count it; False where the same two have one that waits. Call `lock` before."""
    row = {
        "id": request.id, "seeker": request.seeker, "person": request.person, "topic": request.topic,
        "words": request.words, "asked_at": request.asked_at, "expires_at": expires_at,
    }  # fmt: skip
    if not add_first(tx, t.help_requests, row):
        return False
    day = {"person": request.person, "day": _day(request.asked_at)}
    if not add_first(tx, t.help_counts, {**day, "n": 1}):
        mine = (t.help_counts.c.person == day["person"], t.help_counts.c.day == day["day"])
        tx.execute(update(t.help_counts).where(*mine).values(n=t.help_counts.c.n + 1))
    return True


def counts(tx: Tx, people: Iterable[PersonId], *, now: datetime) -> dict[PersonId, int]:
    """Return how many requests reached these people within seven days, the whole first day included."""
    found: dict[PersonId, int] = {}
    table = t.help_counts.c
    for some in chunks(people):
        rows = select(table.person, func.sum(table.n)).where(table.person.in_(some), table.day >= _day(now - WEEK))
        found.update((PersonId(person), int(n)) for person, n in tx.execute(rows.group_by(table.person)))
    return found


def of(tx: Tx, request_id: str, *, person: PersonId) -> Request | None:
    """Return a request that waits for this person's answer."""
    return _first(tx, select(t.help_requests).where(_row.id == request_id, _row.person == person))


def of_seeker(tx: Tx, seeker: PersonId) -> list[Request]:
    """Return the requests for whose answer somebody waits."""
    return [_request(row) for row in tx.execute(select(t.help_requests).where(_row.seeker == seeker))]


def to_person(tx: Tx, person: PersonId) -> list[Request]:
    """Return the requests that wait for somebody's answer."""
    return [_request(row) for row in tx.execute(select(t.help_requests).where(_row.person == person))]


def overdue(tx: Tx, now: datetime) -> list[Request]:
    """Return the requests that nobody answered in time, the oldest first."""
    late = select(t.help_requests).where(_row.expires_at <= now).order_by(_row.expires_at, _row.id)
    return [_request(row) for row in tx.execute(late)]


def next_expiry_at(tx: Tx) -> datetime | None:
    """Return when the next request has waited long enough."""
    found: datetime | None = tx.scalar(select(_row.expires_at).order_by(_row.expires_at).limit(1))
    return found


def settle(tx: Tx, request: Request, *, now: datetime) -> bool:
    """Delete a request and empty its letters; True for the one caller who was first."""
    if tx.execute(delete(t.help_requests).where(_row.id == request.id)).rowcount != 1:
        return False
    keys = [f"{PREFIX}{request.id}/{part}" for part in PARTS]
    empty(tx, select(_letter.id).where(_letter.key.in_(keys)), now=now)
    return True


def withdraw(tx: Tx, person: PersonId, *, values: Iterable[str] = (), now: datetime) -> None:
    """Let go of all that somebody asked, and of what waits for them as if time were over; forget the counts.

    Every letter about a request that was to them or names them is emptied; a topic that is one of their `values` goes.
    """
    told = [value.casefold() for value in values if value]
    for request in to_person(tx, person):
        is_theirs = any(value in request.topic.casefold() for value in told)
        kept = NO_TOPIC if is_theirs else request.topic
        tx.execute(update(t.help_requests).where(_row.id == request.id).values(topic=kept, words=""))
    for own in of_seeker(tx, person):
        settle(tx, own, now=now)
    tx.execute(update(t.help_requests).where(_row.person == person).values(expires_at=now))
    tx.execute(delete(t.help_counts).where(t.help_counts.c.person == person))
    theirs = select(t.letter_people.c.letter).where(t.letter_people.c.person == person)
    naming = cast(_letter.payload, Text).contains(person, autoescape=True)
    empty(tx, select(_letter.id).where(_letter.key.startswith(PREFIX), _letter.id.in_(theirs) | naming), now=now)


def empty_notes(tx: Tx, request: Request, *, now: datetime) -> None:
    """Empty what the seeker was told earlier where it names the person of this request."""
    theirs = select(t.letter_people.c.letter).where(t.letter_people.c.person == request.seeker)
    naming = cast(_letter.payload, Text).contains(request.person, autoescape=True)
    notes = select(_letter.id).where(_letter.id.in_(theirs), _letter.key.startswith(NOTE), _letter.state != "due")
    empty(tx, notes.where(naming), now=now)


def forget_old(tx: Tx, *, now: datetime) -> None:
    """Delete requests and empty letters that had their time, and counts that no limit looks at any more."""
    for row in tx.execute(select(t.help_requests).where(_row.asked_at < now - KEPT)).all():
        settle(tx, _request(row), now=now)
    mine = select(_letter.id).where(_letter.key.startswith(PREFIX), _letter.id.in_(select(t.letter_people.c.letter)))
    talks, notes = _letter.settled_at < now - KEPT, _letter.settled_at < now - NOTED
    empty(tx, mine.where(or_(talks, _letter.key.startswith(NOTE) & notes)), now=now)
    tx.execute(delete(t.help_counts).where(t.help_counts.c.day < _day(now - WEEK)))


def empty(tx: Tx, wanted: Select[Any], *, now: datetime) -> None:
    """Take people, words and places out of letters; what has not left does not leave any more.

    The rows stay, so that each message in Slack has one; their keys hold no person.
    """
    ids = list(tx.scalars(wanted.order_by(_letter.id).with_for_update()))
    tx.execute(delete(t.letter_people).where(t.letter_people.c.letter.in_(ids)))
    waits, leaving = _letter.state == "due", _letter.state == "sending"
    emptied: dict[str, Any] = {
        "payload": {},
        "channel": None,
        "slack_ts": None,
        "outcome": case((waits, "too_old"), (leaving, "doubt_skipped"), else_=_letter.outcome),
        "state": case((waits | leaving, "dead"), else_=_letter.state),
        "settled_at": func.coalesce(_letter.settled_at, now, type_=_letter.settled_at.type),
    }
    tx.execute(update(t.letters).where(_letter.id.in_(ids)).values(emptied))


def _first(tx: Tx, statement: Select[Any]) -> Request | None:
    row = tx.execute(statement).first()
    return None if row is None else _request(row)


def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        seeker=PersonId(row.seeker),
        person=PersonId(row.person),
        topic=row.topic,
        words=row.words,
        asked_at=row.asked_at,
    )


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()
