"""In people's hands: join, leave, pause, resume, choose a language. Each acts once per inbound key."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.model import Language, Person, Ritual, Stance, Words
from bot.schedule import is_paused, local_date, next_instant_for, next_occurrence, zone_of
from bot.service.arrivals import welcome
from bot.service.audience import takes_part
from bot.service.context import Context
from bot.service.departures import see_off
from bot.service.naming import find_ritual
from bot.service.people import fresh, insist_eligible
from bot.service.profiles import line_up
from bot.store import audit, inbound, participation, people


def join(context: Context, someone: Person, name: str, *, key: str, now: datetime) -> Words | None:
    """Let a person take part; return what to tell them, None for a repeated delivery. Raises UserError."""
    return _take_stance(context, someone, name, stance="joined", key=key, now=now)


def leave(context: Context, someone: Person, name: str, *, key: str, now: datetime) -> Words | None:
    """Let a person step out; return what to tell them, None for a repeated delivery. Raises UserError."""
    return _take_stance(context, someone, name, stance="left", key=key, now=now)


def pause(context: Context, someone: Person, until: date, *, key: str, now: datetime) -> Words | None:
    """Give a person a break up to and including a day; None for a repeated delivery."""
    insist_eligible(someone)
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        people.pause(tx, someone.id, until)
        see_off(tx, context, fresh(tx, someone), now=now)
        audit.note(tx, at=now, actor=someone.id, action="pause", object="self")
    return Words("paused", {"until": until})


def resume(context: Context, someone: Person, *, key: str, now: datetime) -> Words | None:
    """End a person's break; None for a repeated delivery."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        paused = is_paused(fresh(tx, someone), now, default_zone=context.config().timezone)
        people.resume(tx, someone.id)
        paused = participation.unskip(tx, someone.id) > 0 or paused
        audit.note(tx, at=now, actor=someone.id, action="resume", object="self")
    return Words("resumed" if paused else "resumed.already")


def skip(
    context: Context, someone: Person, name: str, *, key: str, now: datetime, on: date | None = None
) -> Words | None:
    """Leave a person out of the next round of a ritual, or of the one of a date if that is still to come.

    Return what to tell them, None for a repeated delivery. Raises UserError.
    """
    insist_eligible(someone)
    ritual = find_ritual(context, name, verb="skip")
    coming = None if ritual.paused else next_occurrence(ritual.rule, now)
    if coming is None or (on is not None and on != coming.nominal_date):
        raise UserError("skip.none", title=Words(own=ritual.title))
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        if not takes_part(tx, ritual, someone):
            raise UserError("skip.not_in", title=Words(own=ritual.title), id=ritual.id)
        participation.skip(tx, someone.id, ritual.id, coming.nominal_date)
        audit.note(tx, at=now, actor=someone.id, action="skip", object=ritual.id)
    return Words("skipped", {"title": Words(own=ritual.title), "on": local_date(coming, ritual.rule)})


def choose_language(context: Context, someone: Person, language: Language | None, *, key: str, now: datetime) -> bool:
    """Keep a person's choice of language; None follows Slack. Return False for a repeated delivery."""
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return False
        people.set_language(tx, someone.id, language)
    return True


def _take_stance(
    context: Context, someone: Person, name: str, *, stance: Stance, key: str, now: datetime
) -> Words | None:
    insist_eligible(someone)
    ritual = find_ritual(context, name, verb="join" if stance == "joined" else "leave")
    with context.database.begin() as tx:
        if not inbound.first_time(tx, key, now=now):
            return None
        before = takes_part(tx, ritual, someone)
        participation.put(tx, someone.id, ritual.id, stance)
        audit.note(tx, at=now, actor=someone.id, action=stance, object=ritual.id)
        see_off(tx, context, fresh(tx, someone), now=now)
        if stance == "joined" and not before:
            welcome(tx, context, ritual, fresh(tx, someone), now=now)
    if stance == "joined":
        line_up(context, someone.id)
    title = Words(own=ritual.title)
    if stance == "left":
        return Words("left" if before else "left.already", {"title": title, "id": ritual.id})
    if before:
        return Words("joined.already", {"title": title})
    return Words("joined", {"title": title, "next": _next_round(ritual, someone, now)})


def _next_round(ritual: Ritual, someone: Person, now: datetime) -> Words | str:
    """Say when the person's next round is; nothing while the ritual rests."""
    rule = ritual.rule
    zone = zone_of(someone, rule.timezone) if rule.personal else ZoneInfo(rule.timezone)
    paused = is_paused(someone, now, default_zone=zone.key) and someone.paused_until is not None
    after = datetime.combine(someone.paused_until or now.date(), time.max, zone) if paused else now
    coming = None if ritual.paused else next_instant_for(rule, after, zone.key)
    if coming is None:
        return ""
    return Words("joined.next_paused" if paused else "joined.next", {"when": coming.astimezone(zone)})
