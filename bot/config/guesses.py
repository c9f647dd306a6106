"""What somebody probably meant by a value: each function returns it as rituals.yaml would have it, or an empty text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable

from bot.config.suggestions import nearest
from bot.config.vocabulary import (
    COUNTRY_NAMES,
    FALSE,
    MONTHS,
    NUMBERS,
    ORDINALS,
    OTHER_WORDS,
    STATE_NAMES,
    TRUE,
    UNITS,
)

LONG_WORD = 60
"""Longer values are not looked at; nobody means anything by them."""
CLOCK = re.compile(r"([0-9]{1,2})\s*(?:(?:[:.,h]|uhr)\s*([0-9]{2}))?\s*(?:uhr|h|o'clock)?\s*(am|pm)?", re.IGNORECASE)
HOUR_RANGE = re.compile(r"(?<=[0-9hrm])\s*(?:-|–|bis|to)\s*[0-9].*\Z")
DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})\Z")
DAY_FIRST = re.compile(r"([0-9]{1,2})\.?[./ -] *([0-9]{1,2}|[A-Za-zäÄ]{3,9})\.?[./ -] *(20[0-9]{2})\Z")
YEAR_FIRST = re.compile(r"(20[0-9]{2})[-./]?([0-9]{1,2})[-./]?([0-9]{1,2})(?:[T ].*)?\Z")
TWO_DAYS = re.compile(r"\s*(\S.*?)\s*(?:\.\.+|…|–|—| - | bis | to |/(?=20))\s*(\S.*?)\s*\Z")
COUNT = re.compile(r"[0-9]\. *[^\W\d]|(erst|zweit|dritt|viert|letzt)e|first|second|other|third|last|monat|month")
"""Words with which a day is not one of every week."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTED = ("first", "1st", "second", "2nd", "third", "3rd", "fourth", "4th", "last")


def as_clock(text: str) -> str:
    """Return the local time: `9 Uhr`, `9.30`, `0930`, `2pm` are understood; of `9:00-10:00` the beginning."""
    bare = bared(text).lower().removeprefix("um ").removeprefix("ab ")
    bare = HOUR_RANGE.sub("", bare)
    digits = DIGITS.match(bare)
    match = CLOCK.fullmatch(bare)
    if digits:
        hour, minute = int(digits[1]), int(digits[2])
    elif match:
        hour, minute = int(match[1]) % 12 + 12 * (match[3] == "pm") if match[3] else int(match[1]), int(match[2] or 0)
    else:
        return ""
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def as_hours(text: str) -> str:
    """Return first and last hour: `8-18`, `08:00 bis 18 Uhr`, and those the wrong way round."""
    parts = re.split(r"\s*(?:-|–|bis|to|,|until)\s*", bared(text[:LONG_WORD]))
    clocks = sorted(clock for part in parts if (clock := as_clock(part)))
    return f'["{clocks[0]}", "{clocks[1]}"]' if len(clocks) == 2 and clocks[0] < clocks[1] else ""


def as_day_of_year(text: str) -> str:
    """Return the date: `24.12.2026`, `24. Dezember 2026`, `2026/12/24`; the last of the month for one that is none."""
    bare = bared(text[:LONG_WORD])
    if match := YEAR_FIRST.match(bare):
        year, month, day = match[1], match[2], match[3]
    elif match := DAY_FIRST.match(bare):
        year, month, day = match[3], match[2], match[1]
    else:
        return ""
    number = MONTHS.get(month.lower(), 0) or (int(month) if month.isdigit() else 0)
    if number > 12 and int(day) <= 12:
        number, day = int(day), str(number)
    if not 1 <= number <= 12 or int(day) < 1:
        return ""
    last = monthrange(int(year), number)[1]
    return f"{year}-{number:02}-{min(int(day), last):02}"


def as_stretch(text: str) -> str:
    """Return a stretch of days, `2026-12-24..2027-01-06`, the earlier day first."""
    match = TWO_DAYS.match(text[:LONG_WORD])
    days = sorted(as_day_of_year(part) for part in match.groups()) if match else []
    return "..".join(days) if days and all(days) else ""


def as_rhythm(text: str) -> str:
    """Return a number and a unit for `every`: `14 Tage` and `jede zweite Woche` are `2 weeks`, `montags` a `week`."""
    bare = re.sub(r"\A(every|each|jede[nrms]?|alle)\s+", "", bared(text[:LONG_WORD]).lower())
    bare = re.sub(r"(other|second|zweite[nrms]?)\s+", "2 ", bare)
    if bare in ("biweekly", "fortnight", "fortnightly", "zweiwöchentlich", "14-täglich", "vierzehntäglich"):
        return "2 weeks"
    if bare in ("yearly", "year", "jährlich", "annually", "1 year"):
        return "12 months"
    if any(bare == day or bare in OTHER_WORDS[day] for day in WEEK):
        return "week"
    number, unit = _counted(bare)
    if unit == "day" and number and number % 7 == 0:
        number, unit = number // 7, "week"
    unit = nearest(unit, ("day", "week", "month", "quarter"))
    if not unit:
        return ""
    return unit if number == 1 else f"{min(max(number, 1), 99)} {unit}s"


