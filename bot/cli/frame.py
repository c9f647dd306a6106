"""What all verbs share: settings and logs at the start, one sentence at a bad end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
import structlog

from bot.errors import BotError, ConfigError
from bot.logs import configure, redact
from bot.settings import Settings, load

log = structlog.get_logger()


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
    return settings


def wait_for_the_end() -> None:
    """Return when the process is asked to end (SIGTERM, SIGINT)."""
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    while not ended.wait(1.0):
        pass
