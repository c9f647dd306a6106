"""Rondo as its users run it: processes, an environment, files."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bot.demo.stage import SIGNING_SECRET
from bot.sandbox.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
RONDO = (sys.executable, "-c", "from bot.cli import main; main()")


def environment(**settings: str) -> dict[str, str]:
    """Return a bare environment with these settings."""
    bare = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
    }
    return bare | settings


def slack_settings(sandbox: Sandbox, database_url: str, rituals: Path, **more: str) -> dict[str, str]:
    """Return the settings that connect `rondo run` to a sandbox."""
    known = {
        "SLACK_BOT_TOKEN": sandbox.workspace.bot_token,
        "SLACK_APP_TOKEN": sandbox.workspace.app_token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database_url,
        "RONDO_RITUALS": str(rituals),
        "PORT": "0",
    }
    return environment(**(known | more))


def call(*arguments: str, env: Mapping[str, str], cwd: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(
        [*RONDO, *arguments], env=dict(env), cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
    )


@contextmanager
def running(
    *arguments: str, env: Mapping[str, str], cwd: Path, log: str = "rondo.log"
) -> Iterator[subprocess.Popen[str]]:
    """Run a verb in the background, its output in a file; killed at the end if it still runs."""
    with (cwd / log).open("a+") as output:
        process = subprocess.Popen(
            [*RONDO, *arguments], env=dict(env), cwd=cwd, stdout=output, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def ask(
    port: int, path: str, body: bytes | None = None, *, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Ask a server on this machine, with POST where there is a body; return status and answer, or 0 for silence."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET" if body is None else "POST", path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()
    except ConnectionRefusedError:
        return 0, b""
    finally:
        connection.close()


def ask_json(port: int, path: str, sent: Any = None) -> tuple[int, Any]:
    """Ask as `ask` does, in JSON both ways."""
    body = None if sent is None else json.dumps(sent).encode()
    status, answer = ask(port, path, body, headers={"Content-Type": "application/json"})
    return status, json.loads(answer) if answer else None
