"""`goals:` of the file: what a company and its teams set out to do, and which ritual asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.config import goal_words as words
from bot.config import problems
from bot.config.document import Document
from bot.config.findings import Findings, key_names, misspelt, validated
from bot.config.goal_values import LONGEST_NAME, LONGEST_UNIT, LONGEST_WORDS
from bot.config.said import Path, Said
from bot.config.schema import Common, GoalKeys, MeasureKeys
from bot.config.texts import check, check_one_line
from bot.model import Goal, Measure, Ritual
from bot.rituals.base import Kind, no_survey

PATH: Path = ("goals",)
KEYS = tuple(key_names(GoalKeys))
WORDS = ("text", "why", "customer", "sign")
MOST_GOALS = 50
Texts = Mapping[str, str]


def has_goals(raw: Mapping[str, Any], entries: Iterable[object], kinds: Mapping[str, Kind], known: list[str]) -> bool:
    """Return whether a file has goals, or a ritual that asks about them; of an unknown kind everything is possible."""
    if "goals" in raw or misspelt("goals", raw, known):
        return True
    used = [kinds.get(str(entry.get("kind"))) for entry in entries if isinstance(entry, dict)]
    return any(kind is None or kind.survey is not no_survey for kind in used)


def known_ids(raw: Mapping[str, Any], keys: list[str]) -> tuple[str, ...] | None:
    """Return the ids of the goals that stand in a file; None where nobody can tell, since something is wrong there."""
    if "goals" not in raw:
        return None if misspelt("goals", raw, keys) else ()
    entries = raw["goals"]
    if not isinstance(entries, list) or not all(isinstance(one, dict) and "id" in one for one in entries):
        return None
    return tuple(str(one["id"]) for one in entries)


def without_others(raw: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Note goals that stand in no list, and return the file without them."""
    given = raw.get("goals")
    if isinstance(given, str) or (isinstance(given, dict) and _by_name(given)):
        place = findings.document.place(PATH)
        better = _listed(given, findings.document) if isinstance(given, dict) else ""
        findings.add(PATH, words.not_goals(given, (place.start, place.end), better))
        return {key: value for key, value in raw.items() if key != "goals"}
    return raw


def read_goals(given: Any, findings: Findings) -> tuple[Goal, ...]:
    """Return the goals of the file; where something is wrong, it is noted, and the rest is returned."""
    lines: dict[str, int] = {}
    made: list[Goal] = []
    for number, entry in enumerate(given if isinstance(given, list) else ()):
        path = (*PATH, number)
        if number == MOST_GOALS:
            findings.add(path, words.too_many(MOST_GOALS))
        if number >= MOST_GOALS or findings.are_many:
            break
        if not isinstance(entry, dict):
            findings.add(path, words.not_a_goal(entry))
            continue
        _note_id(entry, path, lines, findings)
        goal = _goal(entry, path, findings)
        made += [goal] if goal else []
    return tuple(made)


def check_named(
    rituals: Iterable[Ritual | None], ids: tuple[str, ...] | None, kinds: Mapping[str, Kind], findings: Findings
) -> None:
    """Note goals that a ritual asks about and that the file lacks."""
    for number, ritual in enumerate(rituals):
        kind = kinds.get(ritual.kind) if ritual is not None else None
        survey = kind.survey(ritual.options) if ritual is not None and kind is not None else None
        if ritual is None or survey is None or ids is None:
            continue
        for goal_id in survey.goals:
            if goal_id not in ids:
                where = _place_of(goal_id, ritual.definition)
                findings.add(("rituals", number, *where), _unknown(goal_id, ids, findings.document))


def _unknown(goal_id: str, ids: tuple[str, ...], document: Document) -> Said:
    if ids:
        return words.unknown(goal_id, ids)
    place = document.place(PATH)
    if PATH in document.keys:
        return words.no_goals(goal_id, (place.start, place.end), end=None)
    at = document.place(("rituals",), key=True).start
    return words.no_goals(goal_id, (at, at), end=", " if () in document.flows else "\n")


def _place_of(goal_id: str, entry: Mapping[str, Any]) -> Path:
    """Return where an option of a ritual names a goal."""
    options = {key: value for key, value in entry.items() if key not in key_names(Common)}
    return _search(goal_id, options) or ()


def _search(wanted: str, value: Any) -> Path | None:
    if value == wanted:
        return ()
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    found = ((key, *below) for key, one in inner if (below := _search(wanted, one)) is not None)
    return next(found, None)


