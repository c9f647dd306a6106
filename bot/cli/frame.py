"""What all verbs share: settings and logs at the start, one sentence at a bad end."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
import structlog

from bot.errors import BotError, ConfigError
from bot.logs import configure, redact
from bot.settings import Settings, go_direct, load

log = structlog.get_logger()
PATIENCE = 7.0
"""Seconds for an orderly end; platforms kill after ten."""


@contextmanager
def sentences() -> Iterator[None]:
    """Turn every failure into a sentence and the exit code 1; the traceback goes to the log at debug."""
    try:
        yield
    except ConfigError as error:
        n = len(error.problems)
        click.echo(str(error), err=True)
        click.echo(f"{n} problem{'s' if n > 1 else ''}: nothing was started or changed.", err=True)
        raise SystemExit(1) from None
    except BotError as error:
        click.echo(redact(str(error)), err=True)
        raise SystemExit(1) from None
    except Exception as error:
        log.debug("the traceback of a crash", action="crashed", exc_info=True)
        sentence = f"Rondo met a failure it does not know ({type(error).__name__}): set RONDO_LOG=debug to see where."
        click.echo(sentence, err=True)
        raise SystemExit(1) from None


def prepare() -> Settings:
    """Read the settings and set up the logs."""
    settings = load()
    configure(settings.log, settings.log_level)
    go_direct(settings.api_url)
    return settings


def wait_for_the_end() -> None:
    """Return when the process is asked to end (SIGTERM, SIGINT)."""
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
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
        log.warning("something does not come to its end and is cut off", action="cut_off")
        os._exit(0)

    timer = threading.Timer(PATIENCE, give_up)
    timer.daemon = True
    timer.start()
