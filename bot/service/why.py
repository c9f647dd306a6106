"""Why somebody hears from a ritual, or does not: from the file, from what they said, and from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Audience, Explanation, Person, Reasons, Ritual, Stance, StoredLetter, Words
from bot.rituals.base import has_members
from bot.schedule import is_paused, next_occurrence, personal_instant, zone_of
from bot.service.context import Context
from bot.service.membership import find_named, takes_part
from bot.service.moments import OVER_BUDGET
from bot.service.people import fresh
from bot.store import channels, letters, participation
from bot.store.db import Tx

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
        rituals = tuple(_reasons(tx, context, one, someone, now, zone, sent) for one in asked)
    return Explanation(
        rituals=rituals,
        paused_until=someone.paused_until if is_paused(someone, now, default_zone=config.timezone) else None,
        zone=zone.key,
        day=config.budget.day,
        week=config.budget.week,
        hours=config.send_between,
    )


def _reasons(
    tx: Tx,
    context: Context,
    ritual: Ritual,
    someone: Person,
    now: datetime,
    zone: ZoneInfo,
    sent: Sequence[StoredLetter],
) -> Reasons:
    own = [one for one in sent if (one.run or "").startswith(f"{ritual.id}@")]
    takes = has_members(context.kinds[ritual.kind], ritual)
    last = _latest(one.claimed_at for one in own if one.state == "sent")
    held = _latest(one.not_before for one in own if one.outcome == OVER_BUDGET)
    return Reasons(
        title=ritual.title,
        part=_part(tx, ritual, someone) if takes else _spoken_to(tx, ritual, someone),
        rests=ritual.paused,
        last=last and last.astimezone(zone),
        held=held.astimezone(zone) if held and (last is None or held > last) else None,
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


def _spoken_to(tx: Tx, ritual: Ritual, someone: Person) -> Words:
    """Say whether somebody is in the channel of a ritual that has no members."""
    channel = channels.by_name(tx, ritual.channel)
    inside = channel is not None and channel.id in channels.of_person(tx, someone.id)
    return Words("why.post.in" if inside else "why.post.out", {"name": ritual.channel})


def _part(tx: Tx, ritual: Ritual, someone: Person) -> Words:
    """Say whether somebody takes part, and why or why not."""
    stance = participation.of_person(tx, someone.id).get(ritual.id)
    asked = ritual.audience if ritual.audience != Audience() else Audience(channels=(ritual.channel,))
    named = _named_by(tx, asked, someone)
    if takes_part(tx, ritual, someone):
        return Words("why.in.joined") if stance == "joined" else named or Words("why.in.group")
    return _not(ritual, asked, someone, stance=stance, named=named)


def _not(ritual: Ritual, asked: Audience, someone: Person, *, stance: Stance | None, named: Words | None) -> Words:
    where = {"id": ritual.id}
    if not someone.is_eligible:
        return Words("why.out.guest")
    if stance == "left":
        return Words("why.out.left", where)
    if ritual.join == "opt-in":
        return Words("why.out.opt_in", where)
    if named is not None:
        return Words("why.out.excluded", where)
    if len(asked.channels) == 1:
        return Words("why.out.channel", {**where, "name": asked.channels[0]})
    return Words("why.out.others", where)


def _named_by(tx: Tx, audience: Audience, someone: Person) -> Words | None:
    """Say which part of an audience names somebody, as far as it can be told without the others; None if none does."""
    if someone.slack_id in audience.people:
        return Words("why.in.named")
    for name in audience.departments:
        if someone.department and name.casefold() == someone.department.casefold():
            return Words("why.in.department", {"name": name})
    mine = channels.of_person(tx, someone.id)
    for name in audience.channels:
        channel = channels.by_name(tx, name)
        if channel is not None and channel.id in mine:
            return Words("why.in.channel", {"name": name})
    return None
