"""What the tests of versions share: a company with managers, and what they read and press."""

from __future__ import annotations

import time
from typing import Any

from bot.model import Version
from bot.sandbox import Workspace
from bot.store import versions
from tests.world import POST, World, eventually, words_of

ANNA, BERND, OLIVER = (Workspace().person(name).id for name in ("Anna", "Bernd", "Oliver"))
"""Anna and Bernd look after the rituals, Oliver does not."""
COFFEE = """
version: 1
defaults: {language: de, timezone: Europe/Berlin}
commands: {/kaffee: join kaffee}
MANAGERS
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: kaffeerunde
    schedule: {every: week, days: [mon], at: "09:00"}
    join: channel
    offer_skip: false
"""
MANAGED = COFFEE.replace("MANAGERS", f"managers: {{people: [{ANNA}, {BERND}]}}") + POST
OTHER_TITLE = MANAGED.replace("de: Kaffeerunde", "de: Kaffeepause")
OTHER_CHANNEL = MANAGED.replace("channel: montagsrunde", "channel: allgemein")
OTHER_ID = MANAGED.replace("id: kaffee", "id: kaffee-neu").replace("join kaffee}", "join kaffee-neu}")
BROKEN = (
    MANAGED.replace("kind: pairing", "kind: paring")
    .replace("days: [mon]", "days: [mo]")
    .replace('at: "09:00"', "at: 9 Uhr")
)


def write(world: World, text: str) -> None:
    """Change the rituals file beside Rondo, and let it be looked at until it is settled."""
    world.file.write_text(text, encoding="utf-8")
    for _ in range(3):
        world.beat()


def send(world: World, text: str, *, by: str, name: str = "rituals.yaml") -> str:
    """Send Rondo a file; return what it answers."""
    return answered(world, by, lambda: world.slack.upload(name, text, by=by))


def press(world: World, verb: str, *, by: str) -> str:
    """Press a button under a version; return what the newest messages say afterwards."""
    return answered(world, by, lambda: world.slack.click(f"versions:{verb}", by=by))


def asked(world: World, name: str, command: str) -> str:
    """Type a command and return what it is answered with."""
    return answered(world, name, lambda: world.slack.command(command, by=name))


def answered(world: World, name: str, act: Any) -> str:
    """Do something and return what somebody reads that they did not read before."""

    def seen() -> dict[tuple[str, str, str], None]:
        rows = (row for row in world.slack.inbox(name) if row["bot"])
        return {(row["channel"], row["ts"], words_of(row)): None for row in rows}

    before = seen()
    acted = act()
    assert acted["ok"], acted

    def news() -> str:
        world.beat()
        return "\n".join(row[2] for row in seen() if row not in before)

    read = eventually(news)
    while True:  # an answer in place and a letter may come one after the other
        time.sleep(0.1)
        if (later := news()) == read:
            return str(read)
        read = later


def inbox(world: World, name: str) -> str:
    """Return all that somebody reads."""
    world.beat()
    return "\n".join(words_of(one) for one in world.slack.inbox(name))


def live(world: World) -> Version:
    """Return the version that is live."""
    with world.rondo.database.read() as tx:
        found = versions.live(tx)
    assert found is not None
    return found


def title(world: World, ritual: str = "kaffee") -> str:
    """Return the title of a ritual as Rondo works with it now."""
    found = world.rondo.context.ritual(ritual)
    return found.title["de"] if found else ""
