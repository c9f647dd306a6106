"""`rondo demo`: the rituals file in a workspace of one's own, without Slack; it leaves nothing behind."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.config import load
from bot.rituals.registry import kinds
from bot.sandbox.workspace import Workspace
from tests.process.running import ROOT, ask, ask_json, call, environment, free_port, running
from tests.world import COFFEE, eventually

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a visitor: a folder for temporary things, no settings; a proxy that leads nowhere."""
    (tmp_path / "tmp").mkdir()
    return environment(TMPDIR=str(tmp_path / "tmp"), HTTP_PROXY="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9")


@contextmanager
def page(env: dict[str, str], cwd: Path) -> Iterator[int]:
    """Run the demo with its page; give its port. It ends when told and leaves nothing behind."""
    port = free_port()
    with running("demo", "--port", str(port), env=env, cwd=cwd) as process:
        eventually(lambda: ask(port, "/demo/status")[0] == 200, within=20)
        yield port
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert not list((cwd / "tmp").iterdir())
    assert "Traceback" not in (cwd / "rondo.log").read_text()


def log_of(port: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask_json(port, "/sandbox/log")[1]
    return rows


# ---------------------------------------------------------------- once


def test_once_every_ritual_opens_and_each_message_arrives_once(env: dict[str, str], tmp_path: Path) -> None:
    began = time.monotonic()
    done = call("demo", "--once", "--json", env={**env, "RONDO_RITUALS": str(ROOT / "rituals.yaml")}, cwd=tmp_path)
    assert time.monotonic() - began < 30
    assert (done.returncode, done.stderr) == (0, "")
    messages = json.loads(done.stdout)
    config = load(ROOT / "rituals.yaml", kinds=kinds())
    assert {one["ritual"] for one in messages} == {one.id for one in config.rituals if not one.paused}
    assert all(set(one) == {"at", "ritual", "occurrence", "step", "channel", "to", "text", "ts"} for one in messages)
    assert all(one["text"] and one["at"].startswith("20") for one in messages)
    assert set(Counter((one["channel"], one["ts"]) for one in messages).values()) == {1}
    written = Counter((one["ritual"], one["occurrence"], one["step"], one["channel"]) for one in messages)
    assert set(written.values()) == {1}
    assert not list((tmp_path / "tmp").iterdir())


def test_once_every_member_who_may_is_introduced_exactly_once_and_nobody_else(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "rituals.yaml").write_text(COFFEE, encoding="utf-8")
    done = call("demo", "--once", "--json", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    introduced = Counter(
        one for message in json.loads(done.stdout) if message["step"] == "open" for one in message["to"]
    )
    place = Workspace()
    members = [place.people[one] for one in place.channel("kaffeerunde").members]
    may = {one.id for one in members if not (one.deleted or one.is_bot or one.is_guest)}
    assert may < {one.id for one in members}, "the channel has nobody to be left out"
    assert introduced == Counter(may)


def test_once_it_is_also_told_in_plain_lines(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "rituals.yaml").write_text(COFFEE, encoding="utf-8")
    done = call("demo", "--once", env=env, cwd=tmp_path)
    assert done.returncode == 0
    assert "kaffee/open" in done.stdout


def test_once_a_file_that_cannot_be_carried_out_ends_with_the_reason(env: dict[str, str], tmp_path: Path) -> None:
    rituals = tmp_path / "rituals.yaml"
    rituals.write_text(COFFEE.replace("channel: kaffeerunde", "channel: teerunde"), encoding="utf-8")
    done = call("demo", "--once", env=env, cwd=tmp_path)
    assert done.returncode == 1
    assert "#teerunde" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list((tmp_path / "tmp").iterdir())


def test_once_told_to_end_in_the_middle_it_leaves_nothing_behind(env: dict[str, str], tmp_path: Path) -> None:
    with running("demo", "--once", env=env, cwd=tmp_path) as process:
        eventually(lambda: [one for one in (tmp_path / "tmp").iterdir() if one.is_dir()], within=20)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 128 + signal.SIGTERM
    assert not list((tmp_path / "tmp").iterdir())
    assert "Traceback" not in (tmp_path / "rondo.log").read_text()


# ---------------------------------------------------------------- the page


def test_the_page_opens_and_time_moves_on(env: dict[str, str], tmp_path: Path) -> None:
    with page(env, tmp_path) as port:
        status, document = ask(port, "/")
        assert status == 200
        assert b"/static/app.js" in document
        assert ask(port, "/static/app.js")[0] == 200
        before = ask_json(port, "/demo/status")[1]["now"]
        time.sleep(0.5)
        assert ask_json(port, "/demo/status")[1]["now"] == before, "time stands still until somebody looks"
        assert log_of(port) == []
        assert ask_json(port, "/demo/opened", {})[0] == 200
        eventually(lambda: [row for row in log_of(port) if row["kind"] == "mpim"], within=10)
        status, said = ask_json(port, "/demo/advance", {"days": 1})
        assert status == 200
        assert said["now"] > before
        seen = len(log_of(port))
        status, said = ask_json(port, "/demo/advance", {"to": "next"})
        assert status == 200
        assert said["messages"] > 0
        assert len(log_of(port)) > seen
        second = call("demo", "--port", str(port), env=env, cwd=tmp_path)
        assert second.returncode == 1
        assert len(second.stderr.strip().splitlines()) == 1
        assert str(port) in second.stderr


def test_a_page_of_another_site_may_neither_ask_nor_change_anything(env: dict[str, str], tmp_path: Path) -> None:
    with page(env, tmp_path) as port:
        own = (f"127.0.0.1:{port}", f"localhost:{port}")
        for host in own:
            assert ask(port, "/sandbox/people", headers={"Host": host})[0] == 200
            assert ask(port, "/demo/opened", b"", headers={"Host": host, "Origin": f"http://{host}"})[0] == 200
        for path in ("/", "/demo/status", "/sandbox/people", "/sandbox/stream", "/static/app.js"):
            assert ask(port, path, headers={"Host": "rebound.example"})[0] == 403
            assert ask(port, path, headers={"Host": f"rebound.example:{port}"})[0] == 403
        now = ask_json(port, "/sandbox/clock")[1]["rate"]
        for origin in ("https://elsewhere.example", "null", "http://127.0.0.1:1", f"http://127.0.0.1:{port}.example"):
            for path in ("/demo/opened", "/demo/advance", "/sandbox/act", "/sandbox/clock", "/api/chat.postMessage"):
                told = {**JSON, "Host": own[0], "Origin": origin}
                assert ask(port, path, b'{"days": 1, "rate": 999}', headers=told)[0] == 403
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        upgrade |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "https://elsewhere.example"}
        assert ask(port, "/link/?ticket=1", headers=upgrade)[0] == 403
        assert ask_json(port, "/sandbox/clock")[1]["rate"] == now
