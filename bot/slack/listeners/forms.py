"""Forms: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.errors import UserError
from bot.model import Form, Person, Words
from bot.service import membership
from bot.service.answers import Refused, take_answer
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.parse import problem_of
from bot.slack.views import replies
from bot.slack.views.form import CALLBACK, places_of, read_form


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
        desk.kick()
        if isinstance(words, Refused):
            return _refused(desk, ack, body["view"], someone, words)
        if isinstance(words, Form):
            page = desk.page(words, run_id, someone)
        else:
            shown = words if isinstance(words, Words) else Words("answer.unknown")
            page = desk.view(replies.message_modal(shown), desk.language(someone))
        return ack(response_action="update", view=page)

    @app.view(CALLBACK, middleware=[take])
    def on_form() -> None:
        pass  # answered on the way in

    @app.view("pause", middleware=[decide])
    def on_pause(body: dict[str, Any]) -> None:
        desk.publish_home(desk.person(body))


def _refused(desk: Desk, ack: Ack, view: Mapping[str, Any], someone: Person, refused: Refused) -> BoltResponse:
    """Leave the page open with a sentence at each field that is wrong, or above it where it has no such field."""
    language = desk.language(someone)
    say = desk.context.catalogues[language].say
    said: dict[str, list[str]] = {}
    for name, place in places_of(view, refused.errors).items():
        said.setdefault(place, []).append(say(refused.errors[name], plain=True))
    if said:
        return ack(response_action="errors", errors={place: " ".join(words) for place, words in said.items()})
    page = replies.message_modal(next(iter(refused.errors.values())))
    return ack(response_action="push", view=desk.view(page, language))


def kept(desk: Desk, keep: Callable[[Desk, Mapping[str, Any]], dict[str, str]]) -> Callable[..., BoltResponse | None]:
    """Return what decides on a form on its way in: sentences at the fields, or it is kept and the page closes."""

    def decide(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> BoltResponse | None:
        problems = keep(desk, body)
        if problems:
            return ack(response_action="errors", errors=problems)
        ack()
        next_()
        return None

    return decide


def _chosen_day(values: Mapping[str, Any]) -> date | None:
    raw = str(values.get("pause", {}).get("until", {}).get("selected_date") or "")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None  # nothing chosen, or a client that was tampered with


def _said(desk: Desk, problem: UserError | None, language: Any) -> str:
    words = Words(problem.key, problem.params) if problem else Words("pause.until")
    return desk.context.catalogues[language].say(words, plain=True)
