"""A round of 2,500 pairs at Slack's documented limits: how long, how much memory, and what else goes on meanwhile.

Time is compressed: the sandbox's clock runs RATE times as fast, and with it its limits and the bot. The ratios stay.
Into the round fall a burst of commands (`bench.burst`) and a stop of everything. `round-scale` runs the same on
PostgreSQL with two processes.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.burst import Burst, Talk
from bench.firm import Firm, firm, serving, until
from bot.sandbox.limits import PER_MINUTE
from bot.sandbox.roster import invented
from bot.store import halts, letters, people, runs

PAIRS = 2500
RATE = 10.0
"""Simulated seconds in a real one: what two cores sustain."""
STOP_AFTER, STOP_FOR, PROMPT = 0.6, 6.0, 5.0
"""Where in the round the stop comes, as a share; how long it holds and how soon nothing may leave (real seconds)."""
BURST_AFTER = 0.25
COMMANDS = 1000
PRESENT = datetime(2026, 11, 21, 12, tzinfo=UTC)
# All day and all night: colleagues in New York would else be introduced in the afternoon.
RITUALS = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, send_between: ["00:00", "23:59"]}
rituals:
  - {id: kaffee, kind: pairing, title: Kaffeerunde, channel: kaffeerunde, join: channel,
     schedule: {every: week, days: [mon], at: "09:00"}}
"""


@dataclass
class Watch:
    """What was seen of the round, in real seconds unless said otherwise."""

    idle: float = 0.0
    most: float = 0.0
    """Memory in MB."""
    opened: float = 0.0
    simulated: timedelta = timedelta()
    """From the first call of the round to the last."""
    stopped: timedelta = timedelta()
    """How long, on the simulated clock, nothing could leave because it was stopped."""
    refused: list[timedelta] = field(default_factory=list)
    """When a call was answered with 429, since the first call of the round."""
    after_stop: Sequence[float] = ()
    """Real seconds after the stop at which a call for a letter came in while it held."""
    doubled: int = 0
    lost: int = 0


def measure(
    pairs: int = PAIRS, *, rate: float = RATE, limits: bool = True, postgres: bool = False, processes: int = 1,
    commands: int = COMMANDS, **settings: str
) -> None:  # fmt: skip
    """Print the figures of one round; exit with 1 where one misses its target."""
    staff = invented(2 * pairs, channels={"kaffeerunde": 1.0})
    with firm(RITUALS, staff, now=PRESENT, postgres=postgres) as place, serving(place, processes, **settings):
        watch, burst, talk = Watch(), Burst(place, commands), Talk(place)
        until(lambda: _is_known(place, 2 * pairs), within=300)
        until(lambda: _is_idle(place), within=60)
        watch.idle = place.memory()
        print(f"{pairs} pairs, {processes} process(es), {'PostgreSQL' if postgres else 'SQLite'}, clock x{rate:g}, "
              f"limits {'on' if limits else 'off'}")  # fmt: skip
        with _watched(place, watch):
            _open(place, watch, pairs, rate=rate, limits=limits)
            with talk:
                _go(place, watch, pairs, burst)
        _judge(place, watch)
    held = [_print_round(watch, pairs, limits=limits), burst.report(), talk.report(), _print_stop(watch)]
    if not all(held):
        raise SystemExit(1)


def scale() -> None:
    """Print the same for two processes on PostgreSQL."""
    measure(postgres=True, processes=2, RONDO_ENGINE="distributed")


def _open(place: Firm, watch: Watch, pairs: int, *, rate: float, limits: bool) -> None:
    """Let the hour strike and the round be planned; the clock stands still meanwhile."""
    place.sandbox.workspace.limits.switch(limits)
    place.clock.advance(60)
    watch.opened = until(lambda: _letters(place).total() >= 2 * pairs, within=600)
    place.clock.run(rate=rate, running=True)


def _go(place: Firm, watch: Watch, pairs: int, burst: Burst) -> None:
    """Let the round run to its end, with the burst and the stop on its way."""
    until(lambda: _posts(place) >= BURST_AFTER * pairs, within=3600)
    shouting = threading.Thread(target=burst.shout)
    shouting.start()
    until(lambda: _posts(place) >= STOP_AFTER * pairs, within=3600)
    _stop(place, watch)
    until(lambda: not _unsettled(place), within=3600)
    shouting.join()


