"""`directory:` of the file: the shipped fields, changed or dropped, the company's own, and words that are one topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile
from typing import Any

from bot.config import catalogue_words as words
from bot.config import problems
from bot.config.catalogue_values import KEY, LONGEST_LABEL, LONGEST_PURPOSE, OFF, RESERVED
from bot.config.findings import Findings, key_names, misspelt, validated
from bot.config.said import Path
from bot.config.schema import DirectoryKeys, FieldKeys
from bot.config.sensitive import sensitive
from bot.config.suggestions import nearest
from bot.config.texts import check, check_one_line
from bot.config.topics import are_groups, read_topics
from bot.config.vocabulary import FALSE
from bot.directory.audience import allowed
from bot.directory.catalogue import SHIPPED, YEAR
from bot.model import LEVELS, NAME, Directory, Field, Level

PATH: Path = ("directory",)
FIELDS: Path = (*PATH, "fields")
ATTRIBUTES = tuple(key_names(FieldKeys))
MOST_FIELDS = 40
"""Shipped ones and own ones together."""
CHANGEABLE = ("label", "purpose", "audiences")
FIXED = (NAME, "photo")
"""Fields of which no more than these can be changed: without a name nobody is found, and a photo needs consent."""
OWN_AUDIENCES: tuple[Level, ...] = ("self", "colleagues")
"""Of a field of the company's own, unless it says more: nothing leaves the company by default."""
SUBJECTS = ("topics", "responsibilities")
"""Types of which an own field makes somebody findable as an expert."""


def read_directory(given: Mapping[str, Any], findings: Findings) -> Directory:
    """Return what the file says of the directory; where something is wrong, it is noted, and the rest is returned."""
    given = dict(given)
    if not are_groups(given.get("topics"), findings):
        del given["topics"]
    keys = validated(DirectoryKeys, given, path=PATH, keys=key_names(DirectoryKeys), findings=findings)
    written = given.get("fields")
    fields = _fields(written if isinstance(written, dict) else {}, findings)
    return Directory(fields=fields, topics=read_topics(keys.topics if keys else [], findings))


