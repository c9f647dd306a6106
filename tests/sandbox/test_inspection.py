"""What an operator sees of the sandbox: calls and answers, ways to the app, each method's minute, the weather."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from bot.sandbox.inspection import rates
from bot.sandbox.journal import ANSWERS_KEPT, ARGUMENTS_KEPT, CALLS_KEPT, LONGEST_LIST, WAYS_KEPT, Journal, brief
from bot.sandbox.weather import read

from .conftest import Connect
from .shapes import manifest
from .test_control import get, post


def test_a_call_is_told_with_its_tier_its_answer_and_without_any_token(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    client.conversations_open(users=[anna])
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C_NOWHERE", text="Hallo")
    page = get(sandbox, "traffic")
    refused, opened = page["rows"][:2]
    assert (opened["name"], opened["tier"], opened["outcome"], opened["status"]) == (
        "conversations.open",
        "3",
        "ok",
        200,
    )
    assert (refused["name"], refused["outcome"], refused["error"]) == ("chat.postMessage", "error", "channel_not_found")
    one = get(sandbox, f"traffic/one?n={opened['n']}")
    assert one["args"] == {"users": anna}
    assert one["answer"]["ok"] is True
    assert one["answer"]["channel"]["id"].startswith("D")
    client.apps_connections_open(app_token=sandbox.workspace.app_token)
    told = str([get(sandbox, f"traffic/one?n={row['n']}") for row in get(sandbox, "traffic")["rows"]])
    assert sandbox.workspace.bot_token not in told
    assert sandbox.workspace.app_token not in told
    assert "ticket=" not in told


def test_the_way_to_the_app_is_told_with_its_envelope_and_how_long_the_ack_took(
    sandbox: Sandbox, connect: Connect, app: App
) -> None:
    sandbox.install(manifest())
    app.command("/probe")(lambda ack, respond: (ack(), respond("Nur für dich")))
    connect(app)
    sandbox.command("/probe jetzt", by="Anna")
    sandbox.until(lambda: any(row["kind"] == "response_url" for row in sandbox.workspace.journal.ways))
    rows = get(sandbox, "traffic?kind=in")["rows"]
    asked = next(row for row in rows if row["kind"] == "command")
    assert (asked["name"], asked["outcome"], asked["tries"]) == ("/probe jetzt", "acked", 1)
    assert asked["ms"] >= 0
    assert asked["envelope"]
    answered = next(row for row in rows if row["kind"] == "response_url")
    assert answered["n"] > asked["n"]
    assert answered["user"] == asked["user"] == sandbox.person("Anna").id
    payload = get(sandbox, f"traffic/one?n={asked['n']}")["payload"]
    assert payload["text"] == "jetzt"
    assert "token" not in payload


def test_nobody_there_and_a_lost_event_are_told_as_such(sandbox: Sandbox) -> None:
    sandbox.install(manifest(events=["app_home_opened"]))
    sandbox.command("/probe", by="Anna")
    sandbox.workspace.weather.tell({"rates": {"drop_event": 1.0}})
    sandbox.open_home(by="Anna")
    outcomes = {row["kind"]: row["outcome"] for row in get(sandbox, "traffic?outcome=bad")["rows"]}
    assert outcomes == {"command": "undeliverable", "event": "dropped"}


def test_the_list_is_filtered_and_read_page_by_page_to_the_oldest_of_20_000_rows(sandbox: Sandbox) -> None:
    journal, at = sandbox.workspace.journal, sandbox.workspace.clock.now().isoformat(timespec="microseconds")
    for number in range(CALLS_KEPT):
        method, status = ("chat.update", 429) if number == 0 else ("users.info", 200)
        error = "ratelimited" if status == 429 else ""
        journal.call(method, {"user": "U1"}, at=at, status=status, error=error, ms=1.0, answer={"ok": not error})
    first = get(sandbox, "traffic")
    older = get(sandbox, f"traffic?before={first['rows'][-1]['n']}")
    assert [len(first["rows"]), len(older["rows"])] == [100, 100]
    assert first["more"]
    assert first["rows"][-1]["n"] == older["rows"][0]["n"] + 1
    assert get(sandbox, f"traffic?after={first['last'] - 3}")["rows"] == first["rows"][:3]
    assert [row["name"] for row in get(sandbox, "traffic?outcome=limited")["rows"]] == ["chat.update"]
    assert [row["name"] for row in get(sandbox, "traffic?method=UPD")["rows"]] == ["chat.update"]
    assert get(sandbox, "traffic?tier=1")["rows"] == []


def test_each_methods_minute_stands_beside_what_slack_allows(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    for _ in range(3):
        client.conversations_open(users=[anna])
    client.chat_postMessage(channel=anna, text="Hallo")
    told = {row["method"]: row for row in get(sandbox, "rates")["rates"]}
    assert told["conversations.open"] == {
        **{"method": "conversations.open", "tier": "3", "used": 3, "limit": 50, "refused": 0}
    }
    assert told["chat.postMessage"]["limit"] == 300
    sandbox.workspace.clock.set(sandbox.workspace.clock.now() + timedelta(seconds=61))
    assert rates(sandbox.workspace) == []


def test_the_journal_keeps_no_more_than_it_promises() -> None:
    journal = Journal()
    for number in range(ANSWERS_KEPT + 1):
        journal.call("a.b", {}, at="", status=200, error="", ms=1, answer={"members": list(range(500)), "n": number})
        journal.way("event", "x", at="", payload={"text": "x" * 100_000})
    assert journal.answer_to(1) is None
    kept = journal.answer_to(journal.last - 1)
    assert kept is not None
    assert len(kept["members"]) == LONGEST_LIST + 1
    assert len(journal.ways) <= WAYS_KEPT
    assert max(len(str(row["payload"])) for row in journal.ways) < 5_000
    journal.take()
    assert (journal.answer_to(journal.last - 1), len(journal.ways)) == (None, 0)
    assert journal.count == ANSWERS_KEPT + 1


def test_tokens_and_depths_are_left_out_of_what_is_kept() -> None:
    deep: Any = "x"
    for _ in range(50):
        deep = {"in": deep, "token": "xoxb"}
    assert "xoxb" not in str(brief(deep))
    assert len(str(brief(deep))) < 300


def test_the_weather_is_told_as_a_whole_and_good_weather_ends_it(sandbox: Sandbox, client: WebClient) -> None:
    bad = {"rates": {"429": 1.0}, "methods": ["auth.test"], "retry_after": 7, "limits": True, "cut_every": 60}
    face = post(sandbox, "weather", bad)
    assert (face["rates"], face["limits"], face["cut_every"]) == ({"429": 1.0}, True, 60)
    client.api_test()
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.headers["Retry-After"] == "7"
    face = post(sandbox, "weather", {})
    assert (face["rates"], face["limits"], face["cut_every"], face["down_until"]) == ({}, False, 0, None)
    client.auth_test()
    assert face["struck"] == {"429": 1}


def test_of_old_calls_it_is_known_what_they_were_about_but_not_what_they_showed() -> None:
    journal = Journal()
    args = {"channel": "C1", "blocks": [{"type": "divider"}] * 40, "text": "x" * 4_000, "metadata": {"letter": "m"}}
    for _ in range(ARGUMENTS_KEPT + 1):
        journal.call("chat.postMessage", dict(args), at="", status=200, error="", ms=1.0, answer={})
    first, second, *_, last = journal.told()[0]
    assert (first["args"]["channel"], first["args"]["metadata"]) == ("C1", {"letter": "m"})
    assert first["args"]["blocks"] == "…"
    assert len(first["args"]["text"]) < 3_100
    assert second["args"] == last["args"] == args


NO_WEATHER: list[dict[str, Any]] = [
    {"rates": {"rain": 0.5}},
    {"rates": {"429": 2}},
    {"rates": {"429": float("nan")}},
    {"rates": 3},
    {"retry_after": "x"},
    {"retry_after": float("inf")},
    {"cut_every": float("inf")},
    {"down": float("nan")},
]


@pytest.mark.parametrize("words", NO_WEATHER)
def test_words_that_are_no_weather_change_nothing(sandbox: Sandbox, words: dict[str, Any]) -> None:
    post(sandbox, "weather", {"rates": {"500": 0.5}})
    assert post(sandbox, "weather", words)["status"] == 400
    assert get(sandbox, "weather")["rates"] == {"500": 0.5}


def test_the_same_seed_brings_the_same_weather() -> None:
    drawn = [[fault.strikes() for fault in read({"rates": {"500": 0.5}, "seed": 4}).faults() * 50] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 2


def test_while_slack_is_down_nothing_is_answered_and_what_happened_arrives_afterwards(
    sandbox: Sandbox, connect: Connect, app: App, client: WebClient
) -> None:
    sandbox.install(manifest(events=["app_home_opened"]))
    heard: list[str] = []
    app.event("app_home_opened")(lambda event: heard.append(event["user"]))
    connect(app)
    clock = sandbox.workspace.clock
    clock.run(rate=0.0)
    assert post(sandbox, "weather", {"down": 600})["down_until"]
    assert sandbox.connected() == 0
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == 503
    assert sandbox.command("/probe", by="Anna")["error"] == "dispatch_failed"
    sandbox.open_home(by="Anna")
    assert heard == []
    clock.set(clock.now() + timedelta(minutes=10))
    client.auth_test()
    assert sandbox.until(lambda: heard, seconds=20) == [sandbox.person("Anna").id]
    assert get(sandbox, "weather")["down_until"] is None


def test_a_connection_is_cut_now_and_every_minute(sandbox: Sandbox, connect: Connect, app: App) -> None:
    connect(app)
    assert post(sandbox, "cut", {})["closed"] == 1
    sandbox.until(lambda: sandbox.connected() == 1, seconds=20)
    clock = sandbox.workspace.clock
    clock.run(rate=0.0)
    post(sandbox, "weather", {"cut_every": 60})
    clock.set(clock.now() + timedelta(seconds=61))
    sandbox.until(lambda: get(sandbox, "weather")["struck"].get("cut") == 2, seconds=10)
