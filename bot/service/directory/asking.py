"""Ask somebody for help: the seeker chooses the person, and that person's switches and weekly limit hold.

A request is a letter like any other, so it comes exactly once; it is counted in the transaction that makes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.directory.audience import level_of, shown
from bot.directory.requests import TOPIC, WORDS, is_open
from bot.errors import UserError
from bot.model import Mention, Person, PersonId, Profile, Request, Words
from bot.schedule import add_workdays, zone_of
from bot.service.context import Context
from bot.service.directory.door import acting
from bot.service.directory.entries import directory_of
from bot.service.directory.request_letters import write_request
from bot.service.directory.search import Found, Hit, find
from bot.service.people import fresh, insist_eligible
from bot.store import inbound, people, profiles, requests
from bot.store.db import Tx
from bot.text import clean

MOST_OPEN = 3
"""Requests of one person within a day that wait for an answer."""
DAY = timedelta(days=1)
PATIENCE = 5
"""Working days after which an answer is no longer waited for."""
LOOKED_AT, SHOWN = 20, 10
"""People that are looked at for a topic, and those of them who may be asked that are shown."""


def ask(
    context: Context, seeker: Person, person: PersonId, topic: str, words: str = "", *, key: str, now: datetime
) -> Words:
    """Ask somebody for help; return what to tell the seeker, also for a repeated delivery. Raises UserError."""
    insist_able(context, seeker)
    topic = clean_topic(topic)
    if not topic:
        raise UserError("ask.no_topic")
    with acting(context) as tx:
        if inbound.first_time(tx, key, now=now):
            requests.lock(tx)
            _insist_free(tx, fresh(tx, seeker), now)
            made = Request(requests.new_id(), seeker.id, person, topic, _one_line(words, WORDS), now)
            place(tx, context, made, now=now)
    return Words("ask.sent", {"person": Mention(person)})


def place(tx: Tx, context: Context, request: Request, *, now: datetime, told: bool = False) -> None:
    """Write a request and its letters; `told`: the seeker hears whom, too. Call `requests.lock` before.

    Raises UserError where the person may not be asked, by whatever reason, or was asked already.
    """
    if request.person == request.seeker:
        raise UserError("ask.yourself")
    asked = profiles.of_person(tx, request.person)
    seen = None if asked is None else shown(asked, "colleagues", directory_of(context), now)
    if seen is None or not may_ask(tx, context, seen, now):
        raise UserError("ask.closed")
    known = people.by_ids(tx, [request.seeker, request.person])
    zone = str(zone_of(known[request.person], context.config().timezone))
    if not requests.add(tx, request, expires_at=add_workdays(now, PATIENCE, zone)):
        raise UserError("ask.closed" if told else "ask.already")
    write_request(tx, context, request, known, told=told, now=now)


def seek(context: Context, seeker: Person, topic: str, *, now: datetime) -> Found:
    """Return whom somebody may ask about a topic, or topics close to it. Raises UserError."""
    insist_able(context, seeker)
    if not topic:
        raise UserError("ask.no_topic")
    found = find(context, topic, looking=level_of(seeker), now=now, limit=LOOKED_AT, asker=seeker.id)
    return replace(found, hits=_able(context, seeker, found, now)[:SHOWN])


def askable(context: Context, seeker: Person, shown: Iterable[Profile], *, now: datetime) -> frozenset[PersonId]:
    """Return those of the people shown to somebody whom they may ask now."""
    if not seeker.is_eligible:
        return frozenset()
    with context.database.read() as tx:
        return may_ask_many(tx, context, shown, now) - {seeker.id}


def whom(context: Context, seeker: Person, person: PersonId, *, now: datetime) -> Profile:
    """Return the one who is to be asked, as the seeker may see them. Raises UserError where nobody may ask them now."""
    insist_able(context, seeker)
    if person == seeker.id:
        raise UserError("ask.yourself")
    directory = directory_of(context)
    with context.database.read() as tx:
        profile = profiles.of_person(tx, person)
        seen = None if profile is None else shown(profile, level_of(seeker), directory, now)
        if seen is None or not may_ask(tx, context, seen, now):
            raise UserError("ask.closed")
    return seen


def may_ask(tx: Tx, context: Context, profile: Profile, now: datetime) -> bool:
    """Return whether a request may reach somebody: listed, contactable, there, and below the limit they set."""
    return profile.person in may_ask_many(tx, context, [profile], now)


def may_ask_many(tx: Tx, context: Context, asked: Iterable[Profile], now: datetime) -> frozenset[PersonId]:
    """Return those of these people whom a request may reach.

    The switches are read anew: a profile that was cut to what others see holds neither limit nor pause.
    """
    if context.config().directory is None:
        return frozenset()
    whole = profiles.of_people(tx, [one.person for one in asked])
    taken = requests.counts(tx, whole, now=now)
    return frozenset(one.person for one in whole.values() if is_open(one, taken.get(one.person, 0), now))


def others(
    context: Context, seeker: Person, topic: str, *, without: PersonId, most: int, now: datetime
) -> tuple[Hit, ...]:
    """Return people for a topic whom the seeker may ask and did not ask yet."""
    found = find(context, topic, looking=level_of(seeker), now=now, limit=LOOKED_AT)
    with context.database.read() as tx:
        asked = {without, *(one.person for one in requests.of_seeker(tx, seeker.id))}
    return tuple(hit for hit in _able(context, seeker, found, now) if hit.profile.person not in asked)[:most]


def insist_able(context: Context, someone: Person) -> None:
    """Raise UserError where there is no directory, and for whom it is not."""
    directory_of(context)
    insist_eligible(someone)


def clean_topic(raw: str) -> str:
    """Return a topic as it came in, on one line and no longer than it may be."""
    return _one_line(raw, TOPIC)


def _able(context: Context, seeker: Person, found: Found, now: datetime) -> tuple[Hit, ...]:
    able = askable(context, seeker, [hit.profile for hit in found.hits], now=now)
    return tuple(hit for hit in found.hits if hit.profile.person in able)


def _insist_free(tx: Tx, seeker: Person, now: datetime) -> None:
    waiting = [one for one in requests.of_seeker(tx, seeker.id) if one.asked_at > now - DAY]
    if len(waiting) >= MOST_OPEN:
        raise UserError("ask.enough")


def _one_line(raw: str, limit: int) -> str:
    return " ".join(clean(raw, limit=limit).split())
