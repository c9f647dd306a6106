"""The forms of one's own entry: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.blocks import option, render
from bot.directory.audience import today_of
from bot.errors import UserError
from bot.model import Block, OwnEntry, Person, PersonId, Words
from bot.service.directory import switches
from bot.service.directory.edit import SectionValue, save_section
from bot.service.directory.own import own_entry
from bot.service.directory.search import suggest_topics
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.views import sections, terms
from bot.text import clean

LONGEST_TOPIC = 60
OFFERED = 20


def register(app: App, desk: Desk) -> None:
    """Listen to the two forms, and to what is typed into their fields for topics."""
    for callback, keep in ((sections.CALLBACK, _keep_section), (terms.CALLBACK, _keep_terms)):
        app.view(callback, middleware=[_kept(desk, keep)])(_published(desk))

    def suggest(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        return ack(options=_offers(desk, body))

    @app.options(sections.TOPICS, middleware=[suggest])
    def on_topics() -> None:
        pass  # answered on the way in


def _kept(desk: Desk, keep: Callable[[Desk, Mapping[str, Any]], dict[str, str]]) -> Callable[..., BoltResponse | None]:
    """Return what decides on a form on its way in: sentences at the fields, or it is kept and the page closes."""

    def decide(ack: Ack, body: dict[str, Any], next_: Callable[[], None]) -> BoltResponse | None:
        problems = keep(desk, body)
        if problems:
            return ack(response_action="errors", errors=problems)
        ack()
        next_()
        return None

    return decide


def _published(desk: Desk) -> Callable[[dict[str, Any]], None]:
    def publish(body: dict[str, Any]) -> None:
        desk.publish_home(desk.person(body))

    return publish


def entry_of(desk: Desk, someone: Person, whose: str = "") -> OwnEntry:
    """Return an entry that somebody may write in. Raises UserError."""
    entry = own_entry(desk.context, someone, now=desk.now(), whose=PersonId(whose) if whose else None)
    if entry is None:
        raise UserError("guest" if desk.context.config().directory else "directory.off")
    return entry


def _keep_section(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Keep what a form says; return what is wrong with it by field, nothing where it was kept."""
    someone, view = desk.person(body), body["view"]
    name, whose = sections.read_about(view)
    entry = entry_of(desk, someone, whose)
    if name is None:
        return {}
    written = sections.read_section(entry, name, view["state"]["values"])
    values = {key: SectionValue(one.values, one.audience, one.others) for key, one in written.items()}
    try:
        save_section(
            desk.context,
            someone,
            name,
            values,
            key=key_of(body),
            now=desk.now(),
            whose=PersonId(whose) if whose else None,
        )
    except UserError as problem:
        place = sections.first_place(entry, name, problem.params.get("field"))
        return {place: _said(desk, someone, problem)}
    return {}


def _keep_terms(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    someone = desk.person(body)
    entry, said = entry_of(desk, someone), terms.read_terms(body["view"]["state"]["values"])
    try:
        switches.set_terms(
            desk.context, someone, most_per_week=said.most_per_week, paused_until=said.paused_until,
            availability=said.availability, away_until=said.away_until,
            substitute_slack_id=said.substitute or None, key=key_of(body), now=desk.now(),
        )  # fmt: skip
    except UserError as problem:
        return {terms.place_of(problem, said, today_of(entry.profile, desk.now())): _said(desk, someone, problem)}
    return {}


def _offers(desk: Desk, body: Mapping[str, Any]) -> list[Block]:
    """Return topics for what was typed so far: those that are known, and the new one."""
    typed = " ".join(clean(str(body.get("value") or ""), limit=LONGEST_TOPIC).split())
    if not typed:
        return []
    known = suggest_topics(desk.context, typed, looking="colleagues", limit=OFFERED)
    offers = [sections.raw_option(topic) for topic in known]
    if typed.casefold() not in {one.casefold() for one in known}:
        offers.append(option(Words("dir.topics.new", {"topic": typed}), typed))
    rendered: list[Block] = render(offers, desk.context.catalogues[desk.language(desk.person(body))].say)
    return rendered


def _said(desk: Desk, someone: Person, problem: UserError) -> str:
    catalogue = desk.context.catalogues[desk.language(someone)]
    return catalogue.say(Words(problem.key, problem.params), plain=True)
