"""Forms: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, App

from bot.errors import UserError
from bot.model import Words
from bot.service import membership
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import problem_of


def register(app: App, desk: Desk) -> None:
    """Listen to submitted forms."""

    @app.view("pause")
    def on_pause(ack: Ack, body: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = desk.overview(someone)
        chosen = _chosen_day(body["view"]["state"]["values"])
        problem = problem_of(chosen, seen.today)
        if chosen is None or problem is not None:
            ack(response_action="errors", errors={"pause": _said(desk, problem, seen.language)})
            return
        membership.pause(desk.context, someone, chosen, key=key_of(body), now=desk.now())
        ack()
        desk.publish_home(someone)


def _chosen_day(values: Mapping[str, Any]) -> date | None:
    raw = str(values.get("pause", {}).get("until", {}).get("selected_date") or "")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None  # nothing chosen, or a client that was tampered with


def _said(desk: Desk, problem: UserError | None, language: Any) -> str:
    words = Words(problem.key, problem.params) if problem else Words("pause.until")
    return desk.context.catalogues[language].say(words, plain=True)
