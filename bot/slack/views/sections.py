"""One form for each part of an entry: a field for each value, and beside it who sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.blocks import (
    checkboxes,
    external_select,
    field,
    modal,
    multi_select,
    option,
    person_select,
    section,
    select,
    text_input,
    verbatim,
)
from bot.directory.catalogue import LONGEST, MOST_VALUES
from bot.model import SECTIONS, SPOKEN, Block, Field, Level, OwnEntry, ProfileFact, Section, Words

CALLBACK = "section"
TOPICS = "topics"
"""The action of the fields that offer topics while somebody types."""
ROWS = 5
"""Responsibilities that have room at first; there is always room for one more, up to MOST_VALUES."""
LONGEST_INPUT = 3000


class Written(NamedTuple):
    """What a form says of one field; `others` are Slack ids, parallel to the values."""

    values: tuple[str, ...]
    audience: Level
    others: tuple[str, ...] = ()


def section_modal(entry: OwnEntry, name: Section) -> Block:
    """The form of one part, with what stands there."""
    keeping = {"name": entry.profile.name or entry.profile.outside_id}
    intro = Words("dir.keeping", keeping) if entry.whose else Words("dir.form")
    blocks: list[Block] = [section(intro)]
    for one in _fields(entry, name):
        blocks += _inputs(entry, one)
    return modal(
        Words(f"dir.section.{name}"), blocks, callback_id=CALLBACK, close=Words("button.cancel"),
        submit=Words("button.save"), about=f"{name}|{entry.whose}",
    )  # fmt: skip


def read_about(value: str) -> tuple[Section | None, str]:
    """Return which part of whose entry a button or a form is about; None for a part that does not exist."""
    raw, _, whose = value.partition("|")
    return next((one for one in SECTIONS if one == raw), None), whose


def read_section(entry: OwnEntry, name: Section, values: Mapping[str, Any]) -> dict[str, Written]:
    """Return what a submitted form says, by field; of fields that only Slack changes, who sees them."""
    return {one.key: _read(entry, one, values) for one in _fields(entry, name) if f"a:{one.key}" in values}


def first_place(entry: OwnEntry, name: Section, label: object = None) -> str:
    """Return the input that a problem is shown at: that of the field with this label, else the first of the form."""
    fields = _fields(entry, name)
    meant = [one for one in fields if isinstance(label, Words) and label.own == one.label] or fields
    return f"a:{meant[0].key}" if meant[0].key in entry.read_only else _places(meant[0])[0]


def raw_option(value: str) -> Block:
    """One choice that says what it is."""
    return option(verbatim(value), value)


def _fields(entry: OwnEntry, name: Section) -> list[Field]:
    """Return the fields of one part; the photo is that of a Slack profile, so without an account there is none."""
    fields = [one for one in entry.directory.fields.values() if one.section == name]
    return [one for one in fields if entry.profile.slack_id or one.type != "photo"]


def _places(one: Field) -> list[str]:
    """Return the block ids of a field's inputs, the first one for its problems."""
    return [f"r:{one.key}:0"] if one.type == "responsibilities" else [f"v:{one.key}"]


def _inputs(entry: OwnEntry, one: Field) -> Iterator[Block]:
    facts = [fact for fact in entry.profile.facts if fact.field == one.key]
    if one.key in entry.read_only:
        said = ", ".join(fact.value for fact in facts)
        yield section(Words("dir.slack" if said else "dir.slack.empty", {"label": Words(own=one.label), "value": said}))
    elif one.type == "responsibilities":
        yield from _rows(entry, one, facts)
    else:
        yield _input(one, facts)
        if one.type == "languages":
            more = [fact.value for fact in facts if fact.value not in SPOKEN]
            yield field(
                Words("dir.languages.more"), _lines("more", more), block_id=f"m:{one.key}",
                hint=Words("dir.hint.lines"), optional=True,
            )  # fmt: skip
    levels = [option(Words(f"dir.level.{level}"), level) for level in one.audiences]
    chosen = facts[0].audience if facts else one.default
    who = select("who", levels, placeholder=Words("wishes.choose"), initial=chosen)
    yield field(Words("dir.who", {"label": Words(own=one.label)}), who, block_id=f"a:{one.key}")


