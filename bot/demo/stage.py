"""Set the stage: a sandbox with Rondo installed, a throw-away database, and the bot connected over the wire."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from starlette.routing import BaseRoute

from bot.app import Rondo
from bot.config import Config, installed_kinds, load
from bot.delivery.engines import upgrade
from bot.errors import SettingsError
from bot.model import PersonId
from bot.sandbox.clock import SandboxClock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import Workspace
from bot.schedule import next_occurrence
from bot.settings import ClockSetting, EngineSetting, Settings
from bot.slack.manifest import manifest
from bot.store import people

LEAD = timedelta(minutes=2)
"""Sandbox time between the start and the first pairing round; two seconds at the demo's speed."""
RATE = 60.0
"""Sandbox seconds per real second while the page plays."""
SMALLEST = timedelta(seconds=1)
"""The least by which time moves from one due instant to the next."""
SIGNING_SECRET = "sandbox-secret"  # noqa: S105 the sandbox's own


class Stage:
    """Everything the demo runs; `close` leaves nothing behind."""

    def __init__(
        self,
        rituals: Path,
        *,
        now: datetime,
        port: int = 0,
        routes: Sequence[BaseRoute] = (),
        database_url: str | None = None,
        look_up: bool = True,
        workspace: Workspace | None = None,
        quick: bool = False,
        engine: EngineSetting = "embedded",
    ) -> None:
        """Build and start sandbox and bot; the sandbox's clock stands still, shortly before the first round.

        `now` is the real present, from which the next occurrence is sought. `look_up` grants the history scopes.
        Without `database_url` a throw-away SQLite file is used. `workspace` opens another one than the invented
        company's, with a clock of its own. `quick` spares the disk and keeps connections: for a simulation.
        `engine` is the embedded one, whose deliveries end before `deliver` does, unless asked. With `routes`, a page,
        the bot works on a copy of the file, which the page may change.
        """
        config = load(rituals, kinds=installed_kinds())
        self.original, self._look_up, self._is_fresh = rituals, look_up, database_url is None
        self._resting: list[Callable[[], object]] = []
        if workspace is None:
            clock = SandboxClock(first_round(config, now) - LEAD, rate=RATE, running=False)
            workspace = Workspace(clock=clock)
        self.sandbox = bind(workspace, port=port, routes=routes)
        with ExitStack() as undo:
            self.folder = Path(tempfile.gettempdir()) / f"rondo-demo-{uuid4().hex}"
            undo.callback(shutil.rmtree, self.folder, ignore_errors=True)  # first: SIGTERM may come at any moment
            self.folder.mkdir(mode=0o700)
            self.file = Path(shutil.copyfile(rituals, self.folder / rituals.name)) if routes else rituals
            self.install(config)
            self.sandbox.start()
            undo.callback(self.sandbox.stop)
            settings = self._settings(self.file, database_url or f"sqlite:///{self.folder / 'rondo.db'}")
            self.settings = replace(settings, keeps_line=quick, engine=engine)
            self.rondo = self._built(quick=quick)
            self._undo = undo.pop_all()

    @property
    def config(self) -> Config:
        """The rituals file that holds now."""
        return self.rondo.context.config()

    def install(self, config: Config) -> None:
        """Install Rondo as this file needs it: commands, scopes, shortcuts, Home."""
        self.sandbox.install(manifest(config, installed_kinds(), look_up=self._look_up))

    def begin(self, *, beat: bool, seed: int = 0) -> None:
        """Connect the bot; with `beat` its own heartbeat drives it, without it somebody calls tick and deliver.

        The same `seed` gives the same pairs, where the database is a new one.
        """
        if self._is_fresh:
            self._enrol(seed)
        self.rondo.start(beat=beat)
        self.rondo.tick(self.sandbox.workspace.clock.now())

    def close(self) -> None:
        """Stop whoever moves the time, then the bot, then the sandbox; then delete the database."""
        with self._undo:
            for rest in self._resting:
                rest()
            self.rondo.stop()

    def at_close(self, rest: Callable[[], object]) -> None:
        """Call `rest` before anything of the stage is taken down."""
        self._resting.append(rest)

    def _built(self, *, quick: bool) -> Rondo:
        upgrade(self.settings)
        rondo = Rondo(self.settings, clock=self.sandbox.workspace.clock)
        if quick:
            rondo.database.relax()
        return rondo

    def _enrol(self, seed: int) -> None:
        """Give everybody an internal id that hangs on the seed: matching breaks ties by it."""
        workspace, ids = self.sandbox.workspace, {}
        for slack_id, person in workspace.people.items():
            if not person.is_hidden:
                digest = hashlib.sha256(f"{seed}/{slack_id}".encode()).hexdigest()
                ids[slack_id] = PersonId(f"p{digest[:32]}")
        with self.rondo.database.begin() as tx:
            people.enrol(tx, ids, now=workspace.clock.now())

    def _settings(self, rituals: Path, database_url: str) -> Settings:
        workspace = self.sandbox.workspace
        return Settings(
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            signing_secret=SIGNING_SECRET,
            api_url=self.sandbox.api_url,
            database_url=database_url,
            rituals=rituals,
            port=0,
            clock=ClockSetting(source="remote", url=self.sandbox.url),
        )


def bind(workspace: Workspace, *, port: int, routes: Sequence[BaseRoute] = ()) -> Sandbox:
    """Return a sandbox that holds its port. Raises SettingsError when the port is taken."""
    try:
        return Sandbox(workspace, port=port, extra_routes=routes)
    except OSError:
        sentence = f"The port {port} cannot be used (taken, or not allowed): choose another one with --port, or 0."
        raise SettingsError(sentence) from None


def first_round(config: Config, now: datetime) -> datetime:
    """Return when the first pairing round (else the first ritual) would open after now."""
    rituals = sorted((one for one in config.rituals if not one.paused), key=lambda one: one.kind != "pairing")
    for ritual in rituals:
        coming = next_occurrence(ritual.rule, now)
        if coming is not None:
            return coming.at
    return now.astimezone(UTC) + LEAD


def find_rituals(asked: Path) -> Path:
    """Return the rituals file: the one asked for; where that is the default and not here, the shipped example.

    Raises SettingsError when a file that was asked for by name is not there.
    """
    package = Path(str(files("bot")))
    shipped = (package / "demo" / "rituals.yaml", package.parent / "rituals.yaml")
    places = (asked, *shipped) if asked == Path("rituals.yaml") else (asked,)
    for path in places:
        if path.is_file():
            return path
    raise SettingsError(f"There is no rituals file at {asked}: correct the path, or leave it out for the example.")
