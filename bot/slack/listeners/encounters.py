"""Meeting somebody now, and one's own wishes about whom and how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack, App

from bot.service.eve import SKIP
from bot.service.meeting import meet
from bot.service.membership import skip
from bot.service.wishes import fetch_photo, keep_wishes, own_wishes
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import replies
from bot.slack.views.wishes import CALLBACK, read_wishes, wishes_modal


def register(app: App, desk: Desk) -> None:
    """Listen to the two buttons of App Home, and to the form."""

    def keep(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> None:
        chosen, avoids = read_wishes(body["view"]["state"]["values"])
        keep_wishes(desk.context, desk.person(body), chosen, avoids, key=key_of(body), now=desk.now())
        ack()
        next_()

    @app.view(CALLBACK, middleware=[keep])
    def on_wishes(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        fetch_photo(desk.context, someone, now=desk.now())
        desk.publish_home(someone)

    @app.action("home:wishes")
    def on_open(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        form = wishes_modal(own_wishes(desk.context, someone))
        desk.gateway.open_modal(body["trigger_id"], desk.view(form, desk.language(someone)))

    @app.action(SKIP)
    def on_skip(body: dict[str, Any], action: dict[str, Any]) -> None:
        ritual, _, on = str(action.get("value", "")).partition("|")
        someone = desk.person(body)
        words = skip(desk.context, someone, ritual, key=key_of(body), now=desk.now(), on=_day(on))
        if words is not None and body.get("response_url"):
            message = replies.sentence_reply(words)
            desk.gateway.respond(body["response_url"], desk.rendered(message, desk.language(someone)))

    @app.action("home:meet")
    def on_meet(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        words = meet(desk.context, someone, "", key=key_of(body), now=desk.now())
        desk.kick()
        if words is not None:
            view = desk.view(replies.message_modal(words), desk.language(someone))
            desk.gateway.open_modal(body["trigger_id"], view)


def _day(raw: str) -> date:
    """Return the date that a button carries; a value that somebody tampered with is a date that never comes."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return date.min
