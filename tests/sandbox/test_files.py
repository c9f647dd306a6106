"""People share files with the app, and Slack hands them out only to whoever brings the token."""

from __future__ import annotations

import urllib.request
from typing import Any
from urllib.error import HTTPError

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox
from tests.sandbox.conftest import Connect

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Rondo"},
    "features": {"app_home": {"messages_tab_enabled": True}, "bot_user": {"display_name": "Rondo"}},
    "oauth_config": {"scopes": {"bot": ["im:history", "files:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}, "socket_mode_enabled": True},
}


class Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def get(url: str, token: str = "") -> tuple[int, str, bytes]:
    """Ask for a file; return status, type and body."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({}), Stays()).open(request, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", ""), b""


def test_a_file_arrives_as_a_message_with_its_address(
    sandbox: Sandbox, client: WebClient, app: App, connect: Connect
) -> None:
    sandbox.install(MANIFEST)
    heard: list[dict[str, Any]] = []
    app.event("message")(lambda event: heard.append(event))
    connect(app)
    sandbox.upload("rituals.yaml", "version: 1\n", by="Anna", text="bitte")
    (event,) = sandbox.until(lambda: heard)
    assert (event["subtype"], event["channel_type"], event["text"]) == ("file_share", "im", "bitte")
    (file,) = event["files"]
    assert (file["name"], file["size"], file["filetype"]) == ("rituals.yaml", 11, "yaml")
    told = client.files_info(file=file["id"])["file"]
    assert told["url_private_download"] == file["url_private_download"]
    assert get(file["url_private_download"], "xoxb-sandbox") == (200, "text/plain", b"version: 1\n")


def test_without_the_token_one_is_sent_to_the_login(sandbox: Sandbox) -> None:
    sandbox.install(MANIFEST)
    sandbox.upload("a.yaml", "x", by="Anna")
    (file,) = sandbox.workspace.files.values()
    url = file.shape(sandbox.url, team="T0")["url_private_download"]
    for token in ("", "xoxb-wrong"):
        status, location, _ = get(url, token)
        assert status == 302
        assert "redir=" in location


def test_without_the_scope_neither_event_nor_file_is_to_be_had(sandbox: Sandbox, client: WebClient) -> None:
    bare = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write"]}}, "settings": {"socket_mode_enabled": True}}
    sandbox.install(bare)
    sandbox.upload("a.yaml", "x", by="Anna")
    (file,) = sandbox.workspace.files.values()
    with pytest.raises(SlackApiError) as refused:
        client.files_info(file=file.id)
    assert refused.value.response["error"] == "missing_scope"
    status, kind, body = get(file.shape(sandbox.url, team="T0")["url_private_download"], "xoxb-sandbox")
    assert (status, kind) == (200, "text/html")
    assert b"Sign in" in body


def test_a_file_shared_elsewhere_does_not_exist_for_the_app(sandbox: Sandbox, client: WebClient) -> None:
    sandbox.install(MANIFEST)
    place = next(
        c
        for c in sandbox.workspace.conversations.values()
        if not c.is_dm and "U0SANDBOXAPP" not in c.members and c.members
    )
    sandbox.upload("a.yaml", "x", by=place.members[0], channel=place.id)
    (file,) = sandbox.workspace.files.values()
    with pytest.raises(SlackApiError) as refused:
        client.files_info(file=file.id)
    assert refused.value.response["error"] == "file_not_found"
    assert get(file.shape(sandbox.url, team="T0")["url_private_download"], "xoxb-sandbox")[0] == 404


def test_people_see_a_file_and_keep_it_if_they_are_where_it_was_shared(sandbox: Sandbox) -> None:
    sandbox.install(MANIFEST)
    sandbox.upload("Kaffee & Tee.yaml", "version: 1\n", by="Anna")
    (shared,) = sandbox.workspace.files.values()
    anna, bernd = sandbox.person("Anna").id, sandbox.person("Bernd").id
    address = f"{sandbox.url}/sandbox/file?id={shared.id}&as="
    assert get(address + anna) == (200, "text/plain", b"version: 1\n")
    assert get(address + bernd)[0] == 404
    assert get(f"{sandbox.url}/sandbox/file?id=F404&as={anna}")[0] == 404
    assert get(f"{address}U404")[0] == 404
    (row,) = [one for one in sandbox.channel_messages(shared.shared_in[0]) if one["files"]]
    assert [(one["id"], one["name"]) for one in row["files"]] == [(shared.id, "Kaffee & Tee.yaml")]


def test_what_slack_refuses_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.upload("a.yaml", "", by="Anna")["error"] == "no_file_data"
    read_only = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    features = {**MANIFEST["features"], "app_home": read_only}
    sandbox.install({**MANIFEST, "features": features})
    assert sandbox.upload("a.yaml", "x", by="Anna")["error"] == "messages_tab_read_only"
