"""A company of any size, the same on every machine: who works there, what they wrote, and what they meant by it.

What somebody meant stands beside each value as ids (`topic:reisekosten`, `site:muenchen`), chosen before the words
were; no analysis of texts has a part in it. The first n people of a larger company are those of a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from bot.model import Level
from tests.directory.dice import Dice
from tests.directory.words import Role, Topic, Words, words

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEED = 6
SIZE = 600

Kind = Literal["member", "outside", "guest", "left"]


@dataclass(frozen=True)
class Value:
    """One value of one field, and what its writer meant by it."""

    field: str
    text: str
    means: tuple[str, ...] = ()
    audience: Level = "colleagues"
    is_over: bool = False
    """Whether its time is over."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here, with what they decided for themselves."""

    number: int
    kind: Kind
    timezone: str
    values: tuple[Value, ...]
    listed: bool = True
    expert: bool = True
    contactable: bool = True
    paused_until: date | None = None

    @property
    def id(self) -> str:
        """Return the id of the person, the same on every database."""
        return f"p{self.number:06d}"

    @property
    def name(self) -> str:
        """Return the name they wrote."""
        return next(one.text for one in self.values if one.field == "name")


def company(size: int = SIZE, *, seed: int = SEED) -> Iterator[Colleague]:
    """Make up so many people, one after the other."""
    dice, turns = Dice(seed), dict[str, int]()
    for number in range(size):
        yield _Hire(dice, words(), number, turns).colleague()


def plain(text: str) -> str:
    """Return a text as somebody writes it whose keyboard has no umlauts."""
    return "".join(_PLAIN.get(letter, letter) for letter in text)