def _stop(place: Firm, watch: Watch) -> None:
    """Stop everything, look what still leaves, and lift the stop."""
    with place.database.begin() as tx:
        halts.put(tx, halts.ALL, by=None, now=place.clock.now())
    since, began = place.clock.now(), time.monotonic()  # committed: from here on it counts
    time.sleep(STOP_FOR)
    until_now = place.clock.now()
    left = [at for at in _calls(place) if at > since]
    speed = (until_now - since).total_seconds() / (time.monotonic() - began)
    watch.after_stop = [(at - since).total_seconds() / speed for at in left]
    watch.stopped = until_now - since
    with place.database.begin() as tx:
        halts.lift(tx, [halts.ALL])


def _judge(place: Firm, watch: Watch) -> None:
    calls = [row for row in place.sandbox.workspace.calls if row["method"] in METHODS]
    ok = [datetime.fromisoformat(row["at"]) for row in calls if row["status"] == 200]
    begun = min(ok)
    watch.simulated = max(ok) - begun
    refused = [row for row in place.sandbox.workspace.calls if row["status"] == 429]
    watch.refused = [datetime.fromisoformat(row["at"]) - begun for row in refused]
    arrived = Counter(tuple(row["members"]) for row in place.sandbox.workspace.journal.log if row["kind"] == "mpim")
    watch.doubled = sum(number - 1 for number in arrived.values())
    watch.lost = sum(number for state, number in _letters(place).items() if state != "sent")


METHODS = ("conversations.open", "chat.postMessage")


def floor_of(pairs: int) -> timedelta:
    """Return the least that Slack's limit on opening conversations allows: a full bucket at once, then its rate."""
    rate = PER_MINUTE["3"]
    return timedelta(minutes=max(0, pairs - rate) / rate)


def _print_round(watch: Watch, pairs: int, *, limits: bool) -> bool:
    floor = floor_of(pairs)
    net = watch.simulated - watch.stopped
    ratio = net / floor if floor else 0.0
    late = [at for at in watch.refused if at > timedelta(minutes=1)]
    grown = watch.most - watch.idle
    print(f"  opening: matched, planned, committed   {watch.opened:8.2f} s of real time")
    print(f"  the round, simulated                   {net.total_seconds() / 60:8.2f} min   {ratio:.3f} x the floor "
          f"({floor.total_seconds() / 60:.2f} min = ({pairs} - 50 at once) / 50 a minute)   target 1.15")  # fmt: skip
    print(f"  429s: {len(watch.refused)} in all, {len(late)} after the first minute   target 0")
    print(f"  memory: {watch.idle:.0f} MB idle, {watch.most:.0f} MB at most, {grown:+.0f} MB   target < 50")
    print(f"  groups introduced twice: {watch.doubled}; letters not sent: {watch.lost}   target 0 and 0")
    return (not limits or ratio <= 1.15) and not late and grown < 50 and not watch.doubled and not watch.lost


def _print_stop(watch: Watch) -> bool:
    last = max(watch.after_stop, default=0.0)
    print(f"  stop in its midst: {len(watch.after_stop)} calls came after it, the last {last:.2f} s after   "
          f"target none after {PROMPT:.0f} s")  # fmt: skip
    return last <= PROMPT


@contextmanager
def _watched(place: Firm, watch: Watch) -> Iterator[None]:
    """Look at the memory ten times a second."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            watch.most = max(watch.most, place.memory())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()


def _calls(place: Firm) -> list[datetime]:
    rows = [row for row in place.sandbox.workspace.calls if row["method"] in METHODS and row["status"] == 200]
    return [datetime.fromisoformat(row["at"]) for row in rows]


def _posts(place: Firm) -> int:
    return len(place.sandbox.workspace.journal.log)


def _letters(place: Firm) -> Counter[str]:
    """Return the number of letters by state."""
    found: Counter[str] = Counter()
    with place.database.read() as tx:
        for (state, _), number in letters.counts(tx).items():
            found[state] += number
    return found


def _unsettled(place: Firm) -> int:
    found = _letters(place)
    return found["due"] + found["sending"]


def _is_known(place: Firm, number: int) -> bool:
    """Return whether the bot has read everybody, and watches its ritual."""
    with place.database.read() as tx:
        return runs.mark(tx, "kaffee") is not None and len(people.everyone(tx)) >= number


def _is_idle(place: Firm) -> bool:
    seen = len(place.sandbox.workspace.calls)
    time.sleep(1.5)
    return len(place.sandbox.workspace.calls) == seen
