"""Whatever Slack or the way to it answers, the gateway says what it means: dead, later, or in doubt."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.errors import DeliveryError
from bot.model import OUTCOMES, ChannelId, ProfileField
from bot.settings import Settings
from bot.slack.gateway import Gateway, build_client, mark_of
from bot.slack.refusals import MOVING, PERMANENT, TOKEN

CHANNEL = ChannelId("CKAFFEE")
GOOD: tuple[int, dict[str, str], bytes] = (200, {}, b'{"ok": true, "ts": "1.2", "channel": {"id": "D1"}}')


@dataclass
class Wire:
    """A server that gives the answers it was told to give, one after the other, and keeps what it was asked."""

    address: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    hangs_up: bool = False

    def says(self, status: int, body: bytes | str, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else body.encode()
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, raw))


@pytest.fixture
def wire(server: Wire) -> Wire:
    """Give the server as new."""
    server.answers, server.asked, server.hangs_up = [], [], False
    return server


@pytest.fixture(scope="module")
def server() -> Iterator[Wire]:
    """Run one server for all tests of this file."""
    told = Wire()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.asked.append((self.path, body.decode()))
            if told.hangs_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers, raw = told.answers.pop(0) if told.answers else GOOD
            self.send_response(status)
            for name, value in {"Content-Length": str(len(raw)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    told.address = f"http://127.0.0.1:{running.server_port}/api/"
    yield told
    running.shutdown()
    running.server_close()
    thread.join()


@cache
def client(address: str) -> WebClient:
    """Return a client; one is enough, reading the machine's certificates takes its time."""
    return build_client(Settings(bot_token="xoxb-1", api_url=address), "xoxb-1")


def gateway(address: str, wait: Callable[[float], None] = lambda seconds: None) -> Gateway:
    return Gateway(client(address), wait=wait)


def refusal(wire: Wire) -> DeliveryError:
    """Post, and return the error."""
    with pytest.raises(DeliveryError) as raised:
        gateway(wire.address).post(CHANNEL, {"text": "Hallo"}, letter="a/open/1")
    assert raised.value.outcome in OUTCOMES
    assert len(wire.asked) == 1, "nothing is sent a second time"
    return raised.value


@pytest.mark.parametrize("word", sorted(PERMANENT))
def test_a_word_for_good_is_dead_with_its_outcome(wire: Wire, word: str) -> None:
    wire.says(200, json.dumps({"ok": False, "error": word}))
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == (PERMANENT[word], True, False)


@pytest.mark.parametrize("word", ["invalid_blocks", "msg_too_long", "no_text", "a_word_slack_invents_tomorrow"])
def test_any_other_word_is_a_mistake_of_ours(wire: Wire, word: str) -> None:
    wire.says(200, json.dumps({"ok": False, "error": word}))
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("invalid", True, False)


@pytest.mark.parametrize("word", sorted(TOKEN))
def test_a_token_that_is_refused_waits_for_a_new_one(wire: Wire, word: str) -> None:
    wire.says(200, json.dumps({"ok": False, "error": word}))
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("token_revoked", False, False)


@pytest.mark.parametrize("word", sorted(MOVING))
def test_a_workspace_that_moves_into_an_organisation_is_waited_for(wire: Wire, word: str) -> None:
    wire.says(200, json.dumps({"ok": False, "error": word}))
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("unreachable", False, False)


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"Retry_After": "7"}, '{"ok": false, "error": "ratelimited"}', 7.0),
        ({"retry_after": "7"}, '{"ok": false, "error": "ratelimited"}', 7.0),
        ({"Retry_After": "0"}, '{"ok": false, "error": "ratelimited"}', 1.0),
        ({}, '{"ok": false, "error": "ratelimited"}', 30.0),
        ({"Retry_After": "Wed, 21 Oct 2026 07:28:00 GMT"}, '{"ok": false, "error": "ratelimited"}', 30.0),
        ({"Retry_After": "inf"}, '{"ok": false, "error": "ratelimited"}', 30.0),
        ({"Retry_After": "nan"}, '{"ok": false, "error": "ratelimited"}', 30.0),
        ({"Retry_After": "9"}, "{}", 9.0),
        ({"Retry_After": "9"}, "<html>slow down</html>", 9.0),
        ({"Retry_After": "9"}, "", 9.0),
    ],
)
def test_a_request_for_patience_is_heard(wire: Wire, headers: dict[str, str], body: str, seconds: float) -> None:
    wire.says(429, body, **headers)
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("rate_limited", False, False)
    assert error.retry_after == seconds


@pytest.mark.parametrize("word", ["ratelimited", "rate_limited"])
def test_patience_may_be_asked_for_with_status_200(wire: Wire, word: str) -> None:
    wire.says(200, json.dumps({"ok": False, "error": word}))
    assert refusal(wire).retry_after == 30.0


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "<html>oops</html>"),
        (502, ""),
        (503, '{"ok": false, "error": "service_unavailable"}'),
        (504, '{"ok": false, "error": "channel_not_found"}'),
        (403, "<html>the proxy says no</html>"),
        (200, '{"ok": false, "error": "internal_error"}'),
        (200, '{"ok": false, "error": "fatal_error"}'),
        (200, '{"ok": false}'),
        (200, "<html>please log in to the wifi</html>"),
        (200, ""),
        (200, "null"),
        (200, "[]"),
        (200, "[1]"),
        (200, '"ok"'),
        (200, "3"),
        (200, b"\xff\xfe"),
        (200, "{}"),
        (200, '{"ok": true}'),
    ],
)
def test_an_answer_that_says_nothing_leaves_doubt(wire: Wire, status: int, body: bytes | str) -> None:
    wire.says(status, body)
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("unreachable", False, True)


