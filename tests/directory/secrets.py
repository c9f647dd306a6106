"""People each of whose values holds a word of its own, so that wherever one turns up it is plain whose value it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.directory.catalogue import SHIPPED
from bot.model import LEVELS, Level, Listing, Person, PersonId, Profile, ProfileFact
from tests.directory.company import NOW
from tests.unit.directory.audience_oracle import Case, visible

LETTERS = "bdfgklmprtvz"
VOWELS = "aou"
SCATTERED = 7_919
"""A prime, so that people next to each other have words that are not alike."""
READER: dict[Level, Person] = {
    "colleagues": Person(PersonId("reader"), "U0READER"),
    "partners": Person(PersonId("reader"), "U0READER", is_guest=True),
    "public": Person(PersonId("reader"), "U0READER", is_deactivated=True),
}


@dataclass(frozen=True)
class Secret:
    """One value, the word in it that nobody else has, and who may see it."""

    fact: ProfileFact
    word: str
    seen_by: frozenset[Level]


def word(number: int) -> str:
    """Return a word that begins like no other one and is changed by no rule of spelling."""
    made, number = "", number * SCATTERED % len(LETTERS) ** 6
    for _ in range(6):
        number, letter = divmod(number, len(LETTERS))
        made += LETTERS[letter] + VOWELS[(number + letter) % len(VOWELS)]
    return made + "kt"


def people(number: int, *, seed: int) -> Iterator[tuple[Profile, list[Secret]]]:
    """Yield that many people, the same for the same seed, each with what they told and who may see which of it."""
    rng = Random(seed)
    count = 0
    for place in range(number):
        facts = []
        for key, field in SHIPPED.fields.items():
            for _ in range(1 if field.type in ("text", "long", "photo") else rng.randint(0, 2)):
                count += 1
                facts.append(_fact(key, count, rng))
        profile = Profile(
            person=PersonId(f"p{place:06d}"),
            slack_id=f"U{place:08d}",
            outside_id="",
            timezone="Europe/Berlin",
            is_eligible=rng.random() < 0.95,
            listing=_listing(rng),
            facts=tuple(facts),
        )
        yield profile, _secrets(profile)


def _fact(key: str, number: int, rng: Random) -> ProfileFact:
    field = SHIPPED.fields[key]
    audience = rng.choice(LEVELS) if key != "name" else rng.choice(("colleagues", "partners", "public", "self"))
    over = None if rng.random() < 0.6 else NOW + timedelta(days=rng.choice((-2, -1, 1, 30)))
    value = "yes" if field.type == "photo" else word(number)
    return ProfileFact(key, value, audience, "self", NOW - timedelta(days=9), over, id=number)


def _listing(rng: Random) -> Listing:
    paused = NOW.date() + timedelta(days=rng.choice((-1, 0, 3))) if rng.random() < 0.2 else None
    return Listing(
        listed=rng.random() < 0.9,
        expert=rng.random() < 0.7,
        contactable=rng.random() < 0.7,
        paused_until=paused if isinstance(paused, date) else None,
    )


def _secrets(profile: Profile) -> list[Secret]:
    seen: dict[int, set[Level]] = {fact.id: set() for fact in profile.facts}
    for level, reader in READER.items():
        for fact in visible(Case(SHIPPED, profile, reader, "list", (reader,), False, NOW)):
            seen[fact.id].add(level)
    told = [fact for fact in profile.facts if SHIPPED.fields[fact.field].type != "photo"]
    return [Secret(fact, fact.value, frozenset(seen[fact.id])) for fact in told]
