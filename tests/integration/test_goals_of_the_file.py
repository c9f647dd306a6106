"""Goals of the rituals file: their wordings are recorded when it begins to hold, and each sees what concerns them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import pytest

from bot.config import parse
from bot.model import Goal, Person, Plan, Ritual
from bot.rituals.base import Kind, Options, Survey
from bot.sandbox import Workspace
from bot.service.context import Context
from bot.service.goals import catalogue
from bot.store import goals, people
from bot.store.db import Tx
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import MANAGED, write
from tests.world import World

T = TypeVar("T")
TODAY = date(2026, 11, 23)
TEXT = "text: {de: Lieferung in 48 Stunden, en: Delivery within 48 hours}"
GOALS = f"""
goals:
  - id: lieferzeit
    {TEXT}
    scope: company
  - id: angebote
    text: Angebote am selben Tag
    ends: 2026-11-30
  - id: frueher
    text: Das war einmal
    ends: 2026-11-22
  - id: spaeter
    text: Das kommt erst
    starts: 2026-12-01
"""
FILE = MANAGED + GOALS
SET = Goal(id="", text={"de": "A", "en": "A"}, ritual="kaffee")


class Asking(Options):
    """Options of a ritual that asks about goals."""

    about: tuple[str, ...] = ()


ASKING = Kind("asking", Asking, lambda *_: Plan(), survey=lambda options: Survey(goals=options.about))


@dataclass(frozen=True)
class Place:
    """A running bot, and a ritual of it that asks."""

    world: World

    @property
    def context(self) -> Context:
        context = self.world.rondo.context
        return replace(context, kinds={**context.kinds, "asking": ASKING})

    @property
    def ritual(self) -> Ritual:
        about = ("angebote", "spaeter", "lieferzeit", "frueher", "angebote", "gibt-es-nicht")
        coffee = self.context.ritual("kaffee")
        assert coffee is not None
        return replace(coffee, kind="asking", options=Asking(about=about))

    def read(self, act: Callable[[Tx], T]) -> T:
        with self.context.database.read() as tx:
            return act(tx)

    def put(self, goal: Goal) -> Goal:
        with self.context.database.begin() as tx:
            return goals.put(tx, goal, now=self.world.now())

    def person(self, name: str) -> Person:
        found = self.read(lambda tx: people.by_slack_id(tx, Workspace().person(name).id))
        assert found is not None
        return found

    def revisions(self) -> dict[str, int]:
        return self.read(lambda tx: goals.revisions_of(tx, ["lieferzeit", "angebote"]))

    def asked(self, *, on: date = TODAY, person: Person | None = None) -> list[str]:
        whose = person.id if person else None
        found = self.read(lambda tx: catalogue.asked_about(tx, self.context, self.ritual, on=on, person=whose))
        return [one.id for one in found]

    def seen(self, name: str, *, on: date = TODAY) -> list[str]:
        someone = self.person(name)
        return [one.id for one in self.read(lambda tx: catalogue.visible_to(tx, self.context, someone, on=on))]


@pytest.fixture
def place(make_world: MakeWorld) -> Place:
    return Place(make_world(rituals=FILE))


def test_the_first_wording_is_recorded_at_the_start_and_stays_the_first(place: Place) -> None:
    assert place.revisions() == {"lieferzeit": 1, "angebote": 1}
    place.world.restart()
    write(place.world, FILE.replace("Kaffeerunde", "Kaffeepause"))
    assert place.revisions() == {"lieferzeit": 1, "angebote": 1}


def test_other_words_are_the_next_revision_as_soon_as_the_file_holds_and_so_are_words_that_come_back(
    place: Place,
) -> None:
    write(place.world, FILE.replace("en: Delivery within 48 hours", "en: Delivery in two days"))
    assert place.revisions() == {"lieferzeit": 2, "angebote": 1}
    write(place.world, FILE)
    assert place.revisions() == {"lieferzeit": 3, "angebote": 1}
    write(place.world, FILE.replace(TEXT, f"{TEXT}\n    customer: Vertrieb\n    why: Darum"))
    (goal, *_) = place.read(lambda tx: catalogue.of_file(tx, place.context))
    assert (goal.revision, goal.customer["de"]) == (4, "Vertrieb")
    history = place.read(lambda tx: goals.history(tx, "lieferzeit"))
    assert [one.wording["text"]["en"] for one in history] == [
        "Delivery within 48 hours", "Delivery in two days", "Delivery within 48 hours", "Delivery within 48 hours",
    ]  # fmt: skip


def test_a_goal_that_left_the_file_asks_nobody_and_its_wordings_stay(place: Place) -> None:
    write(place.world, MANAGED + GOALS.replace(f"  - id: lieferzeit\n    {TEXT}\n    scope: company\n", ""))
    assert place.asked() == ["angebote"]
    assert place.read(lambda tx: catalogue.get(tx, place.context, "lieferzeit")) is None
    assert place.revisions() == {"lieferzeit": 1, "angebote": 1}
    write(place.world, FILE)
    assert place.revisions() == {"lieferzeit": 1, "angebote": 1}


def test_a_process_with_an_older_file_records_nothing(place: Place) -> None:
    before = place.context.config()
    write(place.world, FILE.replace("Angebote am selben Tag", "Angebote sofort"))
    old = replace(place.context, config=lambda: before)
    with place.context.database.begin() as tx:
        catalogue.record(tx, old, now=place.world.now())
    assert place.revisions() == {"lieferzeit": 1, "angebote": 2}


def test_a_round_asks_about_the_goals_that_hold_first_those_of_its_options_in_their_order(place: Place) -> None:
    assert place.asked() == ["angebote", "lieferzeit"]
    assert place.asked(on=date(2026, 12, 1)) == ["spaeter", "lieferzeit"]
    here = place.put(SET)
    place.put(replace(SET, ritual="montagsfrage"))
    place.put(replace(SET, ends=date(2026, 11, 22)))
    assert place.asked() == ["angebote", "lieferzeit", here.id]


def test_of_a_press_the_own_personal_goals_come_on_top_and_those_of_nobody_else(place: Place) -> None:
    anna, ben = place.person("Anna"), place.person("Bernd")
    mine = place.put(replace(SET, scope="personal", ritual="", person=anna.id))
    theirs = place.put(replace(SET, scope="personal", ritual="", person=ben.id, is_shared=True))
    assert place.asked(person=anna) == ["angebote", "lieferzeit", mine.id]
    assert place.asked(person=ben) == ["angebote", "lieferzeit", theirs.id]
    assert place.asked() == ["angebote", "lieferzeit"]


def test_a_ritual_that_asks_nothing_has_no_goals(place: Place) -> None:
    coffee = place.context.ritual("kaffee")
    assert coffee is not None
    assert place.read(lambda tx: catalogue.asked_about(tx, place.context, coffee, on=TODAY)) == ()


def test_everybody_sees_the_goals_of_the_file_and_a_personal_one_only_if_it_is_shared(place: Place) -> None:
    anna = place.person("Anna")
    place.put(replace(SET, scope="personal", ritual="", person=anna.id))
    shared = place.put(replace(SET, scope="personal", ritual="", person=anna.id, is_shared=True))
    of_file = ["lieferzeit", "angebote", "spaeter"]
    assert len(place.seen("Anna")) == len(of_file) + 2
    assert place.seen("Bernd") == [*of_file, shared.id]
    assert place.seen("Bernd", on=date(2026, 12, 24)) == ["lieferzeit", "spaeter", shared.id]


def test_a_goal_set_for_a_ritual_is_for_whoever_takes_part_or_looks_after_it(place: Place) -> None:
    of_team, of_company = place.put(SET), place.put(replace(SET, scope="company"))
    outside = place.put(replace(SET, ritual="gibt-es-nicht"))
    place.world.answer_to("Oliver", "/rondo leave kaffee")
    assert of_team.id not in place.seen("Oliver")
    assert of_company.id in place.seen("Oliver")
    place.world.answer_to("Oliver", "/rondo join kaffee")
    assert of_team.id in place.seen("Oliver")
    assert {of_team.id, of_company.id} < set(place.seen("Anna")), "she looks after the rituals"
    assert outside.id not in place.seen("Anna")


def test_guests_see_no_goals(place: Place) -> None:
    guest = replace(place.person("Bernd"), is_guest=True)
    assert place.read(lambda tx: catalogue.visible_to(tx, place.context, guest, on=TODAY)) == ()


def test_a_file_without_goals_records_nothing(make_world: MakeWorld) -> None:
    world = make_world(rituals=MANAGED)
    assert parse(MANAGED, file="r", kinds=world.rondo.context.kinds).goals == ()
    with world.rondo.context.database.read() as tx:
        assert goals.revisions_of(tx, ["lieferzeit"]) == {}
