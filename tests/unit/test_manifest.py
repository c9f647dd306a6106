"""The app asks for what the rituals file needs, for all of it, and for nothing else."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt import App

from bot.config import Config, load, parse
from bot.config.needs import needs_of
from bot.rituals.registry import kinds
from bot.sandbox.installation import EVENT_SCOPES
from bot.sandbox.installation import read as install
from bot.slack.listeners.events import EVENTS, GROUP_EVENTS, register
from bot.slack.manifest import (
    GROUPS,
    LISTED,
    LOOK_UP,
    MANAGED,
    METHODS,
    PROFILES,
    commands,
    creation_link,
    events,
    manifest,
    missing,
    scopes,
)
from bot.slack.parse import VERBS

ROOT = Path(__file__).parents[2]
METHOD = re.compile(r"[a-z]+(\.[a-zA-Z]+)+")
POST_ONLY = """
version: 1
commands: {/kaffee: join, /urlaub: pause}
rituals:
  - id: montagsgruss
    kind: post
    title: Montagsfrage
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:30"}
    text: Was steht an?
"""


def ours() -> Config:
    """Return the rituals file of the repository, which has a pairing."""
    return load(ROOT / "rituals.yaml", kinds=kinds())


def posts() -> Config:
    return parse(POST_ONLY, file="rituals.yaml", kinds=kinds())


def listed(more: str = "{}") -> Config:
    """Return a file with a directory."""
    return parse(POST_ONLY.replace("rituals:", f"directory: {more}\nrituals:"), file="r", kinds=kinds())


def facts_of_methods() -> dict[str, Any]:
    text = files("bot.sandbox").joinpath("data", "methods.json").read_text(encoding="utf-8")
    methods: dict[str, Any] = json.loads(text)["methods"]
    return methods


def test_the_methods_are_exactly_those_that_the_gateway_calls() -> None:
    tree = ast.parse((ROOT / "bot" / "slack" / "gateway.py").read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert {word for word in words if METHOD.fullmatch(word)} == set(METHODS)


@pytest.mark.parametrize("method", METHODS)
def test_each_method_may_be_called_with_its_scopes(method: str) -> None:
    allowed = set(facts_of_methods()[method]["bot_scopes"])
    assert set(METHODS[method]) <= allowed
    if allowed and not METHODS[method]:
        of_kinds = {scope for kind in kinds().values() for scope in kind.scopes}
        assert allowed & (of_kinds | {*LOOK_UP, *MANAGED, GROUPS, PROFILES}), "somebody must bring the scope"


def test_every_event_is_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(token="xoxb-1", token_verification_enabled=False, request_verification_enabled=False)
    heard: list[str] = []

    def event(name: str) -> Callable[[object], object]:
        heard.append(name)
        return lambda listener: listener

    monkeypatch.setattr(app, "event", event)
    register(app, None)  # type: ignore[arg-type]  # nothing comes in
    assert heard == [*EVENTS, *GROUP_EVENTS]
    assert subscribed(ours()) == sorted(EVENTS)
    assert subscribed(audience("user_group: vertrieb")) == sorted([*EVENTS, *GROUP_EVENTS])


def subscribed(config: Config) -> list[str]:
    events: list[str] = manifest(config, kinds())["settings"]["event_subscriptions"]["bot_events"]
    return events


def audience(whom: str, more: str = "") -> Config:
    """Return a file with a pairing for these people."""
    source = (
        POST_ONLY.partition("  - id")[0]
        + f"""
  - id: kaffee
    kind: pairing
    title: Kaffee
    schedule: {{every: week, days: [mon], at: "09:30"}}
    audience: {{{whom}}}
    {more}