def _note_id(entry: Mapping[str, Any], path: Path, lines: dict[str, int], findings: Findings) -> None:
    """Note a goal without an id, or with one that another goal has."""
    name = entry.get("id")
    if "id" not in entry and not misspelt("id", entry, list(KEYS)):
        text = entry.get("text")
        said = next(iter(text.values()), "") if isinstance(text, dict) else text
        free = words.as_goal_id(str(said or ""))
        free = next(one for one in (free, *(f"{free[:36]}-{n}" for n in range(2, 99))) if one not in lines)
        findings.add(path, problems.missing("id", "", example=f"id: {free}"))
    if not isinstance(name, str):
        return
    if name in lines:
        findings.add((*path, "id"), words.same_id(name, lines[name], lines))
    lines.setdefault(name, findings.document.place((*path, "id")).line)


def _goal(entry: Mapping[str, Any], path: Path, findings: Findings) -> Goal | None:
    if "text" not in entry and not misspelt("text", entry, list(KEYS)):
        findings.add(path, problems.missing("text", "", example=f"text: {words.TEXT}"))
    blank = [key for key in WORDS if key in entry and _is_blank(entry[key])]
    for key in blank:
        findings.add((*path, key), words.no_text(key))
    given = {key: value for key, value in entry.items() if key not in blank}
    keys = validated(GoalKeys, given, path=path, keys=KEYS, findings=findings)
    if keys is None:
        return None
    for key in WORDS:
        _check(getattr(keys, key), (*path, key), LONGEST_WORDS, findings)
    if keys.starts and keys.ends and keys.ends < keys.starts:
        findings.add((*path, "ends"), words.ends_early(keys.starts))
    measure = _measure(keys.measure, (*path, "measure"), findings) if keys.measure else None
    return _made(keys, measure) if keys.id and keys.text else None


def _made(keys: GoalKeys, measure: Measure | None) -> Goal:
    return Goal(
        id=keys.id or "",
        text=_plain(keys.text),
        scope=keys.scope,
        why=_plain(keys.why),
        customer=_plain(keys.customer),
        sign=_plain(keys.sign),
        owners=tuple(dict.fromkeys(keys.owners)),
        starts=keys.starts,
        ends=keys.ends,
        measure=measure,
        in_file=True,
    )


def _measure(keys: MeasureKeys, path: Path, findings: Findings) -> Measure:
    _check(keys.name, (*path, "name"), LONGEST_NAME, findings)
    _check(keys.unit, (*path, "unit"), LONGEST_UNIT, findings)
    if keys.start == keys.target:
        findings.add(path, words.no_way(), key=True)
    return Measure(name=_plain(keys.name), start=keys.start, target=keys.target, unit=_plain(keys.unit))


def _check(text: Texts | None, path: Path, limit: int, findings: Findings) -> None:
    """Note what is wrong with words, such as stand in one line of a message."""
    if text is not None:
        check(text, path, (), limit, findings)
        check_one_line(text, path, findings)


def _plain(text: Texts | None) -> dict[str, str]:
    """Return words such that a line broken elsewhere, as after a paragraph was set anew, is no other wording."""
    return {language: " ".join(said.split()) for language, said in (text or {}).items()}


def _is_blank(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


# ---------------------------------------------------------------- goals in no list


def _by_name(given: Mapping[str, Any]) -> bool:
    """Say whether each goal stands behind its id, instead of in a list."""
    return bool(given) and not set(given) & set(KEYS) and all(isinstance(one, dict | str) for one in given.values())


def _listed(given: Mapping[str, Any], document: Document) -> str:
    """Return goals that stand behind their ids as a list; empty where nobody can tell how."""
    if PATH in document.flows:
        return ""
    source, start = document.source, document.place(PATH).start
    text, at = "", start
    for name, goal in given.items():
        key, whole = document.keys[(*PATH, name)], document.extent((*PATH, name))
        text += source[at : key.start]
        if isinstance(goal, str):
            text, at = text + f"- {words.short(goal, name)}", len(source[: whole.end].rstrip())
            continue
        inner = [document.keys[path] for part in goal if (path := (*PATH, name, part)) in document.keys]
        further = (inner[0].column if inner and inner[0].line > key.line else 0) - key.column
        if further < 2:
            return ""
        text, at = text + f"-{' ' * (further - 1)}id: {words.as_goal_id(name)}", source.index(":", key.end) + 1
    return text + source[at : document.place(PATH).end]
