"""Writing over the wire: posts, edits, ephemerals, limits, faults."""

from __future__ import annotations

import http.client
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Fault, Sandbox

from .shapes import button, manifest, plain

KAFFEE = "C0002KAFFEE"


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> tuple[str, list[str]]:
    response = error.value.response
    return response["error"], (response.get("response_metadata") or {}).get("messages", [])


def test_timestamps_are_unique_and_grow_while_the_clock_stands_still(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=KAFFEE, text="Hallo")["ts"] for _ in range(3)]
    assert stamps == ["1772438400.000100", "1772438400.000200", "1772438400.000300"]


def test_a_post_to_a_user_id_reaches_that_person(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    answer = client.chat_postMessage(channel=anna, text="Hallo Anna")
    assert answer["channel"].startswith("D")
    assert [row["text"] for row in sandbox.inbox("Anna")] == ["Hallo Anna"]
    assert sandbox.inbox("Bernd") == []


def test_a_very_long_text_is_cut_without_an_error(client: WebClient) -> None:
    assert len(client.chat_postMessage(channel=KAFFEE, text="x" * 40_100)["message"]["text"]) == 40_000


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "C0005HAMBUR", "text": "x"}, "not_in_channel"),
        ({"channel": "C0006MESSE2", "text": "x"}, "is_archived"),
        ({"channel": KAFFEE}, "no_text"),
        ({"channel": KAFFEE, "text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"channel": KAFFEE, "text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_format"),
        ({"channel": KAFFEE, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": KAFFEE, "text": "x", "thread_ts": "1.000100"}, "cannot_reply_to_message"),
    ],
)
def test_a_post_is_refused_in_slacks_words(client: WebClient, arguments: dict[str, Any], word: str) -> None:
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.postMessage", json=arguments)
    assert refusal(error)[0] == word


def test_metadata_that_is_too_large_is_refused(client: WebClient) -> None:
    metadata = {"event_type": "t", "event_payload": {"x": "y" * 20_000}}
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=KAFFEE, text="x", metadata=metadata)
    assert refusal(error)[0] == "metadata_too_large"


def test_bad_blocks_are_refused_with_the_path_to_the_fault(sandbox: Sandbox, client: WebClient) -> None:
    blocks: list[dict[str, Any]] = [{"type": "divider"}, {"type": "header", "text": plain("x" * 151)}]
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=KAFFEE, text="x", blocks=blocks)
    message = "[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]"
    assert refusal(error) == ("invalid_blocks", [message])
    assert sandbox.workspace.refusals[-1]["messages"] == [message]


def test_blocks_get_the_ids_the_app_left_out(client: WebClient) -> None:
    answer = client.chat_postMessage(channel=KAFFEE, text="x", blocks=[{"type": "divider"}])
    assert answer["message"]["blocks"][0]["block_id"]


def test_an_update_keeps_what_it_does_not_mention(client: WebClient) -> None:
    metadata = {"event_type": "t", "event_payload": {"key": 1}}
    ts = client.chat_postMessage(channel=KAFFEE, text="alt", blocks=[button("go")], metadata=metadata)["ts"]
    changed = client.chat_update(channel=KAFFEE, ts=ts, text="neu")["message"]
    assert (changed["text"], changed["metadata"]) == ("neu", metadata)
    assert changed["blocks"][0]["block_id"] == "block-go"
    assert changed["edited"]["ts"]
    assert "blocks" not in client.chat_update(channel=KAFFEE, ts=ts, text="neu", blocks=[])["message"]


def test_updates_and_deletions_of_what_is_not_there_or_not_ours_are_refused(
    sandbox: Sandbox, client: WebClient
) -> None:
    theirs = sandbox.say("Guten Morgen", by="Anna", channel="kaffeerunde")["ts"]
    ours = client.chat_postMessage(channel=KAFFEE, text="x")["ts"]
    cases = [
        ("chat.update", {"ts": "1.000100", "text": "x"}, "message_not_found"),
        ("chat.update", {"ts": theirs, "text": "x"}, "cant_update_message"),
        ("chat.update", {"ts": ours, "text": "x" * 4001}, "msg_too_long"),
        ("chat.delete", {"ts": theirs}, "cant_delete_message"),
        ("chat.delete", {"ts": "1.000100"}, "message_not_found"),
        ("chat.update", {"text": "x"}, "invalid_arguments"),
    ]
    for method, arguments, word in cases:
        with pytest.raises(SlackApiError) as error:
            client.api_call(method, params={"channel": KAFFEE, **arguments})
        assert refusal(error)[0] == word
    client.chat_delete(channel=KAFFEE, ts=ours)
    assert [row["text"] for row in sandbox.channel_messages("kaffeerunde")] == ["Guten Morgen"]


