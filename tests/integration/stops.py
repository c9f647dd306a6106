"""What the tests of stopping share: a company with managers and an owner, and what they press."""

from __future__ import annotations

from bot.model import StoredLetter
from bot.sandbox import Workspace
from bot.store import halts, letters
from tests.integration.rollouts import answered
from tests.world import COFFEE, World

ANNA, BERND, OLIVER, CARLA = (Workspace().person(name).id for name in ("Anna", "Bernd", "Oliver", "Carla"))
"""Anna and Bernd look after everything, Oliver owns the coffee round, Carla just takes part."""
DAILY = """
  - id: tagesfrage
    kind: post
    title: {de: Tagesfrage, en: Daily question}
    audience: {channel: kaffeerunde}
    schedule: {every: day, days: [tue], at: "09:00"}
    text: {de: "Was steht an?", en: "What is up?"}
"""
OWNED = COFFEE.replace("rituals:", f"managers: {{people: [{ANNA}, {BERND}]}}\nrituals:").replace(
    "    join: channel", f"    join: channel\n    owner: {OLIVER}"
)


def press(world: World, action: str, *, by: str) -> str:
    """Press a button; return what the newest messages say afterwards."""
    return answered(world, by, lambda: world.slack.click(action, by=by))


def stopped(world: World) -> list[str]:
    """Return what is stopped."""
    with world.rondo.database.read() as tx:
        return [one.ritual for one in halts.every(tx)]


def letters_of(world: World, ritual: str) -> list[StoredLetter]:
    """Return the letters of a ritual's newest run."""
    with world.rondo.database.read() as tx:
        return letters.of_run(tx, world.runs(ritual)[0].id)


def outcomes(world: World, ritual: str, op: str = "post") -> set[tuple[str, str | None]]:
    """Return the states and outcomes of the letters of a ritual's newest run."""
    return {(one.state, one.outcome) for one in letters_of(world, ritual) if one.op == op}
