"""The JSON Schema (draft-07) of rituals.yaml, made from the models that read it, for editors.

Renew the shipped one with `rondo schema > docs/rituals.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from bot.config import schema, shapes
from bot.config.catalogue_values import KEY, LONGEST_LABEL, LONGEST_PURPOSE, OFF, RESERVED
from bot.config.checks import ALIAS, DIRECTORY_VERBS, GOALS, LONG, MEET, SKIP, VERBS
from bot.config.goal_values import LONGEST_NAME, LONGEST_UNIT, LONGEST_WORDS
from bot.config.goals import MOST_GOALS, WORDS
from bot.config.keys import declared
from bot.config.option_words import in_both
from bot.config.shapes import SHAPES, Shape
from bot.config.texts import LONGEST_TITLE
from bot.directory.catalogue import SHIPPED
from bot.model import LANGUAGES, Field
from bot.model import NAME as NAME_OF
from bot.rituals.base import Kind, Placeholders
from bot.schedule import MONTH_DAYS, WEEKDAYS

DRAFT = "http://json-schema.org/draft-07/schema#"
NAME = "rituals.schema.json"
NOT_FOR_ALL = {"join": "has_members", "close_after": "close_after", "remind": "reminds"}
"""Keys that only some kinds have a use for, and the property of the kind that says so."""


def document(kinds: Mapping[str, Kind]) -> Shape:
    """Return the schema of a whole file, with the options of these kinds."""
    parts: dict[str, Shape] = {}
    whole = _object(schema.File, parts)
    ritual = _object(schema.Common, parts)
    whole["properties"]["directory"] = {"$ref": "#/definitions/Directory"}
    whole["properties"]["goals"] |= {"items": {"$ref": "#/definitions/Goal"}, "maxItems": MOST_GOALS}
    parts["Goal"] = _goal(parts)
    parts["Directory"], parts["Field"] = _directory(parts), _field(parts)
    places = {(): whole, ("defaults",): parts["Defaults"], ("directory",): parts["Directory"]}
    within = (
        (("directory", "fields", ""), "Field"),
        (("goals", ""), "Goal"),
        (("goals", "", "measure"), "MeasureKeys"),
    )
    for path, one in (*places.items(), *((path, parts[name]) for path, name in within)):
        _describe(one, path, of_ritual=False)
    for path, one in (((), ritual), (("schedule",), parts["Schedule"]), (("audience",), parts["Whom"])):
        _describe(one, path, of_ritual=True)
    _describe(parts["Named"], ("audience",), of_ritual=True)
    _join(parts["Schedule"])
    options = _kinds(kinds, ritual, parts)
    whole["properties"]["commands"] |= _commands()
    whole["properties"]["rituals"]["items"] = {"$ref": "#/definitions/Ritual"}
    parts["Ritual"] = _ritual(ritual, options)
    return {"$schema": DRAFT, "title": "Rondo: rituals.yaml", **whole, "definitions": dict(sorted(parts.items()))}


def printed(kinds: Mapping[str, Kind]) -> str:
    """Return the schema as it stands in a file."""
    return json.dumps(document(kinds), ensure_ascii=False, indent=1) + "\n"


class _Shapes(GenerateJsonSchema):
    """Pydantic's generator, which knows what our own functions take."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Shape:
        inner, value = self.generate_inner(schema["schema"]), schema.get("default")
        return {**inner, "default": value} if isinstance(value, str | int | float) else inner

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Shape:
        function = schema["function"]["function"]
        return dict(SHAPES[getattr(function, "__wrapped__", function)])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Shape:
        function: Any = schema["function"]["function"]
        if function in SHAPES:
            return dict(SHAPES[function])
        inner = self.generate_inner(schema["schema"])
        return {"anyOf": [inner["items"], inner]} if "items" in inner else inner


def _object(model: type[BaseModel], parts: dict[str, Shape]) -> Shape:
    """Return the shape of a model; models inside it are put beside the others in `parts`."""
    written = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}", schema_generator=_Shapes)
    made: Shape = _draft_07(written)
    parts.update(made.pop("$defs", {}))
    return made


