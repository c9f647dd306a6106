"""Why somebody hears from a ritual, or does not: from the file, from what they said, and from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Audience, Explanation, Person, Reasons, Ritual, Stance, StoredLetter, Words
from bot.schedule import is_paused, next_occurrence, personal_instant, zone_of
from bot.service.audience import Places, is_counted, is_for_people, is_named, places_of
from bot.service.context import Context
from bot.service.moments import OVER_BUDGET
from bot.service.naming import find_named
from bot.service.people import fresh
from bot.store import halts, letters, participation

BACK = timedelta(days=60)
"""How far back messages are looked for."""


def why(context: Context, someone: Person, now: datetime, ritual_id: str = "") -> Explanation:
    """Return why a person hears from one ritual (by id or title), or from each. Raises UserError for an unknown one."""
    config = context.config()
    asked: Sequence[Ritual] = [find_named(config.rituals, ritual_id)] if ritual_id else config.rituals
    with context.database.read() as tx:
        someone = fresh(tx, someone)
        zone = zone_of(someone, config.timezone)
        sent = letters.of_person(tx, someone.id, since=now - BACK)
        places, stances = places_of(tx, someone), participation.of_person(tx, someone.id)
        stops = halts.every(tx)
    rituals = []
    for ritual in asked:
        own = [one for one in sent if (one.run or "").startswith(f"{ritual.id}@")]
        of_people = is_for_people(ritual, context.kinds[ritual.kind])
        part = _part(ritual, someone, places, stances.get(ritual.id)) if of_people else _spoken_to(ritual, places)
        stop = halts.over(stops, ritual.id)
        reasons = _reasons(ritual, part, now, zone, own)
        stopped = replace(reasons, stopped=stop.since.astimezone(zone), waits=None, next=None) if stop else reasons
        rituals.append(stopped)
    return Explanation(
        rituals=tuple(rituals),
        paused_until=someone.paused_until if is_paused(someone, now, default_zone=config.timezone) else None,
        zone=zone.key,
        day=config.budget.day,
        week=config.budget.week,
        hours=config.send_between,
    )


def _reasons(ritual: Ritual, part: Words, now: datetime, zone: ZoneInfo, own: Sequence[StoredLetter]) -> Reasons:
    """Put together what is known of one ritual; `own` are its messages to the person."""
    last = _latest(one.claimed_at for one in own if one.state == "sent")
    held = _latest(one.not_before for one in own if one.outcome == OVER_BUDGET)
    return Reasons(
        title=ritual.title,
        part=part,
        rests=ritual.paused,
        last=_local(last, zone),
        held=_local(held, zone) if held and (last is None or held > last) else None,
        waits=_local(_latest(one.not_before for one in own if one.state == "due" and one.not_before > now), zone),
        next=_local(_next(ritual, now, zone), zone),
    )


def _next(ritual: Ritual, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the ritual happens next, for somebody in that zone."""
    coming = None if ritual.paused else next_occurrence(ritual.rule, now)
    if coming is None:
        return None
    return personal_instant(ritual.rule, coming.nominal_date, zone.key) if ritual.rule.personal else coming.at


def _latest(instants: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in instants if one is not None), default=None)


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _spoken_to(ritual: Ritual, places: Places) -> Words:
    """Say whether somebody is in the channel of a ritual that has no members."""
    inside = ritual.channel in places.channels
    return Words("why.post.in" if inside else "why.post.out", {"name": ritual.channel})


def _part(ritual: Ritual, someone: Person, places: Places, stance: Stance | None) -> Words:
    """Say whether somebody takes part, and why or why not."""
    where = {"id": ritual.id}
    if is_counted(ritual, someone, places, stance):
        return Words("why.in.joined") if stance == "joined" else _named_by(ritual.whom, someone, places)
    if not someone.is_eligible:
        return Words("why.out.guest")
    if stance == "left":
        return Words("why.out.left", where)
    if ritual.join == "opt-in":
        return Words("why.out.opt_in", where)
    if is_named(replace(ritual.whom, without=None), places):
        return Words("why.out.excluded", where)
    if len(ritual.whom.channels) == 1:
        return Words("why.out.channel", {**where, "name": ritual.whom.channels[0]})
    return Words("why.out.others", where)


def _named_by(audience: Audience, someone: Person, places: Places) -> Words:
    """Say which part of an audience names somebody whom it does name."""
    if someone.slack_id in audience.people:
        return Words("why.in.named")
    if places.department in {name.casefold() for name in audience.departments}:
        return Words("why.in.department", {"name": someone.department})
    channel = next((name for name in audience.channels if name in places.channels), None)
    return Words("why.in.channel", {"name": channel}) if channel else Words("why.in.group")
