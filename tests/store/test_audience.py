"""Whom an audience names, on both databases: the same whether everybody is sought or one person is asked about."""

from __future__ import annotations

from random import Random

from bot.model import Audience, Channel, ChannelId, Person, PersonId, UserGroup
from bot.service.audience import is_named, places_of, resolve
from bot.store import channels, people, user_groups
from bot.store.db import Database, Tx
from tests.store.cast import hire

CHANNELS, GROUPS, DEPARTMENTS = ("coffee", "general", "old"), ("sales", "service"), ("Vertrieb", "ÜBERSETZUNG")
SLACK_IDS = tuple(f"U{number}" for number in range(24))


def a_company(tx: Tx, chance: Random) -> list[Person]:
    """Hire people and spread them over channels, groups and departments; `old` was made anew under its name."""
    hired = hire(tx, *SLACK_IDS)

    def some() -> list[PersonId]:
        return [one for one in hired if chance.random() < 0.4]

    for number, name in enumerate((*CHANNELS, "old")):
        key = ChannelId(f"C{number}")
        channels.put(tx, Channel(key, name, is_archived=number == 2))
        channels.set_members(tx, key, some())
    user_groups.replace_all(tx, {UserGroup(f"S{name}", name): some() for name in GROUPS})
    for name in DEPARTMENTS:
        for one in some():
            people.set_profile(tx, one, {"department": chance.choice((name, name.lower(), name.upper()))})
    return list(people.by_ids(tx, hired).values())


def an_audience(chance: Random, *, deep: int = 2) -> Audience:
    def some(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in names if chance.random() < 0.3)

    return Audience(
        channels=some((*CHANNELS, "unknown")),
        user_groups=some((*GROUPS, "unknown")),
        departments=some((*DEPARTMENTS, "vertrieb", "")),
        people=some(("U1", "U2", "U404")),
        without=an_audience(chance, deep=deep - 1) if deep and chance.random() < 0.5 else None,
    )


def test_asking_about_one_person_and_seeking_everybody_agree(database: Database) -> None:
    chance = Random(7)
    with database.begin() as tx:
        company = a_company(tx, chance)
        where = {one.id: places_of(tx, one) for one in company}
        reached = set()
        for _ in range(150):
            audience = an_audience(chance)
            found = resolve(tx, audience)
            assert found == {one.id for one in company if is_named(audience, where[one.id])}, audience
            reached.add(len(found))
        assert len(reached) > 10


def test_an_audience_is_the_union_of_its_parts_minus_what_it_excludes(database: Database) -> None:
    with database.begin() as tx:
        ada, ben, cem, dana = hire(tx, "U1", "U2", "U3", "U4")
        channels.put(tx, Channel(ChannelId("C1"), "coffee"))
        channels.set_members(tx, ChannelId("C1"), [ada, ben])
        user_groups.replace_all(tx, {UserGroup("S1", "sales"): [ben, cem]})
        people.set_profile(tx, dana, {"department": "Vertrieb"})
        everybody = Audience(channels=("coffee",), user_groups=("sales",), departments=("vertrieb",))
        assert resolve(tx, everybody) == {ada, ben, cem, dana}
        without = Audience(user_groups=("sales",), people=("U4",))
        assert resolve(tx, Audience(channels=("coffee",), departments=("Vertrieb",), without=without)) == {ada}
        assert resolve(tx, Audience()) == resolve(tx, Audience(without=everybody)) == frozenset()
