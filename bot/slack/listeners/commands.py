"""/rondo and its aliases: ack, parse, act, reply privately."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.directory.audience import level_of
from bot.model import Message, Person, Words
from bot.schedule import zone_of
from bot.service import meeting, membership, previews, rollout
from bot.service.why import why
from bot.slack.listeners import asking, found, goals, stops
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import Command, parse, until
from bot.slack.views import replies
from bot.slack.views.why import why_reply

COMMAND = "/rondo"


def register(app: App, desk: Desk) -> None:
    """Listen to every command that Slack brings: which ones stand for what, the rituals file of the moment says."""

    @app.command(re.compile(".*"))
    def on_command(body: dict[str, Any]) -> None:
        answer(desk, body)


def answer(desk: Desk, body: Mapping[str, Any]) -> None:
    """Act on a command and reply to the one who typed it; a repeated delivery is answered once."""
    someone = desk.person(body)
    message = _reply(desk, body, someone, _command(desk, body))
    if message is not None:
        desk.gateway.respond(
            body["response_url"], desk.rendered(message, desk.language(someone), looking=level_of(someone))
        )


def _command(desk: Desk, body: Mapping[str, Any]) -> Command:
    """Return what was asked; an alias stands for the words the rituals file gives it now, one that went for nothing."""
    typed, aliases = str(body.get("command", "")), desk.context.config().commands
    if typed not in (COMMAND, *aliases):
        return Command("", typed)
    config = desk.context.config()
    text = f"{aliases.get(typed, '')} {body.get('text') or ''}"
    return parse(text, has_directory=config.directory is not None, has_goals=config.has_goals)


def _reply(desk: Desk, body: Mapping[str, Any], someone: Person, command: Command) -> Message | None:
    key = key_of(body)
    if command.verb in found.VERBS:
        return found.answer(desk, body, someone, command)
    if command.verb in stops.VERBS:
        return stops.answer(desk, someone, command, key)
    if command.verb in goals.VERBS:
        goals.answer(desk, body, someone)
        return None
    if command.verb == "ask":
        return asking.answer(desk, body, someone, command)
    if command.verb == "preview":
        shown = previews.show_ritual(desk.context, someone, command.argument, key=key, now=desk.now())
        desk.kick()
        return shown
    return _answered(desk, someone, command, key)


def _answered(desk: Desk, someone: Person, command: Command, key: str) -> Message | None:
    doers: dict[str, Callable[[], Words | None]] = {
        "join": lambda: membership.join(desk.context, someone, command.argument, key=key, now=desk.now()),
        "leave": lambda: membership.leave(desk.context, someone, command.argument, key=key, now=desk.now()),
        "meet": lambda: meeting.meet(desk.context, someone, command.argument, key=key, now=desk.now()),
        "pause": lambda: _pause(desk, someone, command.argument, key),
        "skip": lambda: membership.skip(desk.context, someone, command.argument, key=key, now=desk.now()),
        "resume": lambda: membership.resume(desk.context, someone, key=key, now=desk.now()),
    }
    if command.verb in doers:
        words = doers[command.verb]()
        desk.kick()
        return replies.sentence_reply(words) if words else None
    if not desk.first_time(key):
        return None
    if command.verb == "why":
        return why_reply(why(desk.context, someone, desk.now(), command.argument))
    if command.verb == "versions":
        return rollout.recent(desk.context, someone)
    seen = desk.overview(someone)
    if command.verb == "list":
        return replies.list_reply(seen)
    if command.verb == "next":
        return replies.next_reply(seen)
    return replies.help_reply(seen, None if command.verb == "help" else command)


def _pause(desk: Desk, someone: Person, argument: str, key: str) -> Words | None:
    zone = zone_of(someone, desk.context.config().timezone)
    day = until(argument, desk.now().astimezone(zone).date())
    return membership.pause(desk.context, someone, day, key=key, now=desk.now())
