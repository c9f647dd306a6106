"""Collecting problems: what pydantic or a check found becomes a sentence at a place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.config import problems
from bot.config.misreadings import Said
from bot.config.nodes import Document, Path
from bot.config.schema import Defaults, Named, Refusal, Schedule, Whom
from bot.config.suggestions import nearest
from bot.errors import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
NESTED: Mapping[str, type[BaseModel]] = {
    "schedule": Schedule,
    "defaults": Defaults,
    "audience": Whom,
    "managers": Whom,
    "except": Named,
}


class Findings:
    """All problems of one file so far."""

    def __init__(self, file: str, document: Document) -> None:
        self.file, self.document = file, document
        self.problems: set[Problem] = set()
        for place, said in document.said:
            self._note(place.line, place.column, said)
        self._spoiled = {(problem.line, problem.column) for problem in self.problems}

    def add(self, path: Path, said: Said, *, key: bool = False, needle: str = "") -> None:
        """Note a problem with the value at a path, with its key, or with a piece of its text.

        Where the file itself is spoiled already (a `#`, a key that stands twice), nothing is added.
        """
        place = self.document.find(path, needle) if needle else self.document.place(path, key=key)
        if (place.line, place.column) not in self._spoiled:
            self._note(place.line, place.column, said)

    def sorted(self) -> tuple[Problem, ...]:
        """Return all problems in the order of the file."""
        return tuple(sorted(self.problems))

    def _note(self, line: int, column: int, said: Said) -> None:
        self.problems.add(Problem(self.file, line, column, *said))


def validated(
    model: type[Model], raw: Mapping[str, Any], *, path: Path, keys: Iterable[str], findings: Findings
) -> Model | None:
    """Return the values as a model, or None after noting what is wrong; `keys` are those possible at the top."""
    try:
        return model.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            where = (*path, *detail["loc"])
            nested = NESTED.get(str(detail["loc"][-2])) if len(detail["loc"]) > 1 else None
            choices = key_names(nested) if nested else list(keys)
            if detail["type"] == "missing" and misspelt(str(where[-1]), findings.document.names(where[:-1]), choices):
                continue
            findings.add(where, explain(detail, choices), key=detail["type"] == "extra_forbidden")
    return None


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


def explain(detail: ErrorDetails, choices: Iterable[str]) -> Said:
    """Return the sentence for one error of pydantic."""
    names = [part for part in detail["loc"] if isinstance(part, str)]
    key, kind, value = (names[-1] if names else "rituals"), detail["type"], detail["input"]
    if kind == "missing":
        owner = f" in `{names[-2]}`" if len(names) > 1 else ""
        return problems.missing(key, owner)
    if kind == "extra_forbidden":
        return problems.unknown_key(key, choices)
    if value is None:
        return problems.empty(key) if key != "rituals" else problems.no_rituals()
    if kind == "value_error":
        return _refused(key, value, detail["ctx"]["error"])
    if kind == "literal_error":
        return problems.not_among(key, value, re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
    return _mistyped(key, value, detail)


def _refused(key: str, value: Any, error: Exception) -> Said:
    if isinstance(error, Refusal):
        return error.said
    if isinstance(value, dict) and value and not any(value.values()):
        return problems.braces(key)
    return problems.other(key, str(error))


def _mistyped(key: str, value: Any, detail: ErrorDetails) -> Said:
    match detail["type"]:
        case "string_type":
            return problems.not_text(key, value)
        case "bool_type":
            return problems.not_boolean(key, value)
        case "int_type" | "int_from_float" | "float_type":
            return problems.not_number(key, value)
        case "list_type" | "tuple_type" | "set_type" | "frozen_set_type":
            return problems.not_list(key)
        case "dict_type" | "model_type" | "model_attributes_type":
            return problems.not_keys(key)
        case "too_short" if key == "rituals":
            return problems.no_rituals()
    return problems.other(key, f"is not possible: {detail['msg'][:1].lower()}{detail['msg'][1:]}")