def test_an_ephemeral_reaches_one_member_and_never_history(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    ts = client.chat_postEphemeral(channel=KAFFEE, user=anna, text="Nur für dich")["message_ts"]
    assert [row["ephemeral"] for row in sandbox.inbox("Anna")] == [True]
    assert sandbox.inbox("Bernd") == []
    assert client.conversations_history(channel=KAFFEE)["messages"] == []
    with pytest.raises(SlackApiError) as error:
        client.chat_update(channel=KAFFEE, ts=ts, text="x")
    assert refusal(error)[0] == "message_not_found"
    with pytest.raises(SlackApiError) as error:
        client.chat_postEphemeral(channel=KAFFEE, user=sandbox.person("Uwe").id, text="x")
    assert refusal(error)[0] == "user_not_in_channel"


def test_a_reaction_counts_once(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=KAFFEE, text="x")["ts"]
    client.reactions_add(channel=KAFFEE, timestamp=ts, name="coffee")
    with pytest.raises(SlackApiError) as error:
        client.reactions_add(channel=KAFFEE, timestamp=ts, name="coffee")
    assert refusal(error)[0] == "already_reacted"


def test_the_log_keeps_every_message_of_the_app(sandbox: Sandbox, client: WebClient) -> None:
    ids = [sandbox.person(name).id for name in ("Anna", "Bernd")]
    group = client.conversations_open(users=ids)["channel"]["id"]
    client.chat_postMessage(channel=group, text="Lernt euch kennen")
    row = sandbox.workspace.journal.log[-1]
    assert (row["kind"], row["text"]) == ("mpim", "Lernt euch kennen")
    assert set(ids) < set(row["members"])


def test_limits_answer_429_until_sandbox_time_passes(sandbox: Sandbox, client: WebClient) -> None:
    for _ in range(25):
        client.users_list(limit=1)
    sandbox.workspace.limits.switch(True)
    for _ in range(20):
        client.users_list(limit=1)
    with pytest.raises(SlackApiError) as error:
        client.users_list(limit=1)
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "3"
    sandbox.workspace.clock.advance(3)
    client.users_list(limit=1)


def test_one_channel_takes_a_short_burst_of_posts_and_others_are_free(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.workspace.limits.switch(True)
    for _ in range(4):
        client.chat_postMessage(channel=KAFFEE, text="x")
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=KAFFEE, text="x")
    assert refusal(error)[0] == "ratelimited"
    client.chat_postMessage(channel="C0001ALLGEM", text="x")
    sandbox.workspace.clock.advance(1)
    client.chat_postMessage(channel=KAFFEE, text="x")


def test_a_lost_reply_has_stored_the_message(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.workspace.faults.order(Fault("lost_reply", method="chat.postMessage"))
    with pytest.raises((http.client.HTTPException, OSError)):
        client.chat_postMessage(channel=KAFFEE, text="Bist du da?")
    assert [row["text"] for row in sandbox.channel_messages("kaffeerunde")] == ["Bist du da?"]


def test_a_reset_has_stored_nothing(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.workspace.faults.order(Fault("reset", method="chat.postMessage"))
    with pytest.raises((http.client.HTTPException, OSError)):
        client.chat_postMessage(channel=KAFFEE, text="Bist du da?")
    assert sandbox.channel_messages("kaffeerunde") == []
    client.chat_postMessage(channel=KAFFEE, text="Jetzt")


def test_ordered_faults_strike_one_call_each(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.workspace.faults.order(Fault("429", retry_after=7), Fault("500"), Fault("hang", seconds=0.05))
    statuses = []
    for _ in range(2):
        with pytest.raises(SlackApiError) as error:
            client.chat_postMessage(channel=KAFFEE, text="x")
        statuses.append((error.value.response.status_code, error.value.response.headers.get("Retry-After")))
    client.chat_postMessage(channel=KAFFEE, text="x")
    assert statuses == [(429, "7"), (500, None)]
    assert [(call["status"], call["error"]) for call in sandbox.workspace.calls] == [
        (429, "ratelimited"),
        (500, "internal_error"),
        (200, ""),
    ]
    assert "token" not in sandbox.workspace.calls[-1]["args"]


def test_after_the_tokens_are_revoked_nothing_works(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.revoke_tokens()
    with pytest.raises(SlackApiError) as error:
        client.auth_test()
    assert refusal(error)[0] == "token_revoked"


def test_a_home_tab_needs_the_feature(sandbox: Sandbox, client: WebClient) -> None:
    without = manifest()
    without["features"]["app_home"] = {"home_tab_enabled": False}
    sandbox.install(without)
    with pytest.raises(SlackApiError) as error:
        client.views_publish(user_id=sandbox.person("Anna").id, view={"type": "home", "blocks": []})
    assert refusal(error)[0] == "not_enabled"
