"""How a figure is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], *, runs: int = 5) -> float:
    """Return the median time of the work in seconds, after one warm-up."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def line(what: str, figure: float, baseline: float, *, named: str, floor: str) -> None:
    """Print one measurement; both times are seconds of the same run."""
    ratio = f"{figure / baseline:7.2f} x {named} ({baseline * 1000:.1f} ms)"
    print(f"{what:<44} {figure * 1000:9.1f} ms   {ratio}   floor: {floor}")
