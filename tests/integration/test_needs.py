"""What somebody needs of somebody, over the wire: two people see it, and nobody else ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.service.goals.needs import reply
from bot.service.people import whoever
from bot.store.goal_tables import needs
from tests.integration import probe
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

WORDS = "Die Zahlen vom <März> bis Freitag"


@pytest.fixture
def world(make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give a world in which everybody was just asked."""
    return probe.opened(make_world, tmp_path, monkeypatch)


def of(world: World, name: str) -> str:
    return str(world.slack.person(name).id)


def letters_to(world: World, name: str) -> list[str]:
    """Return what somebody was told about needs."""
    return [words_of(one) for one in world.slack.inbox(name) if "braucht etwas von dir" in words_of(one)]


def look(world: World, name: str, **where: Any) -> str:
    """Press the button, and return the page."""
    world.slack.close(by=name) if world.slack.modal(name) else None
    assert world.slack.click("need:show", by=name, **(where or {"on": "message"}))["ok"]
    return words_of(eventually(lambda: world.slack.modal(name)))


def three(world: World) -> list[str]:
    return probe.members(world)[:3]


def buttons(messages: Any) -> list[dict[str, Any]]:
    """Return the buttons that show a need."""
    elements = [one for message in messages for block in message.blocks for one in block.get("elements", [])]
    return [one for one in elements if one.get("action_id") == "need:show"]


def everything_else(world: World) -> str:
    """Return all messages that anybody got."""
    return str(list(world.slack.workspace.journal.log))


def test_a_need_is_asked_seen_answered_and_read(world: World) -> None:
    anna, ben, _ = three(world)
    assert probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))["ok"]
    (letter,) = letters_to(world, ben)
    assert "Probe" in letter
    assert "März" not in everything_else(world)
    page = look(world, ben)
    assert "Die Zahlen vom &lt;März&gt; bis Freitag" in page
    world.slack.open_home(by=anna)
    assert "angesehen, noch ohne Antwort" in words_of(eventually(lambda: world.slack.home(anna)))
    assert world.slack.submit({"reply": "Bekommst du\nam Donnerstag."}, by=ben)["ok"]
    assert "sonst niemand" in words_of(world.slack.modal(ben))
    world.beat()
    assert any("hat dir geantwortet" in words_of(one) for one in world.slack.inbox(anna))
    assert "Donnerstag" in look(world, anna)
    assert "Donnerstag" in look(world, ben)
    assert "März" not in everything_else(world)
    assert "Donnerstag" not in everything_else(world)


def test_of_two_devices_the_first_answer_counts(world: World) -> None:
    anna, ben, _ = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    look(world, ben)
    about = (world.slack.modal(ben) or {})["private_metadata"].partition("|")
    someone = whoever(world.rondo.context, of(world, ben), now=world.now())
    reply(world.rondo.context, someone, about[0], "Eins", mark=about[2], key="other device", now=world.now())
    assert world.slack.submit({"reply": "Zwei"}, by=ben)["ok"]
    assert "schon geantwortet" in words_of(world.slack.modal(ben))
    world.beat()
    page = look(world, ben)
    assert "Eins" in page
    assert "Zwei" not in page
    assert not (world.slack.modal(ben) or {}).get("submit")
    assert len([one for one in world.slack.inbox(anna) if "hat dir geantwortet" in words_of(one)]) == 1


def test_other_words_replace_the_older_without_another_letter(world: World) -> None:
    anna, ben, _ = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    look(world, ben)
    probe.submit(world, anna, need_words="Nur die vom April", need_whom=of(world, ben))
    assert world.slack.submit({"reply": "Gern"}, by=ben)["errors"] == {
        "reply": "Der Text hat sich gerade geändert. Schließ das Fenster und öffne es noch einmal."
    }
    assert len(letters_to(world, ben)) == 1
    assert "April" in look(world, ben)
    assert world.slack.submit({"reply": "Gern"}, by=ben)["ok"]
    assert probe.rows(world, "needs") == 1


def test_another_addressee_gets_the_letter_and_the_first_reads_that_it_is_over(world: World) -> None:
    anna, ben, cem = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, cem))
    assert letters_to(world, ben) == []
    assert any("inzwischen erledigt" in words_of(one) for one in world.slack.inbox(ben))
    assert "März" in look(world, cem)
    assert probe.rows(world, "needs") == 1


def test_what_is_emptied_is_taken_back(world: World) -> None:
    anna, ben, _ = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    probe.submit(world, anna, need_words="", need_whom=of(world, ben))
    assert letters_to(world, ben) == []
    assert probe.rows(world, "needs") == 0


def test_a_new_wish_after_an_answer_is_asked_anew(world: World) -> None:
    anna, ben, _ = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    look(world, ben)
    world.slack.submit({"reply": "Gern"}, by=ben)
    world.slack.close(by=ben)
    probe.submit(world, anna, need_words="Noch etwas", need_whom=of(world, ben))
    assert len(letters_to(world, ben)) == 2
    page = look(world, ben)
    assert "Noch etwas" in page
    assert "Gern" not in page


def test_nobody_else_sees_it_whatever_a_button_carries(world: World) -> None:
    anna, ben, cem = three(world)
    probe.submit(world, anna, need_words=WORDS, need_whom=of(world, ben))
    probe.submit(world, ben, need_words="Kaffee", need_whom=of(world, cem))
    with world.rondo.database.read() as tx:
        (wanted,) = tx.execute(needs.select().where(needs.c.words == WORDS)).all()
    for place in world.slack.workspace.conversations.values():
        for element in buttons(place.messages.values() if of(world, cem) in place.members else []):
            element["value"] = wanted.id
    world.slack.click("need:show", by=cem, on="message")
    said = eventually(lambda: [m for m in world.slack.inbox(cem) if "erledigt" in words_of(m)])
    assert said
    assert world.slack.modal(cem) is None


def test_who_cannot_be_asked_is_told_at_the_field(world: World) -> None:
    anna, ben, cem = three(world)
    guest = next(one for one in world.slack.workspace.people.values() if one.is_guest and not one.deleted)
    world.slack.deactivate(cem)
    world.beat()
    wrong = {None: "Sag noch dazu", of(world, anna): "Das bist du selbst", guest.id: "kann ich nicht fragen",
             of(world, cem): "kann ich nicht fragen", "U0NOBODY": "kann ich nicht fragen"}  # fmt: skip
    probe.form_of(world, anna)
    for whom, said in wrong.items():
        refused = world.slack.submit({"sure": "5", "need_words": WORDS, "need_whom": whom}, by=anna)
        assert said in refused["errors"]["need_whom"]
    assert (probe.rows(world, "needs"), probe.rows(world, "answers") + probe.rows(world, "ballots")) == (0, 0)
    assert world.slack.submit({"sure": "5", "need_words": WORDS, "need_whom": of(world, ben)}, by=anna)["ok"]
