"""What only several values together tell: days and intervals, ids, aliases of commands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from bot.config import catalogue_words, goal_words, problems, surroundings, times
from bot.config.admission import PERSONAL
from bot.config.findings import Findings
from bot.config.said import DROP, Mend, Path, value
from bot.config.schema import Common, Defaults, Schedule, Whom
from bot.model import Rule
from bot.rituals.base import Kind, nobody_else
from bot.schedule import WEEKDAYS, is_rrule, next_occurrence

ALIAS = re.compile(r"/[a-z0-9_-]{1,31}\Z")
OWN = "/rondo"
LONG = ("month", "quarter")
FIRST = date(2026, 11, 23)
"""The Monday that examples begin with."""
NOT_IN_RRULE = ("BYHOUR", "BYMINUTE", "BYSECOND", "COUNT", "UNTIL", "DTSTART", "WKST")
VERBS = ("help", "list", "join", "leave", "pause", "resume", "next", "why", "preview")
SKIP, MEET = "skip", "meet"
"""Only where there is a ritual with rounds, and with people who can be brought together at once."""
DIRECTORY_VERBS = ("find", "ask", "card", "me", "coverage")
"""Only where there is a directory."""
FIND: Mapping[str, str] = {"/find": "find"}
"""The alias that a directory brings, unless the file says something else for it."""
GOALS: Mapping[str, str] = {"/goals": "goals"}
"""The same, in a file with goals or a ritual that asks about them."""
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
    _, interval = schedule.every
    _days(schedule, path, findings)
    if interval > 1 and schedule.starting is None:
        _anchor(schedule, path, findings)
    if schedule.starting and schedule.until and schedule.until < schedule.starting:
        findings.add((*path, "until"), times.ends_before_it_begins(schedule.starting))
    if len(findings.problems) == before and schedule.starting and _never(rule):
        _comes_never(schedule, path, findings)


def check_fit(entry: Mapping[str, object], kind: Kind, path: Path, findings: Findings) -> tuple[str, ...]:
    """Note keys that the kind has no use for, and return them: nobody joins a post, and it is over once it was sent."""
    useful = {
        "join": kind.has_members or "audience" in entry,
        "close_after": kind.close_after is not None,
        "remind": kind.reminds,
    }
    useless = tuple(key for key, is_useful in useful.items() if key in entry and not is_useful)
    for key in useless:
        findings.add((*path, key), problems.useless(key, kind.name), key=True)
    return useless


def possible_verbs(
    entries: Iterable[object], kinds: Mapping[str, Kind], *, has_directory: bool, has_goals: bool = False
) -> tuple[str, ...]:
    """Return what an alias may stand for in a file with these rituals; of an unknown kind everything is possible."""
    used = [kinds.get(str(entry.get("kind"))) for entry in entries if isinstance(entry, dict)]
    more = [SKIP] * any(kind is None or kind.has_members for kind in used)
    more += [MEET] * any(kind is None or kind.meet is not nobody_else for kind in used)
    more += GOALS.values() if has_goals else ()
    return (*VERBS, *more, *(DIRECTORY_VERBS if has_directory else ()))


def check_directory(entries: Iterable[object], kinds: Mapping[str, Kind], findings: Findings) -> None:
    """Note rituals that look at what people show of themselves, in a file without a directory."""
    for number, entry in enumerate(entries):
        kind = kinds.get(str(entry.get("kind"))) if isinstance(entry, dict) else None
        if kind is not None and kind.needs_directory:
            _needs_directory(("rituals", number, "kind"), f"kind: {kind.name}", findings)


def _needs_directory(path: Path, what: str, findings: Findings) -> None:
    start = findings.document.place(path[:1], key=True).start
    in_braces = () in findings.document.flows
    findings.add(path, catalogue_words.needs_directory(what, start, in_braces=in_braces))


def check_commands(
    commands: Mapping[str, str], ids: Collection[str], verbs: Collection[str], findings: Findings
) -> None:
    """Note aliases that Slack or Rondo cannot take, and targets that Rondo does not know or that this file lacks."""
    for alias, target in commands.items():
        path = ("commands", alias)
        if alias == OWN:
            findings.add(path, surroundings.own_command(), key=True)
        elif alias in SLACK_COMMANDS.split():
            findings.add(path, surroundings.slack_command(alias), key=True)
        elif not ALIAS.match(alias):
            findings.add(path, surroundings.bad_alias(alias), key=True)
        verb = next(iter(target.split()), "")
        if verb in DIRECTORY_VERBS and verb not in verbs:
            _needs_directory(path, verb, findings)
        elif verb in GOALS.values() and verb not in verbs:
            findings.add(path, goal_words.needs_goals(verb))
        elif verb not in verbs:
            findings.add(path, surroundings.bad_target(alias, target, verbs, ids))


def check_where(ritual: Common, kind: Kind, defaults: Defaults, path: Path, findings: Findings) -> None:
    """Note what does not go together in whom a ritual speaks to, and when."""
    schedule = ritual.schedule
    opens, closes = defaults.send_between
    if not ritual.model_fields_set & {"channel", "audience"}:
        findings.add(path, surroundings.nowhere())
    elif kind.needs_channel and not ritual.channel:
        findings.add(path, surroundings.no_channel(kind.name))
    if not kind.has_members and ritual.channel is not None and ritual.audience is not None:
        findings.add((*path, "audience"), surroundings.channel_or_audience(), key=True)
    check_whom(ritual.audience, (*path, "audience"), findings)
    to_people = kind.has_members or ritual.audience is not None
    if schedule.timezone == PERSONAL and not to_people:
        findings.add((*path, "schedule", "timezone"), surroundings.personal_channel(defaults.timezone))
    if to_people and not opens <= schedule.at <= closes:
        findings.add((*path, "schedule", "at"), surroundings.outside_hours(schedule.at, opens, closes))


def check_whom(whom: Whom | None, path: Path, findings: Findings) -> None:
    """Note people that nothing names: `audience: {}`, or one that says only who is not meant."""
    if whom is not None and not (whom.channel or whom.user_group or whom.department or whom.people):
        findings.add(path, surroundings.nobody(str(path[-1])), key=True)


def check_calendars(names: Iterable[str], known: Mapping[str, object], path: Path, findings: Findings) -> None:
    """Note calendars that nobody wrote down."""
    for number, name in enumerate(names):
        if name not in known:
            findings.add((*path, number), surroundings.unknown_calendar(name, known))


def _either(schedule: Schedule, path: Path, findings: Findings) -> None:
    """Note what is wrong where not `every` alone says when."""
    if schedule.rrule is None:
        findings.add(path, problems.missing("every", "schedule"))
    elif schedule.every is not None or schedule.days:
        findings.add((*path, "rrule"), surroundings.every_or_rrule(), key=True)
    elif schedule.starting is None:
        findings.add((*path, "rrule"), times.needs_anchor(None, FIRST))
    elif not is_rrule(schedule.rrule, schedule.starting):
        better = plain_rrule(schedule.rrule)
        better = better if better and is_rrule(better, schedule.starting) else ""
        findings.add((*path, "rrule"), surroundings.bad_rrule(schedule.rrule, better))
    elif schedule.until and schedule.until < schedule.starting:
        findings.add((*path, "until"), times.ends_before_it_begins(schedule.starting))


def plain_rrule(text: str) -> str:
    """Return a recurrence without what a ritual says elsewhere: hours, ends, counts; and in capitals."""
    parts = (part.strip() for part in text[:200].upper().removeprefix("RRULE:").split(";"))
    return ";".join(part for part in parts if part and not part.startswith(NOT_IN_RRULE))


def _anchor(schedule: Schedule, path: Path, findings: Findings) -> None:
    """Note that nothing says from when on to count; the example falls on a day of the ritual."""
    assert schedule.every is not None, "looked at before"
    weekday = WEEKDAYS.index(day) if (day := next(iter(schedule.days), "mon")) in WEEKDAYS else 0
    first = FIRST + timedelta(days=weekday)
    if schedule.until and schedule.until <= first:
        first -= timedelta(weeks=(first - schedule.until).days // 7 + 4)
    findings.add((*path, "every"), times.needs_anchor(schedule.every, first))


def _comes_never(schedule: Schedule, path: Path, findings: Findings) -> None:
    assert schedule.every is not None, "looked at before"
    unit, interval = schedule.every
    if schedule.until is not None:
        findings.add((*path, "until"), times.never(DROP))
    elif unit == "day":
        weeks = interval // 7
        findings.add((*path, "every"), times.never(value(f"{weeks} weeks" if weeks > 1 else "week") or DROP))
    else:
        findings.add((*path, "every"), times.never(Mend("value", unit)))


def _days(schedule: Schedule, path: Path, findings: Findings) -> None:
    assert schedule.every is not None, "looked at before"
    unit, _ = schedule.every
    if not schedule.days and unit != "day":
        findings.add((*path, "days") if (*path, "days") in findings.document.keys else path, times.no_days(unit))
    for number, day in enumerate(schedule.days):
        where = (*path, "days", number)
        if unit in LONG and day in WEEKDAYS:
            findings.add(where, times.which_week(day, unit))
        elif unit not in LONG and day not in WEEKDAYS:
            findings.add(where, times.not_in_week(day, unit))


def _never(rule: Rule) -> bool:
    assert rule.starting is not None, "a rule without a beginning has an interval of 1 and always comes"
    eve = datetime.combine(rule.starting - timedelta(days=2), time(), UTC)
    return next_occurrence(rule, eve) is None
