"""`rondo init` and `rondo schema`: a first rituals file, and what an editor needs to know about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from bot.cli.frame import sentences
from bot.config import installed_kinds
from bot.config.jsonschema import NAME, printed
from bot.config.starter import HOLIDAYS, TEMPLATES, ZONE, Answer, Answers, compose, objection
from bot.errors import BotError
from bot.i18n import Catalogue
from bot.model import LANGUAGES, Language, Words

FILE = "rituals.yaml"
Say = Callable[[Words], str]


@click.command()
def schema() -> None:
    """Print the JSON Schema of the rituals file, for editors."""
    with sentences():
        click.echo(printed(installed_kinds()), nl=False)


@click.command()
@click.argument("path", default=FILE, type=click.Path(path_type=Path))
@click.option(
    "--template", "templates", multiple=True, type=click.Choice(TEMPLATES), help="No dialogue; several are possible."
)
@click.option(
    "--channel", "channels", multiple=True, metavar="[TEMPLATE=]NAME", help="The channel, of one template or all."
)
@click.option("--timezone", metavar="ZONE", help=f"With --template; {ZONE} if left out.")
@click.option("--holidays", metavar="PLACE", help="With --template: DE-BY, AT, CH-ZH or none, which it is if left out.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of dialogue, comments and channels; de if left out."
)
@click.option("--list", "only_list", is_flag=True, help="Say which templates there are.")
def init(
    path: Path,
    templates: tuple[str, ...],
    channels: tuple[str, ...],
    timezone: str | None,
    holidays: str | None,
    lang: Language | None,
    only_list: bool,
) -> None:
    """Write a first rituals file with comments, and its JSON Schema beside it.

    Without --template it asks a few questions. A file that is there already is never changed.
    """
    path = path / FILE if path.is_dir() else path
    if only_list:
        say = _say(lang or "de")
        click.echo("\n".join(f"{name:<11} {say(Words(f'init.template.{name}'))}" for name in TEMPLATES))
        return
    with sentences():
        _insist_free(path, _say(lang or "de"))
    if templates:
        language: Language = lang or "de"
        with sentences():
            by_template = _channels(templates, channels, _say(language))
            answers = Answers(language, timezone or ZONE, holidays or HOLIDAYS, by_template)
            _insist_possible(answers)
    else:
        templates, answers = _asked(lang)
    with sentences():
        _write(path, templates, answers)


def _asked(lang: Language | None) -> tuple[tuple[str, ...], Answers]:
    """Ask a few questions; what is not possible is said and asked again."""
    choice = click.Choice(LANGUAGES)
    language: Language = lang if lang else click.prompt("Sprache / language", type=choice, default="de")
    say = _say(language)
    for number, name in enumerate(TEMPLATES, start=1):
        click.echo(f"{number:>3}  {say(Words(f'init.template.{name}'))}")
    templates = _chosen(say)
    ask = partial(_ask, language=language)
    timezone = ask("timezone", Words("init.ask.timezone"), ZONE)
    holidays = ask("holidays", Words("init.ask.holidays"), HOLIDAYS)
    channels = {}
    for name in templates:
        question = Words("init.ask.channel", {"template": Words(f"init.template.{name}")})
        channels[name] = ask("channel", question, say(Words(f"init.channel.{name}")))
    return templates, Answers(language, timezone, holidays, channels)


def _ask(answer: Answer, question: Words, default: str, *, language: Language) -> str:
    while True:
        given: str = click.prompt(_say(language)(question), default=default)
        against = objection(answer, given, kinds=installed_kinds(), language=language)
        if not against:
            return given
        click.echo(against)


def _chosen(say: Say) -> tuple[str, ...]:
    """Return the templates whose numbers or names somebody writes."""
    names = {str(number): name for number, name in enumerate(TEMPLATES, start=1)}
    while True:
        text: str = click.prompt(say(Words("init.ask.templates")), default="1")
        chosen = [names.get(word, word) for word in text.replace(",", " ").split()]
        if chosen and set(chosen) <= set(TEMPLATES):
            return tuple(dict.fromkeys(chosen))
        click.echo(say(Words("init.which", {"most": len(TEMPLATES)})))


def _channels(templates: tuple[str, ...], given: tuple[str, ...], say: Say) -> dict[str, str]:
    """Return the channel of each template: named for it, named for all, else a proposal."""
    for_all = [one for one in given if "=" not in one]
    named = dict(one.split("=", 1) for one in given if "=" in one)
    for name in named:
        if name not in templates:
            raise BotError(say(Words("init.no_template", {"name": name})))
    proposal = {name: for_all[-1] if for_all else say(Words(f"init.channel.{name}")) for name in templates}
    return {**proposal, **named}


def _insist_free(path: Path, say: Say) -> None:
    if path.exists():
        raise BotError(say(Words("init.there", {"path": str(path)})))
    if not path.absolute().parent.is_dir():
        raise BotError(say(Words("init.no_folder", {"path": str(path.absolute().parent)})))


def _insist_possible(answers: Answers) -> None:
    given: list[tuple[Answer, str]] = [("timezone", answers.timezone), ("holidays", answers.holidays)]
    given += [("channel", one) for one in answers.channels.values()]
    for answer, value in given:
        if against := objection(answer, value, kinds=installed_kinds(), language=answers.language):
            raise BotError(against)


def _write(path: Path, templates: tuple[str, ...], answers: Answers) -> None:
    say, kinds = _say(answers.language), installed_kinds()
    source = compose(templates, answers, kinds=kinds)
    beside = path.with_name(NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(source)
        if not beside.exists():
            beside.write_text(printed(kinds), encoding="utf-8")
    except OSError as error:
        raise BotError(say(Words("init.not_written", {"path": str(path), "reason": error.strerror or ""}))) from None
    channels = ", ".join(dict.fromkeys(f"#{one.removeprefix('#')}" for one in answers.channels.values()))
    click.echo(say(Words("init.written", {"path": str(path), "schema": str(beside)})))
    click.echo(say(Words("init.then", {"path": str(path), "channels": channels})))


def _say(language: Language) -> Say:
    return partial(Catalogue(language).say, plain=True)
