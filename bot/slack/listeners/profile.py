"""My own entry in the directory: switches, what goes stale, everything at once, and away with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.model import Block, Person, Words
from bot.service.directory import freshness, rights, switches
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.listeners.entries import entry_of
from bot.slack.views import profile as views
from bot.slack.views import replies, sections, terms

FILE = "rondo-verzeichnis.json"


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of one's own entry; what they carry is untrusted and looked up again."""
    _forms_open(app, desk)

    @app.action(re.compile(r"^me:(on|off):(listed|expert|contactable)$"))
    def on_switch(body: dict[str, Any], action: dict[str, Any]) -> None:
        _, turn, name = str(action["action_id"]).split(":")
        someone = desk.person(body)
        wanted = next(one for one in switches.SWITCHES if one == name)
        switches.switch(desk.context, someone, wanted, turn == "on", key=key_of(body), now=desk.now())
        _show_again(desk, body, someone)

    @app.action(views.DOWNLOAD)
    def on_download(body: dict[str, Any]) -> None:
        _hand_over(desk, body)

    @app.action(views.DELETE)
    def on_delete(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        rights.delete_everything(desk.context, someone, key=key_of(body), now=desk.now())
        _show_again(desk, body, someone)

    @app.action(re.compile(r"^fact:(confirm|drop|all)$"))
    def on_fact(body: dict[str, Any], action: dict[str, Any]) -> None:
        _look_after(desk, body, str(action["action_id"]).partition(":")[2], str(action.get("value", "")))


def _forms_open(app: App, desk: Desk) -> None:
    @app.action(re.compile(rf"^({views.EDIT}|{views.KEEP})$"))
    def on_edit(body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen = str((action.get("selected_option") or action).get("value", ""))
        name, _, whose = chosen.partition("|")
        wanted = sections.read_about({"private_metadata": name})[0]
        if wanted is not None:
            someone = desk.person(body)
            _open(desk, body, sections.section_modal(entry_of(desk, someone, whose), wanted, whose=whose))

    @app.action(views.TERMS)
    def on_terms(body: dict[str, Any]) -> None:
        _open(desk, body, terms.terms_modal(entry_of(desk, desk.person(body)), desk.now()))

    @app.action(views.SEEN)
    def on_seen(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        _open(desk, body, views.seen_modal(entry_of(desk, someone), desk.reader(someone, body)))


def _look_after(desk: Desk, body: Mapping[str, Any], verb: str, value: str) -> None:
    """Note that values still hold, or drop them: one, several with commas between, or all that were asked about."""
    someone, key, now = desk.person(body), key_of(body), desk.now()
    facts = [int(one) for one in value.split(",") if one.isascii() and one.isdigit()]
    if verb == "drop":
        freshness.drop(desk.context, someone, facts, key=key, now=now)
    else:
        freshness.confirm(desk.context, someone, None if verb == "all" else facts, key=key, now=now)
    _show_again(desk, body, someone, Words("dir.dropped" if verb == "drop" else "dir.confirmed"))


def _hand_over(desk: Desk, body: Mapping[str, Any]) -> None:
    """Put a file with everything into the direct message with the person, once."""
    someone, now = desk.person(body), desk.now()
    entry_of(desk, someone)
    if not desk.first_time(key_of(body)):
        return
    told = json.dumps(rights.everything(desk.context, someone, now=now), ensure_ascii=False, indent=2, default=str)
    where = desk.gateway.open_conversation([someone.slack_id])
    title = desk.context.catalogues[desk.language(someone)].say(Words("dir.download.title"), plain=True)
    desk.gateway.upload(where, FILE, told.encode(), title=title)
    _tell(desk, body, someone, Words("dir.download.there"))


def _show_again(desk: Desk, body: Mapping[str, Any], someone: Person, words: Words | None = None) -> None:
    """Bring up to date what the person has before them; under a message of a letter say `words` instead."""
    desk.kick()
    if (body.get("container") or {}).get("is_ephemeral"):
        reply = views.me_reply(entry_of(desk, someone), desk.reader(someone, body))
        shown = desk.rendered(reply, desk.language(someone))
        desk.gateway.respond(body["response_url"], {**shown, "replace_original": True})
    elif body.get("response_url") and words is not None:
        _tell(desk, body, someone, words)
    desk.publish_home(desk.person(body))


def _tell(desk: Desk, body: Mapping[str, Any], someone: Person, words: Words) -> None:
    """Say a sentence where the press was made: in the conversation, or as a page over the Home."""
    language = desk.language(someone)
    if body.get("response_url"):
        desk.gateway.respond(body["response_url"], desk.rendered(replies.sentence_reply(words), language))
    else:
        _open(desk, body, replies.message_modal(words))


def _open(desk: Desk, body: Mapping[str, Any], page: Block) -> None:
    desk.gateway.open_modal(body["trigger_id"], desk.view(page, desk.language(desk.person(body))))
