"""The buttons under a proposed version of the rituals file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.model import Message, Person
from bot.service import previews, rollout
from bot.service.announcements import NO, YES
from bot.service.rollout import Choice
from bot.slack.listeners.desk import Desk, key_of

ANSWERS = {"apply": "", "yes": YES, "no": NO}


def register(app: App, desk: Desk) -> None:
    """Listen to managers' presses; what a button carries is untrusted and looked up again."""

    @app.action(re.compile(r"^versions:(apply|yes|no|preview|discard|back)$"))
    def on_press(body: dict[str, Any], action: dict[str, Any]) -> None:
        _press(desk, body, action)


def _press(desk: Desk, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
    someone, verb = desk.person(body), str(action["action_id"]).partition(":")[2]
    message = _decided(desk, someone, verb, Choice.read(str(action.get("value", ""))), key_of(body))
    desk.kick()
    if message is None or not body.get("response_url"):
        return
    shown = desk.rendered(message, desk.language(someone))
    # A decision takes the place of what it was about; a preview stands beside it.
    desk.gateway.respond(body["response_url"], {**shown, "replace_original": verb != "preview"})


def _decided(desk: Desk, someone: Person, verb: str, choice: Choice, key: str) -> Message | None:
    now = desk.now()
    if verb == "preview":
        return previews.show_version(desk.context, someone, choice, key=key, now=now)
    if verb == "discard":
        return rollout.discard(desk.context, someone, choice, key=key, now=now)
    if verb == "back":
        return rollout.roll_back(desk.context, someone, choice, key=key, now=now)
    return rollout.decide(desk.context, someone, choice, answer=ANSWERS[verb], key=key, now=now)
