"""Slack over HTTP: what Slack signed works, everything else stays outside and leaves no trace; health in both modes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.app import Rondo
from bot.config import load
from bot.demo.stage import LEAD, SIGNING_SECRET, first_round
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import parse
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.signing import signature
from bot.sandbox.workspace import Workspace
from bot.settings import ClockSetting, Settings
from bot.slack.manifest import manifest
from bot.store.migrate import upgrade
from bot.web.guard import LARGEST
from tests import databases
from tests.process.running import ask, ask_json, free_port, running, slack_settings
from tests.world import COFFEE, SATURDAY, eventually, words_of

CANARY = "Kanarienvogel-0123456789"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class House:
    """A process of `rondo run --http` and the workspace that delivers to it."""

    slack: Sandbox
    port: int
    log: Path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Run one process for all tests here; its logs are as talkative as can be."""
    folder = tmp_path_factory.mktemp("http")
    rituals = folder / "rituals.yaml"
    rituals.write_text(COFFEE, encoding="utf-8")
    config = load(rituals, kinds=kinds())
    url = f"sqlite:///{folder / 'rondo.db'}"
    upgrade(url)
    port = free_port()
    clock = SandboxClock(first_round(config, SATURDAY) - LEAD, running=False)
    with Sandbox(Workspace(clock=clock)) as slack:
        slack.install(manifest(config, kinds(), http_url=f"http://127.0.0.1:{port}"))
        more = {"RONDO_CLOCK": slack.url, "PORT": str(port), "HOST": "127.0.0.1", "RONDO_LOG": "json debug"}
        settings = slack_settings(slack, url, rituals, **more)
        del settings["SLACK_APP_TOKEN"]  # needed by the socket only
        with running("run", "--http", env=settings, cwd=folder):
            eventually(lambda: ask(port, "/readyz")[0] == 200, within=20)
            yield House(slack, port, folder / "rondo.log")


def test_a_command_is_answered(house: House) -> None:
    before = len(house.slack.inbox("Anna"))
    assert house.slack.command("/rondo", by="Anna")["ok"]
    said = eventually(lambda: house.slack.inbox("Anna")[before:])
    assert "/rondo join" in words_of(said[-1])


def test_an_event_is_heard_and_a_press_is_taken(house: House) -> None:
    assert house.slack.open_home(by="Anna")["ok"]
    eventually(lambda: house.slack.home("Anna"))
    assert house.slack.click("home:pause", by="Anna", on="home")["ok"]
    assert eventually(lambda: house.slack.modal("Anna"))["callback_id"] == "pause"


def test_health_answers_while_commands_are_at_work(house: House) -> None:
    with ThreadPoolExecutor(8) as people:
        typed = [people.submit(house.slack.command, "/rondo next", by="Anna") for _ in range(16)]
        began = time.monotonic()
        assert ask(house.port, "/livez")[0] == 200
        assert time.monotonic() - began < 2
        assert all(one.result()["ok"] for one in typed)


