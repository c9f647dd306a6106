"""What changes from one rituals file to the next, and what each change touches: words, time, people or data.

A change of `data` is one to show to the works council: an electronic survey falls under its say, other words in it
do not (reference/rituals.md, finding 10; BAG 1 ABR 13/17). The class of a key is declared at one place:
bot/config/keys.py for the keys that every file has, `Touches` beside the option for those of a kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args

from pydantic.fields import FieldInfo

from bot.config import reading, values
from bot.config.keys import declared
from bot.config.loader import Config
from bot.config.texts import is_text
from bot.i18n import Catalogue
from bot.model import Goal, Language, Ritual, Words
from bot.rituals.base import Kind, Touched, Touches, no_answer

ALIKE = 0.7
"""The share of keys from which on two rituals are the same one under another id."""
ORDER: tuple[Touched, ...] = ("data", "people", "time", "text")
REVISED = tuple(Goal(id="", text={}).wording)
"""Parts of a goal whose change makes a new revision."""
INHERITED = {"timezone": "defaults", "holidays": "defaults", "language": "defaults", "calendars": "calendars"}
"""What a ritual that does not say it takes from elsewhere in the file, by the last part of the key."""


@dataclass(frozen=True)
class Change:
    """One change; `ritual` is empty where it is one of the whole file."""

    ritual: str
    key: str
    """`schedule.at`, `defaults.timezone`; empty for a ritual that was added or removed."""
    touches: Touched
    line: int
    """In the new file; of what is not there any more, the line of what stood around it."""
    old: str = ""
    new: str = ""
    """As written in the file, in full; empty for nothing."""
    what: Literal["changed", "added", "removed"] = "changed"
    via: str = ""
    """`defaults` or `calendars`, where the ritual itself says the same as before."""
    note: str = ""
    """A sentence about what comes of it, by its key, where the option has one."""
    title: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The name of a ritual that was added or removed, as it is called in each language."""

    def said(self, language: Language) -> str:
        """Return the change in one line of plain text, values shortened; not escaped for Slack."""
        say = _catalogue(language)
        where = " · ".join(part for part in (self.ritual, self.key) if part)
        if self.what == "changed":
            old, new = (one or say.say(Words("plan.nothing")) for one in values.shortened(self.old, self.new))
            told = f"{where}: {old} → {new}"
        else:
            _, name = values.shortened("", self.title.get(language) or self.new or self.old)
            told = say.say(Words(f"plan.{self.what}", {"ritual": where, "title": name}), plain=True)
        via = say.say(Words("plan.via", {"place": self.via}), plain=True) if self.via else ""
        council = say.say(Words("plan.council")) if self.touches == "data" else ""
        touches = say.say(Words(f"plan.touches.{self.touches}"))
        note = say.say(Words(self._note)) if self._note else ""
        return " ".join(part for part in (f"{touches} · {told}", via, note, council) if part)

    @property
    def _note(self) -> str:
        """Return the key of a sentence about what comes of it, or of what people filled in already."""
        parts = self.key.split(".")
        if parts[0] == values.GOALS and len(parts) > 1:
            return self._note_of_goal(parts[2:])
        if self.note:
            return self.note
        if parts[:2] != ["directory", "fields"]:
            return ""
        if len(parts) == 3 and not self.new:
            return "plan.field_gone"
        return "plan.field_audiences" if parts[3:] == ["audiences"] else ""

    def _note_of_goal(self, part: list[str]) -> str:
        if not part:
            return "" if self.new else "plan.goal_gone"
        return "plan.goal_revision" if part[0] in REVISED else ""


def compare(old: Config, new: Config, kinds: Mapping[str, Kind]) -> tuple[Change, ...]:
    """Return every change, in the order of the new file; what is gone stands where it would have been missed."""
    places = _Places(new)
    before, after = ({one.id: one for one in config.rituals} for config in (old, new))
    found = list(_of_file(old, new, places))
    for name, ritual in after.items():
        if name in before:
            found += _of_ritual(before[name], ritual, kinds, places)
        else:
            line = places.line(name, ("id",))
            touched, title = touched_by(ritual, kinds), ritual.title
            found.append(Change(name, "", touched, line, new=_title(ritual), what="added", title=title))
    for name, ritual in before.items():
        if name not in after:
            line, title = places.line("", ("rituals",)), ritual.title
            found.append(Change(name, "", "people", line, old=_title(ritual), what="removed", title=title))
    return tuple(sorted(found, key=lambda one: (one.line, one.ritual, ORDER.index(one.touches))))


def renamed(old: Config, new: Config) -> Mapping[str, str]:
    """Return old id -> new id of rituals that vanished while nearly the same one appeared: their history is lost."""
    before, after = ({one.id: one for one in config.rituals} for config in (old, new))
    gone = [ritual for name, ritual in before.items() if name not in after]
    come = [ritual for name, ritual in after.items() if name not in before]
    pairs = sorted(((_alike(one, other), one.id, other.id) for one in gone for other in come), key=lambda p: -p[0])
    found: dict[str, str] = {}
    for likeness, was, now in pairs:
        if likeness >= ALIKE and was not in found and now not in found.values():
            found[was] = now
    return found


