"""`rondo check`: everything that is wrong with the rituals file, for people, for programs and for a review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.cli.frame import language_option, read_rituals, rituals_path, say, sentences, tongue
from bot.errors import ConfigError, Problem
from bot.model import Language, Words


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a GitHub workflow.",
)
@language_option
def check(path: Path | None, form: str, lang: Language | None) -> None:
    """Check the rituals file and say everything that is wrong with it."""
    with sentences():
        path = rituals_path(path)
        try:
            config = read_rituals(path)
        except ConfigError as error:
            _complain(error, form, lang or tongue(path))
            raise SystemExit(1) from None
        if form == "json":
            click.echo("[]")
        else:
            fine = Words("cli.check.fine", {"n": len(config.rituals)})
            click.echo(say(lang or config.language)(fine), err=form == "github")


def _complain(error: ConfigError, form: str, language: Language) -> None:
    if form == "json":
        click.echo(json.dumps([_row(one, language) for one in error.problems], ensure_ascii=False, indent=1))
        return
    if form == "github":
        click.echo("\n".join(_annotation(one, language) for one in error.problems))
        return
    click.echo(error.said(language), err=True)
    click.echo(say(language)(Words("cli.check.bad", {"n": len(error.problems)})), err=True)


def _row(problem: Problem, language: Language) -> dict[str, Any]:
    """Return a problem for a program: `text` and `hint` in the language, `fix` as lines for those it replaces."""
    text, hint = problem.words(language)
    fix = asdict(problem.fix) if problem.fix else None
    where = {"file": problem.file, "line": problem.line, "column": problem.column}
    return {**where, "text": text, "hint": hint, "fix": fix}


def _annotation(problem: Problem, language: Language) -> str:
    """Return a problem as a workflow command of GitHub, which shows it beside the line."""
    place = f"file={_escaped(problem.file, ':,')},line={problem.line},col={problem.column}"
    return f"::error {place}::{_escaped(chr(10).join(part for part in problem.words(language) if part))}"


def _escaped(text: str, also: Sequence[str] = "") -> str:
    for sign in ("%", "\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