"""
    )
    return parse(source, file="rituals.yaml", kinds=kinds())


@pytest.mark.parametrize(
    ("config", "asked"),
    [
        (audience("channel: [a, b], people: U0001ANNAXX"), set()),
        (audience("user_group: vertrieb"), {GROUPS}),
        (audience("channel: a, except: {user_group: vertrieb}"), {GROUPS}),
        (audience("department: Vertrieb"), {PROFILES}),
        (audience("channel: a, except: {department: Vertrieb}"), {PROFILES}),
        (audience("channel: a", "mix: site"), {PROFILES}),
        (audience("channel: a", "mix: [department, site]\n    size: 3"), {PROFILES}),
    ],
)
def test_groups_and_profiles_are_read_only_where_the_file_needs_them(config: Config, asked: set[str]) -> None:
    assert set(scopes(config, kinds())) - set(scopes(audience("channel: a"), kinds())) == asked


@pytest.mark.parametrize("event", GROUP_EVENTS)
def test_every_event_of_a_user_group_is_heard_with_its_scope(event: str) -> None:
    assert EVENT_SCOPES[event] == (GROUPS,)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_heard_with_the_scopes_of_the_smallest_file(event: str) -> None:
    assert set(EVENT_SCOPES[event]) <= set(scopes(posts(), kinds()))


@pytest.mark.parametrize("look_up", [False, True])
@pytest.mark.parametrize("http_url", [None, "https://rondo.example.org/"])
@pytest.mark.parametrize("config", [ours, posts, listed])
def test_the_manifest_can_be_installed(config: Any, http_url: str | None, look_up: bool) -> None:
    document = manifest(config(), kinds(), http_url=http_url, look_up=look_up)
    app = install(json.loads(json.dumps(document)))
    assert app.scopes == set(scopes(config(), kinds(), look_up=look_up))
    assert set(app.commands) == set(commands(config()))
    assert app.home
    assert app.interactive
    assert app.socket_mode is (http_url is None)
    urls = {*app.urls.values(), *(command.url for command in app.commands.values())}
    assert urls == ({"https://rondo.example.org/slack/events"} if http_url else {""})


def test_the_words_fit_into_slacks_fields() -> None:
    document = manifest(posts(), kinds())
    shown = document["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(document["features"]["bot_user"]["display_name"]) <= 80
    for command in document["features"]["slash_commands"]:
        assert 0 < len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is False


def test_the_files_own_commands_are_named_with_what_they_stand_for() -> None:
    rows = {row["command"]: row for row in manifest(posts(), kinds())["features"]["slash_commands"]}
    assert list(rows) == ["/rondo", "/kaffee", "/urlaub"]
    assert rows["/kaffee"]["description"] == "/rondo join"


def test_without_a_pairing_no_group_conversation_is_asked_for() -> None:
    assert "mpim:write" not in scopes(posts(), kinds())
    assert "mpim:write" in scopes(ours(), kinds())


def test_where_others_talk_messages_are_read_only_if_the_operator_wants_letters_looked_up() -> None:
    assert not set(scopes(ours(), kinds())) & set(LOOK_UP)
    assert set(scopes(ours(), kinds(), look_up=True)) - set(scopes(ours(), kinds())) == set(LOOK_UP)


def test_who_may_write_to_one_person_may_look_up_what_arrived_there_and_nobody_else_may() -> None:
    owned = parse(POST_ONLY + "    owner: U0ANNA01\n", file="r", kinds=kinds())
    assert {"im:write", "im:history"} <= set(scopes(owned, kinds()))
    assert not {"im:write", "im:history"} & set(scopes(posts(), kinds(), look_up=True))


def managed() -> Config:
    return parse(POST_ONLY.replace("rituals:", "managers: {people: [U0ANNA01]}\nrituals:"), file="r", kinds=kinds())


def test_only_a_file_with_managers_asks_to_receive_files() -> None:
    assert set(scopes(managed(), kinds())) - set(scopes(posts(), kinds())) == set(MANAGED)
    assert set(events(managed(), kinds())) - set(events(posts(), kinds())) == {"message.im"}
    assert set(EVENT_SCOPES["message.im"]) <= set(MANAGED)


@pytest.mark.parametrize(("config", "read_only"), [(posts, True), (managed, False)])
def test_people_can_write_to_rondo_only_where_somebody_may_send_it_a_file(config: Any, read_only: bool) -> None:
    app = install(json.loads(json.dumps(manifest(config(), kinds()))))
    assert app.messages_read_only is read_only
    assert app.messages_tab


def test_only_a_file_with_a_directory_asks_to_write_to_people_to_send_a_file_and_to_read_profiles() -> None:
    asked = set(scopes(listed(), kinds())) - set(scopes(posts(), kinds()))
    assert asked == {*LISTED, "im:history", PROFILES}
    assert set(LISTED) == {"im:write", "mpim:write", "files:write"}
    assert set(events(listed(), kinds())) == set(events(posts(), kinds())), "nobody writes more to Rondo"


def test_profiles_are_not_read_where_no_field_comes_from_slack() -> None:
    by_people = listed("{fields: {department: {slack: []}, site: {slack: []}}}")
    assert PROFILES not in scopes(by_people, kinds())
    assert PROFILES in scopes(listed("{fields: {department: off, site: {slack: [Werk]}}}"), kinds())
    assert needs_of(listed(), kinds()).listed_fields == {"department", "site"}
    assert needs_of(listed(), kinds()).fields == frozenset(), "and then of listed people only"


def test_the_command_of_the_search_comes_with_the_directory() -> None:
    assert "/find" in commands(listed())
    assert "/find" not in commands(posts())
    rows = {row["command"]: row for row in manifest(listed(), kinds())["features"]["slash_commands"]}
    assert rows["/find"]["description"] == "/rondo find"
    assert "find" in rows["/rondo"]["usage_hint"]
    without = manifest(posts(), kinds())["features"]["slash_commands"]
    assert not any("find" in row["usage_hint"] for row in without)


def test_the_hint_of_the_command_names_whatever_its_help_lists() -> None:
    hint = manifest(posts(), kinds())["features"]["slash_commands"][0]["usage_hint"]
    assert {word.split()[0] for word in hint.split("|")} == set(VERBS)


def test_nothing_is_asked_for_twice_and_no_mail_addresses() -> None:
    asked = scopes(ours(), kinds(), look_up=True)
    assert list(asked) == sorted(set(asked))
    assert "users:read.email" not in asked


def test_the_link_to_create_the_app_holds_the_whole_manifest() -> None:
    document = manifest(ours(), kinds())
    link = creation_link(document)
    assert link.isascii()
    assert not re.search(r"[\s\"<>]", link)
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "api.slack.com", "/apps", "")
    query = parse_qs(parts.query)
    assert query["new_app"] == ["1"]
    assert json.loads(query["manifest_json"][0]) == document


def test_what_was_not_granted_is_named() -> None:
    needed = scopes(ours(), kinds())
    assert missing(needed, ours(), kinds()) == ()
    assert missing({*needed, "users:read.email"} - {"mpim:write"}, ours(), kinds()) == ("mpim:write",)


def test_only_where_there_is_a_directory_the_menu_of_messages_has_an_entry() -> None:
    alone = parse(POST_ONLY, file="rituals.yaml", kinds=kinds())
    assert "shortcuts" not in manifest(alone, kinds())["features"]
    assert not {"im:write", "mpim:write"} & set(scopes(alone, kinds()))
    config = parse(POST_ONLY + "directory: {}\n", file="rituals.yaml", kinds=kinds())
    document = manifest(config, kinds())
    (entry,) = document["features"]["shortcuts"]
    assert (entry["type"], entry["callback_id"], entry["name"]) == ("message", "ask_about", "Wer kann helfen?")
    assert {"im:write", "mpim:write"} <= set(scopes(config, kinds()))
    assert list(install(document).shortcuts) == ["ask_about"]


def test_goals_bring_their_command_a_hint_and_what_it_takes_to_hand_over_what_is_held() -> None:
    plain, goals = (
        posts(),
        parse(POST_ONLY.replace("rituals:", "goals: [{id: a, text: A}]\nrituals:"), file="r", kinds=kinds()),
    )
    assert set(commands(goals)) - set(commands(plain)) == {"/goals"}
    assert set(scopes(goals, kinds())) - set(scopes(plain, kinds())) == {"files:write", "im:history", "im:write"}
    hints = [manifest(one, kinds())["features"]["slash_commands"][0]["usage_hint"] for one in (plain, goals)]
    assert hints[1] == f"{hints[0]} | goals"