def without_strays(raw: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Note fields that stand beside an empty `fields:`, and return the file without them."""
    given = raw.get("directory")
    if not isinstance(given, dict) or given.get("fields", "") is not None:
        return raw
    names, known = list(given), key_names(DirectoryKeys)
    strays = list(takewhile(lambda name: not nearest(name, known), names[names.index("fields") + 1 :]))
    if strays:
        findings.stray(PATH, "fields", strays)
    return raw | {"directory": {key: value for key, value in given.items() if key not in strays}}


def _fields(written: Mapping[str, Any], findings: Findings) -> dict[str, Field]:
    fields, passed = dict(SHIPPED.fields), set[str]()
    for key, given in written.items():
        if findings.are_many:
            break
        if key in passed:
            continue
        passed |= _strays(key, written, findings)
        made = _field(key, given, written, findings)
        if made is not None:
            fields[key] = made
        elif key in fields:
            del fields[key]
        if len(fields) > MOST_FIELDS:
            findings.add((*FIELDS, key), words.too_many_fields(MOST_FIELDS), key=True)
            break
    _check_labels(fields, written, findings)
    return fields


def _check_labels(fields: Mapping[str, Field], written: Mapping[str, Any], findings: Findings) -> None:
    """Note labels that mean something else already: another field by its label or key, a column of the table."""
    taken = {name: name for name in RESERVED}
    for field in sorted(fields.values(), key=lambda one: one.key in written):
        if field.key in written:
            for language, label in field.label.items():
                if (other := taken.get(_folded(label), field.key)) != field.key:
                    findings.add((*FIELDS, field.key, "label", language), words.same_label(label, other))
        taken |= dict.fromkeys(map(_folded, (field.key, *field.label.values())), field.key)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _strays(key: str, written: Mapping[str, Any], findings: Findings) -> set[str]:
    """Note attributes that stand beside the field they belong under, and return them."""
    if written[key] is not None:
        return set()
    names = list(written)
    strays = list(takewhile(lambda name: name in ATTRIBUTES, names[names.index(key) + 1 :]))
    if strays:
        findings.stray(FIELDS, key, strays)
    return set(strays)


def _field(key: str, given: Any, written: Mapping[str, Any], findings: Findings) -> Field | None:
    """Return a field as the file has it; None where it is off, or wrong, which is noted."""
    path, shipped = (*FIELDS, key), SHIPPED.fields.get(key)
    if isinstance(given, dict):
        if shipped is None and _is_meant_as_shipped(key, given):
            findings.add(path, words.unknown_field(key, SHIPPED.fields, written), key=True)
            return None
        return _own(key, given, path, findings) if shipped is None else _shipped(shipped, given, path, findings)
    if given is None:
        findings.add(path, problems.empty(key) if shipped is None else words.empty_field(key))
    elif shipped is None and (_is_off(given) or nearest(key, SHIPPED.fields)):
        findings.add(path, words.unknown_field(key, SHIPPED.fields, written), key=True)
    elif _is_off(given) and key == NAME:
        findings.add(path, words.name_stays())
    elif not _is_off(given):
        says_no = shipped is not None and str(given).lower() in FALSE
        findings.add(path, words.not_off(given) if says_no else words.not_a_field(key, given, is_shipped=bool(shipped)))
    return None


def _is_off(given: Any) -> bool:
    """Say whether a field is dropped: `off` is a word in one version of YAML, and `false` in another."""
    return given is False or given == OFF


def _is_meant_as_shipped(key: str, given: Mapping[str, Any]) -> bool:
    """Say whether what is no shipped field looks like a change of one."""
    return not {"label", "purpose"} & set(given) and bool(nearest(key, SHIPPED.fields))


def _shipped(shipped: Field, given: Mapping[str, Any], path: Path, findings: Findings) -> Field | None:
    if shipped.key in FIXED:
        for attribute in [one for one in given if one in ATTRIBUTES and one not in CHANGEABLE]:
            findings.add((*path, attribute), words.fixed(shipped.key, attribute), key=True)
    keys = _keys(given, path, findings)
    if keys is None:
        return None
    if keys.type not in (None, shipped.type):
        findings.add((*path, "type"), words.fixed_type(shipped.key, shipped.type))
    if shipped.key == NAME and keys.audiences is not None and "colleagues" not in keys.audiences:
        findings.add((*path, "audiences"), words.name_hidden())
    return _changed(shipped, keys, path, findings)


def _own(key: str, given: Mapping[str, Any], path: Path, findings: Findings) -> Field | None:
    if key in RESERVED:
        findings.add(path, words.taken_key(key), key=True)
    elif not KEY.match(key):
        findings.add(path, words.bad_key(key), key=True)
    elif word := sensitive(key.replace("_", " ")):
        findings.add(path, words.sensitive(word), key=True)
        return None
    missing = [one for one in ("label", "purpose") if one not in given and not misspelt(one, given, list(ATTRIBUTES))]
    for one in missing:
        example = f"label: {key.replace('_', ' ').strip().capitalize()[:LONGEST_LABEL]}" if one == "label" else ""
        findings.add(path, problems.missing(one, key, example=example))
    keys = _keys(given, path, findings)
    if keys is None or keys.label is None or keys.purpose is None:
        return None
    searchable = keys.type != "contact" if keys.searchable is None else keys.searchable
    base = Field(
        key=key,
        type=keys.type or "text",
        label=keys.label,
        purpose=keys.purpose,
        audiences=OWN_AUDIENCES,
        searchable=searchable,
        lifetime=YEAR,
        is_expertise=searchable and keys.type in SUBJECTS,
    )
    return _changed(base, keys, path, findings)


def _keys(given: Mapping[str, Any], path: Path, findings: Findings) -> FieldKeys | None:
    """Return what a field says, after a look at its words."""
    keys = validated(FieldKeys, given, path=path, keys=ATTRIBUTES, findings=findings)
    if keys is None:
        return None
    labels = [*(keys.label or {}).values(), *(keys.slack or ())]
    if word := next((found for label in labels if (found := sensitive(label))), ""):
        findings.add(path, words.sensitive(word), key=True)
        return None
    for key, text, limit in (("label", keys.label, LONGEST_LABEL), ("purpose", keys.purpose, LONGEST_PURPOSE)):
        if text is not None:
            check(text, (*path, key), (), limit, findings)
            check_one_line(text, (*path, key), findings)
    return keys


def _changed(base: Field, keys: FieldKeys, path: Path, findings: Findings) -> Field:
    """Return a field with what the file says of it."""
    field = replace(
        base,
        label=keys.label or base.label,
        purpose=keys.purpose or base.purpose,
        audiences=base.audiences if keys.audiences is None else _audiences(keys.audiences),
        searchable=base.searchable if keys.searchable is None else keys.searchable,
        lifetime=base.lifetime if keys.lifetime is None else _lifetime(keys.lifetime),
        section=keys.section or base.section,
        slack=base.slack if keys.slack is None else tuple(dict.fromkeys(keys.slack)),
    )
    wanted = keys.default or base.default
    if keys.default is not None:
        _check_default(field, keys.default, (*path, "default"), findings)
    return replace(field, default=allowed(field, wanted))


def _check_default(field: Field, wanted: Level, path: Path, findings: Findings) -> None:
    """Note an audience that is wider than colleagues, or none of those that may be chosen."""
    better = allowed(field, min(wanted, "colleagues", key=LEVELS.index))
    if LEVELS.index(wanted) > LEVELS.index("colleagues"):
        findings.add(path, words.too_wide(wanted, better))
    elif wanted not in field.audiences:
        findings.add(path, words.not_chosen(wanted, field.audiences, better))


def _audiences(chosen: list[Level]) -> tuple[Level, ...]:
    """Return the audiences from the smallest to the largest; the person alone is always one."""
    return tuple(level for level in LEVELS if level == "self" or level in chosen)


def _lifetime(said: timedelta | str) -> timedelta | None:
    return said if isinstance(said, timedelta) else None
