"""The one place where a listener's failure is met: the person gets a sentence, the log gets the kind of failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import App

from bot.errors import DeliveryError, UserError
from bot.model import Words
from bot.service.people import language_for
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import replies

log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Meet every failure of a listener."""

    @app.error
    def on_error(error: Exception, body: dict[str, Any]) -> None:
        words = Words("error.sorry")
        if isinstance(error, UserError):
            words = Words(error.key, error.params)
        else:
            why = error.outcome if isinstance(error, DeliveryError) else ""
            log.error("a listener failed", action="listener_failed", error=type(error).__name__, why=why)
            log.debug("its traceback", action="listener_failed", exc_info=error)
        if not desk.first_time(f"told:{key_of(body)}"):
            return  # the same press, delivered again, was answered already
        try:
            _tell(desk, body, words)
        except DeliveryError as unheard:
            log.warning("the person could not be told", action="reply_failed", outcome=unheard.outcome)


def _tell(desk: Desk, body: Mapping[str, Any], words: Words) -> None:
    """Tell the person who acted, where there is a way: the conversation, or a page over the Home."""
    user = body.get("user_id") or (body.get("user") or {}).get("id")
    if not user:
        return
    language = language_for(desk.context, str(user))
    if body.get("response_url"):
        desk.gateway.respond(body["response_url"], desk.rendered(replies.sentence_reply(words), language))
    elif body.get("trigger_id"):
        desk.gateway.open_modal(body["trigger_id"], desk.view(replies.message_modal(words), language))
