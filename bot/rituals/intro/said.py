"""What somebody says of themselves: read from a form, half filled from the directory, and ticked to go there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from bot.directory.audience import allowed, reaches
from bot.directory.catalogue import LONGEST, MOST_VALUES
from bot.model import LEVELS, Directory, Field, Level, PersonId, ProfileFact, State

WHAT, TOPICS, FUN, TICKED = "what", "topics", "fun", "ticked"
"""The fields of the form, and its box."""
MOST = {WHAT: 300, TOPICS: 120, FUN: 200}
"""Characters of each."""
FIELDS = {WHAT: "what_i_do", TOPICS: "ask_me_about", FUN: "fun_fact"}
"""Where the directory keeps each, if its catalogue has that field."""
SEVERAL = ("topics", "list", "languages")
"""Types of fields of which each value is one word or subject."""


@dataclass(frozen=True)
class Said:
    """What somebody wants the channel to read."""

    what: str = ""
    topics: str = ""
    """Separated by commas."""
    fun: str = ""
    ticked: bool = False
    """Whether it shall go to the directory as well."""
    level: Level = "colleagues"
    """Who read the channel when they saw the preview; less privileged readers were not agreed to."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return what one may ask them about, each once."""
        return apart(self.topics)

    @property
    def text(self) -> str:
        """Return it as an answer that can be kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def mark(self) -> str:
        """Return a name for exactly these words."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read(raw: str) -> Said | None:
    """Return what an answer says; None where it is none."""
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    words = {name: " ".join(str(told.get(name) or "").split())[:most].rstrip() for name, most in MOST.items()}
    level = next((one for one in LEVELS if one == told.get("level")), Said.level)
    return Said(**words, ticked=told.get(TICKED) is True, level=level)


def apart(text: str) -> tuple[str, ...]:
    """Return what stands between commas, each once, whatever its capitals."""
    found = {one.strip().casefold(): one.strip() for one in reversed(text.replace(";", ",").split(",")) if one.strip()}
    return tuple(reversed(found.values()))


def known_of(state: State, person: PersonId) -> Said:
    """Return what the directory holds of somebody that the readers of the channel may see anyway."""
    profile, directory = state.profiles.get(person), state.directory
    if profile is None or directory is None:
        return Said()
    seen = [one for one in profile.facts if _may_see(one, state, directory)]
    words = {name: ", ".join(one.value for one in seen if one.field == key) for name, key in FIELDS.items()}
    return Said(words[WHAT][: MOST[WHAT]], words[TOPICS][: MOST[TOPICS]], words[FUN][: MOST[FUN]])


def for_directory(state: State, person: PersonId, said: Said) -> Iterator[tuple[PersonId, ProfileFact]]:
    """Yield what somebody ticked to go to the directory; an empty field leaves alone what stands there."""
    if state.directory is None or not said.ticked:
        return
    words = {WHAT: said.what, TOPICS: said.topics, FUN: said.fun}
    for name, key in FIELDS.items():
        field = state.directory.fields.get(key)
        if field is not None:
            audience = _audience(state, person, field)
            for value in _values(field, words[name]):
                yield person, _fact(field, value, audience, state)


def _values(field: Field, words: str) -> Iterable[str]:
    values = apart(words)[:MOST_VALUES] if field.type in SEVERAL else (words,)
    return (value[: LONGEST.get(field.type, MOST[WHAT])].rstrip() for value in values if value)


def _fact(field: Field, value: str, audience: Level, state: State) -> ProfileFact:
    until = None if field.lifetime is None else state.now + field.lifetime
    return ProfileFact(field.key, value, audience, "intro", confirmed_at=state.now, expires_at=until)


def _audience(state: State, person: PersonId, field: Field) -> Level:
    """Return who sees it: never more than the person let see what stood there before."""
    profile = state.profiles.get(person)
    before = [one.audience for one in profile.facts if one.field == field.key] if profile else []
    return allowed(field, min(before, key=LEVELS.index, default=field.default))


def _may_see(fact: ProfileFact, state: State, directory: Directory) -> bool:
    field = directory.fields.get(fact.field)
    is_over = fact.expires_at is not None and fact.expires_at <= state.now
    return field is not None and not is_over and reaches(allowed(field, fact.audience), state.level)
