"""Selects whose options the app knows, links to a direct message, and questions before a press."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox

from .conftest import Connect
from .shapes import button, modal, plain

Body = dict[str, Any]


def topics(**fields: Any) -> dict[str, Any]:
    """Give a modal whose one field asks the app for what may be chosen."""
    element = {"type": "multi_external_select", "action_id": "topics", "min_query_length": 2, **fields}
    return modal(blocks=[{"type": "input", "block_id": "about", "label": plain("Topics"), "element": element}])


def opened(sandbox: Sandbox, app: App, view: dict[str, Any]) -> None:
    @app.command("/probe")
    def probe(ack: Ack, client: WebClient, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def test_what_is_typed_reaches_the_app_and_what_it_offers_may_be_chosen(
    sandbox: Sandbox, app: App, connect: Connect
) -> None:
    asked: list[Body] = []
    told: list[Any] = []
    opened(sandbox, app, topics(initial_options=[option("Travel")]))

    @app.options("topics")
    def offer(ack: Ack, body: Body) -> None:
        asked.append(body)
        ack(options=[option(f"{body['value']} costs"), option(f"{body['value']} plan")])

    @app.view("form")
    def form(ack: Ack, body: Body) -> None:
        told.append(body["view"]["state"]["values"]["about"]["topics"])
        ack()

    connect(app)
    sandbox.command("/probe", by="Anna")
    assert sandbox.suggest("topics", "T", by="Anna")["error"] == "no_suggestions"
    offered = sandbox.suggest("topics", "Travel", by="Anna")["options"]
    assert [one["value"] for one in offered] == ["travel costs", "travel plan"]
    (body,) = asked
    assert (body["type"], body["action_id"], body["block_id"]) == ("block_suggestion", "topics", "about")
    assert body["view"]["callback_id"] == "form"
    assert body["user"]["id"] == sandbox.person("Anna").id
    assert sandbox.submit({"topics": [offered[0]]}, by="Anna") == {"ok": True, "modal": None}
    assert told == [{"type": "multi_external_select", "selected_options": [offered[0]]}]


def test_what_stood_there_is_sent_when_nothing_was_touched(sandbox: Sandbox, app: App, connect: Connect) -> None:
    told: list[Any] = []
    opened(sandbox, app, topics(initial_options=[option("Travel")]))

    @app.view("form")
    def form(ack: Ack, body: Body) -> None:
        told.append(body["view"]["state"]["values"]["about"]["topics"]["selected_options"])
        ack()

    connect(app)
    sandbox.command("/probe", by="Anna")
    sandbox.submit(by="Anna")
    assert told == [[option("Travel")]]


@pytest.mark.parametrize(
    "options", [[option("x" * 76)], [option("x")] * 101, [{"text": "bare", "value": "bare"}], [{"value": "no text"}]]
)
def test_more_or_longer_options_than_slack_takes_are_refused(
    options: list[Any], sandbox: Sandbox, app: App, connect: Connect
) -> None:
    opened(sandbox, app, topics())

    @app.options("topics")
    def offer(ack: Ack) -> None:
        ack(options=options)

    connect(app)
    sandbox.command("/probe", by="Anna")
    assert sandbox.suggest("topics", "Travel", by="Anna")["error"] == "invalid_options"
    assert sandbox.workspace.refusals[-1]["what"] == "invalid_options"


def test_no_option_at_all_is_an_answer(sandbox: Sandbox, app: App, connect: Connect) -> None:
    opened(sandbox, app, topics())

    @app.options("topics")
    def offer(ack: Ack) -> None:
        ack(options=[])

    connect(app)
    sandbox.command("/probe", by="Anna")
    assert sandbox.suggest("topics", "Travel", by="Anna") == {"ok": True, "options": []}


def test_a_button_may_lead_to_somebody_and_ask_before(sandbox: Sandbox, client: WebClient) -> None:
    row = button("go")
    bernd = sandbox.person("Bernd")
    row["elements"][0]["url"] = f"slack://user?team=T0SANDBOX&id={bernd.id}"
    row["elements"][0]["confirm"] = {
        "title": plain("Sure?"), "text": plain("Really?"),
        "confirm": plain("Yes"), "deny": plain("No"), "style": "danger"
    }  # fmt: skip
    client.chat_postMessage(channel="C0002KAFFEE", text="here", blocks=[row])
    row["elements"][0]["confirm"]["style"] = "loud"
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0002KAFFEE", text="here", blocks=[row])
    assert "primary, danger" in str(refused.value.response["response_metadata"])


def test_two_people_talk_alone_and_the_app_hears_nothing(sandbox: Sandbox) -> None:
    anna, bernd = sandbox.person("Anna"), sandbox.person("Bernd")
    act = {"do": "open_dm", "as": anna.id, "user": bernd.id}
    place = sandbox._acts.perform(act)["channel"]  # the control API's verb, as the page uses it
    assert sandbox._acts.perform(act | {"as": bernd.id, "user": anna.id})["channel"] == place
    sandbox.say("Hast du kurz Zeit?", by="Anna", channel=place)
    assert sandbox.inbox("Bernd")[-1]["text"] == "Hast du kurz Zeit?"
    assert sandbox.workspace.members(sandbox.workspace.conversations[place]) == sorted([anna.id, bernd.id])
