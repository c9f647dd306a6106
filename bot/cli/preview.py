"""`rondo preview`: pages that show a rituals file before it is live; they open from disk, for a merge request."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.coming import MOST_WEEKS
from bot.cli.frame import language_option, now, read_rituals, rituals_path, say, sentences
from bot.cli.plan import live
from bot.cli.terminal import as_text
from bot.config import installed_kinds
from bot.demo.brochure import Brochure, pages
from bot.demo.brochure.shelf import insist_free, put
from bot.i18n import Catalogues
from bot.model import Language, Words
from bot.service.comparison import compared

WEEKS = 8


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to put them."
)
@click.option(
    "--since", type=click.Path(path_type=Path), metavar="OLD", help="The file before; else what is live, if anything."
)
@click.option("--weeks", type=click.IntRange(1, MOST_WEEKS), default=WEEKS, show_default=True, help="Of the calendar.")
@language_option
def preview(path: Path | None, out: Path, since: Path | None, weeks: int, lang: Language | None) -> None:
    """Write pages that show the calendar, the changes, and every message and form; they need no server."""
    with sentences():
        insist_free(out)
        kinds = installed_kinds()
        file = rituals_path(path)
        new = read_rituals(file)
        old = read_rituals(since) if since else live()
        found = compared(old, new, kinds, file=str(file), now=now(), language=lang or new.language)
        brochure = Brochure(found, kinds, Catalogues(kind.texts for kind in kinds.values()), weeks)
        index = put(out, pages(brochure, as_text=as_text))
        click.echo(say(found.language)(Words("cli.preview.done", {"n": len(new.rituals)})), err=True)
        click.echo(index)
