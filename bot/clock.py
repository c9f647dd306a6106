"""The only reader of the wall clock, and the heartbeat (APScheduler, in memory).

The heartbeat remembers nothing: what ran stands in the database. Its jobs are guarded as a whole, coalesce, never
overlap and have no misfire limit, so that a late beat is a late beat and not a lost one.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from bot.errors import BotError, SettingsError
from bot.ports import Clock
from bot.settings import ClockSetting

log = structlog.get_logger()
PATH = "/sandbox/clock"
"""Where a sandbox says what time it is."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class ScaledClock:
    """A clock that started at a chosen instant and runs `rate` times as fast."""

    def __init__(self, start: datetime, rate: float) -> None:
        self._start = start.astimezone(UTC)
        self._rate = rate
        self._born = time.monotonic()

    def now(self) -> datetime:
        """Return the clock's instant in UTC."""
        return self._start + timedelta(seconds=(time.monotonic() - self._born) * self._rate)


@dataclass(frozen=True)
class _Reading:
    """What a sandbox's clock said, and when by our own stopwatch; `rate` is 0 while it stands still."""

    instant: datetime
    rate: float
    read_at: float

    def reckoned(self, at: float) -> datetime:
        return self.instant + timedelta(seconds=(at - self.read_at) * self.rate)


class RemoteClock:
    """Follows the clock of a sandbox: asks it; while it runs, reckons for KEPT seconds with what it said last."""

    UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
    KEPT = 0.1
    """Real seconds: every letter reads the clock three times, and a jump of it may be noticed so much later."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._place, self._path = address.netloc, address.path.removesuffix(PATH) + PATH
        self._said = _Reading(self.UNKNOWN, 0.0, 0.0)
        self._lines = threading.local()

    @classmethod
    def connect(cls, url: str) -> RemoteClock:
        """Return a clock that answers; raises SettingsError where none does."""
        clock = cls(url)
        if clock.now() == clock.UNKNOWN:
            raise SettingsError(f"RONDO_CLOCK={url} does not answer: start the sandbox first, or correct the address.")
        return clock

    def now(self) -> datetime:
        """Return the sandbox's instant in UTC; when it is out of reach, the last one known."""
        said, at = self._said, time.monotonic()
        if said.rate and at - said.read_at < self.KEPT:
            return said.reckoned(at)
        try:
            face = json.loads(self._ask())
            instant = datetime.fromisoformat(face["now"]).astimezone(UTC)
            self._said = _Reading(instant, float(face["rate"]) if face["running"] else 0.0, time.monotonic())
        except (OSError, HTTPException, ValueError, KeyError):
            log.warning("the sandbox's clock is out of reach", action="clock_unreachable")
        return self._said.instant

    def _ask(self) -> bytes:
        """Return the answer, by the line that this thread keeps; by a new one where the sandbox hung that up."""
        kept: _Line | None = getattr(self._lines, "line", None)
        if kept is not None:
            try:
                return kept.ask(self._path)
            except (OSError, HTTPException):
                kept.close()
        line = self._lines.line = _Line(self._place, timeout=2)
        return line.ask(self._path)


class _Line(HTTPConnection):
    """A kept connection; it hangs up when nobody holds it any more."""

    def ask(self, path: str) -> bytes:
        self.request("GET", path)
        answer: bytes = self.getresponse().read()
        return answer

    def __del__(self) -> None:
        self.close()


def build_clock(setting: ClockSetting) -> Clock:
    """Return the clock that the settings ask for."""
    if setting.source == "scaled" and setting.start is not None:
        return ScaledClock(setting.start, setting.rate)
    if setting.source == "remote":
        return RemoteClock.connect(setting.url)
    return SystemClock()


def is_real(clock: Clock) -> bool:
    """Return whether this clock runs with the world's time, neither faster nor at somebody's command."""
    return isinstance(clock, SystemClock)


