"""How payloads travel: redelivery, duplicates, several connections, signed HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_wire

from bot.sandbox import Fault, Sandbox, SandboxClock, Workspace

from .conftest import Connect
from .receiver import Receiver


def heard_by(app: App) -> list[dict[str, Any]]:
    """Collect the bodies of all message events."""
    heard: list[dict[str, Any]] = []

    @app.event("message")
    def message(body: dict[str, Any]) -> None:
        heard.append(body)

    return heard


def test_what_a_closing_socket_swallowed_comes_again_over_the_next(
    sandbox: Sandbox, app: App, connect: Connect
) -> None:
    heard = heard_by(app)
    connect(app)
    sandbox.workspace.faults.order(Fault("close_socket"))
    sandbox.say("Hallo", by="Anna", channel="kaffeerunde")
    sandbox.until(lambda: [body["event"]["text"] for body in heard] == ["Hallo"], seconds=5)


def test_events_wait_while_nobody_is_connected(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard = heard_by(app)
    sandbox.say("Ist da wer?", by="Anna", channel="kaffeerunde")
    connect(app)
    sandbox.until(lambda: len(heard) == 1)


def test_a_duplicated_event_has_the_same_id(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard = heard_by(app)
    connect(app)
    sandbox.workspace.faults.order(Fault("duplicate_event"))
    sandbox.say("Hallo", by="Anna", channel="kaffeerunde")
    sandbox.until(lambda: len(heard) == 2)
    assert heard[0]["event_id"] == heard[1]["event_id"]


def test_a_disconnect_makes_the_app_come_back(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard = heard_by(app)
    connect(app)
    assert sandbox.disconnect() == 1
    sandbox.until(sandbox.connected, seconds=5)
    sandbox.say("Wieder da?", by="Anna", channel="kaffeerunde")
    sandbox.until(lambda: len(heard) == 1)


def test_each_event_goes_to_one_connection_only(sandbox: Sandbox, app: App, connect: Connect) -> None:
    heard = heard_by(app)
    connect(app)
    connect(app)
    for number in range(10):
        sandbox.say(str(number), by="Anna", channel="kaffeerunde")
    sandbox.settle()
    sandbox.until(lambda: len(heard) == 10)
    assert len({body["event_id"] for body in heard}) == 10


@pytest.fixture
def wire(sandbox: Sandbox) -> Iterator[ClientConnection]:
    """Give a bare Socket Mode connection that acknowledges nothing by itself."""
    url = WebClient("xapp-sandbox", base_url=sandbox.api_url).apps_connections_open(app_token="xapp-sandbox")["url"]
    with connect_wire(url) as connection:
        hello = json.loads(connection.recv(timeout=30))
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        yield connection


def test_without_an_ack_the_person_reads_of_a_timeout(sandbox: Sandbox, wire: ClientConnection) -> None:
    assert sandbox.command("/probe", by="Anna")["error"] == "operation_timeout"
    envelope = json.loads(wire.recv(timeout=30))
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert sandbox.inbox("Anna") == []


def test_an_event_nobody_acknowledged_comes_again_with_its_reason(sandbox: Sandbox, wire: ClientConnection) -> None:
    sandbox.say("Hallo", by="Anna", channel="kaffeerunde")
    first, again = (json.loads(wire.recv(timeout=30)) for _ in range(2))
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert first["envelope_id"] == again["envelope_id"]
    wire.send(json.dumps({"envelope_id": first["envelope_id"]}))
    sandbox.settle()


def test_a_ticket_opens_one_connection_and_ten_are_enough(sandbox: Sandbox) -> None:
    client = WebClient("xapp-sandbox", base_url=sandbox.api_url)
    with ExitStack() as stack:
        urls = [client.apps_connections_open(app_token="xapp-sandbox")["url"] for _ in range(11)]
        greetings = [json.loads(stack.enter_context(connect_wire(url)).recv(timeout=30)) for url in [*urls, urls[0]]]
    assert [greeting["type"] for greeting in greetings[:10]] == ["hello"] * 10
    assert [greeting["reason"] for greeting in greetings[10:]] == ["too_many_websockets", "link_disabled"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.stop()


@pytest.fixture
def over_http(receiver: Receiver) -> Iterator[Sandbox]:
    workspace = Workspace(clock=SandboxClock(running=False), request_url=receiver.url, ack_seconds=0.5)
    with Sandbox(workspace) as running:
        yield running


def test_http_deliveries_carry_a_signature_that_verifies(over_http: Sandbox, receiver: Receiver) -> None:
    receiver.answers = [(200, '{"text": "Hallo Anna"}')]
    assert over_http.command("/probe a & b", by="Anna") == {"ok": True}
    headers, body = receiver.requests[0]
    assert SignatureVerifier("sandbox-secret").is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert parse_qs(body)["text"] == ["a & b"]
    assert [row["text"] for row in over_http.inbox("Anna")] == ["Hallo Anna"]


def test_the_request_url_must_echo_a_challenge(over_http: Sandbox) -> None:
    assert over_http.workspace.courier.verify_url() is True


def test_a_failed_event_is_tried_again_at_once_then_after_a_minute(over_http: Sandbox, receiver: Receiver) -> None:
    receiver.answers = [(500, ""), (500, ""), (200, "")]
    over_http.say("Hallo", by="Anna", channel="kaffeerunde")
    over_http.until(lambda: len(receiver.requests) == 2)
    over_http.workspace.clock.advance(61)
    over_http.until(lambda: len(receiver.requests) == 3)
    over_http.settle()
    retries = [
        (headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")) for headers, _ in receiver.requests
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({json.loads(body)["event_id"] for _, body in receiver.requests}) == 1


def test_an_app_that_is_down_fails_the_command(over_http: Sandbox, receiver: Receiver) -> None:
    receiver.answers = [(500, "")]
    assert over_http.command("/probe", by="Anna")["error"] == "dispatch_failed"