def as_duration(text: str, units: Iterable[str]) -> str:
    """Return a number and one of the units: `48h` are `48 hours`, `4 Werktage` are `4 workdays`."""
    number, unit = _counted(bared(text[:LONG_WORD]).lower())
    known = tuple(units)
    if unit == "month":
        number, unit = number * 30, "day"
    unit = nearest(unit.removesuffix("s"), known) or (known[-1] if not unit else "")
    if unit == "" or not number >= 1:
        return ""
    most = {"minute": 129_600, "hour": 2_160, "week": 12}.get(unit, 90)
    number = min(number, most)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def as_schedule(text: str) -> str:
    """Return a schedule for a sentence with days of the week and an hour: `Jeden Montag um 9`."""
    bare = bared(text[:LONG_WORD]).lower()
    words = re.findall(r"[^\W\d_]+", bare)
    days = [day for day in WEEK if any(word == day or word in OTHER_WORDS[day] for word in words if len(word) > 2)]
    hour = re.search(r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s*(?:uhr|h|am|pm)\b)?", bare)
    at = as_clock(hour.group()) if hour else ""
    return f'{{every: week, days: [{", ".join(days)}], at: "{at}"}}' if days and at and not COUNT.search(bare) else ""


def as_days(text: str) -> tuple[str, ...]:
    """Return the days of a week or a month: `Montag`, `Mo-Fr`, `mon, thu`, `erster Montag`, `werktags`."""
    bare = bared(text[:LONG_WORD]).lower()
    if bare in ("werktags", "werktag", "werktage", "weekdays", "workdays", "workday", "weekday", "arbeitstage"):
        return WEEK[:5]
    if match := re.fullmatch(r"(\w+)\s*(?:-|–|bis|to)\s*(\w+)", bare):
        first, last = (_day(part) for part in match.groups())
        if first in WEEK and last in WEEK and WEEK.index(first) < WEEK.index(last):
            return WEEK[WEEK.index(first) : WEEK.index(last) + 1]
    days = tuple(_day(part) for part in re.split(r"\s*(?:,|;|\+|&|\bund\b|\band\b)\s*", bare))
    return days if all(days) else ()


def as_place(text: str) -> str:
    """Return whose holidays hold: `Bayern`, `BY` (Germany first), `DE-BY`, `Deutschland`, `nein`."""
    bare = bared(text[:LONG_WORD]).lower()
    if bare in FALSE or bare in ("keine", "none", "nobody"):
        return "none"
    country, _, state = bare.upper().partition("-")
    if country in ("DE", "AT", "CH") and state:
        return f"{{country: {country}, state: {state}}}"
    found = STATE_NAMES.get(bare.replace(" ", "-"))
    if found is None and not bare.isdigit():
        found = next((place for place in STATE_NAMES.values() if place[1] == bare.upper()), None)
    if found:
        return f"{{country: {found[0]}, state: {yaml_code(found[1])}}}"
    found_country = as_country(bare)
    return f"{{country: {found_country}}}" if found_country else ""


def as_country(text: str) -> str:
    """Return a country's code."""
    bare = bared(text[:LONG_WORD])
    code = COUNTRY_NAMES.get(bare.lower(), bare.upper())
    return code if code in ("DE", "AT", "CH") else ""


def as_state(text: str, country: str, codes: Iterable[str]) -> str:
    """Return the code of a state, if the country has it."""
    bare = bared(text[:LONG_WORD])
    named = STATE_NAMES.get(bare.lower().replace(" ", "-"), ("", ""))
    code = named[1] if named[0] == country else bare.upper().removeprefix(f"{country}-")
    return yaml_code(code) if code in codes else ""


def as_truth(text: str) -> str:
    """Return `true` or `false`."""
    bare = bared(text[:LONG_WORD]).lower()
    return "true" if bare in TRUE else "false" if bare in FALSE else ""


def as_number(text: str) -> str:
    """Return a whole number in digits."""
    bare = bared(text[:LONG_WORD]).lower()
    digits = re.search(r"[0-9]{1,6}", bare)
    return digits.group() if digits else str(NUMBERS.get(bare, ""))


def as_handle(text: str, *, ascii_only: bool) -> str:
    """Return a name in small letters, digits and hyphens: an id, a channel, a user group."""
    lower = bared(text[:LONG_WORD]).lower().strip("#@<>/ ")
    if ascii_only:
        for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
            lower = lower.replace(umlaut, letters)
    kept = re.sub(r"[^a-z0-9-]+" if ascii_only else r"[^\w-]+", "-", lower)
    return re.sub(r"-{2,}", "-", kept).strip("-")[:40].strip("-")


def bared(text: str) -> str:
    """Return a text without the quotation marks and blanks around it, also typographic ones."""
    return text.strip().strip("„“”‚‘’«»\"'`").strip(" ,;\u00a0")


def yaml_code(code: str) -> str:
    """Return a code as a text of YAML; Austria counts its states."""
    return f'"{code}"' if code.isdigit() else code


def _counted(bare: str) -> tuple[int, str]:
    """Return number and unit of `14 tage`, `2weeks`, `zwei wochen`; the number is 1 if there is none."""
    match = re.match(r"([0-9]{1,6})?\s*([^\W\d_]*)", bare)
    assert match is not None, "every part of the pattern may be empty"
    number, unit = match[1], match[2]
    if unit in NUMBERS:
        number, unit = str(NUMBERS[unit]), next(iter(bare.split()[1:2]), "")
    return int(number or 1), UNITS.get(unit, unit.removesuffix("s"))


def _day(text: str) -> str:
    """Return a day of the week, or one of a month with its number."""
    words = text.replace(".", " ").split()
    if len(words) == 2:
        count = ORDINALS.get(words[0], words[0])
        day = nearest(words[1], (*WEEK, "workday"))
        day = "workday" if UNITS.get(words[1]) == "workday" else day
        return f"{count} {day}" if count in COUNTED and day else ""
    return nearest(words[0], WEEK) if len(words) == 1 else ""