def asked(was: str, now: str, language: Language) -> str:
    """Return the question about an id that seems to have been changed."""
    return _catalogue(language).say(Words("plan.renamed", {"was": was, "now": now}), plain=True)


def touched_by(ritual: Ritual, kinds: Mapping[str, Kind]) -> Touched:
    """Return what a new ritual touches: data where people take part or answer, for then Rondo stores who did."""
    kind = kinds.get(ritual.kind)
    is_plain = kind is not None and not kind.has_members and not kind.reads_profiles and kind.answer is no_answer
    return "people" if is_plain else "data"


def touches_of(info: FieldInfo) -> Touched:
    """Return what a change of a kind's option touches: as declared, `text` for texts, else `data`."""
    declaration = next((one for one in info.metadata if isinstance(one, Touches)), None)
    if declaration:
        return declaration.what
    return "text" if _holds_texts(info.annotation, info.metadata) else "data"


def _of_file(old: Config, new: Config, places: _Places) -> Iterator[Change]:
    before, after = values.of_file(old), values.of_file(new)
    before, after = values.gathered(before, after), values.gathered(after, before)
    for path in {**before, **after}:
        if before.get(path) != after.get(path):
            was, now = values.contrast(before.get(path), after.get(path))
            touches = _touches_of_file(path, before.get(path) or after.get(path))
            yield Change("", ".".join(path), touches, places.line("", path), was, now)


def _touches_of_file(path: tuple[str, ...], value: Any) -> Touched:
    """Return what a key touches; a goal that comes or goes touches what its parts do."""
    if path[0] == values.GOALS and len(path) == 2 and isinstance(value, Mapping):
        parts = [key.touches for part in value if (key := declared((*path, part), of_ritual=False))]
        return min(parts, key=ORDER.index)
    key = declared(path, of_ritual=False) or declared(path[:1], of_ritual=False)
    return key.touches if key else "data"


def _of_ritual(old: Ritual, new: Ritual, kinds: Mapping[str, Kind], places: _Places) -> Iterator[Change]:
    before, after = values.of_ritual(old), values.of_ritual(new)
    for path in {**before, **after}:
        if before.get(path) == after.get(path):
            continue
        source = INHERITED.get(path[-1], "") if _said(old, path) == _said(new, path) else ""
        line = places.line("", (source, path[-1])) if source else places.line(new.id, path)
        was, now = values.contrast(before.get(path), after.get(path))
        touches, note = _touches(path, kinds.get(new.kind), kinds.get(old.kind))
        yield Change(new.id, ".".join(path), touches, line, was, now, via=source, note=note)


def _touches(path: tuple[str, ...], *possible: Kind | None) -> tuple[Touched, str]:
    """Return what a change of a key touches, and the sentence that its option adds."""
    if key := declared(path, of_ritual=True):
        return key.touches, ""
    for kind in possible:
        if kind and path[0] in kind.options.model_fields:
            info = kind.options.model_fields[path[0]]
            return touches_of(info), next((one.note for one in info.metadata if isinstance(one, Touches)), "")
    return "data", ""


def _said(ritual: Ritual, path: tuple[str, ...]) -> Any:
    """Return what the ritual itself says for a key, as written."""
    value: Any = ritual.definition
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _holds_texts(annotation: Any, metadata: list[Any]) -> bool:
    """Return whether there is nothing but texts in a value: one, several, or none."""
    if is_text(metadata):
        return True
    more = getattr(annotation, "__metadata__", None)
    if more is not None:
        return _holds_texts(annotation.__origin__, list(more))
    inner = [one for one in get_args(annotation) if one not in (type(None), Ellipsis)]
    return bool(inner) and all(_holds_texts(one, []) for one in inner)


def _alike(one: Ritual, other: Ritual) -> float:
    """Return the share of keys in which two rituals say the same."""
    if one.kind != other.kind:
        return 0.0
    keys = (one.definition.keys() | other.definition.keys()) - {"id"}
    same = [key for key in keys if one.definition.get(key) == other.definition.get(key)]
    return len(same) / max(1, len(keys))


def _title(ritual: Ritual) -> str:
    return ritual.title[ritual.language]


@cache
def _catalogue(language: Language) -> Catalogue:
    return Catalogue(language)


class _Places:
    """The lines of the new file."""

    def __init__(self, config: Config) -> None:
        self._document = reading.read(config.source)
        value = self._document.value
        rituals = value.get("rituals", []) if isinstance(value, dict) else []
        self._numbers = _numbers(rituals)
        self._goals = _numbers(value.get("goals", []) if isinstance(value, dict) else [])

    def line(self, ritual: str, path: tuple[str, ...]) -> int:
        """Return the line of a key, or of what stands around the place where it would be."""
        start: tuple[str | int, ...] = ("rituals", self._numbers[ritual]) if ritual in self._numbers else ()
        if path[:1] == (values.GOALS,) and not ritual and len(path) > 1:
            start, path = (values.GOALS, self._goals[path[1]]) if path[1] in self._goals else (values.GOALS,), path[2:]
        return self._document.place((*start, *path), key=True).line


def _numbers(entries: Any) -> dict[Any, int]:
    """Return the place of each entry in its list, by id."""
    return {one.get("id"): number for number, one in enumerate(entries) if isinstance(one, dict)}
