"""What every listener works with: who is asking, when, once only, and how to answer in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.blocks import payload, render
from bot.directory.audience import level_of
from bot.i18n import language_of
from bot.model import Block, Form, Language, Level, Message, Overview, Person
from bot.ports import Clock
from bot.schedule import zone_of
from bot.service.context import Context
from bot.service.directory.own import called, own_entry
from bot.service.goals.mine import live_goals
from bot.service.goals.needs import open_needs
from bot.service.once import first_time
from bot.service.overview import overview
from bot.service.people import whoever
from bot.slack.gateway import Gateway
from bot.slack.views.card import Reader
from bot.slack.views.form import form_modal
from bot.slack.views.goals import home_blocks
from bot.slack.views.home import home_view
from bot.slack.views.needs import need_blocks
from bot.slack.views.profile import entry_blocks
from bot.text import address, people_in, spell_out


@dataclass(frozen=True)
class Desk:
    """The things behind the listeners; built once with the app."""

    context: Context
    gateway: Gateway
    clock: Clock
    kick: Callable[[], None]
    """Wakes the delivery after a commit."""

    def now(self) -> datetime:
        """Return the present instant."""
        return self.clock.now()

    def person(self, body: Mapping[str, Any]) -> Person:
        """Return who sent this payload."""
        user = body.get("user_id") or body["user"]["id"]
        return whoever(self.context, str(user), now=self.now())

    def first_time(self, key: str) -> bool:
        """Return whether a payload without any other effect comes for the first time."""
        return first_time(self.context, key, now=self.now())

    def overview(self, someone: Person) -> Overview:
        """Return what this person sees of the rituals."""
        return overview(self.context, someone, now=self.now())

    def language(self, someone: Person) -> Language:
        """Return the language to speak with this person."""
        return language_of(someone, self.context.config().language)

    def rendered(self, message: Message, language: Language, *, looking: Level = "public") -> dict[str, Any]:
        """Return a message as Slack takes it; `looking` see the names of people without a Slack account, if any may."""
        said = payload(message, self.context.catalogues[language].say)
        rendered: dict[str, Any] = self._addressed(said, looking)
        return rendered

    def view(self, view: Block, language: Language, *, looking: Level = "public") -> dict[str, Any]:
        """Return a modal or a Home as Slack takes it; `looking` as with a message."""
        rendered: dict[str, Any] = self._addressed(render(view, self.context.catalogues[language].say), looking)
        return rendered

    def page(self, form: Form, run_id: str, someone: Person) -> dict[str, Any]:
        """Return the page of a form in somebody's language; what it shows of them stands in that of its readers."""
        language = self.language(someone)
        shown = render(form.shows, self.context.catalogues[form.language or language].say)
        page: dict[str, Any] = address(
            self.view(form_modal(form, run_id, shown), language), {someone.id: someone.slack_id}
        )
        return page

    def publish_home(self, someone: Person) -> None:
        """Bring a person's Home up to date."""
        seen = self.overview(someone)
        entry = own_entry(self.context, someone, now=self.now())
        mine = entry_blocks(entry, self.reader(someone)) if entry else ()
        live = live_goals(self.context, someone, now=self.now())
        goals = home_blocks(live) if live is not None else ()
        needs = need_blocks(*open_needs(self.context, someone))
        page = self.view(home_view(seen, mine, needs, goals), seen.language, looking=level_of(someone))
        self.gateway.publish_home(someone.slack_id, page)

    def show_page(self, body: Mapping[str, Any], someone: Person, page: Block) -> None:
        """Show a page: over the conversation, or on top of the page that is open."""
        is_over = (body.get("view") or {}).get("type") == "modal"
        show = self.gateway.push_modal if is_over else self.gateway.open_modal
        show(body["trigger_id"], self.view(page, self.language(someone), looking=level_of(someone)))

    def update_page(self, view_id: str, someone: Person, page: Block) -> None:
        """Show a page in place of one that is open."""
        self.gateway.update_modal(view_id, self.view(page, self.language(someone), looking=level_of(someone)))

    def reader(self, someone: Person, body: Mapping[str, Any] | None = None) -> Reader:
        """Return who looks at the directory, from where."""
        zone = zone_of(someone, self.context.config().timezone).key
        return Reader(level_of(someone), someone.slack_id, zone, team_of(body or {}), self.now())

    def _addressed(self, tree: Any, looking: Level) -> Any:
        """Return the tree with everybody it names as Slack writes them."""
        named = people_in(tree)
        return spell_out(tree, called(self.context, named, looking=looking, now=self.now())) if named else tree


def team_of(body: Mapping[str, Any]) -> str:
    """Return the workspace somebody acts in; in an organisation it stands beside the person only."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return str(team or "")


def key_of(body: Mapping[str, Any]) -> str:
    """Return what makes a payload the same when it is delivered again."""
    for name in ("event_id", "trigger_id"):
        if body.get(name):
            return f"{name}:{body[name]}"
    view = body.get("view") or {}
    return f"view:{view['id']}:{view.get('hash', '')}" if view.get("id") else f"once:{uuid4()}"
