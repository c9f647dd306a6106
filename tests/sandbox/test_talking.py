"""A real Bolt app over Socket Mode: commands, clicks, forms, Home, events."""

from __future__ import annotations

import time
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox

from .conftest import Connect
from .shapes import button, manifest, modal, plain

Body = dict[str, Any]


def test_a_command_is_acknowledged_answered_and_may_respond_five_times(
    sandbox: Sandbox, app: App, connect: Connect
) -> None:
    statuses: list[int] = []

    @app.command("/probe")
    def probe(ack: Ack, respond: Respond, body: Body) -> None:
        ack(f"{body['command']} {body['text']} in {body['channel_name']}")
        statuses.extend(respond("again").status_code for _ in range(6))

    connect(app)
    assert sandbox.command("/probe help me", by="Anna", channel="kaffeerunde") == {"ok": True}
    sandbox.until(lambda: len(statuses) == 6)
    assert statuses == [200] * 5 + [404]
    texts = [row["text"] for row in sandbox.inbox("Anna")]
    assert sorted(texts) == ["/probe help me in kaffeerunde", *["again"] * 5]


def test_only_the_manifests_commands_reach_the_app(sandbox: Sandbox, app: App, connect: Connect) -> None:
    connect(app)
    sandbox.install(manifest())
    refused = sandbox.command("/prube", by="Anna")
    assert refused["error"] == "unknown_command"
    assert refused["message"].startswith("/prube is not a valid command.")
    assert sandbox.command("/who", by="Anna") == {"ok": True, "built_in": True}
    taken = manifest()
    taken["features"]["slash_commands"][0]["command"] = "/remind"
    with pytest.raises(ValueError, match="Slack's own commands"):
        sandbox.install(taken)
    with pytest.raises(ValueError, match="team_join needs the scope users:read"):
        sandbox.install(manifest(events=["team_join"]))


def test_typed_text_arrives_as_slack_sends_it(sandbox: Sandbox, app: App, connect: Connect) -> None:
    texts: list[str] = []

    @app.command("/probe")
    def probe(ack: Ack, body: Body) -> None:
        texts.append(body["text"])
        ack()

    connect(app)
    escaping = manifest()
    escaping["features"]["slash_commands"][0]["should_escape"] = True
    sandbox.install(escaping)
    sandbox.command("/probe @anna.lindqvist in #kaffeerunde, not @nobody", by="Bernd")
    assert texts == ["<@U0001ANNAXX|anna.lindqvist> in <#C0002KAFFEE|kaffeerunde>, not @nobody"]
    sandbox.say("<@U0001ANNAXX> a < b & c", by="Bernd", channel="kaffeerunde")
    assert sandbox.channel_messages("kaffeerunde")[-1]["text"] == "<@U0001ANNAXX> a &lt; b &amp; c"


def test_without_the_app_a_command_fails_as_in_slack(sandbox: Sandbox) -> None:
    assert sandbox.command("/probe", by="Anna")["message"] == '/probe failed with the error "dispatch_failed"'