class Heartbeat:
    """Calls its jobs with the clock's now, for ever, and says how long ago it last could.

    With the system's clock a tick every 10 s, a delivery and a look at the rituals file (`watch`) every second; with a
    faster clock all more often.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        tick: Callable[[datetime], object],
        deliver: Callable[[datetime], object],
        nightly: Callable[[datetime], object],
        watch: Callable[[datetime], object] = lambda now: None,
        lease: Callable[[], object] = lambda: None,
        lease_seconds: float = 10.0,
    ) -> None:
        """`lease` shows that this process lives, every `lease_seconds` of real time whatever the clock."""
        self._clock = clock
        real = is_real(clock)
        self._tick_seconds, self._deliver_seconds = (10.0, 1.0) if real else (0.3, 0.2)
        self._lease_seconds = lease_seconds
        self._jobs = {"tick": tick, "deliver": deliver, "nightly": nightly, "watch": watch}
        self._jobs["lease"] = lambda now: lease()
        self._beats = dict.fromkeys(self._jobs, time.monotonic())
        self._failing: dict[str, str] = {}
        self._gate = threading.Condition()
        self._beating = 0
        self._holds = 0
        self._scheduler: BackgroundScheduler | None = None
        self._workers: ThreadPoolExecutor | None = None

    def start(self) -> None:
        """Begin to beat."""
        self._workers = ThreadPoolExecutor(2 * len(self._jobs))
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": self._workers},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        seconds = {"tick": self._tick_seconds, "deliver": self._deliver_seconds, "nightly": 3 * self._tick_seconds}
        seconds |= {"watch": self._deliver_seconds, "lease": self._lease_seconds}
        for name, every in seconds.items():
            scheduler.add_job(
                self._beat, "interval", args=[name], seconds=every, id=name, next_run_time=datetime.now(UTC)
            )
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """Stop; a job in hand is finished."""
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None and self._workers is not None:
            # Not `wait`: it waits for the job in hand behind the very lock that a kick out of that job needs.
            scheduler.shutdown(wait=False)
            self._workers.shutdown(wait=True)

    def kick(self) -> None:
        """Deliver now rather than at the next beat; nothing more once it is being stopped."""
        scheduler = self._scheduler
        if scheduler is not None:
            with suppress(JobLookupError):
                scheduler.modify_job("deliver", next_run_time=datetime.now(UTC))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no job begin while somebody else drives, once those in hand are done; what is left out counts as done."""
        with self._gate:
            self._holds += 1
            self._gate.wait_for(lambda: not self._beating)
        try:
            yield
        finally:
            with self._gate:
                self._holds -= 1

    def age(self) -> float:
        """Return the seconds (of real time) since the last tick that came to its end."""
        return time.monotonic() - self._beats["tick"]

    def is_alive(self) -> bool:
        """Return whether the scheduler's thread lives and ticks come through."""
        return self._scheduler is not None and not self.has_died() and self.age() < 12 * self._tick_seconds

    def has_died(self) -> bool:
        """Return whether the scheduler's thread ended though nobody stopped it; it says `running` all the same."""
        scheduler = self._scheduler
        thread = None if scheduler is None else scheduler._thread
        return thread is not None and not thread.is_alive()

    def failing(self) -> dict[str, str]:
        """Return the jobs whose last beat failed, each with a sentence."""
        return dict(self._failing)

    def _beat(self, name: str) -> None:
        with self._gate:
            is_held = bool(self._holds) and name != "lease"
            self._beating += not is_held
        if is_held:
            self._beats[name] = time.monotonic()
            return
        try:
            self._act(name)
        finally:
            with self._gate:
                self._beating -= 1
                self._gate.notify_all()

    def _act(self, name: str) -> None:
        try:
            self._jobs[name](self._clock.now())
        except Exception as error:
            self._complain(name, error)
            return
        self._beats[name] = time.monotonic()
        if self._failing.pop(name, None) is not None:
            log.info("a heartbeat job works again", action="beat_recovered", job=name)

    def _complain(self, name: str, error: Exception) -> None:
        """Remember a failure, and say once what fails every second."""
        said = str(error) if isinstance(error, BotError) else f"a failure without a name ({type(error).__name__})"
        if self._failing.get(name) != said:
            self._failing[name] = said
            log.error("a heartbeat job failed", action="beat_failed", job=name, error=type(error).__name__, said=said)
        log.debug("its traceback", action="beat_failed", exc_info=True)


def _end_now() -> None:
    os._exit(70)


class Watchdog:
    """Ends a process whose heart stopped, so that the platform starts another.

    Only a dead thread is a reason: a tick may take its time. /readyz is red from the first moment on.
    """

    def __init__(
        self,
        has_died: Callable[[], bool],
        *,
        end: Callable[[], None] = _end_now,
        every: float = 5.0,
        after: float = 30.0,
    ) -> None:
        """`every` and `after` are seconds of real time: between two looks, and from the first to the end."""
        self._has_died = has_died
        self._end = end
        self._every = every
        self._after = after
        self._stopping = threading.Event()

    def start(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopping.set()

    def _watch(self) -> None:
        died: float | None = None
        while not self._stopping.wait(self._every):
            if not self._has_died():
                continue
            died = died or time.monotonic()
            if time.monotonic() - died >= self._after:
                log.critical("the heartbeat is dead, so this process ends; start it again", action="heartbeat_dead")
                self._end()
                return
