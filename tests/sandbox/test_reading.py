"""Reading over the wire: tokens, scopes, people, conversations, history."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import APP_USER, Sandbox
from bot.sandbox.people import People

from .shapes import manifest


def refused(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


def test_auth_test_names_team_bot_and_user(client: WebClient) -> None:
    answer = client.auth_test()
    assert {"url", "team", "user", "team_id", "user_id", "bot_id"} <= set(answer.data)
    assert answer["user_id"] == APP_USER
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "word"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-sandbox", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused_in_slacks_words(sandbox: Sandbox, token: str, word: str) -> None:
    with pytest.raises(SlackApiError) as error:
        WebClient(token, base_url=sandbox.api_url).auth_test()
    assert refused(error) == word


def test_socket_mode_wants_the_app_token(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.apps_connections_open(app_token="xoxb-sandbox")
    assert refused(error) == "not_allowed_token_type"


def test_a_missing_scope_is_named_with_what_is_there(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.install(manifest(scopes=["channels:read", "chat:write"]))
    client.conversations_list(types="public_channel")
    with pytest.raises(SlackApiError) as error:
        client.conversations_list(types="public_channel,private_channel")
    assert refused(error) == "missing_scope"
    assert error.value.response["needed"] == "groups:read"
    assert error.value.response["provided"] == "channels:read,chat:write,commands"
    with pytest.raises(SlackApiError) as error:
        client.users_list()
    assert error.value.response["needed"] == "users:read"


def test_an_unknown_method_never_succeeds_and_is_remembered(sandbox: Sandbox, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.scheduleMessage", params={"channel": "C0002KAFFEE"})
    assert refused(error) == "unknown_method"
    assert sandbox.workspace.refusals[0]["method"] == "chat.scheduleMessage"


def test_pages_of_people_add_up_to_everybody(sandbox: Sandbox, client: WebClient) -> None:
    people: list[dict[str, Any]] = []
    sizes = []
    for page in client.users_list(limit=10, include_locale=True):
        people += page["members"]
        sizes.append(len(page["members"]))
    assert sizes[:4] == [10, 10, 10, 10]
    assert [person["id"] for person in people] == list(sandbox.workspace.people)
    assert {person.get("locale") for person in people if not person["deleted"]} == {"de-DE", "en-GB", "en-US"}
    assert sum(person["deleted"] for person in people) == 1


def test_a_cursor_of_another_method_is_refused(client: WebClient) -> None:
    cursor = client.users_list(limit=10)["response_metadata"]["next_cursor"]
    for wrong in (cursor, "nonsense"):
        with pytest.raises(SlackApiError) as error:
            client.conversations_list(cursor=wrong)
        assert refused(error) == "invalid_cursor"


def test_emails_need_their_own_scope(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    assert client.users_info(user=anna)["user"]["profile"]["email"]
    sandbox.install(manifest(scopes=["users:read"]))
    assert "email" not in client.users_info(user=anna)["user"]["profile"]


def test_time_zones_follow_the_sandboxs_calendar(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    assert client.users_info(user=anna)["user"]["tz_offset"] == 3600
    sandbox.workspace.clock.advance(60 * 86400)
    assert client.users_info(user=anna)["user"]["tz_offset"] == 7200


def test_the_deactivated_vanish_from_members_and_cannot_be_written_to(sandbox: Sandbox, client: WebClient) -> None:
    karim = sandbox.person("Karim").id
    assert karim in client.conversations_members(channel="C0002KAFFEE", limit=200)["members"]
    sandbox.deactivate("Karim")
    assert karim not in client.conversations_members(channel="C0002KAFFEE", limit=200)["members"]
    assert client.users_info(user=karim)["user"]["deleted"] is True
    with pytest.raises(SlackApiError) as error:
        client.conversations_open(users=[karim])
    assert refused(error) == "user_disabled"
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=karim, text="Hallo")
    assert refused(error) == "channel_not_found"


def test_a_private_channel_without_the_app_does_not_exist_for_it(client: WebClient) -> None:
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert "leitung" not in [channel["name"] for channel in listed]
    with pytest.raises(SlackApiError) as error:
        client.conversations_info(channel="C0007LEITUN")
    assert refused(error) == "channel_not_found"


def test_the_app_knows_where_it_is_a_member_and_joins(client: WebClient) -> None:
    mine = [channel["name"] for channel in client.users_conversations(exclude_archived=True)["channels"]]
    assert mine == ["allgemein", "kaffeerunde", "montagsrunde", "team-produkt"]
    with pytest.raises(SlackApiError) as error:
        client.conversations_history(channel="C0005HAMBUR")
    assert refused(error) == "not_in_channel"
    assert client.conversations_join(channel="C0005HAMBUR")["channel"]["is_member"] is True
    assert client.conversations_join(channel="C0005HAMBUR")["warning"] == "already_in_channel"
    client.conversations_history(channel="C0005HAMBUR")
    with pytest.raises(SlackApiError) as error:
        client.conversations_join(channel="C0006MESSE2")
    assert refused(error) == "is_archived"


def test_the_same_people_in_any_order_share_one_group_message(sandbox: Sandbox, client: WebClient) -> None:
    ids = [sandbox.person(name).id for name in ("Anna", "Bernd", "Carla")]
    first = client.conversations_open(users=ids, return_im=True)["channel"]
    again = client.conversations_open(users=[*reversed(ids), APP_USER])
    assert again["channel"]["id"] == first["id"]
    assert again["already_open"] is True
    assert first["is_mpim"] is True
    assert client.conversations_open(users=ids[:2])["channel"]["id"] != first["id"]


@pytest.mark.parametrize(
    ("users", "word"),
    [
        ([], "users_list_not_supplied"),
        (["U404"], "user_not_found"),
        ([APP_USER], "not_enough_users"),
        (["U0900CALBOT"], "cannot_dm_bot"),
    ],
)
def test_opening_a_conversation_with_the_wrong_people_is_refused(
    client: WebClient, users: list[str], word: str
) -> None:
    with pytest.raises(SlackApiError) as error:
        client.conversations_open(users=users)
    assert refused(error) == word


def test_nine_people_are_too_many_for_a_group_message(sandbox: Sandbox, client: WebClient) -> None:
    people = list(sandbox.workspace.people)[:9]
    assert client.conversations_open(users=people[:8])["ok"]
    with pytest.raises(SlackApiError) as error:
        client.conversations_open(users=people)
    assert refused(error) == "too_many_users"


def test_prevent_creation_only_looks(sandbox: Sandbox, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.conversations_open(users=[sandbox.person("Anna").id], prevent_creation=True)
    assert refused(error) == "channel_not_found"


def test_history_is_newest_first_within_its_bounds_and_without_answers(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="C0002KAFFEE", text=f"Nr. {n}")["ts"] for n in range(5)]
    client.chat_postMessage(channel="C0002KAFFEE", text="Antwort", thread_ts=stamps[0])
    page = client.conversations_history(channel="C0002KAFFEE", limit=2)
    assert [message["text"] for message in page["messages"]] == ["Nr. 4", "Nr. 3"]
    assert page["has_more"] is True
    between = client.conversations_history(channel="C0002KAFFEE", oldest=stamps[1], latest=stamps[3])
    assert [message["ts"] for message in between["messages"]] == [stamps[2]]
    closed = client.conversations_history(channel="C0002KAFFEE", oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert len(closed["messages"]) == 3
    parent, answer = client.conversations_replies(channel="C0002KAFFEE", ts=stamps[0])["messages"]
    assert (parent["reply_count"], answer["text"]) == (1, "Antwort")


def test_metadata_is_hidden_unless_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "letter", "event_payload": {"key": "k1"}}
    client.chat_postMessage(channel="C0002KAFFEE", text="Hallo", metadata=metadata)
    assert "metadata" not in client.conversations_history(channel="C0002KAFFEE")["messages"][0]
    shown = client.conversations_history(channel="C0002KAFFEE", include_all_metadata=True)["messages"][0]
    assert shown["metadata"] == metadata


def test_profiles_hold_the_companys_own_fields(sandbox: Sandbox, client: WebClient) -> None:
    fields = client.api_call("team.profile.get")["profile"]["fields"]
    declared = [("Abteilung", "text"), ("Standort", "text"), ("Stufe", "text"), ("Führungskraft", "user")]
    assert [(one["label"], one["type"]) for one in fields] == declared
    anna = sandbox.person("Anna").id
    profile = client.users_profile_get(user=anna, include_labels=True)["profile"]
    assert profile["real_name"] == "Anna Lindqvist"
    assert profile["fields"][fields[0]["id"]] == {"value": "Produkt", "alt": "", "label": "Abteilung"}
    assert client.users_profile_get(user=APP_USER)["profile"]["fields"] == []
    with pytest.raises(SlackApiError) as error:
        client.users_profile_get(user="U404")
    assert refused(error) == "user_not_found"


def test_profiles_need_their_own_scope(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.install(manifest(scopes=["users:read"]))
    for method in ("team.profile.get", "users.profile.get"):
        with pytest.raises(SlackApiError) as error:
            client.api_call(method)
        assert refused(error) == "missing_scope"
        assert error.value.response["needed"] == "users.profile:read"


def test_a_disabled_group_is_listed_only_on_demand(sandbox: Sandbox, client: WebClient) -> None:
    People(sandbox.workspace).disable_group("vertrieb")
    listed = [one["handle"] for one in client.usergroups_list()["usergroups"]]
    everything = [one["handle"] for one in client.usergroups_list(include_disabled=True)["usergroups"]]
    assert set(everything) - set(listed) == {"vertrieb"}


def test_user_groups_list_their_people(client: WebClient) -> None:
    group = client.usergroups_list(include_users=True)["usergroups"][0]
    assert client.usergroups_users_list(usergroup=group["id"])["users"] == group["users"]
