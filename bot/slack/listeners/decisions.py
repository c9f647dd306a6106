"""What was decided after a round: the button that asks, the form, and the way to correct it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.errors import UserError
from bot.model import Person, Words
from bot.service.goals import decisions
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import decision as views
from bot.slack.views import replies


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons and to the form; what they carry is untrusted and looked up again."""

    @app.action(re.compile(r"^decision:(open|edit)$"))
    def on_open(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = decisions.show(desk.context, someone, str(action.get("value", "")))
        corrects = action["action_id"] == views.EDIT and seen.is_open
        desk.show_page(body, someone, views.decision_form(seen) if corrects else views.decision_page(seen))

    def decide(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        someone = desk.person(body)
        try:
            return _decide(desk, ack, body, someone)
        except UserError as problem:
            page = replies.message_modal(Words(problem.key, problem.params))
            return ack(response_action="update", view=desk.view(page, desk.language(someone)))

    @app.view(views.CALLBACK, middleware=[decide])
    def on_decided() -> None:
        pass  # answered on the way in


def _decide(desk: Desk, ack: Ack, body: Mapping[str, Any], someone: Person) -> BoltResponse:
    """Keep what was decided; show what is wrong at its field, and what was decided where somebody else was first."""
    language = desk.language(someone)
    run_id, mark, rows = views.read_decision(body["view"])
    wrong = decisions.wrong_with(rows)
    if wrong:
        say = desk.context.catalogues[language].say
        return ack(response_action="errors", errors={name: say(words, plain=True) for name, words in wrong.items()})
    done = decisions.decide(desk.context, someone, run_id, rows, mark=mark, key=key_of(body), now=desk.now())
    desk.kick()
    page = replies.message_modal(done) if done else views.decision_page(decisions.show(desk.context, someone, run_id))
    return ack(response_action="update", view=desk.view(page, language))
