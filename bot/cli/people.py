"""`rondo people`: the operator's table of people into the directory, and how well it covers what is sought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.frame import language_option, sentences
from bot.cli.house import House, house
from bot.directory.table import Fault
from bot.errors import BotError, UserError
from bot.figures import ENOUGH
from bot.model import Language, Words
from bot.service.directory.coverage import Coverage, coverage
from bot.service.directory.people_import import Imported, import_people

MOST_FAULTS = 50
"""Bad rows that are said one by one."""


@click.group()
def people() -> None:
    """People of the directory: take over a table, see how well it covers what is sought."""


@people.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="CSV")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would happen.")
@language_option
def take(path: Path, dry: bool, lang: Language | None) -> None:
    """Take over people from a table with the columns id, name and the fields of the catalogue.

    Good rows are taken, bad ones said with their line. Nobody is found until they list themselves in Slack, or the
    table says `listed`: for that you need their consent.
    """
    with sentences(), house() as here:
        source, is_utf8 = _text_of(path)
        if not is_utf8:
            click.echo(here.say(Words("people.not_utf8", {"file": str(path)})), err=True)
        try:
            done = import_people(here.context, source, now=here.now, dry=dry)
        except UserError as error:
            raise BotError(here.say(Words(error.key, error.params))) from None
        for line in _complaints(here, path, done.faults):
            click.echo(line, err=True)
        click.echo("\n".join(here.say(words) for words in _summary(done, dry=dry)))
        if done.faults:
            raise SystemExit(1)


@people.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
@language_option
def cover(as_json: bool, lang: Language | None) -> None:
    """Say how many people are findable for each topic, and what nobody is findable for. Figures, never people."""
    with sentences(), house() as here:
        try:
            found = coverage(here.context, here.now)
        except UserError as error:
            raise BotError(here.say(Words(error.key, error.params))) from None
        click.echo(
            json.dumps(asdict(found), ensure_ascii=False, indent=1) if as_json else "\n".join(_page(here, found))
        )


def _text_of(path: Path) -> tuple[str, bool]:
    """Return a table as text, and whether it was UTF-8; else it is read as spreadsheets on Windows write it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BotError(f"{path}: {error.strerror}") from None
    try:
        return raw.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def _complaints(here: House, path: Path, faults: Sequence[Fault]) -> Iterator[str]:
    for fault in faults[:MOST_FAULTS]:
        yield f"{path}:{fault.line}: {here.say(fault.why)}"
    if len(faults) > MOST_FAULTS:
        yield here.say(Words("cli.match.more", {"n": len(faults) - MOST_FAULTS}))


def _summary(done: Imported, *, dry: bool) -> Iterator[Words]:
    yield Words("people.dry" if dry else "people.done", {"n": done.people})
    yield Words("people.listed", {"n": done.listed})
    if done.people > done.listed:
        yield Words("people.unlisted")
    if done.faults:
        yield Words("people.bad", {"n": len(done.faults)})


def _page(here: House, found: Coverage) -> Iterator[str]:
    few = here.say(Words("people.few", {"n": ENOUGH}))
    yield here.say(Words("people.cover.listed", {"count": few if found.listed is None else str(found.listed)}))
    for topic in found.topics:
        yield f"  {topic.name}: {few if topic.people is None else topic.people}"
    if found.nobody:
        yield here.say(Words("people.cover.nobody", {"topics": ", ".join(found.nobody)}))
    if found.missed:
        yield here.say(Words("people.cover.missed", {"topics": ", ".join(found.missed)}))
    if found.stale is not None:
        yield here.say(Words("people.cover.stale", {"percent": found.stale}))