class _Hire:
    """The making of one person."""

    def __init__(self, dice: Dice, made_of: Words, number: int, turns: dict[str, int]) -> None:
        """`turns`: how often a subject of a department was given to somebody in turn."""
        self.dice, self.words, self.number, self.turns = dice, made_of, number, turns
        self.is_cast = number < len(made_of.cast)
        self.is_woman = dice.happens(50)
        self.site = dice.place(made_of.sites)
        self.department = dice.place(made_of.departments)
        self.is_english = dice.happens(90 if self.site.is_english else 6)
        self.is_plain = dice.happens(4) and not self.is_cast
        self.values: list[Value] = []

    def colleague(self) -> Colleague:
        """Return the person with all they wrote, and who may see it."""
        self._say("name", *self._name())
        role = self._role()
        self._say("role", self._role_text(role), f"role:{role.id}", *(f"topic:{one}" for one in role.topics))
        self._say("department", self.department.name, f"department:{self.department.id}")
        self._say("site", self.site.name, f"site:{self.site.id}")
        topics = self._topics()
        self._about(topics)
        self._topic_fields(topics)
        self._rest()
        return self._decided()

    def _say(self, field: str, text: str, *means: str) -> None:
        if self.is_plain:
            text = plain(text)
        dice = self.dice
        audience: Level = "self" if dice.happens(6) else "partners" if dice.happens(9) else "colleagues"
        if audience == "partners" and field != "projects" and dice.happens(20):
            audience = "public"
        is_over = dice.happens(3) and field != "name"
        if field == "name":
            audience = "self" if dice.happens(1) and not self.is_cast else "colleagues"
        self.values.append(Value(field, text, means, audience, is_over))

    def _name(self) -> tuple[str, ...]:
        if self.is_cast:
            first, _, last = self.words.cast[self.number].partition(" ")
        else:
            first = self.dice.early(self.words.women if self.is_woman else self.words.men)
            last = self.dice.early(self.words.family)
            if self.dice.happens(4):
                last = f"{last}-{self.dice.one(self.words.family)}"
        title = "Dr. " if self.dice.happens(4) else ""
        means = [*(f"first:{one}" for one in _parts(first)), *(f"last:{one}" for one in _parts(last))]
        return (f"{title}{first} {last}", *means)

    def _role(self) -> Role:
        fitting = [one for one in self.words.roles if self.department.id in one.departments]
        spoken = [one for one in fitting if one.is_english == self.is_english]
        return self.dice.one(spoken or fitting)

    def _role_text(self, role: Role) -> str:
        if role.man == role.woman or self.dice.happens(80):
            return role.woman if self.is_woman else role.man
        if role.woman != f"{role.man}in":
            return f"{role.man}/{role.woman}"
        return self.dice.one(_BOTH).format(man=role.man)

    def _topics(self) -> list[Topic]:
        """Choose up to nine subjects, mostly of the department; some in turn, so that each has somebody."""
        able, home = self._able(), self.department.id
        own = [one for one in able if home in one.departments] or able
        key = f"{home} {self.is_english}"
        turn = self.turns.get(key, 0)
        self.turns[key] = turn + 5
        chosen = [own[(turn + step) % len(own)] for step in range(5)]
        for _ in range(self.dice.below(5)):
            chosen.append(self.dice.one(own if self.dice.happens(60) else able))
        return list(dict.fromkeys(chosen))

    def _able(self) -> list[Topic]:
        return [one for one in self.words.topics if (one.english if self.is_english else one.german)]

    def _written(self, topic: Topic) -> str:
        ways = topic.english if self.is_english else topic.german
        return ways[0] if self.dice.happens(45) else self.dice.one(ways)

    def _topic_fields(self, topics: list[Topic]) -> None:
        for place, topic in enumerate(topics):
            field = "ask_me_about" if place == 0 else self.dice.one(_TOPIC_FIELDS)
            self._say(field, self._written(topic), f"topic:{topic.id}")
        if self.dice.happens(30):
            topic = self.dice.one(self._able())
            self._say("wants_to_learn", self._written(topic), f"topic:{topic.id}")

    def _about(self, topics: list[Topic]) -> None:
        language, link = ("en", " and ") if self.is_english else ("de", " und ")
        told = topics[: self.dice.below(3)]
        said = []
        if told:
            frame = self.dice.one(self.words.filler[f"topic {language}"])
            said.append(frame.format(topics=link.join(self._written(one) for one in told)))
        for _ in range(self.dice.below(4)):
            said.append(self._sentence(self.dice.one(self.words.filler[f"plain {language}"])))
        if said:
            self._say("what_i_do", " ".join(said), *(f"topic:{one.id}" for one in told))

    def _sentence(self, frame: str) -> str:
        while "{noise}" in frame:
            frame = frame.replace("{noise}", self._noise(), 1)
        return frame.replace("{year}", str(1996 + self.dice.below(30)))

    def _noise(self) -> str:
        filler, dice = self.words.filler, self.dice
        if self.is_english:
            return f"{dice.one(filler['noise en'])} {dice.one(filler['noise en'])}"
        first = dice.one(filler["noise de first"])
        middle = dice.one(filler["noise de second"]) if dice.happens(25) else ""
        return first + middle + dice.one(filler["noise de second"])

    def _rest(self) -> None:
        dice, own = self.dice, "en" if self.is_english else "de"
        by_code = dice.happens(12)
        for tongue in self.words.tongues:
            if tongue.id == own or dice.happens({"en": 70, "de": 25}.get(tongue.id, tongue.share)):
                text = tongue.english if self.is_english else tongue.german
                self._say("languages", tongue.id if by_code else text, f"language:{tongue.id}")
        for _ in range(dice.below(3)):
            project = dice.one(self.words.filler["project"])
            self._say("projects", dice.one(_PROJECT).format(name=project), f"project:{project}")
        if dice.happens(25):
            self._say("fun_fact", dice.one(self.words.filler[f"fun {own}"]))

    def _decided(self) -> Colleague:
        dice, chance = self.dice, self.dice.below(100)
        kind: Kind = "member" if chance < 91 else "outside" if chance < 94 else "guest" if chance < 97 else "left"
        paused = NOW.date() + timedelta(days=dice.below(60) - 20) if dice.happens(6) else None
        listed, expert, contactable = dice.happens(90), dice.happens(94), dice.happens(90)
        values, timezone = tuple(self.values), self.site.timezone
        if self.is_cast:
            return Colleague(self.number, "member", timezone, values)
        return Colleague(self.number, kind, timezone, values, listed, expert, contactable, paused)


_TOPIC_FIELDS = ("ask_me_about", "ask_me_about", "works_with", "works_with", "responsibilities", "can_mentor")
_BOTH = ("{man}:in", "{man}*in", "{man}/in", "{man}In", "{man} (m/w/d)")
_PROJECT = ("Projekt {name}", "{name}", "{name}")
_PLAIN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


def _parts(name: str) -> list[str]:
    """Return a name and the names it is made of, without the small words before it."""
    pieces = [one for one in name.replace("-", " ").split() if one[0].isupper()]
    return list(dict.fromkeys([name, *pieces]))