def _draft_07(value: Any) -> Any:
    """Return a shape in the older words, without pydantic's titles, and without `null`: an empty key is a mistake."""
    if isinstance(value, list):
        return [_draft_07(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _draft_07(one) for key, one in value.items() if not (key == "title" and isinstance(one, str))}
    if "prefixItems" in made:
        made["items"] = made.pop("prefixItems")
    some = [one for one in made.get("anyOf", ()) if one != {"type": "null"}]
    if some and len(some) < len(made["anyOf"]):
        made |= some[0] if len(some) == 1 else {"anyOf": some}
        if len(some) == 1 and "anyOf" not in some[0]:
            del made["anyOf"]
    return _wrapped(made)


def _wrapped(shape: Shape) -> Shape:
    """Put a reference into `allOf` where other words stand beside it, which draft-07 would not read."""
    if "$ref" not in shape or len(shape) == 1:
        return shape
    return {"allOf": [{"$ref": shape.pop("$ref")}], **shape}


def _describe(shape: Shape, path: tuple[str, ...], *, of_ritual: bool) -> None:
    for name, one in shape["properties"].items():
        key = declared((*path, name), of_ritual=of_ritual)
        if key is not None:
            shape["properties"][name] = _wrapped({**one, "description": key.description})


def _say_in_german(shape: Shape, of: str) -> None:
    for name, one in shape.get("properties", {}).items():
        if isinstance(one, dict) and "description" in one:
            one["description"] = in_both(f"{of}.{name}", one["description"])


def _join(schedule: Shape) -> None:
    """Add what the parts of a schedule say about each other."""
    long, short = (f"({'|'.join(units)})s?$" for units in (LONG, ("day", "week")))
    days = {name: {"properties": {"days": _one_or_many(words)}} for name, words in _WORDS.items()}
    several = {"properties": {"every": {"type": "string", "pattern": r"^0*([2-9]|[1-9][0-9]) "}}, "required": ["every"]}
    schedule["anyOf"] = [{"required": ["every"]}, {"required": ["rrule", "starting"]}]
    schedule["allOf"] = [
        {"if": _every(short), "then": days["week"]},
        {"if": _every(long), "then": {**days["month"], "required": ["days"]}},
        {"if": _every("weeks?$"), "then": {"required": ["days"]}},
        {"if": several, "then": {"required": ["starting"]}},
        {"if": {"required": ["rrule"]}, "then": {"not": {"anyOf": [{"required": ["every"]}, {"required": ["days"]}]}}},
    ]


_WORDS = {"week": WEEKDAYS, "month": MONTH_DAYS}


def _every(pattern: str) -> Shape:
    return {"properties": {"every": {"type": "string", "pattern": pattern}}, "required": ["every"]}


def _one_or_many(words: tuple[str, ...]) -> Shape:
    one = {"enum": list(words)}
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _kinds(kinds: Mapping[str, Kind], ritual: Shape, parts: dict[str, Shape]) -> dict[str, Shape]:
    """Return what a ritual may say by its kind; what stands within an option is put beside the others in `parts`."""
    named = set(parts)
    options = {name: _options(kind, ritual, parts) for name, kind in kinds.items()}
    for name in sorted(set(parts) - named):
        _say_in_german(parts[name], name)
    return options


def _options(kind: Kind, ritual: Shape, parts: dict[str, Shape]) -> Shape:
    """Return what a ritual of a kind may say: its options, and the common keys that it has a use for."""
    made = _object(kind.options, parts)
    _say_in_german(made, kind.name)
    for name, info in kind.options.model_fields.items():
        names = next((one.names for one in info.metadata if isinstance(one, Placeholders)), ())
        if names:
            braces = ", ".join(f"{{{one}}}" for one in names)
            made["properties"][name]["description"] = (
                f"{made['properties'][name].get('description', '')}\n\nIn {{}}: {braces}".strip()
            )
    common = {key: _is_useful(key, kind) for key in ritual["properties"]}
    then: Shape = {"properties": {**common, **made.get("properties", {})}, "additionalProperties": False}
    then["required"] = made.get("required", [])
    if kind.needs_channel:
        return {**then, "required": [*then["required"], "channel"]}
    where = [{"required": ["channel"]}, {"required": ["audience"]}]
    return {**then, "anyOf" if kind.has_members else "oneOf": where}


def _is_useful(key: str, kind: Kind) -> bool:
    return bool(getattr(kind, NOT_FOR_ALL[key])) if key in NOT_FOR_ALL else True


def _ritual(common: Shape, options: Mapping[str, Shape]) -> Shape:
    del common["additionalProperties"]
    common["properties"]["kind"] |= {"enum": sorted(options)}
    common["properties"]["title"] |= shapes.text(LONGEST_TITLE)
    common["allOf"] = [
        {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": shape}
        for name, shape in sorted(options.items())
    ]
    return common


def _directory(parts: dict[str, Shape]) -> Shape:
    """Return the shape of the directory: shipped fields may be off, a field of one's own says what it is and why."""
    made, field = _object(schema.DirectoryKeys, parts), {"$ref": "#/definitions/Field"}
    pattern = KEY.pattern.removesuffix(chr(92) + "Z")
    made["properties"]["fields"] = {
        "type": "object",
        "properties": {key: _shipped(one, field) for key, one in SHIPPED.fields.items()},
        "additionalProperties": {"allOf": [field], "required": ["label", "purpose"]},
        "propertyNames": {"pattern": f"^{pattern}$", "not": {"enum": list(RESERVED)}},
    }
    made["properties"]["topics"]["items"] |= {"minItems": 1, "examples": [["Kubernetes", "k8s"]]}
    return made


def _shipped(field: Field, shape: Shape) -> Shape:
    possible = shape if field.key == NAME_OF else {"anyOf": [{"enum": [OFF, False]}, shape]}
    words = (f"{field.label[language]}: {field.purpose[language]}" for language in LANGUAGES)
    return _wrapped({**possible, "description": "\n\n".join(words)})


def _field(parts: dict[str, Shape]) -> Shape:
    made = _object(schema.FieldKeys, parts)
    for key, longest in (("label", LONGEST_LABEL), ("purpose", LONGEST_PURPOSE)):
        made["properties"][key] |= shapes.text(longest)
    made["properties"]["default"] = {"enum": ["self", "colleagues"]}
    return made


def _goal(parts: dict[str, Shape]) -> Shape:
    """Return the shape of a goal, whose words stand in one line each."""
    made = _object(schema.GoalKeys, parts)
    for key in WORDS:
        made["properties"][key] |= shapes.text(LONGEST_WORDS)
    for key, longest in (("name", LONGEST_NAME), ("unit", LONGEST_UNIT)):
        parts["MeasureKeys"]["properties"][key] |= shapes.text(longest)
    return {**made, "required": ["id", "text"]}


def _commands() -> Shape:
    verbs = "|".join((*VERBS, SKIP, MEET, *DIRECTORY_VERBS, *GOALS.values()))
    words = {"type": "string", "pattern": rf"^\s*({verbs})(\s|$)"}
    return {
        "propertyNames": {"pattern": f"^{ALIAS.pattern.removesuffix(chr(92) + 'Z')}$", "not": {"const": "/rondo"}},
        "additionalProperties": words,
    }
