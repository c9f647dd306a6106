"""Who may read /metrics, and how often a failing heartbeat speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.types import Message
from structlog.testing import capture_logs

from bot.clock import Heartbeat, SystemClock
from bot.errors import StoreError
from bot.store.db import Database
from bot.store.migrate import upgrade
from bot.web.metrics import Sight, metrics_route
from bot.web.server import build_web

TOKEN = "öffne-dich"


@pytest.fixture
def sight(tmp_path: Path) -> Iterator[Sight]:
    """Give figures of an empty database."""
    database = Database.open(f"sqlite:///{tmp_path / 'rondo.db'}")
    upgrade(database)
    yield Sight(database, SystemClock(), lambda: 1.5)
    database.close()


def status(sight: Sight, authorization: str | None, *, token: str, is_public: bool, peer: str = "127.0.0.1") -> int:
    """Ask from `peer` and return the status."""
    web = build_web({}, metrics_route(sight, token=token, is_public=is_public))
    headers = [(b"host", b"127.0.0.1:8080")]
    if authorization is not None:
        headers.append((b"authorization", authorization.encode()))
    asked: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/metrics",
    }
    asked |= {
        "path": "/metrics",
        "query_string": b"",
        "headers": headers,
        "client": (peer, 1),
        "server": ("127.0.0.1", 8080),
    }
    answers: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.append(message["status"])

    asyncio.run(web(asked, receive, send))
    return answers[0]


@pytest.mark.parametrize(
    ("authorization", "token", "is_public", "peer", "expected"),
    [
        (None, "", False, "127.0.0.1", 200),
        (None, "", False, "::1", 200),
        (None, "", False, "10.0.0.7", 401),
        (None, TOKEN, False, "127.0.0.1", 200),
        (f"Bearer {TOKEN}", TOKEN, False, "10.0.0.7", 200),
        (f"Bearer {TOKEN}x", TOKEN, False, "10.0.0.7", 401),
        (TOKEN, TOKEN, False, "10.0.0.7", 401),
        (None, TOKEN, True, "127.0.0.1", 401),
        (None, "", True, "127.0.0.1", 401),
        ("Bearer ", "", True, "127.0.0.1", 401),
        (f"Bearer {TOKEN}", TOKEN, True, "10.0.0.7", 200),
    ],
)
def test_this_machine_reads_the_figures_and_behind_a_router_only_the_token_does(
    sight: Sight, authorization: str | None, token: str, is_public: bool, peer: str, expected: int
) -> None:
    assert status(sight, authorization, token=token, is_public=is_public, peer=peer) == expected


def test_the_same_failure_is_said_once_shown_while_it_lasts_and_its_end_is_said_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.clock.log", structlog.get_logger())  # one that was used before is not captured
    failure: list[Exception] = [StoreError("The disk is full.")]

    def work(now: datetime) -> None:
        if failure:
            raise failure[0]

    heartbeat = Heartbeat(SystemClock(), tick=work, deliver=work, nightly=work)
    with capture_logs() as said:
        for _ in range(5):
            heartbeat._beat("tick")
        assert heartbeat.failing() == {"tick": "The disk is full."}
        failure[0] = ValueError("a secret")
        heartbeat._beat("tick")
        assert heartbeat.failing() == {"tick": "a failure without a name (ValueError)"}
        failure.clear()
        for _ in range(5):
            heartbeat._beat("tick")
    assert heartbeat.failing() == {}
    assert [one["action"] for one in said if one["log_level"] != "debug"] == [
        "beat_failed",
        "beat_failed",
        "beat_recovered",
    ]
