"""/metrics for Prometheus: computed at the scrape, out of the database; no person, ritual or channel is named."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import __version__
from bot.delivery.letter import DOUBT
from bot.errors import StoreError
from bot.ports import Clock
from bot.store.db import Database
from bot.store.gauges import Gauges, Queue, measure, queue

CONTENT = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""What a proxy adds: then the neighbour on this machine is not who asks."""


class Sight:
    """Where the figures come from."""

    def __init__(self, database: Database, clock: Clock, tick_age: Callable[[], float]) -> None:
        """`tick_age` is in seconds of real time."""
        self._database = database
        self.now = clock.now
        self.tick_age = tick_age

    def gauges(self, now: datetime) -> Gauges:
        """Look at everything in one short transaction; raises StoreError."""
        with self._database.read() as tx:
            return measure(tx, now=now, doubt=DOUBT)

    def queue(self) -> tuple[Queue, datetime]:
        """Return what could leave, and the present it was looked at; raises StoreError."""
        now = self.now()
        with self._database.read() as tx:
            return queue(tx, now=now), now


class Figures(Collector):
    """Looks once for each scrape."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def describe(self) -> Iterable[Metric]:
        """Return nothing, so that registering does not look."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield all figures; without the database those of this process alone."""
        yield InfoMetricFamily("rondo_build", "This version of Rondo.", {"version": __version__})
        yield _gauge("rondo_tick_age_seconds", "Since the last tick came to its end.", self._sight.tick_age())
        now = self._sight.now()
        try:
            gauges = self._sight.gauges(now)
        except StoreError:
            yield _gauge("rondo_database_up", "Whether the database answered this scrape.", 0)
            return
        yield _gauge("rondo_database_up", "Whether the database answered this scrape.", 1)
        yield from _of_letters(gauges, now)
        yield from _of_slack(gauges)
        missed = CounterMetricFamily("rondo_missed_occurrences", "Occurrences that were not held.", labels=["reason"])
        for reason, count in sorted(gauges.missed.items()):
            missed.add_metric([reason], count)
        yield missed
        yield _gauge("rondo_processes", "Processes on this database that live.", gauges.processes)
        yield _gauge("rondo_stopped", "Stops that hold a ritual, or everything.", gauges.stops)


def metrics_route(sight: Sight, *, token: str, is_public: bool) -> Route:
    """Return the address; `is_public`: strangers reach it, so that nobody reads without the token."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(sight))

    def metrics(request: Request) -> Response:
        if not (_shows(request, token) or (not is_public and _is_from_here(request))):
            said = "Set RONDO_METRICS_TOKEN and send it: Authorization: Bearer …\n"
            return PlainTextResponse(said, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(generate_latest(registry), media_type=None, headers={"Content-Type": CONTENT})

    return Route("/metrics", metrics)


def _shows(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    expected = f"Bearer {token}"
    # A header's bytes arrive as Latin-1.
    return bool(token) and hmac.compare_digest(given.encode("latin-1", "replace"), expected.encode())


def _is_from_here(request: Request) -> bool:
    """Return whether somebody on this machine asks, by this machine's name: not a proxy, not a web page's trick."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _of_letters(gauges: Gauges, now: datetime) -> Iterator[Metric]:
    letters = GaugeMetricFamily("rondo_letters", "Letters in the ledger.", labels=["state", "outcome"])
    for (state, outcome), count in sorted(gauges.letters.items()):
        letters.add_metric([state, outcome], count)
    yield letters
    line = gauges.queue
    age = max(0.0, (now - line.oldest).total_seconds()) if line.oldest else 0.0
    yield _gauge("rondo_waiting", "Letters that could leave now.", line.waiting)
    yield _gauge("rondo_oldest_due_seconds", "How long the oldest letter that could leave now has waited.", age)
    yield _gauge("rondo_stuck", "Whether letters could leave and none has for five minutes.", line.is_stuck(now))
    yield _gauge("rondo_in_doubt", "Letters of which nobody knows whether they arrived.", gauges.in_doubt)


def _of_slack(gauges: Gauges) -> Iterator[Metric]:
    refused = CounterMetricFamily("rondo_slack_refused", "Calls that Slack answered with 429.", labels=["method"])
    for method, count in sorted(gauges.refused.items()):
        refused.add_metric([method], count)
    yield refused
    pace = GaugeMetricFamily("rondo_pace_per_minute", "Calls per minute that Rondo allows itself.", labels=["method"])
    for method, rate in sorted(gauges.pace.items()):
        pace.add_metric([method], rate)
    yield pace


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=float(value))
