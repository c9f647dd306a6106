"""Hostile and mutated files against the reader: how many were answered, and how long the slowest took."""

from __future__ import annotations

import time

from tests.unit.config.mutations import hostile_files
from tests.unit.config.test_hostile import HOSTILE, assert_answered

NUMBER = 20_000


def measure(number: int = NUMBER) -> None:
    """Read mutated files and those made to stall; print counts and the slowest. Raises what the reader should not."""
    wrong, mended, slowest, began = 0, 0, (0.0, ""), time.perf_counter()
    for source in hostile_files(number, seed=20_000):
        start = time.process_time()
        found = assert_answered(source)
        slowest = max(slowest, (time.process_time() - start, source))
        wrong += bool(found)
        mended += bool(found) and all(problem.fix for problem in found)
    took = time.perf_counter() - began
    print(f"{number} mutated files in {took:.0f} s: all answered, {wrong} with problems, each with a line of the file;")
    print(
        f"    in {mended} of them every problem has a correction; slowest {slowest[0] * 1000:.1f} ms of processor, "
        f"read again {_fastest(slowest[1]) * 1000:.1f} ms"
    )
    times = {name: _fastest(source) for name, source in HOSTILE.items()}
    worst = max(times, key=lambda name: times[name])
    print(f"{len(HOSTILE)} files made to stall: slowest {times[worst] * 1000:.1f} ms ({worst})")


def _fastest(source: str) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()
        assert_answered(source)
        taken.append(time.process_time() - start)
    return min(taken)
