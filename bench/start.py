"""Starting, against Python itself."""

from __future__ import annotations

import subprocess
import sys

from bench.table import line, seconds


def measure() -> None:
    """Print how long `rondo check` takes from cold, against the interpreter that does nothing."""
    check = [sys.executable, "-c", "from bot.cli import main; main()", "check", "rituals.yaml"]
    figure = seconds(lambda: subprocess.run(check, check=True, capture_output=True), runs=3)
    baseline = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), runs=3)
    line("rondo check from cold", figure, baseline, named="python -c pass", floor="the imports")
