"""Every sentence about a key or a value in rituals.yaml that is not possible.

Each function returns what is wrong, how to mend it, and the mend itself. The words stand in the catalogue `config`;
the sentences about what cannot be read at all stand in `misreadings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.config import guesses
from bot.config.said import DROP, QUOTE, Mend, Said, said, value
from bot.config.suggestions import listed, nearest, nearest_zone, shown
from bot.config.vocabulary import OTHER_WORDS
from bot.config.writing import as_scalar

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
    "timezone": "timezone: Europe/Berlin",
    "rituals": """\
rituals:
  - id: kaffee
    kind: post
    title: Kaffeerunde
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:30"}
    text: Was steht diese Woche an?""",
}
SOMEBODY = "U012AB3CD"
SLACK_ID = re.compile(r"[UW][A-Z0-9]{6,14}\Z")
CHANNEL_ID = re.compile(r"(?:\A|/)[CG][A-Z0-9]{8,14}\b")


def choose(key: str, word: Any, choices: Iterable[str], /, *, otherwise: str = "", **params: Any) -> Said:
    """Return a sentence whose hint names the choice that was meant, or all of them."""
    possible = list(choices)
    near = nearest(str(word), possible)
    hint = "meant" if near else "possible" if possible else ""
    return said(key, hint, value(near or otherwise), near=near, choices=listed(possible), word=shown(word), **params)


# ---------------------------------------------------------------- keys


def missing(key: str, owner: str, *, example: str = "") -> Said:
    lines = example or EXAMPLES.get(key, "")
    line = lines.split("\n", 1)[0] or f"{key}: …"
    mend = Mend("add", lines) if lines else None
    return said("key.missing_in" if owner else "key.missing", "add", mend, key=key, owner=owner, example=line)


def unknown_key(key: str, choices: Iterable[str], *, written: Iterable[str] = ()) -> Said:
    found = choose("key.unknown", key, choices)
    near = found.params["near"]
    return found.mended(Mend("key", near) if near and near not in written else DROP)


def empty(key: str) -> Said:
    if key not in EXAMPLES:
        return said("key.empty", "remove", DROP, key=key)
    example = EXAMPLES[key]
    return said("key.empty", "example", value(example.partition(": ")[2]), key=key, example=example)


def other(key: str, reason: str) -> Said:
    return said("value.other", key=key, reason=reason)


def not_among(key: str, given: Any, choices: Iterable[str]) -> Said:
    possible = list(choices)
    return choose("value.among", given, possible, otherwise=next(iter(possible), ""), key=key)


def not_text(key: str, given: Any) -> Said:
    if isinstance(given, dict | list):
        return said("value.one_text", "value.one_text.hint", QUOTE, key=key)
    return said("value.text", "value.text.hint", QUOTE, key=key, word=shown(given), bare=shown(given)[1:-1])


def not_boolean(key: str, given: Any) -> Said:
    mend = value(guesses.as_truth(str(given)) or "false")
    return said("value.boolean", "value.boolean.hint", mend, key=key, word=shown(given))


def not_number(key: str, given: Any) -> Said:
    number = guesses.as_number(str(given))
    return said("value.number", "value.number.hint", value(number) or DROP, key=key, word=shown(given))


def not_list(key: str, given: Any) -> Said:
    if isinstance(given, dict):
        return said("value.list", "value.list_dash", Mend("dash"), key=key)
    return said("value.list", "value.list.hint", value(f"[{as_scalar(str(given))}]"), key=key)


def not_keys(key: str, given: Any) -> Said:
    if key == "schedule":
        example = guesses.as_schedule(str(given)) or EXAMPLES["schedule"].partition(": ")[2]
        return said("value.schedule", "example", value(example), example=f"schedule: {example}")
    if key in ("audience", "managers", "except") and isinstance(given, str | list):
        return _not_whom(key, given)
    return said("value.keys", "value.keys.hint", DROP, key=key)


def _not_whom(key: str, given: str | list[Any]) -> Said:
    """Say that a name alone does not tell whose: a channel's, a group's, a department's, a person's."""
    names = [given] if isinstance(given, str) else [str(name) for name in given[:40]]
    people = [name for name in names if SLACK_ID.match(name)]
    handle = guesses.as_handle(names[0], ascii_only=False) if names else ""
    handle = "" if handle in OTHER_WORDS["channel"] else handle
    example = f"{{channel: {as_scalar(handle or 'allgemein')}}}"
    if people or key == "managers":
        example = f"{{people: [{', '.join(people or [SOMEBODY])}]}}"
    word = ", ".join(names)
    return said("value.whom", "value.whom.hint", value(example), key=key, word=shown(word), example=example)


def not_a_ritual() -> Said:
    return said("ritual.none", "ritual.none.hint", DROP)


def no_rituals() -> Said:
    return said("ritual.empty", "ritual.empty.hint", value("\n" + EXAMPLES["rituals"].partition("\n")[2]))


def version(given: Any) -> Said:
    if given == "1":
        return said("value.version_quotes", "write", value("1"), example="version: 1")
    return said("value.version", "write", value("1"), word=shown(given), example="version: 1")


def braces(key: str) -> Said:
    return said("value.braces", "yaml.quotes", QUOTE, key=key)


def needs_quotes(key: str, given: str) -> Said:
    return said("value.text", "value.text.hint", QUOTE, key=key, word=shown(given), bare=shown(given)[1:-1])


# ---------------------------------------------------------------- values


def bad_id(given: Any) -> Said:
    better = guesses.as_handle(str(given), ascii_only=True)
    mend = value(as_scalar(better)) if better else value("kaffee")
    return said("id.bad", "id.bad.hint", mend, word=shown(given), example=better or "kaffee-berlin")


def same_id(given: str, line: int, taken: Iterable[str]) -> Said:
    known = set(taken)
    free = next(name for n in range(2, len(known) + 3) if (name := f"{given[:36]}-{n}") not in known)
    return said("id.same", "id.same.hint", value(free), id=given, line=line, example=free)


def unknown_kind(given: str, choices: Iterable[str], *, likely: str = "") -> Said:
    return choose("kind.unknown", given, choices, otherwise=likely)


def bad_channel(given: Any) -> Said:
    if CHANNEL_ID.search(str(given)[:200]):
        return said("channel.id", "channel.bad.hint", word=shown(given))
    better = guesses.as_handle(str(given), ascii_only=False)
    return said("channel.bad", "channel.bad.hint", value(as_scalar(better or "allgemein")), word=shown(given))


def bad_every(given: Any) -> Said:
    near = guesses.as_rhythm(str(given)) if isinstance(given, str) else ""
    number = guesses.as_number(str(given)) if str(given).strip().isdigit() else ""
    mend = value(near or (f"{number} weeks" if number and 1 < int(number) < 100 else "week"))
    return said("every.bad", "meant" if near else "every.bad.hint", mend, word=shown(given), near=near)


def too_seldom(given: Any) -> Said:
    better = guesses.as_rhythm(str(given))
    return said("every.number", "every.number.hint", value(better), word=shown(given))


def bad_day(given: Any, week: tuple[str, ...]) -> Said:
    if str(given)[:9].rstrip(".").isdigit():
        return _numbered_day(given)
    days = guesses.as_days(str(given))
    text = f"[{', '.join(days)}]" if len(days) > 1 else "".join(days)
    hint = "meant" if len(days) == 1 else "write" if days else "day.bad.hint"
    mend = value(text or "mon")
    return said("day.bad", hint, mend, word=shown(given), near=text, example=text, choices=listed(week))


def _numbered_day(given: Any) -> Said:
    number = int(str(given)[:9].rstrip("."))
    near = "first workday" if number <= 10 else "last workday" if number >= 25 else ""
    rule = f"FREQ=MONTHLY;BYMONTHDAY={min(max(number, 1), 31)}"
    return said("day.number", "day.number.hint", value(near), word=shown(given), rule=rule)


def which_week(day: str, every: str) -> Said:
    key = "day.which_quarter" if every == "quarter" else "day.which"
    return said(key, "day.which.hint", value(f"first {day}"), day=day)


def not_in_week(day: str, every: str) -> Said:
    word = day.split()[-1]
    better = "fri" if word == "workday" and "last" in day else "mon" if word == "workday" else word
    return said("day.not_in_week", "day.not_in_week.hint", value(better), day=day, every=every, word=better)


def no_days(every: str) -> Said:
    example = "days: [mon]" if every == "week" else "days: [first mon]"
    key = f"day.none_{every}" if every in ("month", "quarter") else "day.none_week"
    return said(key, "add", Mend("add", example), example=example)


def useless(key: str, kind: str) -> Said:
    return said("key.useless", "remove", DROP, key=key, kind=kind)


def bad_time(given: Any) -> Said:
    better = guesses.as_clock(str(given)[:40])
    hint = "write" if better else "time.bad.hint"
    return said("time.bad", hint, value(f'"{better or "09:30"}"'), word=shown(given), example=f'"{better}"')


def bad_date(given: Any) -> Said:
    better = guesses.as_day_of_year(str(given))
    hint = "write" if better else "date.bad.hint"
    return said("date.bad", hint, value(better or "2026-11-26"), word=shown(given), example=better)


def too_far(given: date, last: int) -> Said:
    better = f"2026{str(given)[4:]}" if f"{given:%m-%d}" != "02-29" else "2026-03-01"
    return said("date.far", "write", value(better), word=shown(given), last=last, example=better)


def bad_timezone(given: Any, zones: tuple[str, ...]) -> Said:
    near = nearest_zone(str(given), zones)
    hint = "meant" if near else "zone.bad.hint"
    return said("zone.bad", hint, value(near or "Europe/Berlin"), word=shown(given), near=near)


def bad_duration(key: str, given: Any, *, workdays: bool) -> Said:
    units = ("minute", "hour", "day", "week", "workday") if workdays else ("minute", "day", "week", "hour")
    better = guesses.as_duration(str(given), units)
    example = "`4 workdays`, `48 hours`, `5 days`" if workdays else "`90 minutes`, `2 hours`, `1 day`"
    hint = "meant" if better else "duration.bad.hint"
    mend = value(better or ("2 hours" if not workdays else "1 workday" if key == "remind" else "4 workdays"))
    return said("duration.bad", hint, mend, key=key, word=shown(given), near=better, example=example)


def too_long_duration(key: str, given: Any, days: int) -> Said:
    better = guesses.as_duration(str(given), ("minute", "hour", "day", "week", "workday")) or "1 day"
    return said("duration.long", "write", value(better), key=key, days=days, example=better)


def needs_anchor(every: tuple[str, int] | None, first: date) -> Said:
    example = f"starting: {first}"
    key = f"anchor.{every[0]}" if every else "anchor.rrule"
    return said(key, "anchor.hint", Mend("add", example), number=every[1] if every else 0, example=example)


def ends_before_it_begins(starting: date) -> Said:
    better = starting + timedelta(days=364)
    return said("until.early", "until.early.hint", value(str(better)), better=str(better))


def never(mend: Mend) -> Said:
    return said("schedule.never", "schedule.never.hint", mend)
