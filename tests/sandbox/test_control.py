"""The control API the page lives on."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox import Sandbox

from .conftest import Connect
from .shapes import button, manifest


def get(sandbox: Sandbox, path: str) -> Any:
    with urllib.request.urlopen(f"{sandbox.url}/sandbox/{path}", timeout=30) as answer:
        return json.load(answer)


def post(sandbox: Sandbox, path: str, body: Any) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(f"{sandbox.url}/sandbox/{path}", data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return json.load(error) | {"status": error.code}


def test_the_company_has_the_people_it_needs(sandbox: Sandbox) -> None:
    people = get(sandbox, "people")
    assert set(people[0]) == {
        *("id", "name", "real_name", "title", "department", "site", "tz", "locale"),
        *("is_bot", "is_guest", "deleted", "avatar_color", "status_text", "status_emoji", "status_expiration"),
    }
    assert sum(person["is_guest"] for person in people) == 2
    assert sum(person["deleted"] for person in people) == 1
    assert len({person["site"] for person in people if not person["is_bot"]}) == 4
    members = {uid for uid in sandbox.workspace.channel("kaffeerunde").members}
    humans = [p for p in people if p["id"] in members and not (p["is_bot"] or p["is_guest"] or p["deleted"])]
    assert len(humans) == 37


def test_a_person_sees_own_channels_messages_and_commands(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.install(manifest())
    anna = sandbox.person("Anna").id
    client.chat_postMessage(channel=anna, text="Hallo", blocks=[button("go")])
    view = get(sandbox, f"view?as={anna}")
    assert view["commands"] == [{"command": "/probe", "description": "Try it", "usage_hint": "[help]"}]
    assert [(dm["kind"], dm["title"], dm["unread"]) for dm in view["dms"]] == [("im", "Probe", 1)]
    assert "leitung" not in [channel["name"] for channel in view["channels"]]
    assert (view["modal"], view["home"], view["home_available"]) == (None, None, True)
    rows = get(sandbox, f"messages?as={anna}&channel={view['dms'][0]['id']}")
    assert [(row["text"], row["bot"], row["ephemeral"]) for row in rows] == [("Hallo", True, False)]
    assert get(sandbox, f"view?as={anna}")["dms"][0]["unread"] == 0
    assert [row["text"] for row in get(sandbox, "log?since=0")] == ["Hallo"]
    assert get(sandbox, "log?since=1") == []
    assert [row["method"] for row in get(sandbox, "calls?since=0")] == ["chat.postMessage"]


def test_the_page_acts_for_people(sandbox: Sandbox, app: App, client: WebClient, connect: Connect) -> None:
    @app.action("go")
    def go(ack: Ack) -> None:
        ack()

    connect(app)
    anna = sandbox.person("Anna").id
    sent = client.chat_postMessage(channel=anna, text="Hallo", blocks=[button("go")])
    container = {"type": "message", "channel": sent["channel"], "ts": sent["ts"]}
    click = {"as": anna, "do": "click", "container": container, "block_id": "block-go", "action_id": "go"}
    assert post(sandbox, "act", click) == {"ok": True}
    assert post(sandbox, "act", click | {"action_id": "no"})["error"] == "element_not_found"
    assert post(sandbox, "act", {"as": anna, "do": "say", "channel": "C0002KAFFEE", "text": "Hi"})["ok"]
    assert post(sandbox, "act", {"do": "deactivate", "user": "Bernd"}) == {"ok": True}
    assert post(sandbox, "act", {"as": "Bernd", "do": "join", "channel": "kaffeerunde"})["error"] == "account_inactive"
    assert post(sandbox, "act", {"do": "add_person", "real_name": "Nele Neumann"})["user"].startswith("U")
    assert post(sandbox, "act", {"as": anna, "do": "command"})["status"] == 400
    assert get(sandbox, f"messages?as={anna}&channel=C0002KAFFEE")[0]["text"] == "Hi"


def test_a_question_about_nobody_is_not_found(sandbox: Sandbox) -> None:
    for path in ("view?as=U404", "view", "messages?as=Anna&channel=C404"):
        with pytest.raises(urllib.error.HTTPError) as error, urllib.request.urlopen(f"{sandbox.url}/sandbox/{path}"):
            pass
        error.value.close()
        assert error.value.code == 404


def test_the_clock_is_set_hurried_and_never_turned_back(sandbox: Sandbox) -> None:
    assert get(sandbox, "clock")["now"] == "2026-03-02T08:00:00.000000+00:00"
    assert post(sandbox, "clock", {"advance": 60})["epoch"] == 1772438460.0
    assert post(sandbox, "clock", {"set": "2026-03-09T08:00:00+01:00"})["now"].startswith("2026-03-09T07:00")
    assert post(sandbox, "clock", {"set": "2026-03-01T08:00:00+00:00"})["error"] == "clock_never_goes_back"
    face = post(sandbox, "clock", {"rate": 30.0, "running": True})
    assert (face["rate"], face["running"]) == (30.0, True)


def test_faults_and_limits_are_switched_over_the_wire(sandbox: Sandbox) -> None:
    assert post(sandbox, "faults", [{"kind": "429", "times": 2}, {"kind": "500"}])["waiting"] == 3
    assert post(sandbox, "faults", {"kind": "earthquake"})["status"] == 400
    assert post(sandbox, "limits", {"on": True}) == {"ok": True, "on": True}


def test_the_stream_tells_only_what_the_person_can_see(sandbox: Sandbox) -> None:
    anna, uwe = sandbox.person("Anna").id, sandbox.person("Uwe").id
    with urllib.request.urlopen(f"{sandbox.url}/sandbox/stream?as={uwe}", timeout=30) as stream:
        assert stream.readline() == b": hello\n"
        sandbox.say("Nicht für Uwe", by=anna, channel="kaffeerunde")
        sandbox.say("Für alle", by=anna, channel="allgemein")
        assert stream.readline() == b"\n"
        assert json.loads(stream.readline().removeprefix(b"data: ")) == {"changed": ["channel:C0001ALLGEM"]}
