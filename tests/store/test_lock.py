"""One process per SQLite file."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.db import Database
from bot.store.lock import alone
from tests.process.running import ROOT

HOLDER = """
import sys, time
from bot.store.lock import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(url: str) -> subprocess.Popen[str]:
    """Start another process that works on this database."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_with_one_sentence_and_a_killed_one_leaves_the_file_free(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rondo.db'}"
    first = holder(url)
    try:
        with pytest.raises(StoreError, match=r"Another process of Rondo works on .*rondo\.db already"), alone(url):
            pass
        Database.open(url).close()  # who only looks or mends is not refused
    finally:
        first.kill()
        first.wait()
        assert first.stdout is not None
        first.stdout.close()
    with alone(url):
        pass


def test_a_child_does_not_inherit_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rondo.db'}"
    with alone(url):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with alone(url):
            pass
    finally:
        child.kill()
        child.wait()


def test_any_number_may_work_on_postgresql() -> None:
    began = time.monotonic()
    with alone("postgresql://nobody@127.0.0.1:1/none"), alone("postgresql://nobody@127.0.0.1:1/none"):
        pass
    assert time.monotonic() - began < 1
