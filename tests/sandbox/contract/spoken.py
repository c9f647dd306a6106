"""The Web API over HTTP: how arguments and tokens may come, and what Slack's own client reads of the answers."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.webhook import WebhookClient

from bot.sandbox import Fault
from tests.sandbox.shapes import manifest, modal

from .cases import FILES, INTERACTION, PAGINATION, PYTHON_SDK, RATE_LIMITS, WEB_API, of_method
from .desk import ANNA, APP, BOT, COFFEE, HAMBURG
from .wire import Carried, Wire

BEARER = {"Authorization": f"Bearer {BOT}"}
JSON = BEARER | {"Content_Type": "application/json"}
FORM = BEARER | {"Content_Type": "application/x-www-form-urlencoded"}
POST = "/api/chat.postMessage"
SAID = {"channel": COFFEE, "text": "Grüße & <Küsse>"}


def takes_forms(wire: Wire) -> None:
    """Prove that a form is taken, with the token in the header."""
    assert wire.ask("POST", POST, urlencode(SAID), **FORM).json["ok"] is True
    assert list(wire.workspace.conversations[COFFEE].messages.values())[-1].text == SAID["text"]


def takes_json(wire: Wire) -> None:
    """Prove that JSON is taken, and blocks as an array in it or as a string."""
    blocks = [{"type": "divider"}]
    for given in (blocks, json.dumps(blocks)):
        answer = wire.ask("POST", POST, json.dumps(SAID | {"blocks": given}), **JSON).json
        assert answer["message"]["blocks"][0]["type"] == "divider"


def takes_queries(wire: Wire) -> None:
    """Prove that arguments may stand in the address, and the body may be of several parts."""
    assert wire.ask("GET", f"/api/users.info?user={ANNA}", **BEARER).json["user"]["id"] == ANNA
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in SAID.items()]
    body = "\r\n".join([*parts, "--x--", ""])
    assert wire.ask("POST", POST, body, **BEARER, Content_Type="multipart/form-data; boundary=x").json["ok"] is True


def takes_token_arguments(wire: Wire) -> None:
    """Prove that the token may be an argument of a form."""
    head = {"Content_Type": FORM["Content_Type"]}
    assert wire.ask("POST", "/api/auth.test", urlencode({"token": BOT}), **head).json["ok"] is True


def wants_json(wire: Wire) -> None:
    """Prove that what is no JSON, or no object, is refused."""
    assert wire.ask("POST", POST, "{", **JSON).json["error"] == "invalid_json"
    assert wire.ask("POST", POST, "[]", **JSON).json["error"] == "json_not_object"


def is_200_anyway(wire: Wire) -> None:
    """Prove that a refusal has the status 200 and is JSON."""
    answer = wire.ask("POST", POST, urlencode({"channel": "C0NOWHERE", "text": "a"}), **FORM)
    assert (answer.status, answer.json) == (200, {"ok": False, "error": "channel_not_found"})
    assert answer.headers["content-type"].startswith("application/json")


def is_429(wire: Wire) -> None:
    """Prove that the client reads status and pause of a limit."""
    wire.workspace.faults.order(Fault("429", retry_after=17))
    with pytest.raises(SlackApiError) as error:
        wire.client.users_list()
    response = error.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "17")


def turns_pages(wire: Wire) -> None:
    """Prove that the client walks over all pages by itself."""
    pages = [len(page["members"]) for page in wire.client.users_list(limit=20)]
    assert (sum(pages), pages[0], len(pages)) == (len(wire.workspace.people), 20, -(-sum(pages) // 20))


def tells_the_scope(wire: Wire) -> None:
    """Prove that the client reads which scope is missing."""
    wire.sandbox.install(manifest(scopes=["users:read"]))
    with pytest.raises(SlackApiError) as error:
        wire.client.chat_postMessage(channel=COFFEE, text="a")
    told = error.value.response
    assert (told["error"], told["needed"], told["provided"]) == ("missing_scope", "chat:write", "commands,users:read")


def reads_views(wire: Wire) -> None:
    """Prove that the client's own model reads a view that was opened."""
    view = wire.client.views_open(trigger_id=wire.workspace.tickets.trigger(ANNA), view=modal())["view"]
    read = View(**view)
    assert (read.type, read.id, read.hash, read.root_view_id) == ("modal", view["id"], view["hash"], view["id"])
    assert read.state is not None
    assert read.state.values == {}


def uploads(wire: Wire) -> None:
    """Prove that the client's upload of three steps arrives, byte for byte, and comes back with the token."""
    told = wire.client.files_upload_v2(channel=COFFEE, content=b"abc", filename="a.txt", initial_comment="Hier")
    file = told["files"][0]["id"]
    assert wire.workspace.files[file].content == b"abc"
    address = wire.client.files_info(file=file)["file"]["url_private_download"]
    path = address.removeprefix(wire.sandbox.url)
    assert wire.ask("GET", path, **BEARER).body == b"abc"
    assert wire.ask("GET", path).status == 302


def uploads_once(wire: Wire) -> None:
    """Prove that an upload address is good once."""
    url = wire.client.files_getUploadURLExternal(filename="a.txt", length=1)["upload_url"]
    path = url.removeprefix(wire.sandbox.url)
    assert [wire.ask("POST", path, b"a").status for _ in range(2)] == [200, 400]


def responds(wire: Wire) -> None:
    """Prove that the client's webhook answers a response url, and reads when it is used up."""
    key = wire.workspace.tickets.reply(HAMBURG, ANNA)
    hook = WebhookClient(f"{wire.sandbox.url}/response/{key}")
    answers = [hook.send(text="a", response_type="in_channel") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[0].body == "ok"


def wants_the_apps_token(wire: Wire) -> None:
    """Prove that sockets are opened with the app's token only, and nothing else with it."""
    assert wire.client.apps_connections_open(app_token=APP)["url"].startswith("ws://")
    for method, token in (("apps.connections.open", BOT), ("auth.test", APP)):
        answer = wire.ask("POST", f"/api/{method}", Authorization=f"Bearer {token}").json
        assert answer["error"] == "not_allowed_token_type"


SPOKEN: tuple[Carried, ...] = (
    Carried(name="a form is taken", source=WEB_API, proof=takes_forms),
    Carried(name="JSON is taken", source=WEB_API, proof=takes_json),
    Carried(name="arguments may stand in the address or in parts", source=WEB_API, proof=takes_queries),
    Carried(name="the token may be an argument", source=WEB_API, proof=takes_token_arguments),
    Carried(name="what is no JSON object is refused", source=WEB_API, proof=wants_json),
    Carried(name="a refusal has the status 200", source=WEB_API, proof=is_200_anyway),
    Carried(name="a limit has the status 429 and a pause", source=RATE_LIMITS, proof=is_429),
    Carried(name="the client turns the pages", source=PAGINATION, proof=turns_pages),
    Carried(name="the client reads the missing scope", source=of_method("chat.postMessage"), proof=tells_the_scope),
    Carried(
        name="the client reads a view", source=f"{PYTHON_SDK}/slack_sdk/models/views/__init__.py", proof=reads_views
    ),
    Carried(name="the client uploads in three steps", source=FILES, proof=uploads),
    Carried(name="an upload address is good once", source=of_method("files.getUploadURLExternal"), proof=uploads_once),
    Carried(name="the client answers a response url", source=INTERACTION, proof=responds),
    Carried(name="sockets want the app's token", source=of_method("apps.connections.open"), proof=wants_the_apps_token),
)
