"""A socket that is lost, in whatever way: within ten seconds of real time Rondo answers again."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from bot.app import Rondo
from bot.config import load
from bot.rituals.registry import kinds
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store.migrate import upgrade
from tests import databases
from tests.process.running import running, slack_settings
from tests.process.wires import Wire
from tests.world import COFFEE, eventually

PATIENCE = 10.0


@dataclass(frozen=True)
class Line:
    """A running bot, the workspace, and the wire that the socket goes over."""

    slack: Sandbox
    wire: Wire


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """Run one process for all tests here; only the socket and the answers to commands go over the wire."""
    folder = tmp_path_factory.mktemp("socket")
    rituals = folder / "rituals.yaml"
    rituals.write_text(COFFEE, encoding="utf-8")
    url = f"sqlite:///{folder / 'rondo.db'}"
    upgrade(url)
    with Sandbox() as slack, Wire(("127.0.0.1", int(slack.url.rpartition(":")[2]))) as wire:
        slack.install(manifest(load(rituals, kinds=kinds()), kinds()))
        slack.workspace.base_url = f"http://127.0.0.1:{wire.port}"
        with running("run", env=slack_settings(slack, url, rituals), cwd=folder):
            eventually(slack.connected, within=20)
            until_answered(Line(slack, wire))
            yield Line(slack, wire)


def until_answered(line: Line) -> float:
    """Type a command until it is answered; return how long that took (seconds)."""
    began = time.monotonic()
    before = len(line.slack.inbox("Anna"))
    while time.monotonic() - began < PATIENCE:
        if line.slack.connected() and line.slack.command("/rondo next", by="Anna")["ok"]:
            eventually(lambda: line.slack.inbox("Anna")[before:])
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(f"no answer within {PATIENCE:.0f} s")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_it_answers_after_slack_said_that_it_will_close(line: Line, reason: str) -> None:
    line.slack.disconnect(reason=reason)
    until_answered(line)


def test_it_answers_after_slack_closed_without_a_word(line: Line) -> None:
    line.slack.disconnect(warn=False)
    until_answered(line)


def test_it_answers_after_the_line_was_cut(line: Line) -> None:
    line.wire.cut()
    until_answered(line)


def test_it_answers_after_slack_refused_new_sockets_for_a_while(line: Line) -> None:
    line.slack.workspace.faults.order(Fault("500", method="apps.connections.open", times=2))
    line.slack.disconnect(warn=True)
    until_answered(line)


def test_it_answers_after_the_line_fell_silent(line: Line) -> None:
    line.wire.mute()
    until_answered(line)


def test_it_answers_after_the_request_for_a_new_socket_hung(line: Line) -> None:
    line.slack.workspace.faults.order(Fault("hang", method="apps.connections.open", seconds=12))
    line.slack.disconnect(warn=False)
    until_answered(line)


def test_it_can_end_while_its_receiver_is_just_beginning(
    line: Line,
    tmp_path: Path,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "rituals.yaml").write_text(COFFEE, encoding="utf-8")
    begins = Event()

    def dawdle(record: logging.LogRecord) -> bool:
        if "Starting to receive" in record.msg:  # said between looking for a session and forgetting an earlier end
            begins.set()
            time.sleep(0.3)
        return False

    speaker = logging.getLogger("slack_sdk.rondo")
    monkeypatch.setattr(speaker, "filters", [dawdle])
    caplog.set_level(logging.INFO, speaker.name)
    with databases.sqlite(tmp_path, sqlite_template) as url:
        settings = Settings(
            bot_token=line.slack.workspace.bot_token,
            app_token=line.slack.workspace.app_token,
            api_url=line.slack.api_url,
            database_url=url,
            rituals=tmp_path / "rituals.yaml",
            port=0,
        )
        rondo = Rondo(settings)
        rondo.start(beat=False)
        assert begins.wait(5)
        began = time.monotonic()
        rondo.stop()
        assert time.monotonic() - began < 5
