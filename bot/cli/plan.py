"""`rondo plan`: what a new rituals file changes, for whom, and what of it the works council should see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import click

from bot.cli.coming import local_of
from bot.cli.frame import format_option, language_option, prepare, sentences
from bot.clock import SystemClock
from bot.config import Config, installed_kinds, load, parse
from bot.config.changes import Change, asked, compare, renamed
from bot.config.values import written
from bot.i18n import Catalogue
from bot.model import Language, Ritual, Words
from bot.rituals.base import Touched
from bot.schedule import next_occurrence

REFUSED = 3
"""The exit code where `--fail-on` finds what it looks for."""
SQLITE = "sqlite:///"
Say = Callable[[Words], str]


@dataclass(frozen=True)
class Comparison:
    """Two files and what differs; `old` is None where nothing is live yet."""

    old: Config | None
    new: Config
    file: str
    now: datetime
    language: Language
    changes: tuple[Change, ...]
    renamed: Mapping[str, str]

    @property
    def touched(self) -> list[Ritual]:
        """Return the rituals of the new file that change."""
        names = {one.ritual for one in self.changes}
        return [one for one in self.new.rituals if one.id in names]

    def say(self, words: Words) -> str:
        """Return a sentence for the terminal."""
        return Catalogue(self.language).say(words, plain=True)

    def times(self, change: Change) -> tuple[datetime | None, datetime | None] | None:
        """Return when a ritual whose time changes would come next, before and after; local instants."""
        if change.touches != "time" or not change.ritual:
            return None
        before, after = (
            next((_next(one, self.now) for one in config.rituals if one.id == change.ritual), None)
            for config in (self.old or replace(self.new, rituals=()), self.new)
        )
        return before, after


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
        compared = _compared(files, lang)
        {"text": _text, "json": _json, "github": _github}[form](compared)
        if any(one.touches == fail_on for one in compared.changes):
            raise SystemExit(REFUSED)


def _compared(files: tuple[Path, ...], lang: Language | None) -> Comparison:
    kinds = installed_kinds()
    path = files[-1] if files else prepare().rituals
    new = load(path, kinds=kinds)
    old = load(files[0], kinds=kinds) if len(files) == 2 else _live()
    nothing = Config(rituals=(), language=new.language, timezone=new.timezone, commands={}, fingerprint="")
    before = old or nothing
    return Comparison(
        old=old,
        new=new,
        file=str(path),
        now=SystemClock().now(),
        language=lang or new.language,
        changes=compare(before, new, kinds),
        renamed=renamed(before, new),
    )


def _live() -> Config | None:
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


def _next(ritual: Ritual, now: datetime) -> datetime | None:
    coming = None if ritual.paused else next_occurrence(ritual.rule, now)
    return local_of(ritual, coming) if coming else None


def _text(compared: Comparison) -> None:
    click.echo("\n".join(_summary(compared)))
    rituals = {one.id: one for one in compared.new.rituals}
    for name in dict.fromkeys(one.ritual for one in compared.changes):
        click.echo(f"\n{_head(rituals.get(name), name, compared.file)}")
        for change in compared.changes:
            if change.ritual == name:
                click.echo(f"  {change.line:>4}  {change.said(compared.language)}")
                click.echo("".join(f"        {coming}\n" for coming in _coming(compared, change)), nl=False)
    for was, now in compared.renamed.items():
        click.echo(f"\n{asked(was, now, compared.language)}")


def _head(ritual: Ritual | None, name: str, file: str) -> str:
    if ritual is None:
        return name or file
    whom = ", ".join(part for part in (ritual.channel and f"#{ritual.channel}", written(ritual.audience)) if part)
    return f"{name} ({whom})"


def _summary(compared: Comparison) -> Iterator[str]:
    if compared.old is None:
        yield compared.say(Words("plan.first"))
    if not compared.changes:
        yield compared.say(Words("plan.none"))
        return
    whole = {"total": len(compared.new.rituals), "touched": len(compared.touched)}
    yield compared.say(Words("plan.count", {"n": len(compared.changes), **whole}))
    if data := sum(one.touches == "data" for one in compared.changes):
        yield compared.say(Words("plan.data", {"n": data}))


def _coming(compared: Comparison, change: Change) -> Iterator[str]:
    times = compared.times(change)
    if times is not None:
        before, after = (one or Words("plan.never") for one in times)
        is_same = before == after
        yield compared.say(Words("plan.same" if is_same else "plan.next", {"before": before, "after": after}))


def _json(compared: Comparison) -> None:
    rows = []
    for change in compared.changes:
        times = compared.times(change)
        before, after = (one.isoformat() if one else None for one in times or (None, None))
        coming = {"before": before, "after": after} if times else None
        rows.append({**asdict(change), "said": change.said(compared.language), "next": coming})
    document: dict[str, Any] = {
        "file": compared.file,
        "first": compared.old is None,
        "rituals": {"total": len(compared.new.rituals), "touched": [one.id for one in compared.touched]},
        "changes": rows,
        "renamed": dict(compared.renamed),
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _github(compared: Comparison) -> None:
    """Print each change as a workflow command, which GitHub shows beside its line."""
    for change in compared.changes:
        level = "warning" if change.touches == "data" else "notice"
        said = "\n".join((change.said(compared.language), *_coming(compared, change)))
        click.echo(f"::{level} file={_escaped(compared.file, ':,')},line={change.line}::{_escaped(said)}")
    lines = {one.ritual: one.line for one in compared.changes if one.what == "added"}
    for was, now in compared.renamed.items():
        place = f"file={_escaped(compared.file, ':,')},line={lines.get(now, 1)}"
        click.echo(f"::warning {place}::{_escaped(asked(was, now, compared.language))}")
    click.echo("\n".join(_summary(compared)))


def _escaped(text: str, also: str = "") -> str:
    """Return a text such that GitHub's runner reads nothing into it (actions/toolkit, command.ts)."""
    for sign in ("%", "\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
