"""A whole round, as the people of it live through it."""

from __future__ import annotations

from collections import Counter

from bot.model import Person
from bot.sandbox.workspace import APP_USER
from bot.store import answers, introductions, people
from tests.world import World, eventually, words_of


def eligible(world: World) -> set[str]:
    """Return the Slack ids of the people in the coffee channel whom a round may involve."""
    workspace = world.slack.workspace
    members = workspace.members(workspace.channel("kaffeerunde"))
    people = (workspace.people[one] for one in members)
    return {one.id for one in people if not (one.is_bot or one.deleted or one.is_guest)}


def introduced(world: World) -> list[str]:
    """Return everybody who was introduced, as often as they were."""
    return [one for row in world.introductions() for one in row["members"] if one != APP_USER]


def test_a_round_introduces_everyone_once_and_nobody_else(world: World) -> None:
    world.advance_to("mon 09:01")
    assert Counter(introduced(world)) == Counter(eligible(world))
    assert len(eligible(world)) % 2 == 1
    assert sorted(len(row["members"]) - 1 for row in world.introductions())[-2:] == [2, 3]


def test_the_whole_round_asks_for_nothing_that_slack_would_refuse(world: World) -> None:
    world.advance(days=8)
    assert world.slack.workspace.refusals == []
    assert [call for call in world.slack.workspace.calls if call["error"]] == []


def test_a_round_opens_nudges_asks_and_sums_up(world: World) -> None:
    world.advance(days=6)
    (run,) = world.runs("kaffee")
    steps = Counter((letter.key.split("/")[1], letter.op) for letter in world.letters(run) if letter.state == "sent")
    groups = len(eligible(world)) // 2
    assert steps == {
        ("open", "open"): groups,
        ("open", "post"): groups,
        ("nudge", "post"): groups,
        ("ask", "post"): groups,
        ("close", "update"): 2 * groups,
        ("close", "post"): 1,
    }
    assert run.state == "closed"
    wrap_up = world.slack.channel_messages("kaffeerunde")[-1]
    assert f"{groups} Gruppen" in words_of(wrap_up)


def test_the_next_round_brings_other_people_together(world: World) -> None:
    world.advance(days=8)
    pairs = [frozenset(row["members"]) for row in world.introductions()]
    assert len(pairs) == 2 * (len(eligible(world)) // 2)
    assert len(set(pairs)) == len(pairs)


def test_a_press_is_thanked_privately_and_counts_until_the_round_closes(world: World) -> None:
    world.advance_to("thu 10:00")
    anna = world.slack.person("Anna").id
    world.slack.click("ritual:met:yes", by="Anna")
    thanks = eventually(lambda: [m for m in world.slack.inbox("Anna") if m.get("ephemeral")])[-1]
    assert "freut mich" in words_of(thanks) or "glad" in words_of(thanks)
    world.advance_to("fri 10:00")
    with world.rondo.database.read() as tx:
        run = world.runs("kaffee")[0]
        someone = people.by_slack_id(tx, anna)
        assert isinstance(someone, Person)
        (mine,) = [one for one in introductions.of_run(tx, run.id) if someone.id in one.people]
        assert mine.met is True
        assert answers.of_run(tx, run.id) == ()


def test_a_finished_round_has_no_buttons_and_an_old_press_gets_a_kind_answer(world: World) -> None:
    world.advance_to("thu 10:00")
    asked = next(
        m for m in reversed(world.slack.inbox("Anna")) if m.get("blocks") and "ritual:met:yes" in str(m["blocks"])
    )
    world.advance_to("fri 10:00")
    closed = next(m for m in world.slack.inbox("Anna") if m["ts"] == asked["ts"])
    assert "button" not in str(closed["blocks"])
    world.slack.workspace.conversations[asked["channel"]].messages[asked["ts"]].blocks = asked["blocks"]
    world.slack.click("ritual:met:yes", by="Anna")
    reply = eventually(lambda: [m for m in world.slack.inbox("Anna") if m.get("ephemeral")])[-1]
    assert "schon zu Ende" in words_of(reply) or "already ended" in words_of(reply)


def test_somebody_who_pauses_is_left_in_peace(world: World) -> None:
    assert "Pause bis" in world.answer_to("Bernd", "/rondo pause 2w")
    world.advance_to("mon 09:01")
    assert world.slack.person("Bernd").id not in introduced(world)
    world.advance(days=21)
    assert world.slack.person("Bernd").id in introduced(world)


def test_a_round_of_two_people_is_a_round(world: World) -> None:
    for someone in sorted(eligible(world))[2:]:
        world.slack.deactivate(someone)
    world.restart()  # reads everybody anew
    world.advance_to("mon 09:01")
    assert len(introduced(world)) == 2


def test_a_round_of_one_person_disturbs_nobody(world: World) -> None:
    for someone in sorted(eligible(world))[1:]:
        world.slack.deactivate(someone)
    world.restart()
    world.advance_to("mon 09:01")
    assert world.introductions() == []
    assert world.runs("kaffee")[0].state == "closed"


def test_who_is_left_alone_in_mid_round_finds_new_company_with_one_press(world: World) -> None:
    world.advance_to("tue 11:00")
    pair = next(row["members"] for row in world.introductions() if len(row["members"]) == 3)
    gone, alone = (one for one in pair if one != APP_USER)
    world.slack.deactivate(gone)

    def offered() -> list[dict[str, object]]:
        world.advance(minutes=1)
        return [m for m in world.slack.inbox(alone) if "ritual:match:yes" in str(m.get("blocks"))]

    (offer,) = eventually(offered)
    assert "Das liegt nicht an dir" in words_of(offer) or "not about you" in words_of(offer)
    before = len(world.slack.inbox(alone))
    world.slack.click("ritual:match:yes", by=alone)
    world.slack.click("ritual:match:yes", by=alone)
    replies = eventually(lambda: [m for m in world.slack.inbox(alone)[before:] if m.get("ephemeral")])
    assert "Gesellschaft für dich" in words_of(replies[0]) or "company for you" in words_of(replies[0])
    world.advance(minutes=5)
    rows = [
        row
        for row in world.slack.workspace.journal.log
        if "vorstellen?" in row["text"] or "May I introduce" in row["text"]
    ]
    assert len(rows) == 1
    assert alone in rows[0]["members"]
    assert gone not in rows[0]["members"]
    assert len(rows[0]["members"]) == 4
    world.advance(days=4)
    assert world.slack.workspace.refusals == []
    assert not any(gone in row["members"] for row in world.slack.workspace.journal.log[-20:])
