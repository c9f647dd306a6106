"""Asking for help: the command, the message shortcut, the forms, and the three answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse

from bot.errors import UserError
from bot.model import Block, Message, Person, PersonId, Words
from bot.service.directory import asking, helping
from bot.service.directory.entries import directory_of
from bot.service.directory.search import Found
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import Command
from bot.slack.views import asking as views
from bot.slack.views import card, replies


def register(app: App, desk: Desk) -> None:
    """Listen to presses, the shortcut and the forms; what they carry is untrusted and looked up again."""

    @app.action(card.ASK)
    def on_open(body: dict[str, Any], action: dict[str, Any]) -> None:
        person, _, topic = str(action.get("value", "")).partition("|")
        someone = desk.person(body)
        whom = asking.whom(desk.context, someone, PersonId(person), now=desk.now())
        desk.show_page(body, someone, views.ask_modal(whom.person, asking.clean_topic(topic)))

    @app.action(re.compile(r"^ask:(accept|decline)$"))
    def on_answer(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone, request_id = desk.person(body), str(action.get("value", ""))
        act = helping.accept if action["action_id"] == "ask:accept" else helping.decline
        words = act(desk.context, someone, request_id, key=key_of(body), now=desk.now())
        desk.kick()
        _replace(desk, someone, str(body.get("response_url") or ""), words)

    @app.action("ask:hand_on")
    def on_hand_on(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone, request_id = desk.person(body), str(action.get("value", ""))
        address = str(body.get("response_url") or "")
        if helping.waiting(desk.context, someone, request_id) is None:
            _replace(desk, someone, address, Words("ask.over"))
        else:
            desk.show_page(body, someone, views.hand_on_modal(request_id, address))

    @app.shortcut(views.ABOUT)
    def on_shortcut(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        someone = desk.person(body)
        asking.insist_able(desk.context, someone)
        said = str((body.get("message") or {}).get("text") or "")
        desk.show_page(body, someone, views.about_modal(views.gist(said)))

    _listen_to_forms(app, desk)


def answer(desk: Desk, body: Mapping[str, Any], someone: Person, command: Command) -> Message | None:
    """Act on /rondo ask; return the reply, None for a repeated delivery."""
    if not desk.first_time(key_of(body)):
        return None
    topic = asking.clean_topic(command.argument)
    found = asking.seek(desk.context, someone, topic, now=desk.now())
    return views.found_message(found, topic, directory_of(desk.context), _reader(desk, body, someone, found))


def _listen_to_forms(app: App, desk: Desk) -> None:
    """Decide forms on the way in, as middleware, so that they wait for nobody else's work."""

    def ask(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        return _ask(desk, ack, body)

    def about(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        return _seek(desk, ack, body)

    def hand_on(ack: Ack, body: dict[str, Any], context: BoltContext, next_: Callable[[], None]) -> BoltResponse:
        someone = desk.person(body)
        request_id, address, chosen = views.read_hand_on(body["view"])
        done = _tried(lambda: helping.hand_on(
            desk.context, someone, request_id, chosen, key=key_of(body), now=desk.now()
        ))  # fmt: skip
        answered = _decided(desk, ack, someone, done, at="person")
        if isinstance(done, Words):
            context["handed"] = someone, address, done
            next_()
        return answered

    @app.view(views.HAND_ON, middleware=[hand_on])
    def on_handed(context: BoltContext) -> None:
        someone, address, words = context["handed"]
        _replace(desk, someone, address, words)

    for callback, decide in ((views.ASK, ask), (views.ABOUT, about)):

        @app.view(callback, middleware=[decide])
        def on_decided() -> None:
            pass  # answered on the way in


def _ask(desk: Desk, ack: Ack, body: Mapping[str, Any]) -> BoltResponse:
    someone = desk.person(body)
    person, topic, words = views.read_ask(body["view"])
    done = _tried(lambda: asking.ask(desk.context, someone, person, topic, words, key=key_of(body), now=desk.now()))
    return _decided(desk, ack, someone, done, at="topic")


def _seek(desk: Desk, ack: Ack, body: Mapping[str, Any]) -> BoltResponse:
    """Show in the form itself who may be asked."""
    someone, topic = desk.person(body), asking.clean_topic(views.read_topic(body["view"]))
    found = _tried(lambda: asking.seek(desk.context, someone, topic, now=desk.now()))
    if isinstance(found, Found):
        reader = _reader(desk, body, someone, found)
        found = views.found_page(found, topic, directory_of(desk.context), reader)
    return _decided(desk, ack, someone, found, at="topic")


def _reader(desk: Desk, body: Mapping[str, Any], someone: Person, found: Found) -> card.Reader:
    """Return who looks for help: everybody shown may be asked."""
    able = frozenset(hit.profile.person for hit in found.hits)
    return replace(desk.reader(someone, body), askable=able, seeks_help=True)


def _tried(act: Callable[[], Any]) -> Any:
    """Return what came of it, or the sentence that belongs at a field."""
    try:
        return act()
    except UserError as problem:
        return problem


def _decided(desk: Desk, ack: Ack, someone: Person, done: Words | Block | UserError, *, at: str) -> BoltResponse:
    """Answer a form: what is wrong at its field, else a page in its place."""
    language = desk.language(someone)
    if isinstance(done, UserError):
        said = desk.context.catalogues[language].say(Words(done.key, done.params), plain=True)
        return ack(response_action="errors", errors={at: said})
    desk.kick()
    page = replies.message_modal(done) if isinstance(done, Words) else done
    return ack(response_action="update", view=desk.view(page, language))


def _replace(desk: Desk, someone: Person, address: str, words: Words | None) -> None:
    """Put the answer in the place of the request."""
    if words is not None and address:
        shown = desk.rendered(replies.sentence_reply(words), desk.language(someone))
        desk.gateway.respond(address, {**shown, "replace_original": True})
