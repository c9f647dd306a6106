"""Every sentence about `goals`: what they are, their words, their days, their measures.

As in `problems`, each function returns what is wrong, how to mend it, and the mend itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.config import guesses
from bot.config.problems import choose
from bot.config.said import DROP, Mend, Said, said, value
from bot.config.suggestions import shown
from bot.config.writing import as_scalar

TEXT = "Lieferung in 48 Stunden"
ID = "lieferzeit"
QUARTER = timedelta(days=90)


def as_goal_id(text: str) -> str:
    """Return an id that says what a goal says, in up to four words."""
    return guesses.as_handle(" ".join(text.split()[:4]), ascii_only=True) or ID


def not_goals(given: Any, span: tuple[int, int], better: str) -> Said:
    """`better`: the same goals as a list, which may take the place of what stands there."""
    mend = Mend("edit", better, span) if better else None
    if isinstance(given, str) and given.strip():
        mend = value(f"[{short(given)}]")
    return said("goal.list", "example", mend, example=f"- {{id: {ID}, text: {TEXT}}}")


def not_a_goal(given: Any) -> Said:
    mend = value(short(given)) if isinstance(given, str) and given.strip() else DROP
    return said("goal.none", "example", mend, example=f"{{id: {ID}, text: {TEXT}}}")


def short(text: str, name: str = "") -> str:
    """Return a goal of which there are only words, and perhaps a name."""
    return f"{{id: {as_goal_id(name or text)}, text: {as_scalar(' '.join(text.split()))}}}"


def no_text(key: str) -> Said:
    """Say that nothing, or a blank, stands behind a key."""
    if key != "text":
        return said("key.empty", "remove", DROP, key=key)
    return said("key.empty", "example", value(TEXT), key=key, example=f"text: {TEXT}")


def same_id(given: str, line: int, taken: Iterable[str]) -> Said:
    known = set(taken)
    free = next(name for n in range(2, len(known) + 3) if (name := f"{given[:36]}-{n}") not in known)
    return said("goal.same", "goal.same.hint", value(free), id=given, line=line, example=free)


def personal() -> Said:
    return said("goal.personal", "goal.personal.hint", value("team"))


def bad_scope(given: Any, choices: Iterable[str]) -> Said:
    return choose("value.among", given, choices, otherwise="team", key="scope")


def bad_owner(given: Any, longest: int) -> Said:
    return said("goal.owner", "goal.owner.hint", DROP, word=shown(given), limit=longest)


def a_person_owns(given: str) -> Said:
    return said("goal.person", "goal.person.hint", DROP, word=shown(given))


def stretch(given: Any, better: str) -> Said:
    return said("goal.stretch", "write", value(better), word=shown(given), example=better)


def ends_early(starts: date) -> Said:
    better = str(starts + QUARTER)
    return said("goal.early", "until.early.hint", value(better), better=better)


def bad_amount(given: Any, better: str, otherwise: str) -> Said:
    example = better or otherwise
    return said("goal.amount", "goal.amount.hint", value(example), word=shown(given), example=example)


def no_way() -> Said:
    return said("goal.still", "goal.still.hint", DROP)


def too_many(most: int) -> Said:
    return said("goal.many", "goal.many.hint", DROP, number=most)


def unknown(given: str, choices: Iterable[str]) -> Said:
    possible = list(choices)
    return choose("goal.unknown", given, possible, otherwise=possible[0])


def no_goals(given: str, span: tuple[int, int], *, end: str | None) -> Said:
    """`span`: the empty list, or with an `end` the place before which the missing key may stand."""
    line = f"[{{id: {as_scalar(as_goal_id(given))}, text: {TEXT}}}]"
    mend = Mend("edit", line if end is None else f"goals: {line}{end}", span)
    return said("goal.unknown", "goal.unknown.hint", mend, word=shown(given))


def needs_goals(what: str) -> Said:
    return said("goal.needed", "goal.needed.hint", DROP, what=what)
