"""As much of a JSON Schema validator (draft-07) as Rondo's own schema needs, and a look at its structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda one: isinstance(one, dict),
    "array": lambda one: isinstance(one, list),
    "string": lambda one: isinstance(one, str),
    "boolean": lambda one: isinstance(one, bool),
    "integer": lambda one: isinstance(one, int) and not isinstance(one, bool),
    "number": lambda one: isinstance(one, int | float) and not isinstance(one, bool),
}
SUBSCHEMA = {"not", "if", "then", "else", "additionalProperties", "propertyNames", "items"}
SUBSCHEMAS = {"anyOf", "allOf", "oneOf"}
MAPS = {"properties", "definitions"}
NUMBERS = {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "minimum", "maximum"}
NUMBERS |= {"exclusiveMinimum", "exclusiveMaximum"}
OTHER = {"$schema", "title", "description", "default", "examples", "enum", "const", "required", "pattern", "type"}


def misshapen(schema: Any, at: str = "#") -> Iterator[str]:
    """Yield where something is not draft-07: an unknown word, a wrong type of its value, words beside a `$ref`."""
    if not isinstance(schema, dict):
        yield from () if isinstance(schema, bool) else (f"{at} is no schema",)
        return
    if "$ref" in schema and len(schema) > 1:
        yield f"{at}: words beside $ref are not read"
    for word, value in schema.items():
        where = f"{at}/{word}"
        if word in SUBSCHEMA:
            yield from misshapen(value, where)
        elif word in SUBSCHEMAS:
            yield from (f for n, one in enumerate(value) for f in misshapen(one, f"{where}/{n}"))
        elif word in MAPS:
            yield from (f for name, one in value.items() for f in misshapen(one, f"{where}/{name}"))
        elif not _is_plain_word(word, value):
            yield f"{where}: {value!r}"


def _is_plain_word(word: str, value: Any) -> bool:
    if word in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if word == "pattern":
        return bool(re.compile(value)) and not re.search(r"\\[AZz]|\(\?[Pi<]", value)
    if word in ("enum", "examples", "required"):
        return isinstance(value, list) and (word != "enum" or len(value) == len({repr(one) for one in value}) > 0)
    if word == "type":
        return value in TYPES
    return word in OTHER or (word == "$ref" and value.startswith("#/definitions/"))


def errors(value: Any, schema: Any, root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield what in a value does not conform, with its path."""
    if schema is True:
        return
    if schema is False:
        yield f"{at}: not possible"
        return
    if "$ref" in schema:
        yield from errors(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root, at)
        return
    if "type" in schema and not TYPES[schema["type"]](value):
        yield f"{at}: not of type {schema['type']}"
        return
    for check in (_plain, _of_object, _of_array, _combined):
        yield from check(value, schema, root, at)


def _ok(value: Any, schema: Any, root: dict[str, Any]) -> bool:
    return next(errors(value, schema, root), None) is None


def _plain(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if "enum" in schema and not any(value == one and type(value) is type(one) for one in schema["enum"]):
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and (value != schema["const"] or type(value) is not type(schema["const"])):
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{at}: {value!r} does not match {schema['pattern']}"
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
            yield f"{at}: {len(value)} characters"
    elif TYPES["number"](value) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value} is out of bounds"


def _of_object(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    yield from (f"{at}: `{key}` is missing" for key in schema.get("required", ()) if key not in value)
    if len(value) < schema.get("minProperties", 0):
        yield f"{at}: too few keys"
    known = schema.get("properties", {})
    for key, one in value.items():
        yield from errors(key, schema.get("propertyNames", True), root, f"{at}/{key}")
        yield from errors(one, known.get(key, schema.get("additionalProperties", True)), root, f"{at}/{key}")


def _of_array(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, list):
        return
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9):
        yield f"{at}: {len(value)} items"
    for number, one in enumerate(value):
        yield from errors(one, schema.get("items", True), root, f"{at}/{number}")


def _combined(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    for one in schema.get("allOf", ()):
        yield from errors(value, one, root, at)
    for word, most in (("anyOf", 10**9), ("oneOf", 1)):
        if word in schema and not 1 <= sum(_ok(value, one, root) for one in schema[word]) <= most:
            yield f"{at}: fits none of {word}"
    if "not" in schema and _ok(value, schema["not"], root):
        yield f"{at}: is just what it must not be"
    if "if" in schema:
        branch = "then" if _ok(value, schema["if"], root) else "else"
        yield from errors(value, schema.get(branch, True), root, at)
