"""Collecting problems: what pydantic or a check found becomes a sentence at a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.config import misreadings, passages, problems, surroundings
from bot.config.admission import Refusal
from bot.config.document import Document
from bot.config.mends import correct, moved
from bot.config.said import Path, Said
from bot.config.schema import Defaults, DirectoryKeys, MeasureKeys, Named, Schedule, Whom
from bot.config.suggestions import nearest
from bot.errors import Correction, Problem
from bot.model import LANGUAGES
from bot.rituals.base import Unfit, as_text
from bot.rituals.questions import Condition, Question

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
NESTED: Mapping[str, type[BaseModel]] = {
    "schedule": Schedule,
    "defaults": Defaults,
    "audience": Whom,
    "managers": Whom,
    "except": Named,
    "directory": DirectoryKeys,
    "measure": MeasureKeys,
}


MOST = 40
"""More problems than these are not looked for; nobody reads them, and each costs time."""
QUOTED = re.compile(r"[„“”‚‘’«»](.*)[„“”‚‘’«»]\Z", re.DOTALL)
OPEN = ("calendars", "commands")
"""Keys under which any name may stand."""


class Findings:
    """All problems of one file so far."""

    def __init__(self, file: str, document: Document) -> None:
        self.file, self.document = file, document
        self.problems: set[Problem] = set()
        for place, said, fix in document.said[:MOST]:
            self._note(place.line, place.column, said, fix)
        self._spoiled = {(problem.line, problem.column) for problem in self.problems}

    @property
    def are_many(self) -> bool:
        """Say whether there are as many problems as anybody reads."""
        return len(self.problems) >= MOST

    def add(self, path: Path, said: Said, *, key: bool = False, needle: str = "") -> None:
        """Note a problem with the value at a path, with its key, or with a piece of its text.

        Where the file itself is spoiled already (a `#`, a key that stands twice), nothing is added.
        """
        if self.are_many:
            return
        path = (*path, *said.below)
        place = self.document.find(path, needle) if needle else self.document.place(path, key=key)
        if (place.line, place.column) not in self._spoiled:
            fix = correct(self.document, path, said.mend, needle=needle) if said.mend else None
            self._note(place.line, place.column, said, fix)

    def stray(self, path: Path, key: str, strays: list[str]) -> None:
        """Note keys that stand beside the key they belong under, instead of further right."""
        place = self.document.place((*path, strays[0]), key=True)
        fix = moved(self.document, (*path, strays[0]), (*path, strays[-1]))
        self._note(place.line, place.column, misreadings.indentation(), fix)
        for each in (key, *strays):
            spoiled = self.document.place((*path, each), key=True)
            value = self.document.place((*path, each))
            self._spoiled |= {(spoiled.line, spoiled.column), (value.line, value.column)}

    def sorted(self) -> tuple[Problem, ...]:
        """Return all problems in the order of the file."""
        found = sorted(self.problems)
        if self.are_many:
            text, hint = (said := misreadings.too_many_problems(MOST)).spoken("en")
            found.append(Problem(self.file, found[-1].line, found[-1].column, text, hint, said.spoken("de")))
        return tuple(found)

    def _note(self, line: int, column: int, said: Said, fix: Correction | None) -> None:
        self.problems.add(Problem(self.file, line, column, *said.spoken("en"), said.spoken("de"), fix))


def validated(
    model: type[Model], raw: Mapping[str, Any], *, path: Path, keys: Iterable[str], findings: Findings
) -> Model | None:
    """Return the values as a model, or None after noting what is wrong; `keys` are those possible at the top."""
    _note_empty(raw, path, findings)
    try:
        return model.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if findings.are_many:
                break
            where = (*path, *detail["loc"])
            nested = _model_at(detail["loc"][:-1])
            choices = key_names(nested) if nested else list(keys)
            if detail["type"] == "missing" and misspelt(str(where[-1]), findings.document.names(where[:-1]), choices):
                continue
            is_key = detail["type"] == "extra_forbidden"
            said = explain(detail, choices, where, findings.document)
            is_key = is_key or said.key == "text.language"
            findings.add(where[:-1] if detail["type"] == "missing" else where, said, key=is_key)
    return None


def _model_at(path: Path) -> type[BaseModel] | None:
    """Return the model whose keys stand at a path, where they are not those of the ritual itself."""
    if path[-1:] == ("if",):
        return Condition
    if len(path) > 1 and path[-2] == "questions":
        return Question
    return NESTED.get(str(path[-1])) if path else None


def check_strays(raw: Mapping[str, Any], path: Path, keys: Iterable[str], findings: Findings) -> None:
    """Note keys that belong under an empty one above them: `schedule:` and, in the same column, `every: week`."""
    known = set(keys)
    names = list(raw)
    for number, key in enumerate(names):
        if raw[key] is not None:
            continue
        inner = key_names(NESTED[key]) if key in NESTED else []
        strays = [each for each in names if each in inner and each not in known]
        if key in OPEN and not path:
            strays = list(takewhile(lambda each: each not in known, names[number + 1 :]))
        if strays:
            findings.stray(path, key, strays)


def _note_empty(raw: Mapping[str, Any], path: Path, findings: Findings) -> None:
    """Note keys with nothing behind them, also where they may be left out."""
    for key, given in raw.items():
        if given is None and key != "rituals":
            findings.add((*path, key), problems.empty(key))
        elif isinstance(given, dict) and key in NESTED:
            _note_empty(given, (*path, key), findings)


def key_names(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model as they stand in the file."""
    return [info.alias or name for name, info in model.model_fields.items()]


