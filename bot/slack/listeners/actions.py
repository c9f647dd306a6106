"""Buttons: those inside a ritual's messages, and those of App Home."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.model import LANGUAGES, ChannelId, File, Form, Language, Message, Words
from bot.service import membership
from bot.service.answers import Refused, take_answer
from bot.service.bundle import WAYS
from bot.service.why import why
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import DEFAULT_PAUSE
from bot.slack.views import replies
from bot.slack.views.why import why_reply


def register(app: App, desk: Desk) -> None:
    """Listen to presses. What a button carries is untrusted and looked up again."""

    @app.action(re.compile(r"^ritual:[a-z_]+:[a-z0-9_]+$"))
    def on_answer(body: dict[str, Any], action: dict[str, Any]) -> None:
        _answer(desk, body, action)

    @app.action(re.compile(r"^home:(join|leave|resume)$"))
    def on_membership(body: dict[str, Any], action: dict[str, Any]) -> None:
        _change(desk, body, action)

    @app.action(WAYS)
    def on_way(body: dict[str, Any], action: dict[str, Any]) -> None:
        _go(desk, body, str((action.get("selected_option") or {}).get("value", "")))

    @app.action("home:language")
    def on_language(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        chosen = _language((action.get("selected_option") or {}).get("value"))
        membership.choose_language(desk.context, someone, chosen, key=key_of(body), now=desk.now())
        desk.publish_home(desk.person(body))

    @app.action("home:pause")
    def on_pause(body: dict[str, Any]) -> None:
        _open_pause(desk, body)

    @app.action("home:help")
    def on_help(body: dict[str, Any]) -> None:
        seen = desk.overview(desk.person(body))
        desk.gateway.open_modal(body["trigger_id"], desk.view(replies.help_modal(seen), seen.language))

    @app.action(re.compile(".*"))
    def on_unknown() -> None:
        pass


def _answer(desk: Desk, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
    someone = desk.person(body)
    _, question, value = str(action["action_id"]).split(":")
    words = take_answer(
        desk.context,
        someone,
        run_id=str(action.get("value", "")),
        question=question,
        value=value,
        key=key_of(body),
        now=desk.now(),
    )
    desk.kick()
    if isinstance(words, Form):
        desk.gateway.open_modal(body["trigger_id"], desk.page(words, str(action.get("value", "")), someone))
    elif isinstance(words, File):
        title = desk.context.catalogues[desk.language(someone)].say(words.title, plain=True)
        where = ChannelId(str((body.get("channel") or {}).get("id", "")))
        desk.gateway.upload(where, words.name, words.content.encode(), title=title)
    elif isinstance(words, Refused):
        _respond(desk, body, replies.sentence_reply(next(iter(words.errors.values()))))
    elif words is not None:
        _respond(desk, body, replies.sentence_reply(words))


def _go(desk: Desk, body: Mapping[str, Any], value: str) -> None:
    """Go one of the three ways at the end of a message: ask why, pause, leave. The ritual's name is looked up again."""
    way, _, ritual = value.partition(":")
    known = desk.context.ritual(ritual)
    if way == "pause":
        _open_pause(desk, body)
    elif way == "why" and (known or not ritual):
        if desk.first_time(key_of(body)):
            _respond(desk, body, why_reply(why(desk.context, desk.person(body), desk.now(), ritual)))
    elif way == "leave" and known:
        words = membership.leave(desk.context, desk.person(body), known.id, key=key_of(body), now=desk.now())
        if words is not None:
            _respond(desk, body, replies.sentence_reply(words))
    else:
        _respond(desk, body, replies.sentence_reply(Words("answer.unknown")))


def _open_pause(desk: Desk, body: Mapping[str, Any]) -> None:
    seen = desk.overview(desk.person(body))
    form = replies.pause_modal(seen.today + DEFAULT_PAUSE)
    desk.gateway.open_modal(body["trigger_id"], desk.view(form, seen.language))


def _respond(desk: Desk, body: Mapping[str, Any], message: Message) -> None:
    """Answer privately where the press was made, also in a conversation of several."""
    if body.get("response_url"):
        desk.gateway.respond(body["response_url"], desk.rendered(message, desk.language(desk.person(body))))


def _change(desk: Desk, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
    someone, key, now = desk.person(body), key_of(body), desk.now()
    verb = str(action["action_id"]).partition(":")[2]
    if verb == "resume":
        membership.resume(desk.context, someone, key=key, now=now)
    elif verb == "join":
        membership.join(desk.context, someone, str(action.get("value", "")), key=key, now=now)
    else:
        membership.leave(desk.context, someone, str(action.get("value", "")), key=key, now=now)
    desk.publish_home(desk.person(body))


def _language(value: object) -> Language | None:
    return next((language for language in LANGUAGES if language == value), None)
