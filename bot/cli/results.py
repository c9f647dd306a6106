"""`rondo results`: what was told of a ritual's rounds, to read or as a table. Figures, never answers of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from bot.cli.frame import language_option, sentences
from bot.cli.house import House, house
from bot.errors import BotError
from bot.model import Figure, Language, ShortDate, Words
from bot.service.goals.export import figures_csv, numbers_of
from bot.store import told


@click.command("results")
@click.argument("ritual")
@click.option("--csv", "file", metavar="FILE", help="Write a table for spreadsheets to this file; - prints it.")
@language_option
def results(ritual: str, file: str | None, lang: Language | None) -> None:
    """Print the figures that were told of RITUAL, round by round. What was not told is not stored."""
    with sentences(), house() as here:
        known = here.context.ritual(ritual)
        if known is None:
            raise BotError(here.say(Words("cli.results.unknown", {"ritual": ritual})))
        with here.context.database.read() as tx:
            table, found = figures_csv(tx, known), told.of_ritual(tx, known.id)
        if file == "-":
            click.echo(table, nl=False)
        elif file is not None:
            _write(Path(file), table)
            click.echo(here.say(Words("cli.results.written", {"file": file})))
        else:
            click.echo("\n".join(_lines(here, found)) or here.say(Words("cli.results.none")))


def _write(path: Path, table: str) -> None:
    try:
        path.write_text(table, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BotError(f"{path}: {error.strerror}") from None


def _lines(here: House, figures: Iterable[Figure]) -> Iterator[str]:
    for (on, _), of_run in groupby(figures, key=lambda one: (one.on, one.run)):
        yield here.say(Words("cli.results.round", {"day": ShortDate(on, has_year=True)}))
        for one in of_run:
            name = " · ".join(part for part in (one.name, one.group) if part)
            about = Words("cli.results.figure", {"name": name or "–", "n": one.n})
            yield "  " + here.say(about)
            yield from (f"    {key}: {_number(here, value)}" for key, value in numbers_of(one))


def _number(here: House, value: int | float | str) -> str:
    if isinstance(value, str):
        return value
    return here.say(Words(own={"de": "{value}", "en": "{value}"}, params={"value": float(value)}))
