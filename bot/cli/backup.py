"""`rondo backup` and `rondo restore`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.frame import agreed, exit_when_told, prepare, sentences
from bot.clock import build_clock
from bot.errors import StoreError
from bot.store.backup import write_backup
from bot.store.backup_file import Header
from bot.store.db import Database
from bot.store.lock import alone
from bot.store.restore import COUNTED, Standing, examine, look
from bot.store.restore import restore as bring_back

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@FILE
@click.option("--force", is_flag=True, help="Overwrite a file that is there already.")
def backup(file: Path, force: bool) -> None:
    """Write the whole database into FILE, also while the bot runs.

    FILE holds personal data: keep it as safe as the database itself.
    """
    with sentences():
        settings = prepare()
        exit_when_told()
        # Before the first row is read: whatever is later than this may be missing.
        now = build_clock(settings.clock).now()
        database = Database.open(settings.database_url)
        try:
            header = write_backup(database, file, now=now, force=force)
        finally:
            database.close()
        click.echo(f"{file}: {_said(_counted(header))}, as of {header.made_at:%Y-%m-%d %H:%M:%S} UTC.")
        click.echo("It holds personal data: keep it as safe as the database itself.", err=True)


@click.command()
@FILE
@click.option("--replace", is_flag=True, help="Delete what is in the database now.")
@click.option("--yes", is_flag=True, help="With --replace: do not ask.")
def restore(file: Path, replace: bool, yes: bool) -> None:
    """Bring the backup FILE back, and stop everything.

    It stays stopped until somebody has looked: `rondo go`. The database of DATABASE_URL must be
    empty, and no Rondo may run on it.
    """
    with sentences():
        settings = prepare()
        exit_when_told()
        header = examine(file)
        with alone(settings.database_url):  # held to the end: no `rondo run` starts in the middle on a SQLite file
            _bring_back(settings.database_url, file, header, replace=replace, yes=yes)
        made_at = f"{header.made_at:%Y-%m-%d %H:%M:%S} UTC"
        click.echo(f"Restored: {_said(_counted(header))}, as of {made_at}.")
        click.echo("Everything is stopped, also once `rondo run` runs again: `rondo go` shows what is due, and asks.")


def _bring_back(url: str, file: Path, header: Header, *, replace: bool, yes: bool) -> None:
    database = Database.open(url)
    try:
        standing = look(database)
        if replace and not yes and not standing.is_empty and not standing.living:
            _insist_meant(standing, header)
        bring_back(database, file, replace=replace)
    finally:
        database.close()


def _insist_meant(standing: Standing, header: Header) -> None:
    """Name what would be lost and ask; raises StoreError unless the answer is yes."""
    click.echo(f"In the database now, and lost afterwards: {_said(standing.rows)}.")
    click.echo(f"In the backup of {header.made_at:%Y-%m-%d %H:%M:%S} UTC: {_said(_counted(header))}.")
    if not agreed("Delete what is in the database now?"):
        raise StoreError("Nothing was changed; `--replace --yes` does it without asking.")


def _counted(header: Header) -> dict[str, int]:
    return {name: header.tables[name].rows for name in COUNTED if name in header.tables}


def _said(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{rows[name]} {name}" for name in COUNTED if name in rows) or "nothing"
