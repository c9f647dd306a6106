"""What all verbs share: settings and logs at the start, one sentence at a bad end.

It imports what a verb needs when the verb needs it, so that `rondo check` answers in an instant.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.config import MAX_BYTES, Config, file_language, installed_kinds
from bot.config import load as load_config
from bot.errors import BotError, ConfigError
from bot.model import LANGUAGES, Language, Words
from bot.service.step_words import step_words
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.i18n import Catalogue

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a GitHub workflow.",
)
"""For verbs whose findings a program or a pull request may read."""
language_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the answer; without it that of the rituals file."
)
YES = frozenset({"y", "yes", "j", "ja"})
PATIENCE = 7.0
"""Seconds for an orderly end; platforms kill after ten."""


@contextmanager
def sentences() -> Iterator[None]:
    """Turn every failure into a sentence and the exit code 1; the traceback goes to the log at debug."""
    try:
        yield
    except ConfigError as error:
        complain(error, asked_language() or tongue(Path(error.problems[0].file)))
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise  # who read along has seen enough; click ends in silence
    except BotError as error:
        from bot.logs import redact

        click.echo(redact(str(error)), err=True)
        raise SystemExit(1) from None
    except Exception as error:
        _log().debug("the traceback of a crash", action="crashed", exc_info=True)
        sentence = f"Rondo met a failure it does not know ({type(error).__name__}): set RONDO_LOG=debug to see where."
        click.echo(sentence, err=True)
        raise SystemExit(1) from None


def prepare() -> Settings:
    """Read the settings and set up the logs."""
    from bot.logs import configure
    from bot.settings import go_direct, load

    settings = load()
    configure(settings.log, settings.log_level)
    go_direct(settings.api_url)
    return settings


def rituals_path(asked: Path | None) -> Path:
    """Return the rituals file that a verb means: the one named, else the one of the settings."""
    return asked or prepare().rituals


def read_rituals(path: Path) -> Config:
    """Read a rituals file with the kinds that are installed; raises ConfigError."""
    return load_config(path, kinds=installed_kinds())


def tongue(path: Path) -> Language:
    """Return the language that a rituals file names, however broken it is; German where it names none."""
    try:
        with path.open("rb") as file:
            return file_language(file.read(MAX_BYTES).decode("utf-8", "replace"))
    except OSError:
        return "de"


def say(language: Language) -> Callable[[Words], str]:
    """Return what says a sentence for the terminal."""
    return partial(_catalogue(language).say, plain=True)


def step_name(step: str, language: Language) -> str:
    """Return what a step of a round is called; a kind from outside may have steps that no catalogue knows."""
    return say(language)(step_words(step))


def complain(error: ConfigError, language: Language) -> None:
    """Say everything that is wrong with a rituals file."""
    click.echo(error.said(language), err=True)
    click.echo(say(language)(Words("cli.check.bad", {"n": len(error.problems)})), err=True)


def agreed(question: str, language: Language = "en") -> bool:
    """Ask whether it shall be; whoever says anything but yes, in German or English, or leaves, does not want it."""
    choices = say(language)(Words("cli.yes_no"))
    try:
        answer: str = click.prompt(f"{question} [{choices}]", default="", show_default=False)
    except click.Abort:
        return False
    return answer.strip().casefold() in YES


def asked_language() -> Language | None:
    """Return the language that `--lang` names, where the verb has it."""
    context = click.get_current_context(silent=True)
    asked: Language | None = context.params.get("lang") if context else None
    return asked


def now() -> datetime:
    """Return the present by the machine's clock."""
    from bot.clock import SystemClock

    return SystemClock().now()


def hear_the_end(*, then: Callable[[], object] = lambda: None) -> threading.Event:
    """Return what is set once the process is asked to end (SIGTERM, SIGINT); `then` is called at that moment."""
    ended = threading.Event()

    def told(*_: object) -> None:
        if not ended.is_set():
            ended.set()
            then()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, told)
    return ended


def wait_for_the_end(ended: threading.Event | None = None) -> None:
    """Return when the process is asked to end."""
    ended = ended or hear_the_end()
    while not ended.wait(1.0):
        pass


def exit_when_told() -> None:
    """Let SIGTERM end the process by SystemExit, so that what was begun is also cleaned up."""

    def told(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, told)


def end_in_time() -> None:
    """End the process after PATIENCE whatever still hangs; a letter cut off is settled as a doubt later."""

    def give_up() -> None:
        _log().warning("something does not come to its end and is cut off", action="cut_off")
        os._exit(0)

    timer = threading.Timer(PATIENCE, give_up)
    timer.daemon = True
    timer.start()


def _log() -> Any:
    import structlog

    return structlog.get_logger()


@cache
def _catalogue(language: Language) -> Catalogue:
    from bot.i18n import Catalogue

    return Catalogue(language)
