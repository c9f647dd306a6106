"""When a rule happens: nominal local dates first, instants second."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Occurrence, Rule
from bot.schedule.instants import to_local, to_utc
from bot.schedule.spans import HORIZON_DAYS, shifted
from bot.schedule.turns import reach_of, turns

SLACK_DAYS = 2
"""A skipped local time may move past midnight, and past a skipped day."""
EARLIEST = "Etc/GMT-14"
"""UTC+14, Kiritimati: where every date begins first."""


def outlook(rule: Rule, since: datetime, until: datetime) -> list[Occurrence]:
    """Return all with since < at <= until, ascending by `at`: what happens, on its date or moved, and what is skipped.

    Both are aware instants. There is one occurrence per nominal local date, so its `slot` is empty: an edited time
    must not make a second run of the same date. A personal rule opens when its hour first strikes on Earth.
    """
    clock = clock_of(rule)
    first = shifted(to_local(since, clock).date(), -SLACK_DAYS)
    last = shifted(to_local(until, clock).date(), SLACK_DAYS)
    reach = reach_of(rule)
    at = time.fromisoformat(rule.at)
    found = []
    for turn in turns(rule, shifted(first, -reach), shifted(last, reach)):
        if first <= turn.on <= last and since < (instant := to_utc(datetime.combine(turn.on, at), clock)) <= until:
            found.append(Occurrence(turn.nominal, "", instant, turn.skipped, turn.moved))
    return sorted(found, key=lambda occurrence: (occurrence.at, occurrence.nominal_date))


def occurrences(rule: Rule, since: datetime, until: datetime) -> list[Occurrence]:
    """Return what happens with since < at <= until, ascending by `at`; both are aware instants."""
    return [occurrence for occurrence in outlook(rule, since, until) if occurrence.skipped is None]


def local_date(occurrence: Occurrence, rule: Rule) -> date:
    """Return the day on which it happens by the ritual's clock; a holiday may have moved it from its nominal date."""
    return to_local(occurrence.at, clock_of(rule)).date()


def next_occurrence(rule: Rule, after: datetime) -> Occurrence | None:
    """Return the first that happens later than `after`, or None if five years bring none."""
    reach = reach_of(rule)
    clock = clock_of(rule)
    today = to_local(after, clock).date()
    first = max(shifted(today, -SLACK_DAYS - reach), rule.starting or date.min)
    best: Occurrence | None = None
    for turn in turns(rule, first, shifted(first, HORIZON_DAYS)):
        if best is not None and turn.nominal > shifted(best.nominal_date, SLACK_DAYS + 2 * reach):
            break
        if turn.skipped is not None or turn.on < shifted(today, -SLACK_DAYS):
            continue
        at = to_utc(datetime.combine(turn.on, time.fromisoformat(rule.at)), clock)
        if at > after and (best is None or at < best.at):
            best = Occurrence(turn.nominal, "", at, moved=turn.moved)
            if not reach:
                break
    return best


def clock_of(rule: Rule) -> str:
    """Return the zone by whose clock a rule's occurrences open."""
    return EARLIEST if rule.personal else rule.timezone


def end_of_day(rule: Rule, at: datetime) -> datetime:
    """Return the UTC instant at which the local day of an occurrence ends, by the clock of the rule's own zone."""
    tomorrow = to_local(at, clock_of(rule)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(rule.timezone)).astimezone(UTC)
