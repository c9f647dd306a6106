"""What somebody waits for in the demo: the pages for a merge request, a look ahead, a jump of eight weeks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bench.table import line, seconds
from bot.demo.ahead import ahead
from bot.demo.director import Director
from bot.demo.page import Page
from bot.demo.stage import Stage
from tests.world import SATURDAY

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "rituals.yaml", ROOT / "bot" / "demo" / "goals.yaml")
PREVIEW = 5.0
"""The limit of `rondo preview` for the shipped file, in seconds."""
FLOOR = "the letters"


def measure() -> None:
    """Print each beside what the same run takes for less. Raises SystemExit where the preview is beyond its limit."""
    taken = [_preview(file) for file in FILES]
    for file in FILES:
        _ahead(file)
        _jump(file)
    if taken[0] > PREVIEW:
        raise SystemExit(f"rondo preview takes {taken[0]:.1f} s, more than {PREVIEW} s")


def _preview(file: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        figure = seconds(lambda: _rondo("preview", "--out", str(Path(folder) / "out"), str(file)), runs=3)
    baseline = seconds(lambda: _rondo("check", str(file)), runs=3)
    line(f"rondo preview, {file.name}", figure, baseline, named="rondo check", floor="every message and form, twice")
    return figure


def _rondo(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *words], check=True, capture_output=True, cwd=ROOT
    )


def _ahead(file: Path) -> None:
    director = _director(file)
    try:
        first = _once(lambda: ahead(director, {"rounds": 3}))
        again = _once(lambda: ahead(director, {"rounds": 3}))
    finally:
        director.stage.close()
    line(f"three rounds ahead, {file.name}", first, again, named="the second look", floor=FLOOR)


def _jump(file: Path) -> None:
    director = _director(file)
    try:
        hour = _once(lambda: director.advance(director.now() + timedelta(hours=1)))
        log = director.stage.sandbox.workspace.journal
        before = log.count
        weeks = _once(lambda: director.advance(director.now() + timedelta(weeks=8)))
        floor = f"{log.count - before:,} calls to Slack"
    finally:
        director.stage.close()
    line(f"eight weeks ahead, {file.name}", weeks, hour, named="the first hour", floor=floor)


def _director(file: Path) -> Director:
    stage = Stage(file, now=SATURDAY, routes=Page().routes(), quick=True)
    stage.begin(beat=False)
    return Director(stage)


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
