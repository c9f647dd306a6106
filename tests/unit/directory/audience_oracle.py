"""Who may see what, written a second time: with sets of people instead of an order of levels.

Nothing of bot.directory.audience is used here, so that both may be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from bot.model import LEVELS, NAME, Directory, Field, Listing, Person, PersonId, Profile, ProfileFact

Kind = Literal["employee", "guest", "stranger"]
Surface = Literal["list", "card", "suggestion", "answer", "post", "thread", "group"]
PERSONAL: tuple[Surface, ...] = ("list", "card", "suggestion", "answer")
"""What one person alone reads; all else is read by everybody in a conversation."""
SURFACES: tuple[Surface, ...] = (*PERSONAL, "post", "thread", "group")
MEANT: dict[str, frozenset[Kind]] = {
    "self": frozenset(),
    "colleagues": frozenset(["employee"]),
    "partners": frozenset(["employee", "guest"]),
    "public": frozenset(["employee", "guest", "stranger"]),
}
"""Who else is meant by an audience, besides the person."""
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata", "")
TYPES = ("text", "long", "list", "topics", "languages", "responsibilities", "contact", "photo")


@dataclass(frozen=True)
class Case:
    """Somebody's profile, and who reads something made of it; `readers` are all who do."""

    directory: Directory
    profile: Profile
    viewer: Person
    surface: Surface
    readers: tuple[Person, ...]
    is_shared: bool
    """Whether people of another company read along."""
    now: datetime


def kind_of(someone: Person) -> Kind:
    """Return what somebody is to the company."""
    if someone.is_bot or someone.is_deactivated:
        return "stranger"
    return "guest" if someone.is_guest else "employee"


def read_by(case: Case) -> frozenset[Kind]:
    """Return what kinds of people get to see what stands there; nobody knows who reads where nobody is known."""
    kinds = {kind_of(one) for one in case.readers}
    if case.surface not in PERSONAL:
        kinds = {kind_of(one) for one in case.readers if not one.is_bot}
    if case.is_shared:
        kinds.add("guest")
    return frozenset(kinds or {"stranger"})


def visible(case: Case) -> list[ProfileFact]:
    """Return the values that may stand there, in their order; none where the person may not appear at all."""
    if not _may_appear(case):
        return []
    facts = [one for one in case.profile.facts if _may_stand(one, case)]
    return facts if any(one.field == NAME for one in facts) else []


def _may_appear(case: Case) -> bool:
    listing = case.profile.listing
    today = datetime.fromtimestamp(case.now.timestamp(), ZoneInfo(case.profile.timezone or "UTC")).date()
    paused = listing.paused_until is not None and not listing.paused_until < today
    return listing.listed and case.profile.is_eligible and not paused


def _may_stand(fact: ProfileFact, case: Case) -> bool:
    field = case.directory.fields.get(fact.field)
    if field is None or (fact.expires_at is not None and not fact.expires_at > case.now):
        return False
    if field.is_expertise and not case.profile.listing.expert:
        return False
    if field.type == "contact" and not case.profile.listing.contactable:
        return False
    possible = [MEANT[one] for one in field.audiences if MEANT[one] <= MEANT[fact.audience]]
    return read_by(case) <= max(possible, key=len, default=frozenset())


# ---------------------------------------------------------------- made up people


def cases(number: int, *, seed: int) -> Iterator[Case]:
    """Yield that many made-up cases, the same for the same seed."""
    rng = Random(seed)
    directory = _directory(rng)
    for count in range(number):
        if count % 50 == 0:
            directory = _directory(rng)
        now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=rng.randrange(14 * 24 * 60))
        viewer, surface = _person(rng), rng.choice(SURFACES)
        others = [] if surface in PERSONAL else [_person(rng) for _ in range(rng.choice((0, 1, 2, 5)))]
        readers = () if surface not in PERSONAL and rng.random() < 0.02 else (viewer, *others)
        is_shared = surface not in PERSONAL and rng.random() < 0.2
        yield Case(directory, _profile(directory, now, rng), viewer, surface, readers, is_shared, now)


def _directory(rng: Random) -> Directory:
    fields = [_field(NAME, rng), *(_field(f"field_{number}", rng) for number in range(rng.randint(2, 8)))]
    return Directory(fields={one.key: one for one in fields})


def _field(key: str, rng: Random) -> Field:
    some = tuple(level for level in LEVELS if level == "self" or rng.random() < 0.6)
    audiences = LEVELS if key == NAME and rng.random() < 0.8 else some
    kind = "text" if key == NAME else rng.choice(TYPES)
    return Field(
        key=key,
        type=kind,  # type: ignore[arg-type]  # one of them
        label={"de": key, "en": key},
        purpose={"de": key, "en": key},
        audiences=audiences,
        default="self",
        is_expertise=kind in ("topics", "responsibilities") and rng.random() < 0.8,
    )


def _profile(directory: Directory, now: datetime, rng: Random) -> Profile:
    keys = [NAME] * (rng.random() < 0.95) + [rng.choice([*directory.fields, "gone"]) for _ in range(rng.randint(3, 11))]
    return Profile(
        person=PersonId("p1"),
        slack_id="U012ABCDE",
        outside_id="",
        timezone=rng.choice(ZONES),
        is_eligible=rng.random() < 0.95,
        listing=_listing(now, rng),
        facts=tuple(_fact(key, number, now, rng) for number, key in enumerate(keys, start=1)),
    )


def _fact(key: str, number: int, now: datetime, rng: Random) -> ProfileFact:
    end = rng.choice((None, None, now, *(now + timedelta(minutes=rng.randint(-9_999, 9_999)) for _ in range(3))))
    audience = rng.choice(LEVELS) if key != NAME else rng.choice(("public", "public", *LEVELS))
    return ProfileFact(
        field=key,
        value=f"value {number}",
        audience=audience,
        source="self",
        confirmed_at=now,
        expires_at=end,
        id=number,
    )


def _listing(now: datetime, rng: Random) -> Listing:
    def around() -> date | None:
        return None if rng.random() < 0.5 else now.date() + timedelta(days=rng.randint(-3, 2))

    return Listing(
        listed=rng.random() < 0.9,
        expert=rng.random() < 0.7,
        contactable=rng.random() < 0.7,
        most_per_week=rng.choice((None, 1, 3)),
        paused_until=around() if rng.random() < 0.4 else None,
        availability=rng.choice(("available", "limited", "away")),
        away_until=around(),
        substitute=rng.choice((None, PersonId("p2"))),
        keeper=rng.choice((None, PersonId("p3"))),
    )


def _person(rng: Random) -> Person:
    roll = rng.random()
    return Person(
        id=PersonId(f"p{rng.randrange(10_000)}"),
        slack_id="U",
        is_bot=roll < 0.06,
        is_guest=0.04 < roll < 0.3,
        is_deactivated=0.28 < roll < 0.36,
    )
