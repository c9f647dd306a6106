"""`rondo plan`: what a new rituals file changes, for whom, and what of it the works council should see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import click

from bot.cli.frame import format_option, language_option, prepare, sentences
from bot.clock import SystemClock
from bot.config import Config, installed_kinds, load, parse
from bot.model import Language
from bot.rituals.base import Touched
from bot.service.comparison import Comparison, compared

REFUSED = 3
"""The exit code where `--fail-on` finds what it looks for."""
SQLITE = "sqlite:///"


@click.command()
@click.argument("files", nargs=-1, metavar="[[OLD] NEW]", type=click.Path(path_type=Path))
@format_option
@language_option
@click.option(
    "--fail-on", type=click.Choice(get_args(Touched)), help=f"Exit with {REFUSED} where such a change is there."
)
def plan(files: tuple[Path, ...], form: str, lang: Language | None, fail_on: str | None) -> None:
    """Say what NEW changes against OLD, or against what is live.

    Every change is one of the text, the time, the people or the data; data is one to show to the works council.
    """
    if len(files) > 2:
        raise click.UsageError("Name at most two files: OLD and NEW.")
    with sentences():
        found = _compared(files, lang)
        {"text": _text, "json": _json, "github": _github}[form](found)
        if any(one.touches == fail_on for one in found.changes):
            raise SystemExit(REFUSED)


def _compared(files: tuple[Path, ...], lang: Language | None) -> Comparison:
    kinds = installed_kinds()
    path = files[-1] if files else prepare().rituals
    new = load(path, kinds=kinds)
    old = load(files[0], kinds=kinds) if len(files) == 2 else live()
    return compared(old, new, kinds, file=str(path), now=SystemClock().now(), language=lang or new.language)


def live() -> Config | None:
    """Return the file that holds now, or None; a SQLite file that is not there is not made."""
    from bot.store import versions  # two files need no database, and a pipeline starts often
    from bot.store.db import Database
    from bot.store.migrate import require_current

    url = prepare().database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        return None
    database = Database.open(url)
    try:
        require_current(database)
        with database.read() as tx:
            found = versions.live(tx)
    finally:
        database.close()
    return parse(found.source, file="live", kinds=installed_kinds()) if found else None


def _text(found: Comparison) -> None:
    click.echo("\n".join(found.summary()))
    for name in dict.fromkeys(one.ritual for one in found.changes):
        click.echo(f"\n{found.head(name)}")
        for change in found.changes:
            if change.ritual == name:
                click.echo(f"  {change.line:>4}  {change.said(found.language)}")
                if coming := found.coming(change):
                    click.echo(f"        {coming}")
    for question in found.questions().values():
        click.echo(f"\n{question}")


def _json(found: Comparison) -> None:
    document: dict[str, Any] = {
        "file": found.file,
        "first": found.old is None,
        "rituals": {"total": len(found.new.rituals), "touched": [one.id for one in found.touched]},
        "changes": list(found.rows()),
        "renamed": dict(found.renamed),
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _github(found: Comparison) -> None:
    """Print each change as a workflow command, which GitHub shows beside its line."""
    for change in found.changes:
        level = "warning" if change.touches == "data" else "notice"
        said = "\n".join(part for part in (change.said(found.language), found.coming(change)) if part)
        click.echo(f"::{level} file={_escaped(found.file, ':,')},line={change.line}::{_escaped(said)}")
    lines = {one.ritual: one.line for one in found.changes if one.what == "added"}
    for now, question in found.questions().items():
        place = f"file={_escaped(found.file, ':,')},line={lines.get(now, 1)}"
        click.echo(f"::warning {place}::{_escaped(question)}")
    click.echo("\n".join(found.summary()))


def _escaped(text: str, also: str = "") -> str:
    """Return a text such that GitHub's runner reads nothing into it (actions/toolkit, command.ts)."""
    for sign in ("%", "\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
