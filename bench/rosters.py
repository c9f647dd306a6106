"""The engine against every partition there is, and against rosters and rules that nobody would think of."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from random import Random

from bot.matching import History, arrange
from tests.unit.matching.rosters import against_everything, anything, flaws

SMALL = range(2, 11)
CASES = 2_000
ROSTERS = 10_000


def brute() -> None:
    """Compare 2,000 rounds of 2 to 10 people with the best partition, level by level; fail on any difference."""
    began = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        wrong = [said for said in pool.map(_small, range(CASES), chunksize=50) if said]
    _tell(f"{CASES} rounds against every partition", wrong, began)


def measure() -> None:
    """Match 10,000 rosters under rules of any kind; fail where one is not a valid round."""
    began = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        each = list(pool.map(_any, range(ROSTERS), chunksize=50))
    _tell(f"{ROSTERS} rosters and rules of any kind", [flaw for flaws, _, _ in each for flaw in flaws], began)
    slowest, left_out = max(took for _, took, _ in each), sum(left for _, _, left in each)
    print(f"{'':<44} the slowest {slowest:.2f} s; in {left_out} rules or numbers left somebody out")


def _small(case: int) -> str:
    n = SMALL[case % len(SMALL)]
    said = against_everything(n, case)
    return said and f"{n} people, seed {case}: {said}"


def _any(seed: int) -> tuple[list[str], float, bool]:
    """Return what is wrong with a round, the seconds it took, and whether somebody is left out."""
    roster, past, rules = anything(seed)
    started = time.perf_counter()
    done = arrange(roster, History.of(roster.ids, past), rules, Random(seed))
    took = time.perf_counter() - started
    return [f"seed {seed}: {flaw}" for flaw in flaws(roster, rules, done)], took, bool(done.left_out)


def _tell(what: str, wrong: list[str], began: float) -> None:
    print(f"{what:<44} {len(wrong)} wrong, {time.perf_counter() - began:.0f} s")
    for one in wrong[:20]:
        print(f"    {one}")
    if wrong:
        sys.exit(1)
