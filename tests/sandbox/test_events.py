"""Events of a workspace where people come, go and talk."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.sandbox import APP_USER, Sandbox
from bot.sandbox.people import People

from .conftest import Connect
from .shapes import manifest

Body = dict[str, Any]


def test_events_come_as_subscribed_and_no_others(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard: list[str] = []

    @app.middleware
    def listen(body: Body, next: Any) -> None:
        heard.append(body["event"]["type"])
        next()

    @app.event({"type": "message"})
    @app.event({"type": "team_join"})
    def ignore() -> None:
        pass

    events = ["team_join", "message.im", "user_change"]
    sandbox.install(manifest(scopes=["im:history", "users:read"], events=events))
    connect(app)
    newcomer = sandbox.add_person("Nele Neumann", department="Software")
    assert "Nele" in newcomer.real_name
    assert newcomer.id in sandbox.workspace.channel("allgemein").members
    sandbox.say("Hallo alle", by="Anna", channel="kaffeerunde")
    sandbox.say("Hallo Bot", by="Anna", channel="U0SANDBOXAPP")
    sandbox.settle()
    assert heard == ["team_join", "message"]


def test_a_person_leaving_is_an_event_for_the_channels_the_app_is_in(
    sandbox: Sandbox, app: App, connect: Connect
) -> None:
    heard: list[tuple[str, str]] = []

    @app.event("member_left_channel")
    @app.event("member_joined_channel")
    def moved(event: Body) -> None:
        heard.append((event["type"], event["channel"]))

    events = ["member_left_channel", "member_joined_channel"]
    sandbox.install(manifest(scopes=["channels:read"], events=events))
    connect(app)
    sandbox.leave("kaffeerunde", by="Anna")
    sandbox.leave("leute-hamburg", by="Anna")
    sandbox.join("kaffeerunde", by="Anna")
    sandbox.until(lambda: len(heard) == 2)
    assert heard == [("member_left_channel", "C0002KAFFEE"), ("member_joined_channel", "C0002KAFFEE")]


def test_a_mention_is_told_twice_and_other_channels_not_at_all(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard: list[tuple[str, str]] = []

    @app.event("app_mention")
    @app.event("message")
    def said(event: Body) -> None:
        heard.append((event["type"], event.get("subtype", "")))

    connect(app)
    sandbox.say(f"<@{APP_USER}> bist du da?", by="Anna", channel="kaffeerunde")
    sandbox.until(lambda: sorted(heard) == [("app_mention", ""), ("message", "")])
    sandbox.say("kein Kanal der App", by="Anna", channel="leute-hamburg")
    sandbox.settle()
    assert len(heard) == 2


def test_a_channels_life_is_told(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard: list[str] = []

    @app.middleware
    def listen(body: Body, next: Any) -> None:
        heard.append(body["event"]["type"])
        next()

    connect(app)
    people = People(sandbox.workspace)
    channel = people.create_channel("neu", by=sandbox.person("Anna").id)
    people.invite(APP_USER, channel)
    people.rename_channel(channel, "neuer")
    people.archive(channel, by=sandbox.person("Anna").id)
    people.archive(channel, by=sandbox.person("Anna").id, archived=False)
    people.share(channel)
    people.unshare(channel)
    people.delete_channel(channel)
    sandbox.settle()
    told = {"channel_shared", "channel_unshared"}
    told |= {"channel_created", "member_joined_channel", "channel_rename", "channel_archive", "channel_unarchive"}
    assert told | {"channel_deleted"} <= set(heard)


def test_a_user_group_tells_who_came_and_who_went(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard: list[Body] = []

    @app.event("subteam_created")
    @app.event("subteam_updated")
    @app.event("subteam_members_changed")
    def listen(event: Body) -> None:
        heard.append(event)

    events = ["subteam_created", "subteam_updated", "subteam_members_changed"]
    sandbox.install(manifest(scopes=["usergroups:read"], events=events))
    connect(app)
    sandbox.change_group("vertrieb", ["Anna", "Oliver"])
    People(sandbox.workspace).create_group("neu", members=[])
    sandbox.until(lambda: len(heard) == 3)
    moved = next(event for event in heard if event["type"] == "subteam_members_changed")
    assert moved["added_users"] == [sandbox.person("Anna").id]
    assert moved["removed_users_count"] == "5"
    created = next(event for event in heard if event["type"] == "subteam_created")
    assert (created["subteam"]["handle"], created["subteam"]["date_delete"]) == ("neu", 0)
