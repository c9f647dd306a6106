"""Delivery: over Socket Mode, and over signed HTTP with its retries."""

# ruff: noqa: E501 a row per case

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import ConnectionClosed

from bot.sandbox import APP_ID, signing

from .cases import COMMANDS, EVENTS_API, OVER_HTTP, PYTHON_SDK, SIGNING, SOCKET_MODE, of_event, of_method
from .desk import ANNA, COFFEE
from .wire import SECRET, Carried, Json, Wire, heard


def said(wire: Wire, text: str = "Hallo") -> None:
    """Let Anna say something."""
    wire.sandbox.say(text, by=ANNA, channel=COFFEE)


def greets(wire: Wire) -> None:
    """Prove what stands in the greeting."""
    hello = heard(wire.dialled())
    assert set(hello) == {"type", "connection_info", "num_connections", "debug_info"}
    assert (hello["connection_info"], hello["num_connections"]) == ({"app_id": APP_ID}, 1)
    assert set(hello["debug_info"]) == {"host", "started", "build_number", "approximate_connection_time"}


def one_address_one_socket(wire: Wire) -> None:
    """Prove that an address is a WebSocket's and good once."""
    url = wire.address()
    assert url.startswith("ws://")
    assert "ticket=" in url
    assert heard(wire.dialled(url))["type"] == "hello"
    assert heard(wire.dialled(url))["type"] == "disconnect"


def ten_sockets(wire: Wire) -> None:
    """Prove that an app has ten sockets at a time, each told how many there are."""
    greetings = [heard(wire.dialled()) for _ in range(11)]
    assert [one.get("num_connections") for one in greetings[:10]] == list(range(1, 11))
    assert (greetings[10]["type"], greetings[10]["reason"]) == ("disconnect", "too_many_websockets")


def wraps_an_event(wire: Wire) -> None:
    """Prove what stands around an event, and that Slack's SDK reads it."""
    socket = wire.socket()
    said(wire)
    envelope = heard(socket)
    assert set(envelope) == {
        "envelope_id", "type", "payload", "accepts_response_payload", "retry_attempt", "retry_reason",
    }  # fmt: skip
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    read = SocketModeRequest.from_dict(envelope)
    assert read is not None
    assert (read.type, read.envelope_id, read.retry_attempt) == ("events_api", envelope["envelope_id"], 0)


def wraps_a_command(wire: Wire) -> None:
    """Prove what stands around a command, that nobody waits for ever, and that it comes once only."""
    socket = wire.socket()
    assert wire.sandbox.command("/probe", by=ANNA)["error"] == "operation_timeout"
    envelope = heard(socket)
    assert set(envelope) == {"envelope_id", "type", "payload", "accepts_response_payload"}
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    wire.sandbox.until(lambda: not wire.workspace.courier.pending())
    with pytest.raises(TimeoutError):
        socket.recv(timeout=0.1)


def again(wire: Wire) -> None:
    """Prove that an event without an ack comes four times in all, with its number and reason, then no more."""
    socket = wire.socket()
    said(wire)
    envelopes = [heard(socket) for _ in range(4)]
    assert [one["retry_attempt"] for one in envelopes] == [0, 1, 2, 3]
    assert [one["retry_reason"] for one in envelopes] == ["", "timeout", "timeout", "timeout"]
    assert len({one["payload"]["event_id"] for one in envelopes}) == 1
    wire.sandbox.until(lambda: not wire.workspace.courier.pending())


def settled(wire: Wire) -> None:
    """Prove that an ack ends it."""
    socket = wire.socket()
    said(wire)
    socket.send(json.dumps({"envelope_id": heard(socket)["envelope_id"]}))
    wire.sandbox.settle()
    with pytest.raises(TimeoutError):
        socket.recv(timeout=0.4)


def says_goodbye(wire: Wire, reason: str) -> None:
    """Prove that a socket is told why before it is closed."""
    socket = wire.socket()
    assert wire.sandbox.disconnect(reason=reason) == 1
    told = heard(socket)
    assert (told["type"], told["reason"], set(told["debug_info"])) == ("disconnect", reason, {"host"})
    with pytest.raises(ConnectionClosed):
        socket.recv(timeout=30)


