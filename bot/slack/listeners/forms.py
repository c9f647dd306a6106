"""Forms: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.errors import UserError
from bot.model import Form, Words
from bot.service import membership
from bot.service.answers import take_answer
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import problem_of
from bot.slack.views import replies
from bot.slack.views.form import CALLBACK, read_form


def register(app: App, desk: Desk) -> None:
    """Listen to submitted forms; what is decided on the way in (as middleware) waits for nobody else's work."""

    def decide(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> BoltResponse | None:
        someone = desk.person(body)
        seen = desk.overview(someone)
        chosen = _chosen_day(body["view"]["state"]["values"])
        problem = problem_of(chosen, seen.today)
        if chosen is None or problem is not None:
            return ack(response_action="errors", errors={"pause": _said(desk, problem, seen.language)})
        membership.pause(desk.context, someone, chosen, key=key_of(body), now=desk.now())
        ack()
        next_()
        return None

    def take(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        someone = desk.person(body)
        run_id, question, said = read_form(body["view"])
        now, key = desk.now(), key_of(body)
        words = take_answer(desk.context, someone, run_id=run_id, question=question, value=said, key=key, now=now)
        if isinstance(words, Form):
            page = desk.page(words, run_id, someone)
        else:
            shown = words if isinstance(words, Words) else Words("answer.unknown")
            page = desk.view(replies.message_modal(shown), desk.language(someone))
        return ack(response_action="update", view=page)

    @app.view(CALLBACK, middleware=[take])
    def on_form() -> None:
        desk.kick()

    @app.view("pause", middleware=[decide])
    def on_pause(body: dict[str, Any]) -> None:
        desk.publish_home(desk.person(body))


def _chosen_day(values: Mapping[str, Any]) -> date | None:
    raw = str(values.get("pause", {}).get("until", {}).get("selected_date") or "")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None  # nothing chosen, or a client that was tampered with


def _said(desk: Desk, problem: UserError | None, language: Any) -> str:
    words = Words(problem.key, problem.params) if problem else Words("pause.until")
    return desk.context.catalogues[language].say(words, plain=True)
