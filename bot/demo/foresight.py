"""Play the coming weeks on a copy of the stage: another sandbox, another database, the same bot. Nobody here notices.

In the copy nobody acts: no button is pressed, nobody comes or goes. As long as that holds here, too, the groups are
those that really meet then, since a round hangs on its date, its people and their past alone.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.config import Config, installed_kinds
from bot.demo import rounds, shares
from bot.demo.figures import Received, received
from bot.demo.rounds import Round
from bot.demo.stage import SMALLEST, Stage
from bot.errors import BotError
from bot.model import Run
from bot.sandbox.clock import SandboxClock
from bot.sandbox.workspace import Workspace
from bot.schedule import end_of_day, next_occurrence
from bot.service.directory.tending import tend
from bot.service.tidying import tidy
from bot.service.upcoming import next_due
from bot.slack.gateway import mark_of
from bot.slack.manifest import manifest
from bot.store import letters, runs
from bot.store.snapshot import copy_to

LONGEST = timedelta(weeks=13)
"""How far anybody looks: a quarter."""
WITHOUT_ROUNDS = timedelta(weeks=4)
"""How far where no pairing ritual says it by its rounds."""
FURTHER = 2
"""How often the look goes on where rounds stayed empty."""
PATIENCE = 5.0
"""Real seconds until a look that is under way has ended."""
KEPT = 8
"""Looks ahead that are remembered."""
LOOKS = 2
"""Looks at a changed file until the bot takes it (service/watch)."""


@dataclass(frozen=True)
class Question:
    """What somebody wants to know: of which file, and up to which round of which ritual."""

    config: Config
    ritual: str = ""
    rounds: int = 3


@dataclass(frozen=True)
class Future:
    """What comes if nobody does anything. Instants are UTC."""

    begins: datetime
    ends: datetime
    config: Config
    """The file that held in it: the one that was asked for, unless the bot would ask somebody first."""
    rounds: tuple[Round, ...]
    messages: tuple[Received, ...]
    missed: tuple[Run, ...]
    """Rounds that did not open though their hour came, with the reason."""
    most: int
    """Messages that nobody asked for, to any one person in one week, this week's earlier ones included."""
    held: int
    """Messages of this time that are not sent, because their people have had their share."""
    troubles: Mapping[str, str]
    """Rituals that could not act, and why."""


class Glance:
    """Drives the copy as a director drives the stage. In it nobody comes, goes or changes, so that Slack is asked for
    people and profiles only once; what else is done every night is done."""

    def __init__(self, twin: Stage) -> None:
        self._rondo = twin.rondo
        self._clock = twin.sandbox.workspace.clock
        self._tended: date | None = None

    def step(self, *, before: datetime) -> datetime | None:
        """Move to the next instant at which something is due; None when nothing is before then."""
        now = self._clock.now()
        due = next_due(self._rondo.context, now)
        if due is None or max(due, now + SMALLEST) >= before:
            return None
        now = self._clock.set(max(due, now + SMALLEST))
        if self._tended != now.date():
            self._tended = now.date()
            tidy(self._rondo.context, now)
            tend(self._rondo.context, now)
        self._rondo.tick(now)
        self._rondo.deliver(now)
        return now


@dataclass
class Foresight:
    """Looks ahead of one stage; the same question on the same day in the same state is answered from memory."""

    stage: Stage
    _known: dict[tuple[str, ...], Future] = field(default_factory=dict)
    _looking: threading.Lock = field(default_factory=threading.Lock)
    _ending: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.stage.at_close(self._rest)

    def look(self, question: Question) -> Future:
        """Return what comes. Raises BotError where it cannot be played."""
        with self._looking, TemporaryDirectory(prefix="rondo-ahead-") as folder:
            workspace, state = _copied(self.stage, Path(folder))
            today = workspace.clock.now().astimezone(ZoneInfo(question.config.timezone)).date().isoformat()
            asked = (state, today, question.config.fingerprint, question.ritual, str(question.rounds))
            if asked not in self._known:
                with _twin(self.stage, Path(folder), workspace, question.config) as twin:
                    future = _played(twin, question, ending=self._ending)
                while len(self._known) >= KEPT:
                    del self._known[next(iter(self._known))]
                self._known[asked] = future
            return self._known[asked]

    def _rest(self) -> None:
        """Let a look that is under way end, and wait until its copy is gone."""
        self._ending.set()
        if self._looking.acquire(timeout=PATIENCE):
            self._looking.release()


