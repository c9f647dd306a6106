"""The workspace changes, and Rondo knows."""

from __future__ import annotations

from bot.store import channels, people
from tests.world import World, eventually


def members(world: World, channel: str) -> frozenset[str]:
    """Return the Slack ids of the members as Rondo knows them."""
    with world.rondo.database.read() as tx:
        known = channels.by_name(tx, channel)
        assert known is not None
        return frozenset(one.slack_id for one in people.by_ids(tx, channels.member_ids(tx, known.id)).values())


def test_everyone_is_known_at_the_start_page_by_page(world: World) -> None:
    with world.rondo.database.read() as tx:
        known = {one.slack_id for one in people.everyone(tx)}
    assert known >= {one.id for one in world.slack.workspace.people.values() if not one.deleted and not one.is_bot}


def test_joining_and_leaving_a_channel_is_heard(world: World) -> None:
    outsider = next(
        p
        for p in world.slack.workspace.people.values()
        if not (p.is_bot or p.deleted or p.is_guest) and p.id not in members(world, "kaffeerunde")
    )
    world.slack.join("kaffeerunde", by=outsider.id)
    eventually(lambda: outsider.id in members(world, "kaffeerunde"))
    world.slack.leave("kaffeerunde", by=outsider.id)
    eventually(lambda: outsider.id not in members(world, "kaffeerunde"))


def test_a_new_colleague_is_known_as_soon_as_they_arrive(world: World) -> None:
    someone = world.slack.add_person("Neue Kollegin")

    def known() -> bool:
        with world.rondo.database.read() as tx:
            return people.by_slack_id(tx, someone.id) is not None

    eventually(known)


def test_a_deactivated_colleague_is_never_paired_again(world: World) -> None:
    gone = world.slack.person("Bernd").id
    world.slack.deactivate(gone)

    def noticed() -> bool:
        with world.rondo.database.read() as tx:
            someone = people.by_slack_id(tx, gone)
            return someone is not None and someone.is_deactivated

    eventually(noticed)
    world.advance_to("mon 09:01")
    assert not any(gone in row["members"] for row in world.introductions())


def test_what_events_did_not_tell_is_found_at_night(world: World) -> None:
    workspace = world.slack.workspace
    person = workspace.person("Bernd")
    with workspace.lock:  # Slack pauses its events: nobody is told
        person.deleted = True
    world.advance(days=1)
    with world.rondo.database.read() as tx:
        someone = people.by_slack_id(tx, person.id)
    assert someone is not None
    assert someone.is_deactivated


def test_the_store_holds_no_names(world: World) -> None:
    world.advance_to("mon 09:01")
    with world.rondo.database.read() as tx:
        everything = " ".join(str(letter.payload) for run in world.runs("kaffee") for letter in world.letters(run))
        ids = [one.slack_id for one in people.everyone(tx)]
    assert not any(slack_id in everything for slack_id in ids)
    assert not any(p.real_name in everything for p in world.slack.workspace.people.values() if not p.is_bot)
