"""Managers change the rituals from where they are: a file sent to Rondo, a plan, a press, and the way back."""

from __future__ import annotations

import pytest

from bot.service.checkup import check_version
from bot.store import people, tables
from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import (
    ANNA,
    BERND,
    BROKEN,
    MANAGED,
    OLIVER,
    OTHER_CHANNEL,
    OTHER_ID,
    OTHER_TITLE,
    answered,
    asked,
    inbox,
    live,
    press,
    send,
    title,
    write,
)
from tests.world import World, eventually, words_of


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world(rituals=MANAGED)


def test_a_file_with_mistakes_is_answered_with_their_places_and_changes_nothing(world: World) -> None:
    before = live(world)
    read = send(world, BROKEN, by=ANNA, name="neu.yaml")
    assert "neu.yaml:8:11" in read
    assert read.count("neu.yaml:") >= 3
    assert live(world) == before


def test_a_good_file_is_planned_first_and_holds_after_one_press(world: World) -> None:
    before = live(world)
    read = send(world, OTHER_TITLE, by=ANNA)
    assert "kaffee" in read
    assert "Anwenden" in read
    assert live(world) == before
    said = press(world, "apply", by=ANNA)
    assert "gilt jetzt" in said
    assert f"Zurück zu Fassung {before.id}" in said
    assert title(world) == "Kaffeepause"
    assert live(world).origin == "upload"


def test_a_change_of_data_takes_a_second_person(world: World) -> None:
    before = live(world)
    assert "zweite Person" in send(world, OTHER_CHANNEL, by=ANNA)
    assert "zweite Person" in press(world, "apply", by=ANNA)
    assert live(world) == before
    assert "Einverstanden?" in inbox(world, BERND)
    assert "gilt jetzt" in press(world, "apply", by=BERND)
    assert live(world).id > before.id
    with world.rondo.database.read() as tx:
        anna, bernd = (people.by_slack_id(tx, one) for one in (ANNA, BERND))
    assert anna is not None
    assert bernd is not None
    assert (live(world).proposed_by, live(world).approved_by) == (anna.id, bernd.id)


def test_naming_a_manager_takes_a_second_person_too(world: World) -> None:
    before = live(world)
    send(world, MANAGED.replace(f"{ANNA}, {BERND}", f"{ANNA}, {BERND}, {OLIVER}"), by=ANNA)
    press(world, "apply", by=ANNA)
    assert live(world) == before
    press(world, "apply", by=BERND)
    assert "The last versions" in asked(world, OLIVER, "/rondo versions")