def waits(wire: Wire) -> None:
    """Prove that what happened while nobody was connected comes then."""
    said(wire)
    assert heard(wire.socket())["payload"]["event"]["text"] == "Hallo"


def goes_elsewhere(wire: Wire) -> None:
    """Prove that what a closed socket left unanswered comes over another one, and says why."""
    first = wire.socket()
    said(wire)
    missed = heard(first)
    second = wire.dialled()
    assert heard(second)["type"] == "hello"
    first.close()
    told = heard(second)
    assert (told["payload"]["event_id"], told["retry_attempt"]) == (missed["payload"]["event_id"], 1)
    assert told["retry_reason"] == "connection_failed"


def one_of_two(wire: Wire) -> None:
    """Prove that each event goes to one of the sockets."""
    sockets = [wire.socket(), wire.socket()]
    for number in range(8):
        said(wire, str(number))
    texts: list[str] = []
    for socket in sockets:
        while True:
            try:
                envelope: Json = json.loads(socket.recv(timeout=0.1))
            except TimeoutError:
                break
            socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
            texts.append(envelope["payload"]["event"]["text"])
    assert sorted(texts) == [str(number) for number in range(8)]


def nobody_there(wire: Wire) -> None:
    """Prove that without a socket a command fails at once."""
    assert wire.sandbox.command("/probe", by=ANNA)["error"] == "dispatch_failed"


def posts_an_event(wire: Wire) -> None:
    """Prove that an event is posted as JSON, signed, without retry headers the first time."""
    said(wire)
    headers, body = wire.requests(1)[0]
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("Slackbot 1.0")
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert json.loads(body)["type"] == "event_callback"
    assert not {"x-slack-retry-num", "x-slack-retry-reason"} & set(headers)


def posts_a_command(wire: Wire) -> None:
    """Prove that a command is posted as a form, signed, and answered in the response."""
    wire.app.answers = [(200, '{"text": "Hallo Anna"}')]
    assert wire.sandbox.command("/probe a & b", by=ANNA) == {"ok": True}
    headers, body = wire.requests(1)[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert parse_qs(body)["text"] == ["a & b"]
    assert [row["text"] for row in wire.sandbox.inbox("Anna")] == ["Hallo Anna"]


def posts_an_interaction(wire: Wire) -> None:
    """Prove that an interaction is posted as a form with one field of JSON."""
    wire.sandbox.shortcut("help", by=ANNA)
    headers, body = wire.requests(1)[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert json.loads(parse_qs(body)["payload"][0])["type"] == "shortcut"


def retries(wire: Wire) -> None:
    """Prove three retries: at once, after a minute and after five, by the sandbox's clock, with the same event."""
    wire.app.answers = [(500, "")] * 4
    said(wire)
    wire.requests(2)
    (parcel,) = wire.workspace.courier._parcels.values()
    for seconds, tries in ((59, 2), (1, 3), (299, 3), (1, 4)):
        wire.sandbox.until(lambda: parcel.due is not None)
        wire.workspace.clock.advance(seconds)
        wire.workspace.courier.tick()
        assert parcel.tries == tries
    wire.sandbox.until(lambda: not wire.workspace.courier.pending())
    wire.workspace.clock.advance(3600)
    wire.workspace.courier.tick()
    came = wire.app.requests
    assert len(came) == 4
    assert [headers.get("x-slack-retry-num") for headers, _ in came] == [None, "1", "2", "3"]
    assert {headers.get("x-slack-retry-reason") for headers, _ in came[1:]} == {"http_error"}
    assert len({json.loads(body)["event_id"] for _, body in came}) == 1


def reason_is(status: int, reason: str) -> object:
    """Prove the reason that the retry names."""

    def prove(wire: Wire) -> None:
        wire.app.answers = [(status, "")]
        said(wire)
        headers, _ = wire.requests(2)[1]
        assert headers["x-slack-retry-reason"] == reason

    return prove


def no_retry(wire: Wire) -> None:
    """Prove that the app may refuse retries."""
    wire.app.told = {"X-Slack-No-Retry": "1"}
    wire.app.answers = [(500, "")]
    said(wire)
    wire.sandbox.until(lambda: not wire.workspace.courier.pending())
    wire.workspace.clock.advance(3600)
    assert len(wire.app.requests) == 1


def fails_once(wire: Wire) -> None:
    """Prove that a command is not sent again: the person reads that it failed."""
    wire.app.answers = [(500, ""), (1, "")]
    assert wire.sandbox.command("/probe", by=ANNA)["error"] == "dispatch_failed"
    assert wire.sandbox.command("/probe", by=ANNA)["error"] == "operation_timeout"
    assert len(wire.app.requests) == 2


def asks_for_the_challenge(wire: Wire) -> None:
    """Prove that the address is asked to give a challenge back."""
    assert wire.workspace.courier.verify_url() is True
    body = json.loads(wire.requests(1)[0][1])
    assert (set(body), body["type"]) == ({"token", "challenge", "type"}, "url_verification")


def signs_as_documented(wire: Wire) -> None:
    """Prove the signature by the worked example of the page."""
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack"
        ".com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0"
        "bc887a14d10d2c447fce8b6703c"
    )
    signed = signing.signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body.encode())
    assert signed == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def fresh_stamp(wire: Wire) -> None:
    """Prove that the stamp is of now, so that the app's five minutes hold, and that another secret does not verify."""
    wire.workspace.clock.advance(86_400)
    said(wire)
    headers, body = wire.requests(1)[0]
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert not SignatureVerifier(SECRET).is_valid_request(body + " ", headers)


