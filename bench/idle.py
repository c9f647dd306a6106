"""What a Rondo costs that has nothing to do: the distributed engine on PostgreSQL, the embedded one on SQLite."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bot.config import installed_kinds, load
from bot.sandbox.sandbox import Sandbox
from bot.slack.manifest import manifest
from tests import databases
from tests.process.running import running, slack_settings
from tests.world import eventually

SECONDS = 60
WARM = 15
"""Seconds after the start before anything is counted."""
MOST = 3.0
"""Per cent of a core that the distributed engine may cost."""


@dataclass(frozen=True)
class Cost:
    """Per cent of one core, transactions of the database per second, resident megabytes."""

    core: float
    transactions: float
    megabytes: float


def measure() -> None:
    """Print what each costs, both from real processes on the machine's clock, with the same file and sandbox."""
    with TemporaryDirectory() as folder, databases.postgres() as server, server.database(empty=True) as url:
        embedded = idle(Path(folder), f"sqlite:///{folder}/rondo.db", engine="embedded")
        bare = idle(Path(folder), url, engine="embedded")
    with TemporaryDirectory() as folder, databases.postgres() as server, server.database(empty=True) as url:
        distributed = idle(Path(folder), url, engine="distributed")
    print(f"idle for {SECONDS} s            % of a core   transactions/s   MB resident")
    for name, cost in (
        ("embedded, SQLite", embedded),
        ("embedded, PostgreSQL", bare),
        ("distributed, PostgreSQL", distributed),
    ):
        print(f"{name:<26} {cost.core:10.2f} {cost.transactions:16.1f} {cost.megabytes:13.0f}")
    print(f"ratio to the embedded one on SQLite {distributed.core / embedded.core:.1f}; the limit is {MOST} %")
    if distributed.core > MOST:
        raise SystemExit(f"The distributed engine costs {distributed.core:.2f} % of a core when idle.")


def idle(folder: Path, url: str, *, engine: str) -> Cost:
    """Let a real `rondo run` stand idle and return what it cost."""
    rituals = Path("rituals.yaml").absolute()
    with Sandbox() as sandbox:
        sandbox.install(manifest(load(rituals, kinds=installed_kinds()), installed_kinds()))
        env = slack_settings(sandbox, url, rituals, RONDO_ENGINE=engine)
        with running("run", env=env, cwd=folder, log=f"{engine}.log") as process:
            eventually(sandbox.connected, within=60)
            time.sleep(WARM)
            before = _spent(process.pid), _transactions(url)
            time.sleep(SECONDS)
            after = _spent(process.pid), _transactions(url)
            resident = _resident(process.pid)
    return Cost(
        core=100 * (after[0] - before[0]) / SECONDS,
        transactions=(after[1] - before[1]) / SECONDS,
        megabytes=resident,
    )


def _spent(pid: int) -> float:
    """Return the seconds of processor that a process used so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def _transactions(url: str) -> int:
    """Return how many transactions this PostgreSQL database has seen; 0 for SQLite, where nobody counts."""
    if url.startswith("sqlite"):
        return 0
    question = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(question).fetchone()
    return int(found[0]) if found else 0
