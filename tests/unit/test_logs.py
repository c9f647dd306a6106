"""No secret is written to the log, at any level and in any form; what is written can be read by machines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any, Literal

import pytest
import structlog

from bot.logs import configure, redact

CANARY = "Kanarienvogel-0123456789"
SECRETS = (
    f"xoxb-{CANARY}",
    f"xoxp-{CANARY}",
    f"xoxa-2-{CANARY}",
    f"xoxe.xoxp-1-{CANARY}",
    f"xoxe-1-{CANARY}",
    f"xapp-1-A0-{CANARY}",
    f"xwfp-{CANARY}",
    f"wss://wss-primary.slack.com/link/?ticket={CANARY}&app_id=1",
    f"https://example.org/?token={CANARY}",
    f"client_secret={CANARY}",
    f"password={CANARY}",
    f"postgresql://rondo:{CANARY}@host/name",
    f"postgresql://rondo:a@{CANARY}@host/name",
    f"http://rondo:{CANARY}@proxy:3128",
    f"https://hooks.slack.com/commands/T1/2/{CANARY}",
    f"https://hooks.slack.com/actions/T1/2/{CANARY}",
)
Form = Literal["console", "json"]


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Give the process its logging back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_taken_out(secret: str) -> None:
    assert CANARY not in redact(f"before {secret} after")
    assert redact(f"before {secret} after").startswith("before ")
    assert redact(f"before {secret} after").endswith(" after")


@pytest.mark.parametrize(
    "text",
    ["a letter left", "kaffee@2026-11-23/open/001/post", "https://slack.com/api/", "tokens: 3", "2026-11-23 x@y"],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def log_everything(secret: str) -> None:
    """Write a secret in every way that code of ours or of a library might."""
    log = structlog.get_logger()
    log.debug(f"said {secret}", action="test")
    log.info("a value", action="test", value=secret, raw=secret.encode(), nested={"a": [secret, {"b": (secret,)}]})
    log.warning("an object", action="test", error=ValueError(secret), seen={secret: 1})
    for speak in (logging.getLogger("bot.test"), logging.getLogger("slack_sdk.web"), logging.getLogger("slack_bolt.x")):
        speak.debug("debug %s", secret)
        speak.warning("args %s %r", secret, {"token": secret})
        speak.error("object", extra={"payload": secret})
    try:
        raise RuntimeError(f"failed with {secret}")
    except RuntimeError as error:
        log.error("one of ours", action="test", exc_info=True)
        log.error("one of ours", action="test", exc_info=error)
        logging.getLogger("uvicorn.error").exception("one of a library")
        logging.getLogger("bot.test").exception("with %s", secret)


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_of_a_secret_is_written_even_at_debug(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(form, "DEBUG")
    log_everything(secret)
    written = "".join(capsys.readouterr())
    assert "one of a library" in written
    assert "RuntimeError" in written
    assert "[redacted]" in written
    assert CANARY not in written


def test_each_line_of_json_is_an_object_with_an_action(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "DEBUG")
    log_everything("xoxb-1")
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(lines) > 10
    for line in lines:
        assert {"action", "event", "level", "timestamp"} <= set(line)


def test_libraries_speak_only_of_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", "DEBUG")
    for name in ("slack_sdk.web", "slack_bolt.rondo", "apscheduler.scheduler", "uvicorn", "sqlalchemy.engine"):
        logging.getLogger(name).info("chatter")
    logging.getLogger("slack_sdk.web").error("said again by the gateway")
    logging.getLogger("slack_sdk.rondo").error("trouble")
    written = capsys.readouterr().err
    assert "chatter" not in written
    assert "said again" not in written
    assert "trouble" in written


def test_a_level_is_kept_to(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", "WARNING")
    structlog.get_logger().info("quiet", action="test")
    structlog.get_logger().warning("loud", action="test")
    written = capsys.readouterr().err
    assert "quiet" not in written
    assert "loud" in written