def attempt(model: type[Model], raw: Any) -> Model | None:
    """Return the values as a model, or None; what is wrong with them is noted elsewhere."""
    try:
        return model.model_validate_json(json.dumps(raw))
    except ValidationError:
        return None


def misspelt(key: str, written: Iterable[str], choices: list[str]) -> bool:
    """Say whether a missing key is there after all, in other letters; one problem is enough then."""
    return any(nearest(other, choices) == key for other in written if other not in choices)


def explain(detail: ErrorDetails, choices: Iterable[str], where: Path, document: Document) -> Said:
    """Return the sentence for one error of pydantic."""
    names = [part for part in detail["loc"] if isinstance(part, str)]
    key, kind, given = (names[-1] if names else "rituals"), detail["type"], detail["input"]
    if kind == "missing":
        return problems.missing(key, names[-2] if len(names) > 1 else "")
    if kind == "extra_forbidden":
        return problems.unknown_key(key, choices, written=document.names(where[:-1]))
    if given is None:
        return problems.empty(key) if key != "rituals" else problems.no_rituals()
    if kind == "value_error":
        return _refused(key, given, detail["ctx"]["error"], document.written(where))
    if kind == "literal_error":
        return problems.not_among(key, given, re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
    return _mistyped(key, given, detail)


def _refused(key: str, given: Any, error: Exception, written: str) -> Said:
    if isinstance(error, Refusal):
        return _again(key, given, error, written)
    if isinstance(error, Unfit):
        return Said(error.key, f"{error.key}.hint", error.params)
    if isinstance(given, dict) and given and not any(given.values()):
        return problems.braces(key)
    return _no_text(key, given) or problems.other(key, str(error))


def _again(key: str, given: Any, error: Refusal, written: str) -> Said:
    """Look once more at a number as it is written (`9.30`), and at a text without its typographic quotes."""
    try:
        if isinstance(given, int | float) and not isinstance(given, bool) and error.check:
            error.check(written)
            return problems.needs_quotes(key, written)
        if isinstance(given, str) and (inner := QUOTED.match(given)) and error.check:
            error.check(inner[1])
            return misreadings.smart_quotes(f'"{inner[1]}"')
    except Refusal as second:
        return second.said
    return error.said


def _no_text(key: str, given: Any) -> Said | None:
    """Say why a value is no text; kinds say so in English only."""
    try:
        as_text(given)
    except ValueError:
        if isinstance(given, str):
            return passages.no_words(key)
        if not isinstance(given, dict) or not given:
            return passages.no_text(key)
        unknown = next((language for language in given if language not in LANGUAGES), None)
        if unknown is not None:
            return passages.unknown_language(str(unknown), given)
        return passages.no_words(key)
    return None


def _mistyped(key: str, value: Any, detail: ErrorDetails) -> Said:
    match detail["type"]:
        case "string_type":
            return problems.not_text(key, value)
        case "bool_type":
            return problems.not_boolean(key, value)
        case "int_type" | "int_from_float" | "float_type":
            return problems.not_number(key, value)
        case "list_type" | "tuple_type" | "set_type" | "frozen_set_type":
            return problems.not_list(key, value)
        case "dict_type" | "model_type" | "model_attributes_type":
            return problems.not_keys(key, value)
    return _misshapen(key, value, detail)


def _misshapen(key: str, value: Any, detail: ErrorDetails) -> Said:
    match detail["type"]:
        case "string_pattern_mismatch" if detail["ctx"]["pattern"].startswith("^[UW]"):
            return surroundings.bad_slack_id(value)
        case "string_pattern_mismatch" if key == "id":
            return problems.bad_id(value)
        case "greater_than_equal" | "less_than_equal" as bound:
            name = "ge" if bound.startswith("greater") else "le"
            return problems.out_of_bounds(key, value, name, detail["ctx"][name])
        case "too_short" if key == "rituals":
            return problems.no_rituals()
    return problems.other(key, f"is not possible: {detail['msg'][:1].lower()}{detail['msg'][1:]}")
