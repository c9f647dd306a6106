"""Run every measurement and print it: the figure, the baseline of the same run, their ratio, and the floor."""

from __future__ import annotations

from bench import delivery, matching, next, start

if __name__ == "__main__":
    for measure in (start.measure, next.measure, matching.measure, delivery.measure):
        measure()