def test_a_plan_that_was_overtaken_is_shown_anew(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    send(world, OTHER_TITLE.replace("Kaffeepause", "Teepause"), by=BERND)
    press(world, "apply", by=BERND)
    assert title(world) == "Teepause"
    read = press(world, "apply", by=ANNA)
    assert "Inzwischen gilt Fassung" in read
    assert title(world) == "Teepause"
    press(world, "apply", by=ANNA)
    assert title(world) == "Kaffeepause"


def test_one_tap_brings_the_version_before_back(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    press(world, "back", by=ANNA)
    assert title(world) == "Kaffeerunde"
    assert live(world).origin == "rollback"


def test_a_way_back_that_changes_data_takes_a_second_person(world: World) -> None:
    send(world, OTHER_CHANNEL, by=ANNA)
    press(world, "apply", by=ANNA)
    press(world, "apply", by=BERND)
    changed = live(world)
    assert "zweite Person" in press(world, "back", by=BERND)
    assert live(world) == changed
    press(world, "apply", by=ANNA)
    assert live(world).origin == "rollback"


def test_the_last_versions_are_listed_each_with_its_way_back(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    read = asked(world, ANNA, "/rondo versions")
    assert "aus der Datei" in read
    assert "✅ gilt jetzt" in read
    assert "Zurück zu Fassung 1" in read


def test_a_discarded_file_can_no_longer_be_applied(world: World) -> None:
    before = live(world)
    send(world, OTHER_TITLE, by=ANNA)
    (plan,) = (row for row in world.slack.inbox(ANNA) if "Anwenden" in words_of(row))
    value = plan["blocks"][-1]["elements"][0]["value"]
    press(world, "discard", by=ANNA)
    said = answered(world, BERND, lambda: send_value(world, value))
    assert "verworfen" in said
    assert live(world) == before


def send_value(world: World, value: str) -> dict[str, bool]:
    """Let Bernd press an old button, which the answer to another file of his carries."""
    send(world, OTHER_CHANNEL, by=BERND)
    row = next(row for row in reversed(world.slack.inbox(BERND)) if "Anwenden" in words_of(row))
    conversation = world.slack.workspace.conversations[row["channel"]]
    conversation.messages[row["ts"]].blocks[-1]["elements"][0]["value"] = value
    return world.slack.click("versions:apply", by=BERND)


def test_a_button_that_was_tampered_with_changes_nothing(world: World) -> None:
    before = live(world)
    send(world, OTHER_TITLE, by=ANNA)
    for value in ("", "x", "99.1.", "1.1.yyyy", "1.99.n", "1;DROP.1.", "9" * 400, "9" * 15 + ".1."):
        row = next(row for row in reversed(world.slack.inbox(ANNA)) if row["blocks"] and row["bot"])
        message = world.slack.workspace.conversations[row["channel"]].messages[row["ts"]]
        message.blocks = [a_button("versions:apply", value)]
        answered(world, ANNA, lambda: world.slack.click("versions:apply", by=ANNA))
        assert live(world) == before


def a_button(action: str, value: str) -> dict[str, object]:
    """Return a row with one button, as somebody who tampers with it would send it."""
    shown = {"type": "plain_text", "text": f"{value[:9]}" or "x", "emoji": True}
    button = {"type": "button", "text": shown, "action_id": action, "value": value}
    return {"type": "actions", "block_id": "b", "elements": [button]}


def test_a_changed_id_in_a_file_that_was_sent_is_asked_about(world: World) -> None:
    world.advance_to("mon 09:01")
    read = send(world, OTHER_ID, by=ANNA)
    assert "Ist `kaffee-neu` das alte `kaffee`?" in read
    assert "behält seine Geschichte" in press(world, "yes", by=ANNA)
    assert title(world, "kaffee-neu") == ""
    press(world, "apply", by=ANNA)
    if not title(world, "kaffee-neu"):
        press(world, "apply", by=BERND)
    assert len(world.runs("kaffee-neu")) == 1
    assert world.runs("kaffee") == []


def test_what_was_sent_survives_a_restart_with_the_same_file_but_not_with_another(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    world.restart()
    assert title(world) == "Kaffeepause"
    world.file.write_text(MANAGED.replace("de: Kaffeerunde", "de: Teerunde"), encoding="utf-8")
    world.restart()
    world.beat()
    assert title(world) == "Teerunde"
    assert live(world).origin == "file"


def test_the_doctor_says_which_version_is_live_and_where_from(world: World) -> None:
    assert check_version(world.rondo.context).said.startswith("1, from the file since 2026-11-23 07:58 UTC")
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    assert check_version(world.rondo.context).said.startswith("2, sent by a manager")
    with world.rondo.database.begin() as tx:
        tx.execute(tables.versions.update().values(source="kind: gone"))
    finding = check_version(world.rondo.context)
    assert finding.is_warning
    assert "cannot be read" in finding.said


def test_a_manager_on_a_break_is_answered_all_the_same(world: World) -> None:
    world.answer_to(ANNA, "/rondo pause 2w")
    assert "Anwenden" in send(world, OTHER_TITLE, by=ANNA)


def test_a_changed_file_beside_rondo_wins_over_what_was_sent(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    write(world, MANAGED.replace("de: Kaffeerunde", "de: Teerunde"))
    assert title(world) == "Teerunde"


def test_a_live_version_that_cannot_be_read_any_more_gives_way_to_the_file(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    press(world, "apply", by=ANNA)
    with world.rondo.database.begin() as tx:
        tx.execute(tables.versions.update().values(source=OTHER_TITLE.replace("kind: pairing", "kind: gone")))
    world.restart()
    world.beat()
    assert title(world) == "Kaffeerunde"


def test_others_are_refused_and_learn_nothing(world: World) -> None:
    before = live(world)
    read = send(world, BROKEN, by=OLIVER)
    assert "cannot do anything with files" in read
    assert "rituals.yaml" not in read
    assert "ask one of them" in asked(world, OLIVER, "/rondo versions")
    assert "ask one of them" in asked(world, OLIVER, "/rondo preview kaffee")
    assert "preview" not in asked(world, OLIVER, "/rondo help")
    assert "preview" in asked(world, ANNA, "/rondo help")
    send(world, OTHER_TITLE, by=ANNA)
    row = next(row for row in world.slack.inbox(ANNA) if "Anwenden" in words_of(row))
    conversation = world.slack.workspace.conversations[row["channel"]]
    conversation.members.append(OLIVER)
    assert "ask one of them" in answered(world, OLIVER, lambda: world.slack.click("versions:apply", by=OLIVER, on=row))
    assert live(world) == before


def test_somebody_who_is_no_manager_any_more_cannot_apply(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    write(world, MANAGED.replace(f"{ANNA}, {BERND}", BERND))
    press(world, "apply", by=ANNA)
    assert title(world) == "Kaffeerunde"


def test_a_press_and_a_file_delivered_twice_act_once(world: World) -> None:
    world.fault({"kind": "duplicate_event", "times": 1})
    send(world, OTHER_TITLE, by=ANNA)
    assert inbox(world, ANNA).count("Anwenden") == 1
    world.fault({"kind": "duplicate_event", "times": 1})
    press(world, "apply", by=ANNA)
    assert live(world).id == 2
    assert inbox(world, ANNA).count("Zurück zu Fassung 1") == 1


def test_words_without_a_file_are_answered_for_managers_and_kept_for_nobody(world: World) -> None:
    said = answered(world, ANNA, lambda: world.slack.say("ein Geheimnis", by=ANNA, channel="U0SANDBOXAPP"))
    assert "rituals.yaml" in said
    before = len(world.slack.inbox(OLIVER))
    world.slack.say("a secret", by=OLIVER, channel="U0SANDBOXAPP")
    world.slack.settle()
    world.beat()
    assert len(world.slack.inbox(OLIVER)) == before + 1
    with world.rondo.database.read() as tx:
        stored = " ".join(str(row) for table in tables.metadata.sorted_tables for row in tx.execute(table.select()))
    assert "Geheimnis" not in stored
    assert "a secret" not in stored


def test_a_file_that_is_too_large_is_not_read(world: World) -> None:
    assert "höchstens 64 KiB" in send(world, "#" * 70_000, by=ANNA)
    assert not [call for call in world.slack.workspace.calls if call["method"] == "files.info"]


def test_a_file_that_slack_does_not_hand_out_is_said_kindly(world: World) -> None:
    world.fault({"kind": "500", "method": "files.info", "times": 1})
    assert "nicht abholen" in send(world, OTHER_TITLE, by=ANNA)


def test_a_preview_comes_as_messages_to_the_one_who_asked(world: World) -> None:
    before = len(world.slack.inbox(ANNA))
    world.slack.command("/rondo preview kaffee", by=ANNA)

    def seen() -> str:
        world.beat()
        read = "\n".join(words_of(row) for row in world.slack.inbox(ANNA)[before:])
        return read if "Vorschau · *Kaffeerunde*" in read else ""

    assert "Kaffeerunde" in eventually(seen)
    assert "Vorschau" not in inbox(world, BERND)
    assert world.runs("kaffee") == []


def test_a_proposal_can_be_looked_at_before_it_holds(world: World) -> None:
    send(world, OTHER_TITLE, by=ANNA)
    read = press(world, "preview", by=ANNA)
    assert "Kaffeepause" in read or "Kaffeepause" in inbox(world, ANNA)
    assert title(world) == "Kaffeerunde"
    press(world, "apply", by=ANNA)
    assert title(world) == "Kaffeepause"


def test_all_of_it_is_in_the_audit(world: World) -> None:
    send(world, OTHER_CHANNEL, by=ANNA)
    press(world, "apply", by=ANNA)
    press(world, "apply", by=BERND)
    with world.rondo.database.read() as tx:
        noted = [row.action for row in tx.execute(tables.audit.select().order_by(tables.audit.c.id))]
    assert noted == ["version_proposed", "version_live", "version_proposed", "version_seconded", "version_live"]
    assert world.slack.workspace.refusals == []
