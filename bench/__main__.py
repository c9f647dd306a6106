"""Run every measurement and print it: the figure, the baseline of the same run, their ratio, and the floor.

A name (`python -m bench year`) runs that one alone; `hostile`, `idle` and `year` take minutes and run only when named.
"""

from __future__ import annotations

import sys

from bench import check, delivery, hostile, idle, matching, next, start, year

EACH = {
    "start": start.measure,
    "check": check.measure,
    "next": next.measure,
    "matching": matching.measure,
    "delivery": delivery.measure,
    "hostile": hostile.measure,
    "idle": idle.measure,
    "year": year.measure,
}
LONG = ("hostile", "idle", "year")

if __name__ == "__main__":
    for name in sys.argv[1:] or [name for name in EACH if name not in LONG]:
        EACH[name]()