def test_what_slack_did_not_sign_or_signed_long_ago_or_is_too_large_stays_outside_and_is_not_logged(
    house: House,
) -> None:
    body = urlencode({"command": "/rondo", "text": CANARY, "user_id": "U1"}).encode()
    large = body + b"&more=" + CANARY.encode() * (LARGEST // len(CANARY))
    fresh, old = str(int(time.time())), str(int(time.time()) - 301)

    def signed(stamp: str, body: bytes, secret: str = SIGNING_SECRET) -> dict[str, str]:
        return {**FORM, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(secret, stamp, body)}

    assert ask(house.port, "/slack/events", body, headers=FORM)[0] == 401
    assert ask(house.port, "/slack/events", body, headers=signed(fresh, body, f"another-{CANARY}"))[0] == 401
    assert ask(house.port, "/slack/events", body, headers=signed(old, body))[0] == 401
    assert ask(house.port, "/slack/events", large, headers=signed(fresh, large))[0] == 413
    assert ask(house.port, "/slack/events")[0] == 405
    strange = b"\xff\xfe" + CANARY.encode()
    assert ask(house.port, "/slack/events", strange, headers=signed(fresh, strange))[0] < 500
    assert ask(house.port, f"/elsewhere?{CANARY}", body)[0] == 404
    assert ask(house.port, "/readyz")[0] == 200
    written = house.log.read_text()
    assert CANARY not in written
    assert "Traceback" not in written
    assert all(json.loads(line)["action"] for line in written.splitlines())


def test_health_says_what_it_looked_at(house: House) -> None:
    assert ask_json(house.port, "/livez") == (200, {"alive": True})
    status, said = ask_json(house.port, "/readyz")
    assert status == 200
    assert said == {
        "ready": True,
        "database": "ok",
        "slack": "ok",
        "people": "ok",
        "tick": "ok",
        "work": "ok",
        "letters": "ok",
    }


# ---------------------------------------------------------------- what goes away


@contextmanager
def beating(slack: Sandbox, database_url: str, rituals: Path, *, http: bool) -> Iterator[int]:
    """Run a bot in this process, its heart beating; give the port of its health."""
    settings = Settings(
        engine="embedded",
        bot_token=slack.workspace.bot_token,
        app_token=slack.workspace.app_token,
        signing_secret=SIGNING_SECRET,
        api_url=slack.api_url,
        database_url=database_url,
        rituals=rituals,
        port=0,
        clock=ClockSetting(source="remote", url=slack.url),
    )
    rondo = Rondo(replace(settings, host="127.0.0.1"), http=http)
    rondo.start()
    try:
        eventually(lambda: ready(rondo.web.port)[0] == 200)
        yield rondo.web.port
    finally:
        rondo.stop()


def ready(port: int) -> tuple[int, Any]:
    return ask_json(port, "/readyz")


@pytest.mark.parametrize("http", [True, False], ids=["http", "socket"])
def test_it_is_not_ready_while_postgresql_is_gone(
    http: bool, sandbox: Sandbox, rituals: Path, postgres_server: databases.Postgres
) -> None:
    with postgres_server.database() as url, beating(sandbox, url, rituals, http=http) as port:
        postgres_server.close_door(url)
        _, said = eventually(lambda: ready(port) if ready(port)[0] == 503 else None)
        assert "PostgreSQL" in said["database"]
        assert said["slack"] == "ok"
        assert ask(port, "/livez")[0] == 200
        postgres_server.open_door(url)
        assert eventually(lambda: ready(port)[0] == 200)


@pytest.mark.parametrize("http", [True, False], ids=["http", "socket"])
def test_it_is_not_ready_once_the_sqlite_file_is_gone(
    http: bool, sandbox: Sandbox, rituals: Path, tmp_path: Path, sqlite_template: Path
) -> None:
    with (
        databases.sqlite(tmp_path, sqlite_template) as url,
        beating(sandbox, url, rituals, http=http) as port,
    ):
        (tmp_path / "rondo.db").unlink()
        status, said = ready(port)
        assert status == 503
        assert "rondo.db" in said["database"]
        assert ask(port, "/livez")[0] == 200


def test_it_is_not_ready_while_the_socket_is_cut(
    sandbox: Sandbox, rituals: Path, tmp_path: Path, sqlite_template: Path
) -> None:
    with (
        databases.sqlite(tmp_path, sqlite_template) as url,
        beating(sandbox, url, rituals, http=False) as port,
    ):
        sandbox.workspace.faults.order(parse({"kind": "500", "method": "apps.connections.open", "times": 3}))
        sandbox.disconnect(warn=False)
        _, said = eventually(lambda: ready(port) if ready(port)[0] == 503 else None)
        assert said["slack"] == "the socket is not connected"
        assert said["database"] == "ok"
        assert eventually(lambda: ready(port)[0] == 200, within=10)
