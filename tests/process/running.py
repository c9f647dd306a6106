"""Rondo as its users run it: processes, an environment, files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.demo.stage import SIGNING_SECRET
from bot.sandbox.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
RONDO = (sys.executable, "-c", "from bot.cli import main; main()")


def environment(**settings: str) -> dict[str, str]:
    """Return a bare environment with these settings."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        **settings,
    }


def slack_settings(sandbox: Sandbox, database_url: str, rituals: Path, **more: str) -> dict[str, str]:
    """Return the settings that connect `rondo run` to a sandbox."""
    return environment(
        SLACK_BOT_TOKEN=sandbox.workspace.bot_token,
        SLACK_APP_TOKEN=sandbox.workspace.app_token,
        SLACK_SIGNING_SECRET=SIGNING_SECRET,
        SLACK_API_URL=sandbox.api_url,
        DATABASE_URL=database_url,
        RONDO_RITUALS=str(rituals),
        PORT="0",
        **more,
    )


def call(*arguments: str, env: Mapping[str, str], cwd: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(
        [*RONDO, *arguments], env=dict(env), cwd=cwd, capture_output=True, text=True, timeout=seconds, check=False
    )


@contextmanager
def running(*arguments: str, env: Mapping[str, str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a verb in the background; killed at the end if it still runs."""
    log = (cwd / "rondo.log").open("a+")
    process = subprocess.Popen(
        [*RONDO, *arguments], env=dict(env), cwd=cwd, stdout=log, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        log.close()
