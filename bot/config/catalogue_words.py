"""Every sentence about `directory`: its fields and its topics.

As in `problems`, each function returns what is wrong, how to mend it, and the mend itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.config import guesses
from bot.config.problems import choose
from bot.config.said import DROP, Mend, Said, said, value
from bot.config.suggestions import first_of, listed, nearest, shown
from bot.config.vocabulary import NUMBERS, UNITS
from bot.config.writing import as_scalar

DAYS = {"day": 1, "workday": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
SWITCH = "directory: {}"

# ---------------------------------------------------------------- the directory


def needs_directory(what: str, at: int, *, in_braces: bool = False) -> Said:
    """`at`: the place in the source before which the missing key may stand."""
    mend = Mend("edit", f"{SWITCH}, " if in_braces else f"{SWITCH}\n", (at, at))
    return said("directory.needed", "add", mend, what=what, example=SWITCH)


def empty_field(key: str) -> Said:
    return said("key.empty", "field.off.hint", value("off"), key=key)


def not_off(given: Any) -> Said:
    return said("field.off", "field.off.hint", value("off"), word=shown(given))


# ---------------------------------------------------------------- fields


def bad_key(given: str) -> Said:
    better = re.sub(r"^[^a-z]+", "", guesses.as_handle(given, ascii_only=True).replace("-", "_"))[:30].strip("_")
    return said("field.key", "field.key.hint", Mend("key", better or "licence"), word=shown(given),
                example=better or "licence")  # fmt: skip


def taken_key(given: str) -> Said:
    better = f"own_{given}"
    return said("field.taken", "write", Mend("key", better), key=given, example=f"{better}:")


def same_label(given: str, other: str) -> Said:
    return said("field.same", "field.same.hint", value(as_scalar(f"{given[:38]} 2")), word=shown(given), key=other)


def sensitive(word: str) -> Said:
    return said("field.sensitive", "field.sensitive.hint", DROP, word=shown(word))


def unknown_field(key: str, choices: Iterable[str], written: Iterable[str]) -> Said:
    found = choose("field.unknown", key, choices)
    near = found.params["near"]
    return found.mended(Mend("key", near) if near and near not in written else DROP)


def not_a_field(key: str, given: Any, *, is_shipped: bool) -> Said:
    level = nearest(str(given), ("self", "colleagues")) if isinstance(given, str) else ""
    example = f"{{default: {level or 'self'}}}" if is_shipped else "{label: …, purpose: …}"
    better = example if level else "{}" if is_shipped else ""
    mend = value(better) if is_shipped else None
    return said("field.none", "example", mend, key=key, example=f"{key}: {example}")


def name_stays() -> Said:
    return said("field.name", "field.fixed.hint", value("{}"))


def name_hidden() -> Said:
    return said("field.name_hidden", "write", value("[self, colleagues]"), example="audiences: [self, colleagues]")


def fixed(key: str, attribute: str) -> Said:
    return said("field.fixed", "field.fixed.hint", DROP, key=key, attribute=attribute)


def fixed_type(key: str, name: str) -> Said:
    return said("field.fixed_type", "field.fixed_type.hint", value(name), key=key, type=name)


def too_wide(given: str, better: str) -> Said:
    return said("field.wide", "write", value(better), word=shown(given), example=f"default: {better}")


def not_chosen(given: str, choices: Iterable[str], better: str) -> Said:
    return said("field.default", "possible", value(better), word=shown(given), choices=listed(choices))


def bad_lifetime(given: Any, shortest: int, longest: int) -> Said:
    better = _lifetime(str(given), shortest, longest)
    return said("field.lifetime", "write", value(better), word=shown(given), first=shortest, last=longest,
                example=f"lifetime: {better}")  # fmt: skip


def bad_slack_label(given: Any, longest: int) -> Said:
    return said("field.slack", "field.slack.hint", DROP, word=shown(given), limit=longest)


def too_many_fields(most: int) -> Said:
    return said("field.many", "field.many.hint", DROP, number=most)


# ---------------------------------------------------------------- topics


def not_topics(span: tuple[int, int], better: str) -> Said:
    """`better`: the same words as a list of lists, which may take the place of what stands there."""
    mend = Mend("edit", better, span) if better else None
    return said("topic.groups", "topic.groups.hint", mend, example="[Kubernetes, k8s]")


def bad_topic(given: Any, longest: int) -> Said:
    bare = first_of(given) if isinstance(given, list) else shown(given)[1:-1] if isinstance(given, bool) else given
    cut = " ".join(str(bare).split())[:longest].strip()
    mend = value(as_scalar(cut)) if any(letter.isalnum() for letter in cut) else DROP
    return said("topic.bad", "topic.bad.hint", mend, word=shown(given), limit=longest)


def topic_twice(given: str, line: int) -> Said:
    return said("topic.twice", "topic.twice.hint", DROP, word=shown(given), line=line)


def empty_topic() -> Said:
    return said("topic.empty", "topic.groups.hint", DROP, example="[Kubernetes, k8s]")


def _lifetime(text: str, shortest: int, longest: int) -> str:
    """Return a lifetime for `1 Jahr`, `sechs Monate`, `365`, `90d`; a year where nobody can tell."""
    match = re.match(r"\s*([0-9]{1,6})?\s*([^\W\d_]*)(?:\s+([^\W\d_]+))?", text.lower()[:60])
    number, first, second = match.groups() if match else (None, "", "")
    if first in NUMBERS:
        number, first = str(NUMBERS[first]), second or ""
    unit = UNITS.get(first, first.removesuffix("s"))
    unit = "day" if number and not first else nearest(unit, DAYS)
    days = int(number or 1) * DAYS[unit] if unit else 365
    return f"{min(max(days, shortest), longest)} days"
