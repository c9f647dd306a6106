"""My own entry in the directory: switches, what goes stale, everything at once, and away with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import App

from bot.directory.audience import SEEN_BY
from bot.model import Person, PersonId, Words
from bot.service.directory import freshness, rights, switches
from bot.service.directory.cards import card_of
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.listeners.entries import entry_of, refresh_kept
from bot.slack.views import profile as views
from bot.slack.views import replies, sections, terms

FILE = "rondo-verzeichnis.json"
FIRST = "ritual:first_profile:open"
"""The button below a welcome that offers a first profile: it shows what /rondo me shows."""
DIGITS = 18
"""A number of a value has fewer; a longer one is not ours."""


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons of one's own entry; what they carry is untrusted and looked up again."""
    _pages(app, desk)

    @app.action(re.compile(r"^me:(on|off):(listed|expert|contactable)$"))
    def on_switch(body: dict[str, Any], action: dict[str, Any]) -> None:
        _, turn, name = str(action["action_id"]).split(":")
        someone, whose = desk.person(body), PersonId(str(action.get("value") or ""))
        wanted = next(one for one in switches.SWITCHES if one == name)
        now, key = desk.now(), key_of(body)
        switches.switch(desk.context, someone, wanted, turn == "on", key=key, now=now, whose=whose or None)
        _show_again(desk, body, someone)

    @app.action(views.DOWNLOAD)
    def on_download(body: dict[str, Any], action: dict[str, Any]) -> None:
        _hand_over(desk, body, PersonId(str(action.get("value") or "")))

    @app.action(views.DELETE)
    def on_delete(body: dict[str, Any], action: dict[str, Any]) -> None:
        _delete(desk, body, PersonId(str(action.get("value") or "")))

    @app.action(re.compile(r"^fact:(confirm|drop|all)$"))
    def on_fact(body: dict[str, Any], action: dict[str, Any]) -> None:
        _look_after(desk, body, str(action["action_id"]).partition(":")[2], str(action.get("value", "")))


def _pages(app: App, desk: Desk) -> None:
    """Listen to the buttons that open a page."""

    @app.action(views.EDIT)
    def on_edit(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone, (name, whose) = desk.person(body), sections.read_about(str(action.get("value", "")))
        if name is not None:
            desk.show_page(body, someone, sections.section_modal(entry_of(desk, someone, whose), name))

    @app.action(FIRST)
    def on_first(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        page = views.me_reply(entry_of(desk, someone), desk.reader(someone, body))
        if body.get("response_url") and desk.first_time(key_of(body)):
            shown = desk.rendered(page, desk.language(someone), looking="colleagues")
            desk.gateway.respond(body["response_url"], shown)

    @app.action(views.KEEP)
    def on_keep(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        page = views.kept_modal(entry_of(desk, someone, str(action.get("value", ""))), desk.reader(someone, body))
        desk.show_page(body, someone, page)

    @app.action(views.TERMS)
    def on_terms(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        entry = entry_of(desk, someone, str(action.get("value") or ""))
        desk.show_page(body, someone, terms.terms_modal(entry, desk.now()))

    @app.action(views.SEEN)
    def on_seen(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        entry = entry_of(desk, someone, str(action.get("value") or ""))
        person = entry.profile.person
        seen = {level: card_of(desk.context, person, looking=level, now=desk.now()) for level in SEEN_BY}
        desk.show_page(body, someone, views.seen_modal(entry, seen, desk.reader(someone, body)))


def _look_after(desk: Desk, body: Mapping[str, Any], verb: str, value: str) -> None:
    """Note that values still hold, or drop them: one, or several with commas between."""
    someone, key, now = desk.person(body), key_of(body), desk.now()
    facts = [int(one) for one in value.split(",") if one.isascii() and one.isdigit() and len(one) < DIGITS]
    if verb == "drop":
        freshness.drop(desk.context, someone, facts, key=key, now=now)
    else:
        freshness.confirm(desk.context, someone, facts, key=key, now=now)
    words = Words("dir.dropped" if verb == "drop" else "dir.confirmed")
    if body.get("message"):
        _cross_off(desk, body, someone, facts, words)
    else:
        _show_again(desk, body, someone)


def _cross_off(desk: Desk, body: Mapping[str, Any], someone: Person, facts: Sequence[int], words: Words) -> None:
    """Take what was answered out of the message that asked; after the last one it only says thanks."""
    rest = views.left_over(body["message"].get("blocks") or [], facts)
    shown = desk.rendered(replies.sentence_reply(words), desk.language(someone))
    if rest:
        shown = {"text": str(body["message"].get("text") or shown["text"]), "blocks": rest}
    desk.gateway.respond(body["response_url"], {**shown, "replace_original": True})
    desk.publish_home(someone)


def _hand_over(desk: Desk, body: Mapping[str, Any], whose: PersonId) -> None:
    """Put a file with everything into the direct message with the person, once."""
    someone, now = desk.person(body), desk.now()
    told = rights.everything(desk.context, someone, now=now, whose=whose or None)
    if not desk.first_time(key_of(body)):
        return
    where = desk.gateway.open_conversation([someone.slack_id])
    title = desk.context.catalogues[desk.language(someone)].say(Words("dir.download.title"), plain=True)
    desk.gateway.upload(where, FILE, json.dumps(told, ensure_ascii=False, indent=2).encode(), title=title)
    _tell(desk, body, someone, Words("dir.download.there"))


def _delete(desk: Desk, body: Mapping[str, Any], whose: PersonId) -> None:
    """Delete everything; of an entry that was looked after its page is gone, too."""
    someone, view = desk.person(body), body.get("view") or {}
    rights.delete_everything(desk.context, someone, key=key_of(body), now=desk.now(), whose=whose or None)
    if whose and view.get("type") == "modal":
        page = replies.message_modal(Words("dir.deleted"))
        desk.gateway.update_modal(view["id"], desk.view(page, desk.language(someone)))
        desk.publish_home(someone)
    else:
        _show_again(desk, body, someone)


def _show_again(desk: Desk, body: Mapping[str, Any], someone: Person) -> None:
    """Bring up to date what the person has before them."""
    desk.kick()
    view = body.get("view") or {}
    if view.get("type") == "modal":
        refresh_kept(desk, someone, view["id"], str(view.get("private_metadata") or ""))
    elif (body.get("container") or {}).get("is_ephemeral"):
        reply = views.me_reply(entry_of(desk, someone), desk.reader(someone, body))
        shown = desk.rendered(reply, desk.language(someone), looking="colleagues")
        desk.gateway.respond(body["response_url"], {**shown, "replace_original": True})
    desk.publish_home(someone)


def _tell(desk: Desk, body: Mapping[str, Any], someone: Person, words: Words) -> None:
    """Say a sentence where the press was made: in the conversation, or as a page over the Home."""
    if body.get("response_url"):
        message = desk.rendered(replies.sentence_reply(words), desk.language(someone))
        desk.gateway.respond(body["response_url"], message)
    else:
        desk.show_page(body, someone, replies.message_modal(words))
