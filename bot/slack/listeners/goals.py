"""/rondo goals: its page, the pages on top of it, and what their buttons do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App

from bot.model import Person, Words
from bot.service.goals import rights, setting
from bot.service.goals.mine import answers_of, detail, mine, settable
from bot.service.goals.results import figures_file, results
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import goal_answers, goal_page, replies
from bot.slack.views import goals as views
from bot.slack.views.paging import read_place

VERBS = frozenset({"goals"})


def register(app: App, desk: Desk) -> None:
    """Listen to the buttons; what they carry is untrusted and looked up again."""
    _pages(app, desk)
    _forms(app, desk)

    @app.action(re.compile(r"^goals:(share|unshare|end|remove)$"))
    def on_change(body: dict[str, Any], action: dict[str, Any]) -> None:
        _change(desk, body, str(action["action_id"]).partition(":")[2], str(action.get("value", "")))

    @app.action(goal_answers.CSV)
    def on_csv(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        name, content = figures_file(desk.context, someone, str(action.get("value", "")))
        _hand_over(desk, body, someone, name, content)

    @app.action(views.EXPORT)
    def on_export(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        told = rights.everything(desk.context, someone, now=desk.now())
        name = desk.context.catalogues[desk.language(someone)].say(Words("goals.file.name"), plain=True)
        _hand_over(desk, body, someone, name, json.dumps(told, ensure_ascii=False, indent=2).encode())

    @app.action(views.DELETE)
    def on_delete(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        rights.delete_everything(desk.context, someone, key=key_of(body), now=desk.now())
        refresh(desk, body, someone)
        desk.publish_home(someone)
        desk.show_page(body, someone, replies.message_modal(Words("goals.deleted")))


def answer(desk: Desk, body: Mapping[str, Any], someone: Person) -> None:
    """Open the page for whoever typed the command; nothing of it stands in a message."""
    if desk.first_time(key_of(body)):
        desk.show_page(body, someone, views.goals_modal(mine(desk.context, someone, now=desk.now())))


def refresh(desk: Desk, body: Mapping[str, Any], someone: Person, place: str = "") -> None:
    """Bring the page up to date that lies below all others."""
    root = str((body.get("view") or {}).get("root_view_id") or "")
    page = views.goals_modal(mine(desk.context, someone, now=desk.now()), place)
    desk.update_page(root, someone, page)


def about(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return which goal the page on top is about, and where the page below all others is."""
    goal_id, _, place = str((body.get("view") or {}).get("private_metadata") or "").partition("|")
    return goal_id, place


def _pages(app: App, desk: Desk) -> None:
    """Listen to the buttons that open a page, or turn it over."""

    @app.action(views.HOME)
    def on_home(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        desk.show_page(body, someone, views.goals_modal(mine(desk.context, someone, now=desk.now())))

    @app.action(re.compile(rf"^{views.LIST}(:(back|before|after))?$"))
    def on_list(body: dict[str, Any], action: dict[str, Any]) -> None:
        refresh(desk, body, desk.person(body), str(action.get("value") or ""))

    @app.action(views.MORE)
    def on_more(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = detail(desk.context, someone, str(action.get("value", "")), now=desk.now())
        place = str((body.get("view") or {}).get("private_metadata") or "")
        desk.show_page(body, someone, goal_page.goal_modal(seen, place))

    @app.action(re.compile(rf"^{views.ANSWERS}(:(before|after))?$"))
    def on_answers(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone, (ritual, start) = desk.person(body), read_place(str(action.get("value", "")))
        page = goal_answers.answers_modal(answers_of(desk.context, someone, ritual, now=desk.now()), start)
        _turn(desk, body, action, someone, page)

    @app.action(re.compile(rf"^({views.RESULTS}|{goal_answers.PAGE}:(before|after))$"))
    def on_results(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone, (ritual, start) = desk.person(body), read_place(str(action.get("value", "")))
        _turn(desk, body, action, someone, goal_answers.results_modal(results(desk.context, someone, ritual), start))


def _forms(app: App, desk: Desk) -> None:
    """Listen to the buttons that open a form."""

    @app.action(views.NEW)
    def on_new(body: dict[str, Any]) -> None:
        someone = desk.person(body)
        place = str((body.get("view") or {}).get("private_metadata") or "")
        page = goal_page.set_modal(settable(desk.context, someone), about=f"|{place}")
        desk.show_page(body, someone, page)

    @app.action(goal_page.EDIT)
    def on_edit(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = detail(desk.context, someone, str(action.get("value", "")), now=desk.now()).seen
        where = f"{seen.goal.id}|{about(body)[1]}"
        desk.show_page(body, someone, goal_page.set_modal(goal=seen.goal, language=desk.language(someone), about=where))

    @app.action(goal_page.VALUE)
    def on_value(body: dict[str, Any], action: dict[str, Any]) -> None:
        someone = desk.person(body)
        seen = detail(desk.context, someone, str(action.get("value", "")), now=desk.now())
        desk.show_page(body, someone, goal_page.value_modal(seen, about(body)[1]))


def _turn(
    desk: Desk, body: Mapping[str, Any], action: Mapping[str, Any], someone: Person, page: dict[str, Any]
) -> None:
    """Show a page on top, or in place of the one whose button was pressed."""
    if str(action["action_id"]).endswith((":before", ":after")):
        desk.update_page(str(body["view"]["id"]), someone, page)
    else:
        desk.show_page(body, someone, page)


def _change(desk: Desk, body: Mapping[str, Any], verb: str, goal_id: str) -> None:
    """Share a goal, end it or delete it, and bring both pages up to date."""
    someone, key, now = desk.person(body), key_of(body), desk.now()
    _, place = about(body)
    if verb == "remove":
        setting.remove_goal(desk.context, someone, goal_id, key=key, now=now)
        page = replies.message_modal(Words("goals.removed"))
    else:
        if verb == "end":
            setting.end_goal(desk.context, someone, goal_id, key=key, now=now)
        else:
            setting.share_goal(desk.context, someone, goal_id, verb == "share", key=key, now=now)
        page = goal_page.goal_modal(detail(desk.context, someone, goal_id, now=now), place)
    desk.update_page(str(body["view"]["id"]), someone, page)
    refresh(desk, body, someone, place)
    desk.publish_home(someone)


def _hand_over(desk: Desk, body: Mapping[str, Any], someone: Person, name: str, content: bytes) -> None:
    """Put a file into the direct message with the person, once."""
    if not desk.first_time(key_of(body)):
        return
    where = desk.gateway.open_conversation([someone.slack_id])
    title = desk.context.catalogues[desk.language(someone)].say(Words("goals.file.title"), plain=True)
    desk.gateway.upload(where, name, content, title=title)
    desk.show_page(body, someone, replies.message_modal(Words("goals.file.there")))
