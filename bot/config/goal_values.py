"""What is let in behind each key of `goals`: a function returns the value, or refuses it with its sentence."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from typing import Any, Literal

from bot.config import goal_words as words
from bot.config.admission import SLACK_ID, Refusal, as_date
from bot.config.vocabulary import MONTHS

LONGEST_WORDS = 300
"""Characters of a goal's text, and of its other words."""
LONGEST_NAME, LONGEST_UNIT = 75, 20
"""Of a measure: they stand in a chart."""
LONGEST_OWNER = 100
LARGEST = 1e12
SCOPES = ("team", "company")
QUARTER = re.compile(
    r"(?:q([1-4])[ /-]*(20[0-9]{2})|(20[0-9]{2})[ /-]*q([1-4])|([1-4])\. *quart\w* *(20[0-9]{2}))\Z", re.IGNORECASE
)
MONTH = re.compile(r"(?:([a-zä]{3,9})\.? +(20[0-9]{2})|(20[0-9]{2})-([0-9]{1,2}))\Z", re.IGNORECASE)
AMOUNT = re.compile(r"[-+−]?[0-9][0-9.,' ]*")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*\Z")


def as_first_day(value: Any) -> date:
    """Return the day on which a goal begins."""
    return _day(value, last=False)


def as_last_day(value: Any) -> date:
    """Return the last day of a goal."""
    return _day(value, last=True)


def as_start(value: Any) -> float:
    """Return where a measure begins."""
    return _amount(value, otherwise="0")


def as_target(value: Any) -> float:
    """Return where a measure shall be."""
    return _amount(value, otherwise="100")


def as_scope(value: Any) -> Literal["company", "team"]:
    """Return whose goal it is; nobody writes personal goals of others into a file."""
    if value in SCOPES:
        return value  # type: ignore[no-any-return]  # one of the two
    if value == "personal":
        raise Refusal(words.personal)
    raise Refusal(words.bad_scope, value, SCOPES)


def as_owner(value: Any) -> str:
    """Return a department as Slack's profiles call it."""
    name = " ".join(value.split()) if isinstance(value, str) else ""
    if SLACK_ID.match(name):
        raise Refusal(words.a_person_owns, name)
    if not 0 < len(name) <= LONGEST_OWNER:
        raise Refusal(words.bad_owner, value, LONGEST_OWNER)
    return name


def _day(value: Any, *, last: bool) -> date:
    span = _months(value.strip()) if isinstance(value, str) else None
    if span is None:
        return as_date(value)
    year, first, final = span
    day = date(year, final, monthrange(year, final)[1]) if last else date(year, first, 1)
    raise Refusal(words.stretch, value, str(day))


def _months(text: str) -> tuple[int, int, int] | None:
    """Return year, first and last month of `Q4 2026` and of `Oktober 2026`."""
    if found := QUARTER.match(text):
        number, year = (found[1] or found[4] or found[5], found[2] or found[3] or found[6])
        return int(year), 3 * int(number) - 2, 3 * int(number)
    if found := MONTH.match(text):
        month = MONTHS.get(found[1].lower(), 0) if found[1] else int(found[4])
        return (int(found[2] or found[3]), month, month) if 1 <= month <= 12 else None
    return None


def _amount(value: Any, *, otherwise: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and math.isfinite(value) and abs(value) <= LARGEST:
        return float(value)
    raise Refusal(words.bad_amount, value, guessed_amount(value), otherwise)


def guessed_amount(value: Any) -> str:
    """Return the number that somebody meant by `95 %`, `1,5` or `1.200 €`; empty where there is none."""
    found = AMOUNT.search(value[:40]) if isinstance(value, str) else None
    if found is None:
        return ""
    number = found.group().strip(" .,'").replace("−", "-").removeprefix("+")
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    if THOUSANDS.match(digits):
        return sign + re.sub(r"[^0-9]", "", digits)
    whole, point, part = re.sub(r"[' ]", "", digits).replace(",", ".").rpartition(".")
    return sign + (whole.replace(".", "") + "." + part if point else part)
