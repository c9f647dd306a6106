"""Every sentence about a key or a value in rituals.yaml that is not possible.

Each function returns what is wrong, how to mend it, and the mend itself. The words stand in the catalogue `config`;
the sentences about what cannot be read at all stand in `misreadings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.config import guesses
from bot.config.said import DROP, QUOTE, Mend, Said, said, value
from bot.config.suggestions import first_of, listed, nearest, shown
from bot.config.vocabulary import FALSE, OTHER_WORDS
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
    "label": "label: Führerscheine",
    "purpose": "purpose: Für Fahrten zu Kunden.",
    "directory": "directory: {}",
    "starting": "starting: 2026-11-26",
    "timezone": "timezone: Europe/Berlin",
    "name": "name: Anteil in Prozent",
    "start": "start: 0",
    "target": "target: 100",
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


def out_of_bounds(key: str, given: Any, side: str, bound: float) -> Said:
    """`side`: `ge` where a number is too small, `le` where it is too large."""
    word = "value.small" if side == "ge" else "value.large"
    return said(word, "meant", value(f"{bound:g}"), key=key, word=shown(given), bound=f"{bound:g}", near=f"{bound:g}")


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
    if key == "directory":
        return _not_a_directory(given)
    return said("value.keys", "value.keys.hint", DROP, key=key)


def _not_a_directory(given: Any) -> Said:
    if given is False or str(given).lower() in FALSE:
        return said("directory.value", "directory.off.hint", DROP)
    return said("directory.value", "directory.value.hint", value("{}"), example="directory: {}")


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
    return choose("kind.unknown", given, sorted(choices), otherwise=likely)


def bad_channel(given: Any) -> Said:
    if CHANNEL_ID.search(str(given)[:200]):
        return said("channel.id", "channel.bad.hint", word=shown(given))
    better = guesses.as_handle(first_of(given), ascii_only=False)
    return said("channel.bad", "channel.bad.hint", value(as_scalar(better or "allgemein")), word=shown(given))


def useless(key: str, kind: str) -> Said:
    return said("key.useless", "remove", DROP, key=key, kind=kind)
