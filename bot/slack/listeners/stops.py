"""`/rondo stop`, `/rondo go` and `/rondo recall`, and the buttons under what they show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.model import Message, Person, Words
from bot.service import halting, lifting, recall
from bot.service.recall_words import listed_message, survey_message
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import Command
from bot.slack.views import replies

VERBS = frozenset({"stop", "go", "recall"})


def register(app: App, desk: Desk) -> None:
    """Listen to presses; what a button carries is untrusted and looked up again."""

    @app.action(re.compile(r"^stops:(send|send_all|drop|stay)$"))
    def on_lift(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        someone, way = desk.person(body), str(action["action_id"]).partition(":")[2]
        lift = lifting.Lift.read(str(action.get("value", "")), way)
        _respond(desk, body, someone, lifting.decide(desk.context, someone, lift, key=key_of(body), now=desk.now()))

    @app.action(re.compile(r"^recall:(show|do|stay)$"))
    def on_recall(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        someone, verb = desk.person(body), str(action["action_id"]).partition(":")[2]
        _respond(desk, body, someone, _pressed(desk, body, someone, verb, str(action.get("value", ""))))


def answer(desk: Desk, someone: Person, command: Command, key: str) -> Message | None:
    """Act on one of the three commands; return the reply, None for a repeated delivery."""
    if command.verb == "stop":
        words = halting.stop(desk.context, someone, command.argument, key=key, now=desk.now())
        desk.kick()
        return replies.sentence_reply(words) if words else None
    if not desk.first_time(key):
        return None
    if command.verb == "go":
        return lifting.show(desk.context, someone, command.argument, now=desk.now())
    return _shown(desk, someone, command.argument)


def _shown(desk: Desk, someone: Person, argument: str) -> Message:
    """Return what taking a run back would touch; without a run the last ones to choose from."""
    if not argument:
        return listed_message(recall.listed(desk.context, someone), _title(desk))
    run, _, text = argument.partition(" ")
    return survey_message(recall.survey(desk.context, someone, run, text=text), text.strip(), _title(desk))


def _title(desk: Desk) -> Callable[[str], Words]:
    return partial(halting.title_of, desk.context)


def _pressed(desk: Desk, body: Mapping[str, Any], someone: Person, verb: str, value: str) -> Message | None:
    run, _, text = value.partition("|")
    if verb == "do":
        words = recall.recall(desk.context, someone, run, text=text, key=key_of(body), now=desk.now())
        return replies.sentence_reply(words) if words else None
    if not desk.first_time(key_of(body)):
        return None
    if verb == "show":
        return _shown(desk, someone, run)
    return replies.sentence_reply(Words("recall.stays"))


def _respond(desk: Desk, body: Mapping[str, Any], someone: Person, message: Message | None) -> None:
    """Put the answer in the place of the question."""
    desk.kick()
    if message is not None and body.get("response_url"):
        shown = desk.rendered(message, desk.language(someone))
        desk.gateway.respond(body["response_url"], {**shown, "replace_original": True})
