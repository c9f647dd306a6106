"""The forms of goals: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import App

from bot.errors import UserError
from bot.model import Person, Words
from bot.service.directory.own import problem_of
from bot.service.goals import setting
from bot.service.goals.mine import detail
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.listeners.forms import kept
from bot.slack.listeners.goals import about, refresh
from bot.slack.views import goal_page


def register(app: App, desk: Desk) -> None:
    """Listen to the two forms."""
    for callback, keep in ((goal_page.SET, _keep_goal), (goal_page.VALUE_FORM, _keep_value)):
        app.view(callback, middleware=[kept(desk, keep)])(_shown(desk))


def _shown(desk: Desk) -> Callable[[dict[str, Any]], None]:
    """Return what brings up to date the pages under the form, and the Home."""

    def show(body: dict[str, Any]) -> None:
        someone, (goal_id, place) = desk.person(body), about(body)
        if goal_id:
            page = goal_page.goal_modal(detail(desk.context, someone, goal_id, now=desk.now()), place)
            desk.update_page(str(body["view"]["previous_view_id"]), someone, page)
        refresh(desk, body, someone, place)
        desk.publish_home(someone)

    return show


def _keep_goal(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Keep a new goal, or what changed of one; return what is wrong with the form by field."""
    someone, (goal_id, _) = desk.person(body), about(body)
    typed = goal_page.read_goal(body["view"])
    written = setting.Written(**typed.words, starts=typed.starts, ends=typed.ends, ritual=typed.ritual)
    act = partial(setting.edit_goal, desk.context, someone, goal_id) if goal_id else partial(
        setting.set_goal, desk.context, someone
    )  # fmt: skip
    problem = problem_of(partial(act, written, key=key_of(body), now=desk.now()))
    return _at(desk, someone, problem, default="text")


def _keep_value(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Keep where a measure stands; return what is wrong with the form by field."""
    someone, (goal_id, _) = desk.person(body), about(body)
    enter = partial(setting.enter_value, desk.context, someone, goal_id, goal_page.read_value(body["view"]))
    return _at(desk, someone, problem_of(partial(enter, key=key_of(body), now=desk.now())), default="value")


def _at(desk: Desk, someone: Person, problem: UserError | None, *, default: str) -> dict[str, str]:
    """Return the sentence for a problem, at its field."""
    if problem is None:
        return {}
    said = desk.context.catalogues[desk.language(someone)].say(Words(problem.key, problem.params), plain=True)
    return {str(problem.params.get("field") or default): said}
