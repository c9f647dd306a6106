"""Real processes, cheaply: a parent that has imported everything forks one for each life.

Each life is an operating system's process of its own, with its own environment and log, that runs a verb of `rondo`
from its first line; only the imports are inherited. The nursery runs as `python -m tests.chaos.nursery` and takes
requests, one JSON line each.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
PRELOADED = (
    "bot.cli.run",
    "bot.cli.plan",
    "bot.cli.look",
    "bot.delivery.distributed",
    "slack_sdk.socket_mode.builtin",
    "psycopg",
    "sqlite3",
)
POLL = 0.01
"""Seconds between two looks at whether a life has ended."""


class Life:
    """One process of Rondo."""

    def __init__(self, nursery: Nursery, pid: int, verb: str) -> None:
        self.pid, self.verb = pid, verb
        self._nursery = nursery
        self._code: int | None = None
        self._told = False

    def ended(self) -> int | None:
        """Return the exit code, minus the signal's number where one ended it; None while it lives."""
        if self._code is None:
            self._code = self._nursery.ask(do="poll", pid=self.pid)["code"]
        return self._code

    def wait(self, seconds: float) -> int | None:
        """Wait for the end, so long at most; return what `ended` does."""
        until = time.monotonic() + seconds
        while self.ended() is None and time.monotonic() < until:
            time.sleep(POLL)
        return self.ended()

    def signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.ended() is None:
            os.kill(self.pid, number)

    def end(self) -> None:
        """SIGTERM, once: a second one would cut a farewell short."""
        if not self._told:
            self._told = True
            self.signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up. Return when it is gone."""
        self.signal(signal.SIGKILL)
        self.wait(10)


class Nursery:
    """The parent of all lives."""

    def __init__(self) -> None:
        bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=bare,
            cwd=ROOT,
            text=True,
            start_new_session=True,  # Ctrl-C is for the runner, which then ends it
        )
        self._asking = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait(20)

    def start(self, *verb: str, env: Mapping[str, str], log: Path, cwd: Path) -> Life:
        """Fork a life that runs a verb; its output goes to the end of a file."""
        told = self.ask(do="start", verb=verb, env=dict(env), log=str(log), cwd=str(cwd))
        return Life(self, int(told["pid"]), verb[0])

    def ask(self, **request: Any) -> dict[str, Any]:
        """Make one request."""
        with self._asking:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
            return answer


# ---------------------------------------------------------------- in the nursery's own process


def main() -> None:
    """Import everything, then fork on request until the runner closes the pipe."""
    for name in PRELOADED:
        __import__(name)
    gc.freeze()
    living: dict[int, int | None] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "start":
            pid = os.fork()
            if pid == 0:
                _live(request)
            living[pid] = None
            _say({"pid": pid})
        else:
            _say({"code": _look(living, int(request["pid"]))})
    for pid, code in living.items():
        if code is None and _look(living, pid) is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _look(living: dict[int, int | None], pid: int) -> int | None:
    if living[pid] is None:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            living[pid] = os.waitstatus_to_exitcode(status)
    return living[pid]


def _live(request: Mapping[str, Any]) -> None:
    """Run a verb as the process it is from now on; never returns."""
    code = 1
    try:
        os.setsid()
        os.chdir(request["cwd"])
        output = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream, number in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
            os.dup2(stream, number)
        os.environ.clear()
        os.environ.update(request["env"])
        from bot.cli import main as rondo

        rondo(list(request["verb"]), prog_name="rondo")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException as error:
        print(f"a life ended badly: {error!r}", file=sys.stderr)  # noqa: T201 it goes to the life's log
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
