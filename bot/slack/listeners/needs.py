"""What somebody needs of somebody: the button that shows it, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.errors import UserError
from bot.model import Words
from bot.service.goals import needs
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import needs as views
from bot.slack.views import replies


def register(app: App, desk: Desk) -> None:
    """Listen to the button and to the form; what they carry is untrusted and looked up again."""

    @app.action(views.SHOW)
    def on_show(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = needs.show(desk.context, someone, str(action.get("value", "")), now=desk.now())
        page = views.need_modal(seen.need, title=seen.title, goals=seen.goals, is_asked=seen.is_asked, mark=seen.mark)
        desk.show_page(body, someone, page)

    def answer(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> BoltResponse | None:
        someone = desk.person(body)
        language = desk.language(someone)
        need_id, mark, said = views.read_reply(body["view"])
        try:
            words = needs.reply(desk.context, someone, need_id, said, mark=mark, key=key_of(body), now=desk.now())
        except UserError as problem:
            told = desk.context.catalogues[language].say(Words(problem.key, problem.params), plain=True)
            return ack(response_action="errors", errors={views.REPLY: told})
        desk.kick()
        ack(response_action="update", view=desk.view(replies.message_modal(words), language))
        next_()
        return None

    @app.view(views.CALLBACK, middleware=[answer])
    def on_answered(body: dict[str, Any]) -> None:
        desk.publish_home(desk.person(body))