def _input(one: Field, facts: list[ProfileFact]) -> Block:
    values = [fact.value for fact in facts]
    label, purpose = Words(own=one.label), Words(own=one.purpose)
    place = f"v:{one.key}"
    if one.type == "topics":
        chosen = [raw_option(value) for value in values]
        shown = external_select(TOPICS, placeholder=Words("dir.topics.choose"), initial=chosen, most=MOST_VALUES)
    elif one.type == "languages":
        offered = [option(verbatim(spoken), code) for code, spoken in SPOKEN.items()]
        shown = multi_select("value", offered, placeholder=Words("wishes.choose"), initial=values)
    elif one.type == "photo":
        shown = checkboxes("value", [option(Words("dir.photo"), "yes")], initial=values)
    elif one.type in ("list", "contact"):
        purpose = _both(purpose, Words("dir.hint.ways" if one.type == "contact" else "dir.hint.lines"))
        shown = _lines("value", values)
    else:
        shown = text_input("value", most=LONGEST[one.type], lines=one.type == "long", initial="".join(values[:1]))
    return field(label, shown, block_id=place, hint=purpose, optional=True)


def _rows(entry: OwnEntry, one: Field, facts: list[ProfileFact]) -> Iterator[Block]:
    """Yield a line and a deputy for each responsibility, and room for more."""
    for number in range(min(max(ROWS, len(facts) + 1), MOST_VALUES)):
        fact = facts[number] if number < len(facts) else None
        shown = text_input("value", most=LONGEST[one.type], initial=fact.value if fact else "")
        label = Words(own=dict.fromkeys(("de", "en"), "{label} {number}"),
                      params={"label": Words(own=one.label), "number": f"({number + 1})"})  # fmt: skip
        hint = Words(own=one.purpose) if number == 0 else None
        yield field(label, shown, block_id=f"r:{one.key}:{number}", hint=hint, optional=True)
        deputy = person_select(
            "deputy", placeholder=Words("dir.deputy"), initial=entry.slack_id_of(fact.other if fact else None)
        )
        hint = Words("dir.deputy.hint") if number == 0 else None
        yield field(Words("dir.deputy"), deputy, block_id=f"d:{one.key}:{number}", optional=True, hint=hint)


def _read(entry: OwnEntry, one: Field, values: Mapping[str, Any]) -> Written:
    level = (_part(values, f"a:{one.key}", "who").get("selected_option") or {}).get("value")
    audience = next((known for known in one.audiences if known == level), one.default)
    if one.key in entry.read_only:
        return Written(entry.profile.values(one.key), audience)
    if one.type == "responsibilities":
        return _read_rows(one, values, audience)
    return Written(tuple(_read_values(one, values)), audience)


def _read_values(one: Field, values: Mapping[str, Any]) -> Iterator[str]:
    part = _part(values, f"v:{one.key}", TOPICS if one.type == "topics" else "value")
    if one.type in ("topics", "languages", "photo"):
        yield from (str(chosen.get("value", "")) for chosen in part.get("selected_options") or ())
        yield from _typed(_part(values, f"m:{one.key}", "more")).splitlines()
    elif one.type in ("list", "contact"):
        yield from _typed(part).splitlines()
    else:
        yield _typed(part)


def _read_rows(one: Field, values: Mapping[str, Any], audience: Level) -> Written:
    said = []
    for number in range(MOST_VALUES):
        value = _typed(_part(values, f"r:{one.key}:{number}", "value")).strip()
        if value:
            said.append((value, str(_part(values, f"d:{one.key}:{number}", "deputy").get("selected_user") or "")))
    return Written(tuple(value for value, _ in said), audience, tuple(other for _, other in said))


def _lines(action_id: str, values: list[str]) -> Block:
    return text_input(action_id, most=LONGEST_INPUT, lines=True, initial="\n".join(values)[:LONGEST_INPUT])


def _both(one: Words, other: Words) -> Words:
    return Words(own=dict.fromkeys(("de", "en"), "{one} {other}"), params={"one": one, "other": other})


def _part(values: Mapping[str, Any], block: str, action: str) -> Mapping[str, Any]:
    found = (values.get(block) or {}).get(action)
    return found if isinstance(found, Mapping) else {}


def _typed(part: Mapping[str, Any]) -> str:
    return str(part.get("value") or "")
