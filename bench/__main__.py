"""Run every measurement and print it: the figure, the baseline of the same run, their ratio, and the floor.

`python -m bench` runs the quick ones, `python -m bench year` simulates a year (minutes); other names run one alone.
"""

from __future__ import annotations

import sys

from bench import delivery, matching, start, year

QUICK = {"start": start.measure, "matching": matching.measure, "delivery": delivery.measure}
LONG = {"year": year.measure}

if __name__ == "__main__":
    for name in sys.argv[1:] or QUICK:
        {**QUICK, **LONG}[name]()
