"""Finding people: `/rondo find`, `/rondo card`, `/rondo me`, and the buttons under what they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.directory.audience import level_of
from bot.errors import UserError
from bot.model import NAME, Directory, Message, Person, PersonId, Profile, Words
from bot.service import roles
from bot.service.directory.asking import askable
from bot.service.directory.cards import card_of
from bot.service.directory.coverage import coverage
from bot.service.directory.own import person_behind, photo_of
from bot.service.directory.search import Found, Hit, find
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.listeners.entries import entry_of
from bot.slack.parse import Command
from bot.slack.views import card, replies
from bot.slack.views import found as views
from bot.slack.views.card import Reader
from bot.slack.views.coverage import coverage_reply
from bot.slack.views.profile import me_reply
from bot.text import clean

VERBS = frozenset({"find", "card", "me", "coverage"})
MENTION = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|[^>]*)?>")
"""Somebody as Slack writes them into a command where it is asked to; else an @ and a name are typed."""


def register(app: App, desk: Desk) -> None:
    """Listen to presses and to the search form; what they carry is untrusted and looked up again."""

    @app.action(card.OPEN)
    def on_card(body: dict[str, Any], action: dict[str, Any]) -> None:
        _open_card(desk, body, PersonId(str(action.get("value", ""))))

    @app.action(re.compile(rf"^{views.AGAIN}:\d$"))
    def on_again(body: dict[str, Any], action: dict[str, Any]) -> None:
        _search_again(desk, body, str(action.get("value", "")))

    @app.action(re.compile(rf"^(home:find|{views.SEARCH})$"))
    def on_search(body: dict[str, Any]) -> None:
        _directory(desk)
        desk.show_page(body, desk.person(body), views.find_modal())

    def search(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        someone, query = desk.person(body), _typed(body["view"])
        found = _found(desk, someone, query)
        page = views.found_modal(found, query, _directory(desk), _reader(desk, body, someone, found.hits))
        return ack(response_action="update", view=desk.view(page, desk.language(someone), looking=level_of(someone)))

    @app.view(views.CALLBACK, middleware=[search])
    def on_searched() -> None:
        pass  # answered on the way in


def answer(desk: Desk, body: Mapping[str, Any], someone: Person, command: Command) -> Message | None:
    """Act on one of the commands; return the reply, None for a repeated delivery."""
    if not desk.first_time(key_of(body)):
        return None
    directory, reader = _directory(desk), desk.reader(someone, body)
    if command.verb == "coverage":
        return _covered(desk, someone)
    if command.verb == "me":
        return me_reply(entry_of(desk, someone), reader)
    if not command.argument.strip("@ "):
        return views.examples_reply(f"dir.{command.verb}.what")
    if command.verb == "find":
        found = _found(desk, someone, command.argument)
        return views.found_reply(found, command.argument, directory, _reader(desk, body, someone, found.hits))
    return _card(desk, body, someone, command.argument)


def _covered(desk: Desk, someone: Person) -> Message:
    """Return how well the directory covers what is sought. Raises UserError for everybody but managers."""
    if not roles.allows(desk.context, someone, "see_coverage"):
        raise UserError("roles.not_allowed")
    return coverage_reply(coverage(desk.context, desk.now()))


def _reader(desk: Desk, body: Mapping[str, Any], someone: Person, shown: Iterable[Hit | Profile]) -> Reader:
    """Return who looks, and whom of those shown they may ask for help."""
    profiles = [one if isinstance(one, Profile) else one.profile for one in shown]
    able = askable(desk.context, someone, profiles, now=desk.now())
    return replace(desk.reader(someone, body), askable=able)


def _found(desk: Desk, someone: Person, query: str) -> Found:
    level = desk.reader(someone).level
    return find(desk.context, query, looking=level, now=desk.now(), limit=views.MOST, asker=someone.id)


def _card(desk: Desk, body: Mapping[str, Any], someone: Person, asked: str) -> Message:
    """Return the card of whoever is meant: by mention, by handle or by name; of several a list to choose from."""
    directory, reader = _directory(desk), desk.reader(someone, body)
    mentioned = MENTION.search(asked)
    if mentioned:
        who = person_behind(desk.context, mentioned[1])
        profile = card_of(desk.context, who, looking=reader.level, now=desk.now()) if who else None
        people = [profile] if profile else []
    else:
        people = _called(desk, someone, asked)
    if not people:
        return replies.sentence_reply(Words("dir.nobody"))
    if len(people) > 1:
        return views.several_reply(people)
    photo = photo_of(desk.context, people[0])
    return card.card_reply(people[0], directory, _reader(desk, body, someone, people), photo=photo)


def _called(desk: Desk, someone: Person, asked: str) -> list[Profile]:
    """Return who is called so; a handle's dots and dashes separate names, and whole names come before parts."""
    name = " ".join(re.sub(r"[@._-]+", " ", asked).split())
    level = desk.reader(someone).level
    hits = find(desk.context, name, looking=level, now=desk.now(), limit=views.MOST).hits
    named = [hit.profile for hit in hits if any(why.field == NAME for why in hit.why)]
    same = [one for one in named if " ".join(re.sub(r"[._-]+", " ", one.name).split()).casefold() == name.casefold()]
    return same or named


def _open_card(desk: Desk, body: Mapping[str, Any], person: PersonId) -> None:
    someone = desk.person(body)
    directory, reader = _directory(desk), desk.reader(someone, body)
    profile = card_of(desk.context, person, looking=reader.level, now=desk.now())
    page = replies.message_modal(Words("dir.nobody"))
    if profile is not None:
        reader = _reader(desk, body, someone, [profile])
        page = card.card_modal(profile, directory, reader, photo=photo_of(desk.context, profile))
    desk.show_page(body, someone, page)


def _search_again(desk: Desk, body: Mapping[str, Any], raw: str) -> None:
    """Search for what was offered instead, in the place where it was offered."""
    someone, query = desk.person(body), clean(raw, limit=views.LONGEST)
    directory = _directory(desk)
    found = _found(desk, someone, query)
    reader = _reader(desk, body, someone, found.hits)
    if body.get("response_url"):
        shown = desk.rendered(
            views.found_reply(found, query, directory, reader), desk.language(someone), looking=reader.level
        )
        desk.gateway.respond(body["response_url"], {**shown, "replace_original": True})
    else:
        desk.show_page(body, someone, views.found_modal(found, query, directory, reader))


def _typed(view: Mapping[str, Any]) -> str:
    raw = (view["state"]["values"].get("query", {}).get("query") or {}).get("value")
    return clean(str(raw or ""), limit=views.LONGEST)


def _directory(desk: Desk) -> Directory:
    """Return the catalogue. Raises UserError where there is none any more: its buttons outlive it."""
    directory = desk.context.config().directory
    if directory is None:
        raise UserError("directory.off")
    return directory