def _copied(stage: Stage, folder: Path) -> tuple[Workspace, str]:
    """Copy the database and the workspace as they are at this moment; return the latter, and a name for both."""
    workspace = stage.sandbox.workspace
    with workspace.lock:
        state = copy_to(stage.rondo.database, folder / "rondo.db")
        twin = workspace.twin(clock=SandboxClock(workspace.clock.now(), running=False))
    places = [(one.id, one.members, one.archived) for one in twin.conversations.values()]
    seen = repr((sorted(twin.people.items()), places, twin.usergroups, twin.token_word))
    return twin, hashlib.sha256(f"{state}{seen}".encode()).hexdigest()


@contextmanager
def _twin(stage: Stage, folder: Path, workspace: Workspace, config: Config) -> Iterator[Stage]:
    """Give a stage like this one, on which another file came in at once."""
    file, standing = folder / "rituals.yaml", stage.rondo.context.config()
    file.write_text(standing.source, encoding="utf-8", newline="")
    url = f"sqlite:///{folder / 'rondo.db'}"
    twin = Stage(file, now=workspace.clock.now(), database_url=url, workspace=workspace, quick=True)
    try:
        twin.sandbox.install(manifest(config, installed_kinds(), look_up=True))
        twin.begin(beat=False)
        if config.fingerprint != standing.fingerprint:
            file.write_text(config.source, encoding="utf-8", newline="")
            for _ in range(LOOKS):
                twin.rondo.watch.beat(workspace.clock.now())
        while twin.rondo.context.reading.waiting:
            twin.rondo.nightly(workspace.clock.now())
        yield twin
    finally:
        twin.close()


def _played(twin: Stage, question: Question, *, ending: threading.Event) -> Future:
    """Let time pass from one due instant to the next, until the last round that was asked for has opened."""
    glance, journal = Glance(twin), twin.sandbox.workspace.journal
    context, begins = twin.rondo.context, twin.sandbox.workspace.clock.now()
    before = shares.held(context)
    known = {one.id for one in rounds.opened(context)}
    found: list[Round] = []
    messages: list[Received] = []
    ends = begins
    for missing in _missing(question, found):
        later = _end(context.config(), question, missing, begins=begins, ends=ends)
        if later == ends or question.ritual in context.complaints:
            break
        ends = later
        while (at := glance.step(before=ends)) is not None:
            if ending.is_set():
                raise BotError("Rondo is ending.")
            messages += [received(row) for row in journal.take()]
            for run in rounds.opened(context):
                if run.id not in known:
                    known.add(run.id)
                    found.append(rounds.explained(context, run, at))
    return _told(twin, begins=begins, ends=ends, found=found, messages=messages, before=before)


def _missing(question: Question, found: Sequence[Round]) -> Iterator[int]:
    """Yield how many rounds are still missing, at first and after each look a bit further.

    A round without any group does not count: where all of its people met somebody in that week already, a manager
    wants to see the one after it.
    """
    yield question.rounds
    for _ in range(FURTHER):
        missing = question.rounds - sum(one.ritual == question.ritual and bool(one.groups) for one in found)
        if missing:
            yield missing


def _end(config: Config, question: Question, missing: int, *, begins: datetime, ends: datetime) -> datetime:
    """Return the end of the day on which so many more rounds will have opened; not later than anybody looks."""
    ritual = next((one for one in config.rituals if one.id == question.ritual and not one.paused), None)
    at = ends
    for _ in range(missing if ritual else 0):
        coming = next_occurrence(ritual.rule, at) if ritual else None
        if coming is None or coming.at > begins + LONGEST:
            break
        at = coming.at
    if ritual and at > ends:
        return end_of_day(ritual.rule, at)
    return ends if ends > begins else begins + WITHOUT_ROUNDS


def _told(
    twin: Stage, *, begins: datetime, ends: datetime, found: list[Round], messages: list[Received], before: int
) -> Future:
    config = twin.rondo.context.config()
    with twin.rondo.database.read() as tx:
        ledger = letters.ledger(tx)
        missed = [run for one in config.rituals for run in runs.of_ritual(tx, one.id) if run.state == "missed"]
    sources = {mark_of(key): key for key in (one.bundle or one.key for one in ledger)}
    return Future(
        begins=begins,
        ends=ends,
        config=config,
        rounds=tuple(found),
        messages=tuple(one.from_letter(sources.get(one.mark, "")) for one in messages),
        missed=tuple(run for run in missed if run.opened_at > begins),
        most=shares.most(twin.rondo.context, begins),
        held=shares.held(twin.rondo.context) - before,
        troubles=dict(twin.rondo.context.complaints),
    )
