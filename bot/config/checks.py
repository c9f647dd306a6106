"""What only several values together tell: days and intervals, ids, aliases of commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from bot.config import problems
from bot.config.findings import Findings
from bot.config.nodes import Path
from bot.config.schema import PERSONAL, Common, Schedule
from bot.model import Rule
from bot.rituals.base import Kind
from bot.schedule import WEEKDAYS, is_rrule, next_occurrence

ALIAS = re.compile(r"/[a-z0-9_-]{1,31}\Z")
OWN = "/rondo"
LONG = ("month", "quarter")
VERBS = ("help", "list", "join", "leave", "pause", "resume", "next", "why", "preview")
SLACK_COMMANDS = (
    "/active /apps /archive /away /call /collapse /dm /dnd /expand /feed /feedback /huddle /invite /join /kick /leave "
    "/me /msg /mute /open /prefs /remind /remove /rename /search /shortcuts /shrug /star /status /topic /who"
)
"""Commands that Slack's own clients answer (Slack help centre, "Slash commands in Slack")."""


def check_schedule(schedule: Schedule, rule: Rule, path: Path, findings: Findings) -> None:
    """Note what does not go together in a schedule."""
    before = len(findings.problems)
    if schedule.rrule is not None or schedule.every is None:
        _either(schedule, path, findings)
        return
    unit, interval = schedule.every
    _days(schedule, path, findings)
    if interval > 1 and schedule.starting is None:
        findings.add((*path, "every"), problems.needs_anchor(f"every {interval} {unit}s"))
    if schedule.starting and schedule.until and schedule.until < schedule.starting:
        findings.add((*path, "until"), problems.ends_before_it_begins())
    if len(findings.problems) == before and schedule.starting and _never(rule):
        findings.add((*path, "every"), problems.never())


def check_fit(entry: Mapping[str, object], kind: Kind, path: Path, findings: Findings) -> None:
    """Note keys that the kind has no use for: nobody joins a post, and it is over once it was sent."""
    if "join" in entry and not kind.has_members and "audience" not in entry:
        findings.add((*path, "join"), problems.useless("join", kind.name), key=True)
    if "close_after" in entry and kind.close_after is None:
        findings.add((*path, "close_after"), problems.useless("close_after", kind.name), key=True)
    if "remind" in entry and not kind.reminds:
        findings.add((*path, "remind"), problems.useless("remind", kind.name), key=True)


def check_commands(commands: Mapping[str, str], findings: Findings) -> None:
    """Note aliases that Slack or Rondo cannot take, and targets that Rondo does not know."""
    for alias, target in commands.items():
        path = ("commands", alias)
        if alias == OWN:
            findings.add(path, problems.own_command(), key=True)
        elif alias in SLACK_COMMANDS.split():
            findings.add(path, problems.slack_command(alias), key=True)
        elif not ALIAS.match(alias):
            findings.add(path, problems.bad_alias(alias), key=True)
        if not target.split() or target.split()[0] not in VERBS:
            findings.add(path, problems.bad_target(alias, target, VERBS))


def check_where(entry: Mapping[str, object], ritual: Common, kind: Kind, hours: tuple[str, str], path: Path,
                findings: Findings) -> None:  # fmt: skip
    """Note what does not go together in whom a ritual speaks to, and when."""
    schedule = ritual.schedule
    if ritual.channel is None and ritual.audience is None:
        findings.add(path, problems.nowhere(kind.name))
    if not kind.has_members and ritual.channel is not None and ritual.audience is not None:
        findings.add((*path, "audience"), problems.channel_or_audience(), key=True)
    to_people = kind.has_members or ritual.audience is not None
    if schedule.timezone == PERSONAL and not to_people:
        findings.add((*path, "schedule", "timezone"), problems.personal_channel())
    if to_people and not hours[0] <= schedule.at <= hours[1]:
        findings.add((*path, "schedule", "at"), problems.outside_hours(schedule.at, *hours))


def check_calendars(names: Iterable[str], known: Mapping[str, object], path: Path, findings: Findings) -> None:
    """Note calendars that nobody wrote down."""
    for number, name in enumerate(names):
        if name not in known:
            findings.add((*path, number), problems.unknown_calendar(name, known))


def _either(schedule: Schedule, path: Path, findings: Findings) -> None:
    """Note what is wrong where not `every` alone says when."""
    if schedule.rrule is None:
        findings.add(path, problems.missing("every", " in `schedule`"))
    elif schedule.every is not None or schedule.days:
        findings.add((*path, "rrule"), problems.every_or_rrule(), key=True)
    elif schedule.starting is None:
        findings.add((*path, "rrule"), problems.needs_anchor("the rule"), key=True)
    elif not is_rrule(schedule.rrule, schedule.starting):
        findings.add((*path, "rrule"), problems.bad_rrule(schedule.rrule))
    elif schedule.until and schedule.until < schedule.starting:
        findings.add((*path, "until"), problems.ends_before_it_begins())


def _days(schedule: Schedule, path: Path, findings: Findings) -> None:
    assert schedule.every is not None, "looked at before"
    unit, _ = schedule.every
    if not schedule.days and unit != "day":
        findings.add((*path, "days") if (*path, "days") in findings.document.keys else path, problems.no_days(unit))
    for number, day in enumerate(schedule.days):
        where = (*path, "days", number)
        if unit in LONG and day in WEEKDAYS:
            findings.add(where, problems.which_week(day))
        elif unit not in LONG and day not in WEEKDAYS:
            findings.add(where, problems.not_in_week(day, unit))


def _never(rule: Rule) -> bool:
    assert rule.starting is not None, "a rule without a beginning has an interval of 1 and always comes"
    eve = datetime.combine(rule.starting - timedelta(days=2), time(), UTC)
    return next_occurrence(rule, eve) is None
