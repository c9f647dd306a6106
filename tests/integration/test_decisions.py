"""You said, we decided, over the wire: asked, written, posted, corrected, and the next round waits for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.service.recall import recall
from tests.integration import probe
from tests.integration.conftest import MakeWorld
from tests.integration.stops import ANNA, BERND, CARLA, OLIVER
from tests.world import World, eventually, words_of

Probing = Callable[..., World]
ASKED, POSTED = "Was machst du daraus?", "Ihr habt gesagt, wir haben entschieden"
WRITTEN = {"said0": "Zu viele <Termine>", "verdict0": "no", "why0": "Sie tragen uns"}


@pytest.fixture
def probing(make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Probing:
    """Give a function that builds a world in which the round was told on Wednesday."""

    def build(**changes: Any) -> World:
        world = probe.opened(make_world, tmp_path, monkeypatch, **changes)
        world.advance_to("wed 09:01")
        return world

    return build


def told(world: World, who: str, what: str) -> list[str]:
    """Return the messages to somebody that hold such words."""
    return [said for one in world.slack.inbox(who) if what in (said := words_of(one))]


def posts(world: World) -> list[str]:
    return [said for one in world.slack.channel_messages("montagsrunde") if POSTED in (said := words_of(one))]


def open_page(world: World, who: str, action: str = "decision:open", **where: Any) -> str:
    """Press the button, and return the page."""
    before = world.slack.modal(who)
    assert world.slack.click(action, by=who, **(where or {"on": "message"}))["ok"]
    return words_of(eventually(lambda: (page := world.slack.modal(who)) and page != before and page))


def decide(world: World, who: str, **written: Any) -> Any:
    """Open the form and submit it."""
    open_page(world, who)
    answer = world.slack.submit({**WRITTEN, **written}, by=who)
    if answer["ok"]:
        world.slack.close(by=who)
        world.beat()
    return answer


def opened(world: World) -> list[str]:
    """Return the dates of the rounds that opened."""
    return [run.id.partition("@")[2] for run in world.runs("probe") if run.state != "missed"]


def test_the_next_round_waits_for_a_decision_and_opens_after_it(probing: Probing) -> None:
    world = probing(owner=OLIVER)
    (asked,) = told(world, OLIVER, ASKED)
    assert "erst, wenn das gesagt ist" in asked
    world.advance_to("mon 09:01")
    assert opened(world) == ["2026-11-23"]
    assert world.runs("probe")[0].reason == "undecided"
    (missed,) = told(world, OLIVER, "ist ausgefallen")
    assert "Trag ein, was entschieden ist" in missed
    assert "decide: false" in missed
    assert decide(world, OLIVER)["ok"]
    (posted,) = posts(world)
    assert "Zu viele &lt;Termine&gt;" in posted
    assert "*Machen wir nicht:* Sie tragen uns" in posted
    world.advance_to("mon 09:01")
    assert opened(world) == ["2026-12-07", "2026-11-23"]


def test_it_shows_what_was_told(probing: Probing) -> None:
    page = open_page(probing(owner=OLIVER), OLIVER)
    assert "sure\nim Mittel *7,5* (8 Antworten)" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_is_posted(probing: Probing) -> None:
    world = probing(owner=OLIVER)
    wrong = decide(world, OLIVER, why0="", said1="Mehr", verdict2="later")
    assert set(wrong["errors"]) == {"why0", "verdict1", "said2", "why2"}
    assert posts(world) == []
    assert world.slack.submit(WRITTEN | {"said1": "", "verdict2": None}, by=OLIVER)["ok"]


def test_managers_are_asked_where_there_is_no_owner_and_the_first_word_counts(probing: Probing) -> None:
    world = probing(managers=f"{ANNA}, {BERND}")
    open_page(world, BERND)
    assert decide(world, ANNA)["ok"]
    assert world.slack.submit({**WRITTEN, "said0": "Etwas anderes"}, by=BERND)["ok"]
    page = words_of(world.slack.modal(BERND))
    assert "Zu viele" in page
    assert "Etwas anderes" not in page
    assert len(posts(world)) == 1


def test_it_is_corrected_in_its_place_until_the_next_round_opens(probing: Probing) -> None:
    world = probing(owner=OLIVER)
    decide(world, OLIVER)
    assert "Korrigieren" in open_page(world, OLIVER)
    open_page(world, OLIVER, "decision:edit", on="modal")
    assert world.slack.submit({"said0": "Zu wenige Pausen"}, by=OLIVER)["ok"]
    world.beat()
    (posted,) = posts(world)
    assert "Zu wenige Pausen" in posted
    assert "Sie tragen uns" in posted
    open_page(world, OLIVER, on="message")
    open_page(world, OLIVER, "decision:edit", on="modal")
    world.advance_to("mon 09:01")
    assert len(opened(world)) == 2
    world.slack.submit({"said0": "Zu spät"}, by=OLIVER)
    assert "lässt sich nichts mehr ändern" in words_of(world.slack.modal(OLIVER))
    (posted,) = posts(world)
    assert "Zu spät" not in posted


def test_nobody_else_may_decide_or_look(probing: Probing) -> None:
    world = probing(owner=OLIVER)
    run_id = world.runs("probe")[0].id
    places = [
        one for one in world.slack.workspace.conversations.values() if world.slack.person(CARLA).id in one.members
    ]
    forged = {
        "type": "button",
        "text": {"type": "plain_text", "text": "x"},
        "action_id": "decision:open",
        "value": run_id,
    }
    message = next(one for place in places if place.kind == "im" for one in place.messages.values())
    message.blocks.append({"type": "actions", "block_id": "forged", "elements": [forged]})
    world.slack.click("decision:open", by=CARLA, on="message")
    assert eventually(lambda: told(world, CARLA, "vorbehalten"))
    assert world.slack.modal(CARLA) is None


def test_members_are_told_alone_where_the_results_are_theirs_alone(probing: Probing) -> None:
    world = probing(owner=OLIVER, results="members")
    names = probe.members(world)
    decide(world, OLIVER)
    world.advance(hours=1)
    assert posts(world) == []
    heard = [name for name in names if told(world, name, POSTED)]
    assert heard == names
    open_page(world, OLIVER)
    open_page(world, OLIVER, "decision:edit", on="modal")
    assert world.slack.submit({"said0": "Zu wenige Pausen"}, by=OLIVER)["ok"]
    world.advance(hours=1)
    assert all(len(told(world, name, "Zu wenige Pausen")) == 1 for name in names)
    assert not any(told(world, name, "Zu viele") for name in names)


def test_where_nobody_could_decide_nothing_is_waited_for(probing: Probing) -> None:
    world = probing()
    assert probe.rows(world, "decisions") == 0
    world.advance_to("mon 09:01")
    assert len(opened(world)) == 2


def test_without_the_need_of_one_the_next_round_opens_anyway(probing: Probing) -> None:
    world = probing(owner=OLIVER, needs_decision=False)
    (asked,) = told(world, OLIVER, ASKED)
    assert "erst, wenn das gesagt ist" not in asked
    world.advance_to("mon 09:01")
    assert len(opened(world)) == 2
    assert decide(world, OLIVER)["ok"]
    assert len(posts(world)) == 1


def test_a_round_that_is_taken_back_waits_for_no_decision(probing: Probing) -> None:
    world = probing(owner=OLIVER)
    recall(world.rondo.context, None, world.runs("probe")[0].id, key="", now=world.now())
    world.advance_to("mon 09:01")
    assert len(opened(world)) == 2
