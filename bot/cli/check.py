"""`rondo check`: everything that is wrong with rituals files, for people, for programs and for a review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bot.cli.frame import complain, format_option, language_option, read_rituals, rituals_path, say, sentences, tongue
from bot.errors import ConfigError, Problem
from bot.model import Language, Words


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@format_option
@language_option
def check(paths: tuple[Path, ...], form: str, lang: Language | None) -> None:
    """Check rituals files and say everything that is wrong with them; without a path, the file of the settings."""
    with sentences():
        many = len(paths) > 1
        asked = paths or (rituals_path(None),)
        problems = [one for path in asked for one in _problems(path, form, lang, is_one_of_many=many)]
        if form == "json":
            click.echo(json.dumps([_row(one, language) for one, language in problems], ensure_ascii=False, indent=1))
        if problems:
            raise SystemExit(1)


def _problems(path: Path, form: str, lang: Language | None, *, is_one_of_many: bool) -> list[tuple[Problem, Language]]:
    """Return what is wrong with a file, each in its language, and say it where somebody reads it as it comes."""
    try:
        config = read_rituals(path)
    except ConfigError as error:
        language = lang or tongue(path)
        if form == "text":
            complain(error, language)
        if form == "github":
            click.echo("\n".join(_annotation(one, language) for one in error.problems))
        return [(one, language) for one in error.problems]
    if form != "json":
        fine = say(lang or config.language)(Words("cli.check.fine", {"n": len(config.rituals)}))
        click.echo(f"{path}: {fine}" if is_one_of_many else fine, err=form == "github")
    return []


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