def test_a_line_that_breaks_leaves_doubt(wire: Wire) -> None:
    wire.hangs_up = True
    error = refusal(wire)
    assert (error.outcome, error.permanent, error.in_doubt) == ("unreachable", False, True)


def test_a_connection_that_was_never_made_leaves_none() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        with pytest.raises(DeliveryError) as raised:
            gateway(address).post(CHANNEL, {"text": "Hallo"}, letter="a/open/1")
    assert (raised.value.outcome, raised.value.permanent, raised.value.in_doubt) == ("unreachable", False, False)


CALLS: dict[str, Callable[[Gateway], object]] = {
    "open": lambda slack: slack.open_conversation(["U1", "U2"]),
    "find": lambda slack: slack.find(CHANNEL, letter="a", since=datetime(2026, 11, 23, tzinfo=UTC)),
    "find in thread": lambda slack: slack.find(CHANNEL, letter="a", since=datetime.now(UTC), thread_ts="1.2"),
    "users": lambda slack: list(slack.users()),
    "user": lambda slack: slack.user("U1"),
    "channels": lambda slack: list(slack.channels()),
    "members": lambda slack: list(slack.members(CHANNEL)),
    "user groups": lambda slack: list(slack.user_groups()),
    "group members": lambda slack: list(slack.group_members("S1")),
    "profile fields": lambda slack: slack.profile_fields(),
    "profile": lambda slack: slack.profile("U1"),
    "socket": lambda slack: slack.socket_address(),
    "whoami": lambda slack: slack.whoami(),
    "update": lambda slack: slack.update(CHANNEL, "1.2", {"text": "x"}),
    "delete": lambda slack: slack.delete(CHANNEL, "1.2"),
    "home": lambda slack: slack.publish_home("U1", {}),
    "modal": lambda slack: slack.open_modal("t", {}),
}


@pytest.mark.parametrize("body", ["[1]", "<html>", '{"ok": true}'])
@pytest.mark.parametrize("call", CALLS)
def test_no_call_raises_anything_else(wire: Wire, call: str, body: str) -> None:
    wire.says(200, body)
    outcome: Any = None
    try:
        CALLS[call](gateway(wire.address))
    except DeliveryError as error:
        outcome = error
    if outcome is None:
        assert "ok" in body, "only an answer that says ok is enough"
    else:
        assert outcome.in_doubt


@pytest.mark.parametrize("fields", ["null", "[]", "{}", '{"Xf1": null}', '{"Xf1": {"value": null}}'])
def test_an_empty_profile_is_empty_however_slack_writes_it(wire: Wire, fields: str) -> None:
    wire.says(200, f'{{"ok": true, "profile": {{"fields": {fields}}}}}')
    assert not any(gateway(wire.address).profile("U1").values())
    wire.says(200, '{"ok": true, "profile": null}')
    assert gateway(wire.address).profile("U1") == {}


def test_only_profile_fields_that_hold_words_or_somebody_are_looked_at(wire: Wire) -> None:
    fields = [
        {"id": "Xf3", "ordering": 3, "label": "Standort", "type": "options_list"},
        {"id": "Xf1", "ordering": 1, "label": "Abteilung", "type": "text"},
        {"id": "Xf2", "ordering": 2, "label": "Führungskraft", "type": "user"},
        {"id": "Xf4", "ordering": 4, "label": "Eintritt", "type": "date"},
    ]
    wire.says(200, json.dumps({"ok": True, "profile": {"fields": fields}}))
    assert gateway(wire.address).profile_fields() == {
        "Xf1": ProfileField("Abteilung"),
        "Xf2": ProfileField("Führungskraft", names_people=True),
        "Xf3": ProfileField("Standort"),
    }


def test_user_groups_on_a_free_plan_are_not_allowed(wire: Wire) -> None:
    wire.says(200, '{"ok": false, "error": "plan_upgrade_required"}')
    with pytest.raises(DeliveryError) as raised:
        list(gateway(wire.address).user_groups())
    assert (raised.value.outcome, raised.value.permanent) == ("not_allowed", True)


def test_a_long_list_waits_where_slack_asks_for_it(wire: Wire) -> None:
    waited: list[float] = []
    wire.says(200, '{"ok": true, "members": ["U1"], "response_metadata": {"next_cursor": "more"}}')
    wire.says(429, '{"ok": false, "error": "ratelimited"}', Retry_After="600")
    wire.says(200, '{"ok": true, "members": ["U2"]}')
    assert list(gateway(wire.address, waited.append).members(CHANNEL)) == ["U1", "U2"]
    assert waited == [60.0]


def test_a_letter_is_marked_and_nothing_is_unfolded(wire: Wire) -> None:
    gateway(wire.address).post(CHANNEL, {"text": "Hallo"}, letter="kaffee@2026-11-23/open/1")
    path, body = wire.asked[0]
    sent = json.loads(body)
    assert path == "/api/chat.postMessage"
    assert sent["metadata"]["event_payload"] == {"letter": mark_of("kaffee@2026-11-23/open/1")}
    assert "kaffee" not in body
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


@pytest.mark.parametrize("address", ["", "no address", "http://127.0.0.1:1/x", "ftp://example.org"])
def test_a_private_answer_that_cannot_be_given_is_an_error_of_delivery(wire: Wire, address: str) -> None:
    with pytest.raises(DeliveryError):
        gateway(wire.address).respond(address, {"text": "Hallo"})


def test_a_private_answer_goes_out_once(wire: Wire) -> None:
    wire.says(500, "no")
    gateway(wire.address).respond(wire.address + "respond", {"text": "Hallo"})
    assert len(wire.asked) == 1
    assert json.loads(wire.asked[0][1])["response_type"] == "ephemeral"
