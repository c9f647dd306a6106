"""The forms of one's own entry: decided without the network and answered in the ack itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.blocks import option, render
from bot.directory.audience import level_of, today_of
from bot.errors import UserError
from bot.model import Block, OwnEntry, Person, PersonId, Words
from bot.service.directory import switches
from bot.service.directory.edit import SectionValue, save_section
from bot.service.directory.own import own_entry, problem_of
from bot.service.directory.search import suggest_topics
from bot.slack.listeners.desk import Desk, key_of
from bot.slack.listeners.forms import kept
from bot.slack.views import sections, terms
from bot.slack.views.profile import kept_modal
from bot.text import clean

LONGEST_TOPIC = 60
OFFERED = 20


def register(app: App, desk: Desk) -> None:
    """Listen to the two forms, and to what is typed into their fields for topics."""
    for callback, keep in ((sections.CALLBACK, _keep_section), (terms.CALLBACK, _keep_terms)):
        app.view(callback, middleware=[kept(desk, keep)])(_published(desk))

    def suggest(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        return ack(options=_offers(desk, body))

    @app.options(sections.TOPICS, middleware=[suggest])
    def on_topics() -> None:
        pass  # answered on the way in


def _published(desk: Desk) -> Callable[[dict[str, Any]], None]:
    """Return what brings up to date the Home, and the page under the form if there is one."""

    def publish(body: dict[str, Any]) -> None:
        someone, view = desk.person(body), body["view"]
        if view.get("previous_view_id"):
            refresh_kept(desk, someone, view["previous_view_id"], whose_of(view))
        desk.publish_home(someone)

    return publish


def refresh_kept(desk: Desk, someone: Person, view_id: str, whose: str) -> None:
    """Bring the page of an entry up to date that somebody looks after."""
    page = kept_modal(entry_of(desk, someone, whose), desk.reader(someone))
    desk.gateway.update_modal(view_id, desk.view(page, desk.language(someone), looking="colleagues"))


def whose_of(view: Mapping[str, Any]) -> str:
    """Return whose entry a page is about, empty for one's own."""
    return str(view.get("private_metadata") or "").rpartition("|")[2]


def entry_of(desk: Desk, someone: Person, whose: str = "") -> OwnEntry:
    """Return an entry that somebody may write in. Raises UserError."""
    entry = own_entry(desk.context, someone, now=desk.now(), whose=PersonId(whose) or None)
    if entry is None:
        raise UserError("guest" if desk.context.config().directory else "directory.off")
    return entry


def _keep_section(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Keep what a form says; return what is wrong with it by field, nothing where it was kept."""
    someone, view = desk.person(body), body["view"]
    name, whose = sections.read_about(str(view.get("private_metadata") or ""))
    entry = entry_of(desk, someone, whose)
    if name is None:
        return {}
    written = sections.read_section(entry, name, view["state"]["values"])
    values = {key: SectionValue(one.values, one.audience, one.others) for key, one in written.items()}
    keep = partial(save_section, desk.context, someone, name, values, key=key_of(body), now=desk.now())
    problem = problem_of(partial(keep, whose=PersonId(whose) or None))
    if problem is None:
        return {}
    return {sections.first_place(entry, name, problem.params.get("field")): _said(desk, someone, problem)}


def _keep_terms(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Keep how much somebody takes on and when; return what is wrong with it by field."""
    someone, view, now = desk.person(body), body["view"], desk.now()
    whose = whose_of(view)
    entry, said = entry_of(desk, someone, whose), terms.read_terms(view["state"]["values"])
    keep = partial(
        switches.set_terms, desk.context, someone, most_per_week=said.most_per_week, paused_until=said.paused_until,
        availability=said.availability, away_until=said.away_until, substitute_slack_id=said.substitute or None,
    )  # fmt: skip
    problem = problem_of(partial(keep, key=key_of(body), now=now, whose=PersonId(whose) or None))
    if problem is None:
        return {}
    return {terms.place_of(problem, said, today_of(entry.profile, now)): _said(desk, someone, problem)}


def _offers(desk: Desk, body: Mapping[str, Any]) -> list[Block]:
    """Return topics for what was typed so far: those that are known, and the new one."""
    typed = " ".join(clean(str(body.get("value") or ""), limit=LONGEST_TOPIC).split())
    if not typed:
        return []
    known = suggest_topics(desk.context, typed, looking=level_of(desk.person(body)), limit=OFFERED)
    offers = [sections.raw_option(topic) for topic in known]
    if typed.casefold() not in {one.casefold() for one in known}:
        offers.append(option(Words("dir.topics.new", {"topic": typed}), typed))
    rendered: list[Block] = render(offers, desk.context.catalogues[desk.language(desk.person(body))].say)
    return rendered


def _said(desk: Desk, someone: Person, problem: UserError) -> str:
    catalogue = desk.context.catalogues[desk.language(someone)]
    return catalogue.say(Words(problem.key, problem.params), plain=True)