def _goodbye(reason: str) -> Carried:
    return Carried(
        name=f"a socket is told {reason}", source=SOCKET_MODE, proof=lambda wire: says_goodbye(wire, reason)
    )  # fmt: skip


SOCKETS: tuple[Carried, ...] = (
    Carried(name="a socket is greeted", source=SOCKET_MODE, proof=greets),
    Carried(name="an address is good for one socket", source=of_method("apps.connections.open"), proof=one_address_one_socket),
    Carried(name="an app has ten sockets", source=SOCKET_MODE, proof=ten_sockets),
    Carried(name="an event comes in an envelope", source=f"{PYTHON_SDK}/slack_sdk/socket_mode/request.py", proof=wraps_an_event),
    Carried(name="a command comes in an envelope, once", source=SOCKET_MODE, proof=wraps_a_command),
    Carried(name="an event without an ack comes again", source=SOCKET_MODE, proof=again),
    Carried(name="an ack settles an event", source=SOCKET_MODE, proof=settled),
    *(_goodbye(reason) for reason in ("refresh_requested", "link_disabled", "warning")),
    Carried(name="events wait for a socket", source=SOCKET_MODE, proof=waits),
    Carried(name="a closed socket's events come over another", source=SOCKET_MODE, proof=goes_elsewhere),
    Carried(name="each event goes to one socket", source=SOCKET_MODE, proof=one_of_two),
    Carried(name="a command without a socket fails", source=COMMANDS, proof=nobody_there),
)  # fmt: skip
HTTP: tuple[Carried, ...] = (
    Carried(name="an event is posted as JSON", source=OVER_HTTP, proof=posts_an_event, over_http=True),
    Carried(name="a command is posted as a form", source=COMMANDS, proof=posts_a_command, over_http=True),
    Carried(name="an interaction is posted as a form of one field", source="https://docs.slack.dev/interactivity/handling-user-interaction", proof=posts_an_interaction, over_http=True),
    Carried(name="an event is tried three times more", source=EVENTS_API, proof=retries, over_http=True),
    Carried(name="a retry says http_error", source=EVENTS_API, proof=reason_is(404, "http_error"), over_http=True),
    Carried(name="a retry says http_timeout", source=EVENTS_API, proof=reason_is(1, "http_timeout"), over_http=True),
    Carried(name="a retry says connection_failed", source=EVENTS_API, proof=reason_is(0, "connection_failed"), over_http=True),
    Carried(name="an app may refuse retries", source=EVENTS_API, proof=no_retry, over_http=True),
    Carried(name="a command that failed is not sent again", source=COMMANDS, proof=fails_once, over_http=True),
    Carried(name="an address gives a challenge back", source=of_event("url_verification"), proof=asks_for_the_challenge, over_http=True),
    Carried(name="a signature is as in the documented example", source=SIGNING, proof=signs_as_documented, over_http=True),
    Carried(name="a signature is fresh and of one secret", source=SIGNING, proof=fresh_stamp, over_http=True),
)  # fmt: skip