def test_a_form_is_opened_corrected_updated_and_closed(sandbox: Sandbox, app: App, connect: Connect) -> None:
    @app.command("/probe")
    def probe(ack: Ack, client: WebClient, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    @app.view("form")
    def form(ack: Ack, view: Body) -> None:
        given = view["state"]["values"]["name"]["text"]["value"]
        if given == "bad":
            ack(response_action="errors", errors={"name": "Not this one"})
        else:
            ack(response_action="update", view=modal("second", title=plain(given)))

    @app.view("second")
    def second(ack: Ack) -> None:
        ack()

    connect(app)
    sandbox.command("/probe", by="Anna")
    assert sandbox.submit(by="Anna")["errors"] == {"name": "Please complete this required field."}
    assert sandbox.submit({"name": "bad"}, by="Anna")["errors"] == {"name": "Not this one"}
    shown = sandbox.submit({"text": "Good"}, by="Anna")["modal"]
    assert shown["title"]["text"] == "Good"
    assert shown["state"]["values"]["name"]["text"]["value"] == "Good"
    assert sandbox.submit(by="Anna") == {"ok": True, "modal": None}
    assert sandbox.workspace.refusals == []


def test_forms_stack_three_high_and_closing_tells_the_app(sandbox: Sandbox, app: App, connect: Connect) -> None:
    closed: list[Body] = []
    refused: list[str] = []

    @app.command("/probe")
    def probe(ack: Ack, client: WebClient, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(blocks=[button("deeper")]))
        ack()

    @app.action("deeper")
    def deeper(ack: Ack, client: WebClient, body: Body) -> None:
        view = modal("top", blocks=[button("deeper")], notify_on_close=True)
        try:
            client.views_push(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as error:
            refused.append(error.response["error"])
        ack()

    @app.view_closed("top")
    def top_closed(ack: Ack, body: Body) -> None:
        closed.append(body)
        ack()

    connect(app)
    sandbox.command("/probe", by="Anna")
    for _ in range(3):
        assert sandbox.click("deeper", by="Anna") == {"ok": True}
    assert refused == ["push_limit_reached"]
    top = sandbox.modal("Anna")
    assert top is not None
    assert top["previous_view_id"] != top["root_view_id"]
    sandbox.close(by="Anna")
    assert closed[0]["view"]["id"] == top["id"]
    below = sandbox.modal("Anna")
    assert below is not None
    assert below["id"] == top["previous_view_id"]


def test_a_wrong_answer_to_a_form_is_remembered(sandbox: Sandbox, app: App, connect: Connect) -> None:
    @app.command("/probe")
    def probe(ack: Ack, client: WebClient, body: Body) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    @app.view("form")
    def form(ack: Ack) -> None:
        ack(response_action="errors", errors={"elsewhere": "No such block"})

    connect(app)
    sandbox.command("/probe", by="Anna")
    assert sandbox.submit({"name": "x"}, by="Anna")["error"] == "invalid_response_action"
    assert sandbox.workspace.refusals[0]["what"] == "invalid_response_action"


def test_a_trigger_works_once_and_not_for_long(sandbox: Sandbox, app: App, connect: Connect) -> None:
    words: list[str] = []

    @app.command("/probe")
    def probe(ack: Ack, client: WebClient, body: Body) -> None:
        ack()
        if body["text"] == "late":
            time.sleep(0.35)
        for _ in range(2):
            try:
                client.views_open(trigger_id=body["trigger_id"], view=modal())
                words.append("ok")
            except SlackApiError as error:
                words.append(error.response["error"])

    connect(app)
    sandbox.command("/probe", by="Anna")
    sandbox.until(lambda: words == ["ok", "exchanged_trigger_id"])
    sandbox.command("/probe late", by="Anna")
    sandbox.until(lambda: words[2:] == ["expired_trigger_id"] * 2)


def test_views_are_checked_and_a_stale_hash_is_refused(sandbox: Sandbox, client: WebClient) -> None:
    anna = sandbox.person("Anna").id
    home: Body = {"type": "home", "blocks": [button("go")]}
    first = client.views_publish(user_id=anna, view=home)["view"]
    client.views_publish(user_id=anna, view=home, hash=first["hash"])
    trigger = sandbox.workspace.tickets.trigger(anna)
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    cases: list[tuple[str, Body, str]] = [
        ("views.publish", {"user_id": anna, "view": home, "hash": first["hash"]}, "hash_conflict"),
        ("views.update", {"view_id": view["id"], "view": modal(), "hash": view["hash"]}, "hash_conflict"),
        ("views.update", {"view_id": "V404", "view": modal()}, "not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal()}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(title=plain("x" * 25))}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(private_metadata="x" * 3001)}, "invalid_arguments"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(blocks=[{"x": "y" * 250_000}])}, "view_too_large"),
    ]
    for method, arguments, word in cases:
        with pytest.raises(SlackApiError) as error:
            client.api_call(method, json=arguments)
        assert error.value.response["error"] == word


def test_home_is_published_on_its_event_and_clicked(sandbox: Sandbox, app: App, connect: Connect) -> None:
    clicks: list[Body] = []

    @app.event("app_home_opened")
    def opened(event: Body, client: WebClient) -> None:
        select = {"type": "users_select", "action_id": "who", "placeholder": plain("Wer?")}
        section = {"type": "section", "block_id": "pick", "text": plain("Wer?"), "accessory": select}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [button("go"), section]})

    @app.action("go")
    def go(ack: Ack, body: Body) -> None:
        clicks.append(body)
        ack()

    connect(app)
    assert sandbox.open_home(by="Anna") == {"ok": True}
    sandbox.until(lambda: sandbox.home("Anna"))
    assert sandbox.click("go", by="Anna") == {"ok": True}
    body = clicks[0]
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["view"]["state"]["values"] == {"pick": {"who": {"type": "users_select", "selected_user": None}}}
    assert "message" not in body
    assert "response_url" not in body


def test_a_button_in_a_message_tells_where_it_stands_and_is_replaced(
    sandbox: Sandbox, app: App, client: WebClient, connect: Connect
) -> None:
    clicks: list[Body] = []

    @app.action("go")
    def go(ack: Ack, body: Body, respond: Respond) -> None:
        clicks.append(body)
        ack()
        respond(text="Danke", replace_original=True)

    connect(app)
    posted = client.chat_postMessage(channel=sandbox.person("Anna").id, text="Kaffee?", blocks=[button("go")])
    assert sandbox.click("go", by="Anna") == {"ok": True}
    sandbox.until(lambda: [row["text"] for row in sandbox.inbox("Anna")] == ["Danke"])
    body = clicks[0]
    assert body["container"]["message_ts"] == body["message"]["ts"] == posted["ts"]
    assert body["channel"] == {"id": posted["channel"], "name": "directmessage"}
    assert body["actions"][0]["value"] == "v"
    assert sandbox.click("go", by="Anna")["error"] == "view_not_found"


def test_a_shortcut_in_the_menu_of_a_message_carries_it_and_the_others_carry_none(
    sandbox: Sandbox, app: App, connect: Connect
) -> None:
    bodies: list[Body] = []

    @app.message_shortcut("about")
    def about(ack: Ack, body: Body, respond: Respond) -> None:
        ack()
        respond("seen", replace_original=True)
        bodies.append(body)

    @app.global_shortcut("anywhere")
    def anywhere(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        bodies.append(body)

    connect(app)
    document = manifest()
    row = {"name": "About", "description": "About it"}
    document["features"]["shortcuts"] = [
        {**row, "type": "message", "callback_id": "about"},
        {**row, "type": "global", "callback_id": "anywhere"},
    ]
    sandbox.install(document)
    sandbox.say("Who knows?", by="Bernd", channel="kaffeerunde")
    message = sandbox.channel_messages("kaffeerunde")[-1]
    assert sandbox.shortcut("about", by="Anna", on=message)["ok"]
    sandbox.until(lambda: len(bodies) == 1)
    assert bodies[0]["type"] == "message_action"
    assert bodies[0]["message"]["text"] == "Who knows?"
    assert (bodies[0]["message_ts"], bodies[0]["channel"]["name"]) == (message["ts"], "kaffeerunde")
    assert sandbox.channel_messages("kaffeerunde")[-1]["text"] == "Who knows?"
    assert sandbox.inbox("Anna")[-1]["text"] == "seen"
    assert sandbox.shortcut("anywhere", by="Anna")["ok"]
    sandbox.until(lambda: sandbox.modal("Anna"))
    assert bodies[1]["type"] == "shortcut"
    assert not {"message", "channel", "response_url"} & set(bodies[1])
    assert sandbox.shortcut("anywhere", by="Anna", on=message)["error"] == "unknown_shortcut"
    assert sandbox.shortcut("nothing", by="Anna")["error"] == "unknown_shortcut"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"type": "everywhere"}, "message or global"),
        ({"name": "x" * 25}, "24 characters"),
        ({"description": ""}, "24 characters"),
        ({"callback_id": ""}, "callback_id"),
    ],
)
def test_a_shortcut_that_slack_would_not_take_is_refused(sandbox: Sandbox, row: dict[str, str], said: str) -> None:
    document = manifest()
    good = {"name": "About", "type": "message", "callback_id": "about", "description": "About it"}
    document["features"]["shortcuts"] = [good | row]
    with pytest.raises(ValueError, match=said):
        sandbox.install(document)
