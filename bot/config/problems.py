"""Every sentence about a key or a value in rituals.yaml that is not possible.

Each function returns what is wrong and how to mend it, for somebody who has never heard of YAML. The sentences about
what cannot be read at all stand in `misreadings`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.config.misreadings import QUOTES, Said
from bot.config.suggestions import listed, meant, nearest, nearest_zone, shown

EXAMPLES = {
    "version": "version: 1",
    "id": "id: kaffee",
    "kind": "kind: post",
    "title": "title: Kaffeerunde",
    "channel": "channel: allgemein",
    "schedule": 'schedule: {every: week, days: [mon], at: "09:30"}',
    "every": "every: week",
    "days": "days: [mon]",
    "at": 'at: "09:30"',
    "text": "text: Was steht diese Woche an?",
    "starting": "starting: 2026-11-26",
}


# ---------------------------------------------------------------- keys


def missing(key: str, owner: str) -> Said:
    example = f"Add `{EXAMPLES[key]}`." if key in EXAMPLES else f"Add `{key}: …`."
    return f"`{key}` is missing{owner}.", example


def unknown_key(key: str, choices: Iterable[str]) -> Said:
    return f"{shown(key)} is not a key that Rondo knows here.", meant(key, choices)


def empty(key: str) -> Said:
    return f"Nothing stands after `{key}:`.", f"Write `{EXAMPLES[key]}`, for example." if key in EXAMPLES else ""


def other(key: str, reason: str) -> Said:
    return f"`{key}`: {reason}.", ""


def not_among(key: str, value: Any, choices: Iterable[str]) -> Said:
    return f"{shown(value)} is not possible for `{key}`.", meant(str(value), choices)


def not_text(key: str, value: Any) -> Said:
    if isinstance(value, dict | list):
        return f"`{key}` must be one text.", "A text that begins with { or [ needs double quotes."
    return f"`{key}` must be a text, and {shown(value)} is none.", f'Put it in quotes: `{key}: "{shown(value)[1:-1]}"`.'


def not_boolean(key: str, value: Any) -> Said:
    return f"`{key}` is true or false, not {shown(value)}.", "Write `true` for yes, `false` for no."


def not_number(key: str, value: Any) -> Said:
    return f"`{key}` must be a whole number, not {shown(value)}.", "Write digits only, without quotes."


def not_list(key: str) -> Said:
    return f"`{key}` must be a list.", "Write one entry per line, each beginning with `- `."


def not_keys(key: str) -> Said:
    return f"`{key}` must consist of keys and values.", "Write them in the next lines, two spaces further right."


def not_a_ritual() -> Said:
    return "A ritual consists of keys such as `id:` and `kind:`.", "Write them one per line, all in the same column."


def no_rituals() -> Said:
    return (
        "There is no ritual in the list.",
        "Write at least one, beginning with `- id: …`; `paused: true` makes it wait.",
    )


def version(value: Any) -> Said:
    return f"This Rondo reads version 1 of the file, not {shown(value)}.", "Write `version: 1`."


def braces(key: str) -> Said:
    return f"`{key}` begins with a brace, which means something else to YAML.", QUOTES


# ---------------------------------------------------------------- values


def bad_id(value: Any) -> Said:
    return (
        f"{shown(value)} is not possible as an `id`.",
        "Use up to 40 small letters a-z, digits and hyphens, such as `kaffee-berlin`.",
    )


def same_id(value: str, line: int) -> Said:
    return f"The id `{value}` is already taken by the ritual in line {line}.", "Give each ritual an id of its own."


def unknown_kind(value: str, choices: Iterable[str]) -> Said:
    return f"There is no kind of ritual called {shown(value)}.", meant(value, choices)


def bad_channel(value: Any) -> Said:
    return (
        f"{shown(value)} is not the name of a channel.",
        "Write the name as Slack shows it: small letters, digits, - and _, without # and spaces.",
    )


def bad_every(value: Any) -> Said:
    choices = ("day", "week", "month", "2 weeks", "2 months")
    near = nearest(str(value), choices)
    hint = f"Did you mean `{near}`?" if near else "Write `day`, `week`, `month`, or a number such as `2 weeks`."
    return f"{shown(value)} is not possible for `every`.", hint


def too_seldom(value: Any) -> Said:
    return f"{shown(value)} is too long or too short for `every`.", "Write a number from 1 to 99."


def bad_day(value: Any, week: tuple[str, ...], month: tuple[str, ...]) -> Said:
    near = nearest(str(value), (*week, *month))
    hint = f"Did you mean `{near}`?" if near else f"Possible are {listed(week)}; in a month `first mon`, `last fri` …"
    return f"{shown(value)} is not a day.", hint


def which_week(day: str) -> Said:
    return (
        f"In a month, `{day}` does not say which one.",
        f"Write `first {day}`, `2nd {day}`, `third {day}`, `4th {day}` or `last {day}`.",
    )


def not_in_week(day: str, every: str) -> Said:
    return f"`{day}` is a day of a month, but `every` says `{every}`.", f"Write `{day.split()[-1]}`, or `every: month`."


def no_days(every: str) -> Said:
    example = "days: [first mon]" if every == "month" else "days: [mon]"
    return f"`days` is missing: on which days of the {every}?", f"Add `{example}`."


def useless(key: str, kind: str) -> Said:
    return f"`{key}` does nothing in a ritual of the kind `{kind}`.", "Remove the line."


def bad_time(value: Any, better: str) -> Said:
    hint = f'Write `"{better}"`.' if better else 'Write hours and minutes, as in `"09:30"`.'
    return f"{shown(value)} is not a time of day.", hint


def bad_date(value: Any, better: str) -> Said:
    return f"{shown(value)} is not a date.", f"Write `{better}`." if better else "Write year-month-day: `2026-11-26`."


def bad_timezone(value: Any, choices: Iterable[str]) -> Said:
    near = nearest_zone(str(value), choices)
    hint = f"Did you mean `{near}`?" if near else "Write a zone such as `Europe/Berlin`."
    return f"{shown(value)} is not a time zone.", hint


def bad_duration(key: str, value: Any, *, workdays: bool) -> Said:
    example = "`4 workdays`, `48 hours` or `5 days`" if workdays else "`90 minutes`, `2 hours` or `1 day`"
    return f"{shown(value)} is not possible for `{key}`.", f"Write a number and a unit: {example}."


def too_long_duration(key: str, days: int) -> Said:
    return f"`{key}` must lie between one minute and {days} days.", ""


def needs_anchor(every: str) -> Said:
    return (
        f"`starting` is missing: {every} from when on?",
        "Add the date of the first time, such as `starting: 2026-11-26`.",
    )


def ends_before_it_begins() -> Said:
    return "`until` lies before `starting`.", "Choose a later last day."


def never() -> Said:
    return "These days never come within five years.", "Compare `every`, `days`, `starting` and `until`."


# ---------------------------------------------------------------- texts


def too_long(key: str, length: int, limit: int) -> Said:
    return f"`{key}` has {length} characters; {limit} are possible.", f"Shorten it by {length - limit}."


def one_line(key: str) -> Said:
    return f"`{key}` must stand in one line.", "Remove the line break."


def unknown_placeholder(name: str, choices: Iterable[str]) -> Said:
    possible = sorted(choices)
    if not possible:
        return f"`{{{name}}}` is not possible here.", "In this text nothing stands in braces."
    near = nearest(name, possible)
    listing = ", ".join(f"`{{{choice}}}`" for choice in possible)
    hint = f"Did you mean `{{{near}}}`? Possible are {listing}." if near else f"Possible are {listing}."
    return f"`{{{name}}}` is not possible here.", hint


def broadcast(token: str) -> Said:
    return f"`{token}` calls everybody, and Rondo does not do that.", "Remove it; who wants to read will."


# ---------------------------------------------------------------- commands


def bad_alias(value: str) -> Said:
    return (
        f"{shown(value)} is not possible as a command.",
        "Begin with / and use up to 31 small letters a-z, digits, - and _, such as `/kaffee`.",
    )


def slack_command(alias: str) -> Said:
    return f"Slack keeps `{alias}` for itself.", f"Choose another name, such as `/rondo-{alias[1:]}`."


def own_command() -> Said:
    return "`/rondo` is Rondo's own command and always there.", "Remove the line, or choose another name."


def bad_target(alias: str, value: Any, choices: Iterable[str]) -> Said:
    possible = list(choices)
    first = str(value).split()[0] if str(value).split() else ""
    near = nearest(first, possible)
    hint = f"Did you mean `{near}`?" if near else f"Begin with one of {listed(possible)}."
    return f"{shown(value)} is not something that `{alias}` can stand for.", hint


# ---------------------------------------------------------------- calendars, hours, people


def bad_range(value: Any, longest: int) -> Said:
    return f"{shown(value)} is not a stretch of days.", f"Write `first..last`, at most {longest} days apart."


def bad_holidays(value: Any) -> Said:
    return f"{shown(value)} does not say whose holidays hold.", "Write `{country: DE, state: BY}`, or `none`."


def bad_country(value: Any, choices: Iterable[str]) -> Said:
    return f"{shown(value)} is not a country whose holidays Rondo knows.", f"Possible are {listed(choices)}."


def bad_state(value: Any, country: str, choices: Iterable[str]) -> Said:
    return f"{shown(value)} is not a state of {country}.", f"Possible are {listed(choices)}."


def bad_hours(value: Any) -> Said:
    return f"{shown(value)} does not say between which hours.", 'Write `["08:00", "18:00"]`.'


def bad_budget(value: Any) -> Said:
    return f"{shown(value)} is not a number of messages.", "Write `{day: 1, week: 3}`, or a number for the week."


def bad_slack_id(value: Any) -> Said:
    return (
        f"{shown(value)} is not the id of a person in Slack.",
        "Open the profile, choose ⋮ and Copy member ID; it looks like `U012AB3CD`.",
    )


def bad_user_group(value: Any) -> Said:
    return f"{shown(value)} is not the handle of a user group.", "Write it as Slack shows it, without @."


def unknown_calendar(value: str, choices: Iterable[str]) -> Said:
    return f"There is no calendar {shown(value)} under `calendars`.", meant(value, choices)


def nowhere(kind: str) -> Said:
    return "The ritual names neither a `channel` nor an `audience`.", "Add `channel: general`."


def channel_or_audience() -> Said:
    return "A post goes to a `channel`, or to each person of an `audience`, not both.", "Remove one of the two."


def personal_channel() -> Said:
    return "A channel has no time of its own for each person.", "Write a zone such as `Europe/Berlin`."


def outside_hours(at: str, opens: str, closes: str) -> Said:
    return (
        f"`at: {at}` lies outside `send_between`, {opens} to {closes}.",
        "Choose an hour in between, or widen `send_between` under `defaults`.",
    )


def every_or_rrule() -> Said:
    return "`rrule` stands instead of `every` and `days`.", "Remove `rrule`, or the other two."


def bad_rrule(value: Any) -> Said:
    return (
        f"{shown(value)} is not a rule that Rondo can follow.",
        "Write days only, such as `FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1`, with `starting` as the first day.",
    )
