"""Logs: a console for people, JSON for machines, an `action` word on each line, no message text, no tokens."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import structlog

_SECRET = re.compile(
    r"(xox[a-z]-|xapp-|xwfp-|xoxe\.)[A-Za-z0-9-]+"
    r"|(ticket|token|secret|password)=[^&\s\"']+"
    r"|(?<=://)[^/\s]+@"
    r"|(?<=://hooks\.slack\.com/)[^\s\"'<>]+"
)
_QUIET = {
    "slack_bolt": "ERROR",
    "slack_sdk": "ERROR",
    "slack_sdk.web": "CRITICAL",  # what it says of a failed call, the gateway says again, without the address
    "apscheduler": "ERROR",  # a beat that is still at work is no news
    "uvicorn": "WARNING",
    "alembic": "WARNING",
    "sqlalchemy": "WARNING",
    "websockets": "WARNING",
}


def redact(text: str) -> str:
    """Return the text without anything that looks like a token, a ticket, a password or an address to answer at."""
    return _SECRET.sub("[redacted]", text)


def configure(form: Literal["console", "json"], level: str) -> None:
    """Set up logging for the process; the libraries speak only of what is wrong."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_secrets,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _library_action],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_secrets, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def _without_secrets(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if not key.startswith("_"):  # structlog's own
            event[key] = _redacted(value)
    return event


def _redacted(value: Any) -> Any:
    """Return a value of plain types without secrets; anything else becomes the text it would be shown as."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {redact(str(key)): _redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(inner) for inner in value]
    return redact(value if isinstance(value, str) else repr(value))


def _library_action(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event.setdefault("action", "library")
    return event
