"""The scenarios of `make chaos`, by name, with the numbers that the full run takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import databases
from tests.chaos import hurts
from tests.chaos.chaos import Outcome, scenario
from tests.chaos.companies import Company, plain, shipped, whole
from tests.chaos.dying import each_failpoint
from tests.chaos.failpoints import everywhere
from tests.chaos.nursery import Nursery
from tests.chaos.place import EngineName, Place
from tests.chaos.provocations import reachable
from tests.process.wires import Wire

LOOKED_UP = ("gruss@", "notice/")
"""What goes to one person alone, where a look-up needs no history scope of the operator's."""
BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Order:
    """One scenario on one database."""

    name: str
    folder: Path
    url: str
    server: databases.Restartable | None
    nursery: Nursery
    engine: EngineName
    seed: int
    times: int
    lives: int
    people: int
    at: tuple[str, ...] = ()
    """Failpoints to visit, by parts of their names; none: all."""
    tell: Callable[[str], object] = lambda said: None
    """Hears how far it is."""

    def place(self, *, company: Company | None = None, look_up: bool = True) -> Place:
        """Return the company it happens in, not yet open."""
        there = company or plain(self.people)
        return Place(self.folder, self.url, self.nursery, company=there, engine=self.engine, look_up=look_up)


@dataclass(frozen=True)
class Scenario:
    """What is done, and how often in the full run."""

    run: Callable[[Order], Outcome]
    times: int
    people: int = 240
    lives: int = 1
    on: tuple[str, ...] = BOTH
    crashes: bool = False
    """Whether it needs a server that may be crashed."""

    def databases(self, engine: str) -> tuple[str, ...]:
        """Return the databases it makes sense on: the distributed engine has PostgreSQL only."""
        return tuple(one for one in self.on if engine == "embedded" or one == "postgresql")


def _kills(order: Order) -> Outcome:
    place = order.place()
    hurt = hurts.kills(place, times=order.times, lives=order.lives)
    return scenario(order.name, place, hurt, seed=order.seed, tell=order.tell, lives=order.lives)


def _kills_blind(order: Order) -> Outcome:
    """Without the look-up: what the rule decides is what was in flight at a kill, and doubled and skipped are counted.

    Of several processes those that live have letters in flight as well, which then arrive in good order.
    """
    place = order.place(look_up=False)
    hurt = hurts.kills(place, times=order.times, lives=order.lives)
    outcome = scenario(order.name, place, hurt, seed=order.seed, tell=order.tell, lives=order.lives)
    found, told = outcome.verdict, outcome.verdict.tolerated
    harmless = len(found.decided) - told.total()
    outcome.notes.append(f"decided by the rule {len(found.decided)}, harmless of them {harmless}")
    for key in found.decided - outcome.in_flight:
        found.wrong.append(f"{key} was decided by the rule, though nobody died over it")
    alone = order.lives == 1
    for key in (one for one in outcome.in_flight - found.decided if alone and not one.startswith(LOOKED_UP)):
        found.wrong.append(f"{key} was in flight, and not decided by the rule")
    return outcome


def _failpoints(order: Order) -> Outcome:
    place = order.place(company=whole())
    there = reachable(everywhere(), order.engine)
    wanted = [one for one in there if not order.at or any(part in one for part in order.at)]
    hurt = each_failpoint(place, times=order.times, failpoints=wanted)
    return scenario(order.name, place, hurt, seed=order.seed, tell=order.tell)


def _restarts(order: Order) -> Outcome:
    assert order.server is not None
    place = order.place()
    hurt = hurts.restarts(place, order.server, times=order.times, lives=order.lives)
    return scenario(order.name, place, hurt, seed=order.seed, lives=order.lives, tell=order.tell)


def _faults(order: Order) -> Outcome:
    place = order.place()
    port = urlsplit(place.sandbox.url).port
    assert port is not None
    with Wire(("127.0.0.1", port)) as wire:
        place.sandbox.workspace.base_url = f"http://127.0.0.1:{wire.port}"
        hurt = hurts.faults(place, wire, calls=order.times, seed=order.seed, lives=order.lives)
        return scenario(order.name, place, hurt, seed=order.seed, lives=order.lives, tell=order.tell)


def _freezes(order: Order) -> Outcome:
    place = order.place()
    hurt = hurts.freezes(place, times=order.times, lives=order.lives)
    return scenario(order.name, place, hurt, seed=order.seed, lives=order.lives, tell=order.tell)


def _events(order: Order) -> Outcome:
    place = order.place()
    hurt = hurts.events(place, times=order.times, seed=order.seed, lives=order.lives)
    return scenario(order.name, place, hurt, seed=order.seed, lives=order.lives, tell=order.tell)


def _year(order: Order) -> Outcome:
    """The shipped rituals, unhurt."""
    place = order.place(company=shipped())
    hurt = hurts.weeks(place, times=order.times, lives=order.lives)
    return scenario(order.name, place, hurt, seed=order.seed, lives=order.lives, tell=order.tell)


POSTGRESQL = ("postgresql",)
SCENARIOS = {
    "kills": Scenario(_kills, times=1000),
    "failpoints": Scenario(_failpoints, times=20),
    "restarts": Scenario(_restarts, times=100, people=1000, on=POSTGRESQL, crashes=True),
    "faults": Scenario(_faults, times=100_000, people=1000),
    "freeze": Scenario(_freezes, times=5, people=1000),
    "freeze-two": Scenario(_freezes, times=5, people=1000, lives=2, on=POSTGRESQL),
    "two": Scenario(_kills, times=100, lives=2, on=POSTGRESQL),
    "five": Scenario(_kills, times=100, lives=5, on=POSTGRESQL),
    "events": Scenario(_events, times=1000),
    "blind": Scenario(_kills_blind, times=200),
    "year-two": Scenario(_year, times=52, lives=2, on=POSTGRESQL),
    "year-five": Scenario(_year, times=52, lives=5, on=POSTGRESQL),
}
