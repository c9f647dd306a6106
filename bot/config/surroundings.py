"""Every sentence about what surrounds the rituals: commands, calendars, holidays, hours, people, places.

As in `problems`, each function returns what is wrong, how to mend it, and the mend itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from bot.config import guesses
from bot.config.problems import SOMEBODY, choose
from bot.config.said import DROP, Mend, Said, said, value
from bot.config.suggestions import first_of, listed, nearest, shown

# ---------------------------------------------------------------- commands


def bad_alias(given: str) -> Said:
    better = f"/{guesses.as_handle(given, ascii_only=True)[:31] or 'kaffee'}"
    return said("alias.bad", "alias.bad.hint", Mend("key", better), word=shown(given), example=better)


def slack_command(alias: str) -> Said:
    better = f"/rondo-{alias[1:]}"
    return said("alias.slack", "alias.slack.hint", Mend("key", better), alias=alias, example=better)


def own_command() -> Said:
    return said("alias.own", "alias.own.hint", DROP)


def bad_target(alias: str, given: Any, choices: Iterable[str], ids: Collection[str] = ()) -> Said:
    possible = list(choices)
    words = str(given)[:200].split() or [""]
    if words[0] in ids:
        words = ["join", *words]
    near = nearest(words[0], possible)
    mend = value(" ".join([near, *words[1:]])) if near else value("help")
    hint = "meant" if near else "alias.target.hint"
    meant = " ".join([near, *words[1:2]])
    return said("alias.target", hint, mend, word=shown(given), alias=alias, near=meant, choices=listed(possible))


# ---------------------------------------------------------------- calendars and holidays


def bad_range(given: Any, longest: int) -> Said:
    better = guesses.as_stretch(str(given))
    return said("range.bad", "write" if better else "range.bad.hint", value(better or "2026-12-24..2027-01-06"),
                word=shown(given), longest=longest, example=better)  # fmt: skip


def long_range(given: Any, first: str, longest: int) -> Said:
    return said("range.long", "range.bad.hint", value(f"{first}..{first}"), word=shown(given), longest=longest)


def bad_holidays(given: Any) -> Said:
    better = guesses.as_place(first_of(given)) if isinstance(given, str | bool | list) else ""
    hint = "write" if better else "holidays.bad.hint"
    return said("holidays.bad", hint, value(better or "none"), word=shown(given), example=better)


def bad_country(given: Any, choices: Iterable[str]) -> Said:
    better = guesses.as_country(str(given))
    hint = "meant" if better else "country.bad.hint"
    found = said("country.bad", hint, value(better or "DE"), word=shown(given), near=better, choices=listed(choices))
    return replace(found, below=("country",))


def no_country() -> Said:
    return said("country.none", "add", Mend("add", "country: DE"), example="country: DE")


def bad_state(given: Any, country: str, choices: tuple[str, ...]) -> Said:
    better = guesses.as_state(str(given), country, choices)
    hint = "meant" if better else "state.bad.hint"
    found = said("state.bad", hint, value(better) or DROP, word=shown(given), country=country, near=better,
                 choices=", ".join(f"`{choice}`" for choice in choices))  # fmt: skip
    return replace(found, below=("state",))


def unknown_calendar(given: str, choices: Iterable[str]) -> Said:
    found = choose("calendar.unknown", given, choices)
    return found if found.mend else found.mended(DROP)


# ---------------------------------------------------------------- hours and messages


def bad_hours(given: Any) -> Said:
    text = " - ".join(map(str, given)) if isinstance(given, list) else str(given)
    better = guesses.as_hours(text) or '["08:00", "18:00"]'
    return said("hours.bad", "write", value(better), word=shown(given), example=better)


def bad_budget(given: Any) -> Said:
    numbers = re.findall(r"[0-9]{1,3}", str(given)[:80])
    week = min(max(int(numbers[-1]), 1), 50) if numbers else 3
    return said("budget.bad", "budget.bad.hint", value(f"{{day: 1, week: {week}}}"), word=shown(given), week=week)


def outside_hours(at: str, opens: str, closes: str) -> Said:
    mend = value(f'"{opens if at < opens else closes}"')
    return said("hours.outside", "hours.outside.hint", mend, at=at, opens=opens, closes=closes)


# ---------------------------------------------------------------- people and places


def bad_slack_id(given: Any) -> Said:
    found = re.search(r"\b[UW][A-Z0-9]{6,14}\b", str(given)[:200].upper()) if "@" not in str(given)[1:] else None
    better = found.group() if found and any(letter.isdigit() for letter in found.group()) else ""
    hint = "meant" if better else "person.bad.hint"
    return said("person.bad", hint, value(better or SOMEBODY), word=shown(given), near=better)


def bad_user_group(given: Any) -> Said:
    better = guesses.as_handle(str(given), ascii_only=False)
    return said("group.bad", "group.bad.hint", value(better or "alle"), word=shown(given))


def nowhere() -> Said:
    return said("where.none", "add", Mend("add", "channel: allgemein"), example="channel: allgemein")


def no_channel(kind: str) -> Said:
    return said("where.channel", "add", Mend("add", "channel: allgemein"), kind=kind, example="channel: allgemein")


def channel_or_audience() -> Said:
    return said("where.both", "where.both.hint", DROP)


def nobody(key: str) -> Said:
    return said("audience.nobody", "audience.nobody.hint", Mend("value", "{channel: allgemein}"), key=key)


def personal_channel(zone: str) -> Said:
    return said("zone.personal", "zone.personal.hint", value(zone), example=zone)


def every_or_rrule() -> Said:
    return said("rrule.both", "rrule.both.hint", DROP)


def bad_rrule(given: Any, better: str) -> Said:
    hint = "write" if better else "rrule.bad.hint"
    mend = value(better or "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1")
    return said("rrule.bad", hint, mend, word=shown(given), example=better)
