"""Run every measurement and print it: the figure, the baseline of the same run, their ratio, and the floor.

A name (`python -m bench year`) runs that one alone; those that take minutes (LONG) run only when named.
"""

from __future__ import annotations

import sys

from bench import (
    check,
    checkins,
    delivery,
    demo,
    directory,
    hostile,
    idle,
    matching,
    next,
    page,
    processes,
    rosters,
    round,
    season,
    sockets,
    start,
    year,
)  # fmt: skip

EACH = {
    "start": start.measure,
    "check": check.measure,
    "checkins": checkins.measure,
    "next": next.measure,
    "demo": demo.measure,
    "page": page.measure,
    "matching": matching.measure,
    "season": season.measure,
    "brute": rosters.brute,
    "rosters": rosters.measure,
    "delivery": delivery.measure,
    "hostile": hostile.measure,
    "directory": directory.measure,
    "idle": idle.measure,
    "year": year.measure,
    "round": round.measure,
    "round-scale": round.scale,
    "sockets": sockets.measure,
    "processes": processes.measure,
    "processes-scale": processes.scale,
}
LONG = (
    "checkins", "season", "brute", "rosters", "hostile", "directory", "idle", "year", "round", "round-scale", "sockets",
    "demo", "page", "processes", "processes-scale",
)  # fmt: skip

if __name__ == "__main__":
    for name in [one for one in sys.argv[1:] if not one.isdigit()] or [name for name in EACH if name not in LONG]:
        EACH[name]()
