"""`rondo find`: search the directory as somebody does, for operators and tests. Nothing is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import click

from bot.cli.frame import language_option, sentences
from bot.cli.house import House, house
from bot.directory.audience import SEEN_BY, level_of
from bot.directory.tongues import name_in
from bot.errors import BotError, UserError
from bot.i18n import language_of
from bot.model import Directory, Language, Level, Person, PersonId, Place, Profile, Words
from bot.service.directory.search import Found, Hit, Why, find
from bot.slack.views.card import availability
from bot.store import people, profiles

AUDIENCES = {level.removesuffix("s"): level for level in SEEN_BY}
"""As what one may search without being somebody: colleague, partner, public."""


@dataclass(frozen=True)
class Asker:
    """As whom to search."""

    level: Level
    language: Language
    zone: str


@click.command("find")
@click.argument("query")
@click.option(
    "--as",
    "user",
    required=True,
    metavar="USER",
    help="A Slack id such as U0123ABCD, an id of the operator's table, or: colleague, partner, public.",
)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="People at most.")
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@language_option
def search(query: str, user: str, limit: int, as_json: bool, lang: Language | None) -> None:  # fmt: skip
    """Find people by name, topic, question, department, site or language, as USER sees them."""
    with sentences(), house() as here:
        asker = _asker(here, user)
        spoken = replace(here, language=lang or asker.language)
        try:
            found = find(here.context, query, looking=asker.level, now=here.now, limit=limit)
        except UserError as error:
            raise BotError(spoken.say(Words(error.key, error.params))) from None
        if as_json:
            click.echo(json.dumps([_row(spoken, hit) for hit in found.hits], ensure_ascii=False, indent=1))
        else:
            click.echo("\n".join(_lines(spoken, asker, query, found)))


def _asker(here: House, user: str) -> Asker:
    """Return as whom to search; raises BotError for somebody whom nobody knows."""
    config = here.context.config()
    if user.casefold() in AUDIENCES:
        return Asker(AUDIENCES[user.casefold()], here.language, config.timezone)
    with here.context.database.read() as tx:
        known = people.by_slack_id(tx, user)
        outside = profiles.by_outside_ids(tx, [user]).get(user) if known is None else None
        profile = profiles.of_person(tx, outside) if outside is not None else None
    someone = known or (_as_person(profile) if profile is not None else None)
    if someone is None:
        raise BotError(here.say(Words("cli.find.unknown", {"user": user})))
    language = here.language if known is None else language_of(someone, here.language)
    return Asker(level_of(someone), language, someone.timezone or config.timezone)


def _as_person(profile: Profile) -> Person:
    return Person(PersonId(profile.person), "", timezone=profile.timezone, is_deactivated=not profile.is_eligible)


def _row(here: House, hit: Hit) -> dict[str, str]:
    return {"id": hit.profile.slack_id or hit.profile.outside_id, "name": hit.profile.name, "why": _why(here, hit)}


def _lines(here: House, asker: Asker, query: str, found: Found) -> Iterator[str]:
    if not found.hits:
        yield here.say(Words("cli.find.nobody", {"query": query}))
        if found.nearest:
            yield here.say(Words("cli.find.nearest", {"names": list(found.nearest)}))
    for hit in found.hits:
        row = _row(here, hit)
        yield f"{row['name']} ({row['id']})"
        yield f"    {row['why']}"
        yield f"    {' · '.join(_state(here, asker, hit.profile))}"


def _why(here: House, hit: Hit) -> str:
    directory = here.context.config().directory
    assert directory is not None
    return "; ".join(_reason(here, directory, why) for why in hit.why)


def _reason(here: House, directory: Directory, why: Why) -> str:
    field = directory.fields[why.field]
    value = name_in(why.value, here.language) if field.type == "languages" else why.value
    return f"{field.label.get(here.language) or next(iter(field.label.values()))}: {value}"


def _state(here: House, asker: Asker, profile: Profile) -> Iterator[str]:
    yield here.say(availability(replace(profile.listing, substitute=None)))
    there = profile.timezone
    if (
        there
        and here.now.astimezone(ZoneInfo(there)).utcoffset() != here.now.astimezone(ZoneInfo(asker.zone)).utcoffset()
    ):
        clock = here.now.astimezone(ZoneInfo(there)).strftime("%H:%M")
        yield here.say(Words("dir.local_time", {"time": clock, "zone": Place(there)}))
