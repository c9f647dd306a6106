"""Run every measurement and print it: the figure, the baseline of the same run, their ratio, and the floor.

A name (`python -m bench hostile`) runs that one alone; `hostile` runs only when named, for it takes minutes.
"""

from __future__ import annotations

import sys

from bench import check, delivery, hostile, matching, next, start

EACH = {
    "start": start.measure,
    "check": check.measure,
    "next": next.measure,
    "matching": matching.measure,
    "delivery": delivery.measure,
    "hostile": hostile.measure,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or [name for name in EACH if name != "hostile"]:
        EACH[name]()
