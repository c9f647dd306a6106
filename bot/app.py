"""The composition root: the only place that builds the real things from settings and configuration."""

from __future__ import annotations

from datetime import datetime
from threading import Event

from bot.clock import Heartbeat, SystemClock, Watchdog, build_clock, is_real
from bot.config import installed_kinds, load
from bot.delivery.engines import build_engine, open_database
from bot.delivery.leases import Lease
from bot.failpoints import arm
from bot.i18n import Catalogues
from bot.ports import Clock
from bot.service.context import Context
from bot.service.nightly import Nightly
from bot.service.shelf import choose
from bot.service.tick import tick
from bot.service.watch import Watch
from bot.settings import Settings
from bot.slack.build import build_app, build_socket, close_socket, finish_listeners
from bot.slack.gateway import Gateway, build_client
from bot.web.fetch import build_address
from bot.web.metrics import Sight, metrics_route
from bot.web.probes import build_probes
from bot.web.server import WebServer, build_web, slack_route


class Rondo:
    """A bot, ready to start. Building it opens the database and reads the rituals file; it calls nobody."""

    def __init__(
        self, settings: Settings, *, http: bool = False, listens: bool = True, clock: Clock | None = None
    ) -> None:
        """`http`: Slack delivers over HTTP, not over a socket. Without `listens` it hears nothing and only works.

        `clock`: of whoever moves the time in this very process; else the one of the settings.
        """
        known = installed_kinds()
        loaded = load(settings.rituals, kinds=known)
        self.database = open_database(settings)
        shelf = choose(self.database, loaded, known)
        self.clock = clock or build_clock(settings.clock)
        self._ending = Event()
        self.gateway = Gateway(build_client(settings, settings.bot_token), wait=self._ending.wait)
        if settings.failpoint:
            arm(settings.failpoint, self.database, self.gateway)
        self._lease = Lease(self.database, verb="run" if listens else "work")
        self.engine = build_engine(
            settings, self.database, self.gateway, clock=self.clock, lease=self._lease, fast=not is_real(self.clock)
        )
        words = Catalogues(kind.texts for kind in known.values())
        self.context = Context(self.database, self.gateway, self.engine, known, words, shelf)
        self.nightly = Nightly(self.context)
        self.watch = Watch(self.context, shelf, file=settings.rituals, loaded=loaded, address=build_address(settings))
        self.heartbeat = Heartbeat(
            self.clock, tick=self.tick, deliver=self.deliver, nightly=self.nightly, watch=self.watch.beat,
            lease=self._lease.beat, lease_seconds=self._lease.every,
        )  # fmt: skip
        self._watchdog = Watchdog(self.heartbeat.has_died)
        self._bolt = build_app(settings, self.context, gateway=self.gateway, clock=self.clock, kick=self.heartbeat.kick)
        self._socket = None if http or not listens else build_socket(settings, self._bolt)
        slack = slack_route(self._bolt, secret=settings.signing_secret, clock=SystemClock()) if http else None
        sight = Sight(self.database, self.clock, self.heartbeat.age)
        probes = build_probes(self.database, self.heartbeat, self._socket, lambda: self.nightly.knows_people,
                              sight.queue)  # fmt: skip
        figures = metrics_route(sight, token=settings.metrics_token, is_public=http)
        more = [figures, slack] if slack else [figures]
        self._serves = listens or settings.port_asked
        self.web = WebServer(build_web(probes, *more), host=settings.host_for(http=http), port=settings.port)

    def start(self, *, beat: bool = True) -> None:
        """Serve health, know the people, listen to Slack by one way, begin to beat."""
        begun = self.clock.now()  # before anything slow: an hour that strikes during the start counts
        if self._serves:
            self.web.start()
        self._lease.beat()
        self.watch.begin(begun)
        self.nightly(self.clock.now())
        if self._socket is not None:
            self._socket.connect()
        self.engine.start()
        if beat:
            self.heartbeat.start()
            self._watchdog.start()

    def stop(self) -> None:
        """Stop within ten seconds, no letter half sent."""
        self._ending.set()
        self._watchdog.stop()
        self.engine.stop(within=6)
        self.heartbeat.stop()
        if self._socket is not None:
            close_socket(self._socket)
        self.web.stop()
        finish_listeners(self._bolt)
        self._lease.leave()
        self.database.close()

    def tick(self, now: datetime) -> None:
        """Let happen what is due, once the people are known, and deliver it at once."""
        if self.nightly.knows_people and tick(self.context, now):
            self.heartbeat.kick()

    def deliver(self, now: datetime) -> None:
        """Send what is due, reading the clock again after each batch."""
        while self.engine.deliver(now):
            now = max(now, self.clock.now())
