"""What one person sees of the rituals: which there are, which are theirs, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.access import may
from bot.i18n import language_of
from bot.model import Channel, Coming, Overview, Person, Ritual, RitualLine, Stance
from bot.rituals.base import nobody_else
from bot.schedule import instants_for, is_paused, occurrences, zone_of
from bot.service.audience import Places, is_counted, is_for_people, places_of
from bot.service.context import Context
from bot.service.people import fresh
from bot.service.roles import standing_of
from bot.store import channels, halts, participation

AHEAD = timedelta(weeks=8)
APART = timedelta(hours=26)
"""With people's own clocks, so much lies at most between an occurrence and somebody's hour."""


def overview(context: Context, someone: Person, *, now: datetime, among: Collection[str] | None = None) -> Overview:
    """Return what a person may see and do now; the next dates are those of rituals that reach them.

    `among`: ids of the only rituals that are looked at.
    """
    config = context.config()
    rituals = [one for one in config.rituals if among is None or one.id in among]
    with context.database.read() as tx:
        someone = fresh(tx, someone)
        standing = standing_of(tx, config, someone)
        places, stances = places_of(tx, someone), participation.of_person(tx, someone.id)
        stops, skips = halts.every(tx), participation.skips_of(tx, someone.id)
        known = channels.named(tx, {ritual.channel for ritual in rituals if ritual.channel})
    lines = [
        _line(context, ritual, someone, places, stance=stances.get(ritual.id), channel=known.get(ritual.channel))
        for ritual in rituals
    ]
    zone = zone_of(someone, config.timezone)
    lines = [replace(line, stopped=_since(stops, line.id, zone), skips=skips.get(line.id)) for line in lines]
    return Overview(
        language=language_of(someone, config.language),
        chosen_language=someone.language,
        is_guest=not someone.is_eligible,
        paused_until=someone.paused_until if is_paused(someone, now, default_zone=config.timezone) else None,
        today=now.astimezone(zone).date(),
        rituals=tuple(lines),
        coming=_coming(lines, now, zone, paused_until=someone.paused_until),
        aliases=tuple(sorted(config.commands)),
        is_manager=may(standing, "list_versions"),
        brings_together=any(context.kinds[one.kind].meet is not nobody_else for one in config.rituals),
        is_owner=standing.is_eligible and bool(standing.owns),
        has_directory=config.directory is not None,
        has_goals=config.has_goals,
    )


def _line(
    context: Context, ritual: Ritual, someone: Person, places: Places, *, stance: Stance | None, channel: Channel | None
) -> RitualLine:
    has_members = is_for_people(ritual, context.kinds[ritual.kind])
    counted = is_counted(ritual, someone, places, stance)
    return RitualLine(
        id=ritual.id,
        title=ritual.title,
        channel=ritual.channel,
        channel_id=channel.id if channel else None,
        rule=ritual.rule,
        has_members=has_members,
        takes_part=counted if has_members else ritual.channel in places.channels,
        paused=ritual.paused,
        audience=ritual.whom,
    )


def _since(stops: Iterable[halts.Halt], ritual: str, zone: ZoneInfo) -> datetime | None:
    """Return since when a ritual is stopped."""
    stop = halts.over(stops, ritual)
    return stop.since.astimezone(zone) if stop else None


def _coming(lines: list[RitualLine], now: datetime, zone: ZoneInfo, *, paused_until: date | None) -> tuple[Coming, ...]:
    """Return the next five dates of the rituals that reach the person; of a break only what goes to a channel.

    What is stopped has none: nobody knows yet when it goes on.
    """
    dates = [
        Coming(title=line.title, when=at.astimezone(zone), zone=zone.key, is_skipped=_is_skipped(line, at, now))
        for line in lines
        if line.takes_part and not line.paused and line.stopped is None
        for at in instants_for(line.rule, now, now + AHEAD, zone.key)
        if not (line.has_members and paused_until and at.astimezone(zone).date() <= paused_until)
    ]
    return tuple(sorted(dates, key=lambda one: one.when)[:5])


def _is_skipped(line: RitualLine, at: datetime, now: datetime) -> bool:
    if line.skips is None:
        return False
    skipped = (one.at for one in occurrences(line.rule, now, now + AHEAD) if one.nominal_date == line.skips)
    return any(abs(one - at) < APART for one in skipped)
