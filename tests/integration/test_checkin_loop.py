"""A real check-in goes on after its form: what somebody needs arrives, and what was written is decided on."""

from __future__ import annotations

from typing import Any

import pytest

from bot.service.workspace import reconcile
from tests.integration.conftest import MakeWorld
from tests.integration.stops import OLIVER
from tests.world import World, eventually, words_of

RITUALS = f"""
version: 1
defaults: {{language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}}
goals:
  - id: antworten
    text: {{de: "Wir antworten <heute>", en: "We answer <today>"}}
rituals:
  - id: stand
    kind: checkin
    title: {{de: Zielrunde, en: Goal round}}
    channel: montagsrunde
    schedule: {{every: week, days: [mon], at: "09:00"}}
    join: channel
    owner: {OLIVER}
    goals: [antworten]
    questions:
      - {{id: naechstes, type: text, ask: {{de: "Was kommt als Nächstes?", en: "What comes next?"}}}}
"""


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """Give a world in which everybody speaks German and was just asked."""
    world = make_world(rituals=RITUALS)
    for one in world.slack.workspace.people.values():
        one.locale = "de-DE"
    reconcile(world.rondo.context, world.now())
    world.advance_to("mon 09:01")
    return world


def asked(world: World) -> list[str]:
    """Return who may answer."""
    people = (one for one in world.slack.workspace.people.values() if not (one.is_bot or one.deleted))
    return [one.id for one in people if "ritual:checkin:fill" in str(world.slack.inbox(one.id))]


def page(world: World, who: str, action: str) -> str:
    """Press a button, and return the page that opens."""
    assert world.slack.click(action, by=who, on="message")["ok"]
    return words_of(eventually(lambda: world.slack.modal(who)))


def answer(world: World, who: str, **said: Any) -> Any:
    """Fill in the form."""
    page(world, who, "ritual:checkin:fill")
    done = world.slack.submit(said, by=who)
    if done["ok"]:
        world.slack.close(by=who)
        world.beat()
    return done


def test_what_somebody_needs_arrives_with_the_goal(world: World) -> None:
    anna, ben, *_ = asked(world)
    guest = next(one.id for one in world.slack.workspace.people.values() if one.is_guest and not one.deleted)
    refused = answer(world, anna, naechstes="x", need_words="Zahlen", need_whom=guest)
    assert "kann ich nicht fragen" in refused["errors"]["need_whom"]
    world.slack.close(by=anna)
    assert answer(world, anna, naechstes="x", need_words="Zahlen", need_whom=ben)["ok"]
    shown = page(world, ben, "need:show")
    assert "Zahlen" in shown
    assert "Ziel: Wir antworten &lt;heute&gt;" in shown


def test_those_in_charge_read_what_was_written_without_names_once_enough_wrote(world: World) -> None:
    for number, who in enumerate(asked(world)[:5]):
        assert answer(world, who, naechstes=f"Schritt {9 - number}")["ok"]
    world.advance_to("mon 08:00")
    shown = page(world, OLIVER, "decision:open")
    assert [shown.index(f"Schritt {number}") for number in (5, 6, 7, 8, 9)] == sorted(
        shown.index(f"Schritt {number}") for number in (5, 6, 7, 8, 9)
    )
    assert not any(f"<@{who}>" in shown for who in asked(world))


def test_of_four_texts_none_is_shown(world: World) -> None:
    for who in asked(world)[:4]:
        assert answer(world, who, naechstes="Ein Schritt")["ok"]
    world.advance_to("mon 08:00")
    assert "Ein Schritt" not in page(world, OLIVER, "decision:open")
