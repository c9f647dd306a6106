"""`rondo next`: what will happen when, and what will not, and why.

Of a file that is named it reads the file and nothing else; of the one that runs here also what is stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.cli.frame import language_option, now, prepare, read_rituals, rituals_path, say, sentences
from bot.config import Config
from bot.errors import StoreError
from bot.model import Language, Occurrence, Ritual, Words
from bot.schedule import outlook, say_reason
from bot.service.comparison import local_of

PERSONAL = "personal"
"""Stands for a zone where each person's own clock counts, as in rituals.yaml."""
MOST_WEEKS = 520
SQLITE = "sqlite:///"
Date = tuple[Ritual, Occurrence]


@click.command("next")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=8, show_default=True, help="How far to look.")
@click.option(
    "--from", "since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day, as 2026-11-23; else now."
)
@click.option("--json", "as_json", is_flag=True, help="Print a list for programs.")
@language_option
def coming(path: Path | None, weeks: int, since: datetime | None, as_json: bool, lang: Language | None) -> None:
    """Say when each ritual happens in the coming weeks, and which dates are skipped or moved, with the reason."""
    with sentences():
        config = read_rituals(rituals_path(path))
        language = lang or config.language
        dates = dates_of(config, since or now(), timedelta(weeks=weeks))
        if as_json:
            rows = [row(ritual, occurrence, language) for ritual, occurrence in dates]
            click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            stopped = _stopped(config, language) if path is None else []
            click.echo("\n".join([*_lines(config, dates, language), *stopped]))


def dates_of(config: Config, since: datetime, span: timedelta) -> list[Date]:
    """Return what the rituals that are not paused do within a span, in order; a naive `since` is a local day."""
    dates: list[Date] = []
    for ritual in config.rituals:
        if ritual.paused:
            continue
        begins = _midnight(since, ritual) if since.tzinfo is None else since
        dates += [(ritual, one) for one in outlook(ritual.rule, begins, begins + span)]
    return sorted(dates, key=lambda one: (one[1].at, one[0].id))


def row(ritual: Ritual, occurrence: Occurrence, language: Language) -> dict[str, Any]:
    """Return one date for a program; by each person's own clock the local time has no offset."""
    rule = ritual.rule
    local = local_of(ritual, occurrence)
    return {
        "ritual": ritual.id,
        "local": local.replace(tzinfo=None).isoformat() if rule.personal else local.isoformat(),
        "utc": occurrence.at.isoformat(),
        "zone": PERSONAL if rule.personal else rule.timezone,
        "skipped": say_reason(occurrence.skipped, language) if occurrence.skipped else None,
    }


def _midnight(day: datetime, ritual: Ritual) -> datetime:
    """Return the last instant before a day begins where the ritual is; the span begins after it."""
    zone = ZoneInfo("Pacific/Kiritimati" if ritual.rule.personal else ritual.rule.timezone)
    return day.replace(tzinfo=zone) - timedelta(seconds=1)


def _lines(config: Config, dates: list[Date], language: Language) -> Iterable[str]:
    """Return the answer for people: week by week, one line for each date."""
    speak = say(language)
    width = max((len(ritual.id) for ritual, _ in dates), default=0)
    for (year, week), some in groupby(dates, key=lambda one: local_of(*one).isocalendar()[:2]):
        monday = datetime.fromisocalendar(year, week, 1).date()
        yield speak(Words("cli.next.week", {"week": week, "monday": monday}))
        for ritual, occurrence in some:
            yield "  " + _line(ritual, occurrence, language, width)
        yield ""
    if not dates:
        yield speak(Words("cli.next.none"))
    resting = [ritual.id for ritual in config.rituals if ritual.paused]
    if resting:
        yield speak(Words("cli.next.paused", {"names": ", ".join(resting)}))


def _stopped(config: Config, language: Language) -> list[str]:
    """Return a line for each stop, where there is a database that can be read; a SQLite file is not made."""
    from bot.store import halts
    from bot.store.db import Database
    from bot.store.migrate import require_current

    url = prepare().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        return []
    try:
        database = Database.open(url)
        with closing(database), database.read() as tx:
            require_current(database)
            stops = halts.every(tx)
    except StoreError:
        return []  # the dates hold without it; `rondo doctor` says what is wrong with the database
    zone = ZoneInfo(config.timezone)
    facts = [
        {"name": "all" if one.ritual == halts.ALL else one.ritual, "when": one.since.astimezone(zone)} for one in stops
    ]
    return [say(language)(Words("cli.next.stopped", one)) for one in facts]


def _line(ritual: Ritual, occurrence: Occurrence, language: Language, width: int) -> str:
    speak, rule = say(language), ritual.rule
    utc = f"{occurrence.at:%H:%M}"
    own = speak(Words("cli.next.personal", {"utc": utc}))
    where = own if rule.personal else f"{utc} UTC, {rule.timezone}"
    line = f"{speak(Words('cli.next.when', {'when': local_of(ritual, occurrence)})):<24} {ritual.id:<{width}}  {where}"
    if occurrence.skipped:
        line += "  " + speak(Words("cli.next.skipped", {"reason": say_reason(occurrence.skipped, language)}))
    elif occurrence.moved:
        line += "  " + speak(Words("cli.next.moved", {"reason": say_reason(occurrence.moved, language)}))
    return line
