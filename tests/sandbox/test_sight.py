"""What a tab of the page reads: page by page, thread by thread, and only what is new to it."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any

from slack_sdk import WebClient
from websockets.sync.client import connect

from bot.sandbox import Sandbox

from .test_control import get, post

COFFEE = "C0002KAFFEE"


def page(sandbox: Sandbox, by: str, **asked: Any) -> list[dict[str, Any]]:
    query = "&".join(
        f"{key}={value}" for key, value in {"as": sandbox.person(by).id, "channel": COFFEE, **asked}.items()
    )
    rows: list[dict[str, Any]] = get(sandbox, f"messages?{query}")
    return rows


def channel(sandbox: Sandbox, by: str) -> dict[str, Any]:
    (found,) = [one for one in get(sandbox, f"view?as={sandbox.person(by).id}")["channels"] if one["id"] == COFFEE]
    return dict(found)


def said(sandbox: Sandbox, text: str, *, by: str, thread: str = "") -> str:
    return str(sandbox.say(text, by=by, channel="kaffeerunde", thread_ts=thread)["ts"])


def test_a_conversation_is_read_from_its_end_backwards(sandbox: Sandbox) -> None:
    stamps = [said(sandbox, f"Nummer {number}", by="Anna") for number in range(7)]
    said(sandbox, "im Thread", by="Carla", thread=stamps[0])
    newest = page(sandbox, "Bernd", limit=3)
    assert [row["ts"] for row in newest] == stamps[4:]
    assert [row["ts"] for row in page(sandbox, "Bernd", limit=3, before=stamps[4])] == stamps[1:4]
    assert [row["ts"] for row in page(sandbox, "Bernd", limit=3, before=stamps[1])] == stamps[:1]
    assert [row["ts"] for row in page(sandbox, "Bernd", since=stamps[2])] == stamps[2:]
    assert [row["text"] for row in page(sandbox, "Bernd", thread=stamps[0])] == ["Nummer 0", "im Thread"]
    assert len(page(sandbox, "Bernd")) == 8, "without a word of how much, all of it comes"


def test_an_own_ephemeral_stands_where_it_was_said(sandbox: Sandbox, client: WebClient) -> None:
    before = said(sandbox, "davor", by="Anna")
    client.chat_postEphemeral(channel=COFFEE, user=sandbox.person("Bernd").id, text="nur du")
    said(sandbox, "danach", by="Anna")
    assert [row["text"] for row in page(sandbox, "Bernd", limit=9)] == ["davor", "nur du", "danach"]
    assert [row["text"] for row in page(sandbox, "Carla", limit=9, since=before)] == ["davor", "danach"]


def test_what_is_unread_is_counted_for_each_person_and_each_thread_they_follow(sandbox: Sandbox) -> None:
    first = said(sandbox, "Wer bringt Kuchen?", by="Anna")
    assert (channel(sandbox, "Bernd")["unread"], channel(sandbox, "Anna")["unread"]) == (1, 0)
    page(sandbox, "Bernd", limit=9)
    said(sandbox, "Ich", by="Bernd", thread=first)
    said(sandbox, "Ich auch", by="Carla", thread=first)
    seen = {
        name: (channel(sandbox, name)["unread"], channel(sandbox, name)["unread_threads"])
        for name in ("Anna", "Bernd", "Carla")
    }
    assert seen["Anna"] == (0, {first: 2}), "she began it"
    assert seen["Bernd"] == (0, {first: 1}), "he answered, and then somebody else did"
    assert seen["Carla"] == (1, {}), "the last word is his"
    assert channel(sandbox, "Daria")["unread_threads"] == {}, "who has no part in it is left in peace"
    page(sandbox, "Anna", thread=first)
    assert channel(sandbox, "Anna")["unread_threads"] == {}
    page(sandbox, "Daria", limit=1, before="9")
    assert channel(sandbox, "Daria")["unread"] == 1, "whoever reads old messages has not seen the new ones"


def test_more_than_a_hundred_are_not_counted(sandbox: Sandbox) -> None:
    for number in range(120):
        said(sandbox, f"Nummer {number}", by="Anna")
    assert channel(sandbox, "Bernd")["unread"] == 100


def test_the_people_come_again_only_when_somebody_changed(sandbox: Sandbox) -> None:
    address = f"{sandbox.url}/sandbox/people"
    with urllib.request.urlopen(address, timeout=30) as answer:
        edition = answer.headers["etag"]
    known = urllib.request.Request(address, headers={"If-None-Match": edition})
    try:
        urllib.request.urlopen(known, timeout=30).close()
        status = 200
    except urllib.error.HTTPError as error:
        status = error.code
        error.close()
    assert status == 304
    sandbox.change("Anna", title="Chefin")
    with urllib.request.urlopen(known, timeout=30) as answer:
        assert answer.headers["etag"] != edition


def test_a_tab_hears_over_its_socket_only_what_its_person_can_see(sandbox: Sandbox) -> None:
    address = f"{sandbox.url.replace('http', 'ws')}/sandbox/news?as={sandbox.person('Uwe').id}"
    with connect(address) as tab:
        sandbox.say("Nicht für Uwe", by="Anna", channel="kaffeerunde")
        sandbox.say("Für alle", by="Anna", channel="allgemein")
        assert json.loads(tab.recv(timeout=30)) == {"changed": ["channel:C0001ALLGEM"]}


def test_a_picture_is_shared_and_a_reaction_taken_back(sandbox: Sandbox) -> None:
    anna = sandbox.person("Anna").id
    told = {
        "as": anna,
        "do": "upload",
        "channel": COFFEE,
        "name": "kuchen.jpg",
        "base64": base64.b64encode(b"\xff\xd8").decode(),
    }
    shared = post(sandbox, "act", told)
    (row,) = page(sandbox, "Bernd", limit=1)
    assert row["files"] == [{"id": shared["file"], "name": "kuchen.jpg", "mimetype": "image/jpeg", "size": 2}]
    react = {"as": anna, "channel": COFFEE, "ts": row["ts"], "name": "tada"}
    assert post(sandbox, "act", {"do": "react", **react})["ok"]
    assert post(sandbox, "act", {"do": "unreact", **react})["ok"]
    assert page(sandbox, "Bernd", limit=1)[0]["reactions"] == []
    assert post(sandbox, "act", {"do": "unreact", **react})["error"] == "no_reaction"


def test_whoever_left_stays_in_the_direct_messages_of_the_others(sandbox: Sandbox) -> None:
    anna, bernd = (sandbox.person(name).id for name in ("Anna", "Bernd"))
    post(sandbox, "act", {"as": anna, "do": "open_dm", "user": bernd})
    sandbox.deactivate("Bernd")
    (shown,) = [one for one in get(sandbox, f"view?as={anna}")["dms"] if bernd in one["members"]]
    assert (shown["title"], shown["kind"]) == (sandbox.workspace.people[bernd].real_name, "im")
    assert sandbox.workspace.members(sandbox.workspace.conversations[shown["id"]]) == [anna]
