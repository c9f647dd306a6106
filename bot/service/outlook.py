"""What would happen if a stop were lifted now: what would go, what is too old, what was passed over. It only reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import DueStep, Occurrence, Ritual
from bot.rituals.base import CLOSE
from bot.schedule import end_of_day, occurrences
from bot.service.context import Context
from bot.service.definitions import rule_of
from bot.service.tick import latest
from bot.store import backlog, halts, runs
from bot.store.backlog import Entry
from bot.store.db import Tx
from bot.store.halts import Halt
from bot.text import clip, spell_out

LINE = 90
"""Characters of a message that are shown."""


@dataclass(frozen=True)
class Passed:
    """The dates of one ritual that came and went while it was stopped; `catches_up` is the newest if it still may."""

    ritual: Ritual
    dates: tuple[Occurrence, ...]
    catches_up: Occurrence | None


@dataclass(frozen=True)
class Outlook:
    """What lifting one stop would do. `freed` are the rituals that go on; None stands for the house's own notices."""

    stop: Halt
    stays: tuple[str, ...]
    """Rituals that stay stopped by a stop of their own."""
    current: tuple[Entry, ...]
    """Letters that would go now."""
    old: tuple[Entry, ...]
    doubtful: tuple[Entry, ...]
    """Letters that may have gone out already, after the backup that was brought back."""
    later: tuple[Entry, ...]
    """Letters whose moment is still to come; they stay as they are."""
    steps: tuple[DueStep, ...]
    old_steps: tuple[DueStep, ...]
    passed: tuple[Passed, ...]

    @property
    def is_restored(self) -> bool:
        """Whether a backup was brought back, so that nobody knows what went out since."""
        return self.stop.reason == halts.RESTORED

    @property
    def token(self) -> str:
        """A short name for exactly this outlook; another one means that something changed meanwhile."""
        parts = [self.stop.ritual, self.stop.since.isoformat(), *self.stays]
        parts += [",".join(str(one.id) for one in some) for some in (self.current, self.old, self.doubtful, self.later)]
        parts += [f"{one.run.id}/{one.step}" for some in (self.steps, self.old_steps) for one in some]
        parts += [f"{one.ritual.id}:{[str(date.at) for date in one.dates]}:{one.catches_up}" for one in self.passed]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def look(tx: Tx, context: Context, stop: Halt, *, now: datetime) -> Outlook:
    """Return what lifting this stop would do."""
    stops = halts.every(tx)
    others = [one.ritual for one in stops if one.ritual != stop.ritual]
    letters = [one for one in backlog.waiting(tx) if not one.is_exempt and frees(stop, others, one.ritual)]
    due = [one for one in letters if one.not_before <= now]
    ages = _Ages(tx, context, stop, now)
    aged = {one.id for one in due if ages.is_old(one)}
    old = tuple(one for one in due if one.id in aged)
    current = tuple(one for one in due if one.id not in aged)
    is_restored = stop.reason == halts.RESTORED
    steps = [one for one in runs.due_steps(tx, now) if frees(stop, others, one.run.ritual)]
    late = [one for one in steps if ages.is_past(one.run.ritual, one.run.id, one.due_at)]
    old_steps = tuple(one for one in late if one.step != CLOSE)
    return Outlook(
        stop=stop,
        stays=tuple(sorted(set(others) - {halts.ALL})) if stop.ritual == halts.ALL else (),
        current=() if is_restored else current,
        old=old,
        doubtful=current if is_restored else (),
        later=tuple(one for one in letters if one.not_before > now),
        steps=tuple(one for one in steps if one not in old_steps),
        old_steps=old_steps,
        passed=tuple(_passed(tx, context, stop, others, now)),
    )


def frees(stop: Halt, others: Iterable[str], ritual: str) -> bool:
    """Return whether a ritual, or with "" the house itself, goes on when this stop is lifted and the others stay."""
    return stop.ritual in (halts.ALL, ritual) and halts.ALL not in others and ritual not in others


def rows(entries: Sequence[Entry]) -> list[tuple[str, str, list[Entry]]]:
    """Return messages by ritual and step; opening a conversation is none."""
    said = [one for one in entries if one.op != "open"]
    in_order = sorted(said, key=lambda one: (one.ritual, one.not_before, one.id))
    steps: dict[tuple[str, str], list[Entry]] = {}
    for one in in_order:
        steps.setdefault((one.ritual, one.step), []).append(one)
    return [(ritual, step, some) for (ritual, step), some in steps.items()]


def first_line(tx: Tx, entries: Sequence[Entry]) -> str:
    """Return how the first of these messages begins, without the names of people."""
    spoken = next((one for one in entries if one.op in ("post", "update")), None)
    text = str(spell_out(backlog.text_of(tx, spoken.id), {})) if spoken else ""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return clip(text.strip().partition("\n")[0], LINE)


class _Ages:
    """Until when what waits is worth sending; each run is read once."""

    def __init__(self, tx: Tx, context: Context, stop: Halt, now: datetime) -> None:
        self._tx, self._context, self._stop, self._now = tx, context, stop, now
        self._rituals = {one.id: one for one in context.config().rituals}
        self._past: dict[tuple[str, str, datetime], bool] = {}

    def is_old(self, letter: Entry) -> bool:
        """Return whether a letter is no longer worth sending; the house's own words do not age."""
        if letter.expires_at is not None and letter.expires_at <= self._now:
            return True
        if letter.run is None:
            return False
        closed = letter.run_closed_at
        if closed is not None and closed > self._stop.since and letter.step != CLOSE:
            return True
        return self.is_past(letter.ritual, letter.run, letter.not_before)

    def is_past(self, ritual: str, run: str, moment: datetime) -> bool:
        """Return whether the ritual's grace, by default the rest of that local day, has passed since a moment."""
        known = (ritual, run, moment)
        if known not in self._past:
            self._past[known] = self._now > self._worth_until(ritual, run, moment)
        return self._past[known]

    def _worth_until(self, name: str, run_id: str, moment: datetime) -> datetime:
        ritual = self._rituals.get(name)
        if ritual is not None:
            return moment + ritual.grace if ritual.grace is not None else end_of_day(ritual.rule, moment)
        run = runs.get(self._tx, run_id)
        return end_of_day(rule_of(run.definition), moment) if run is not None and "rule" in run.definition else moment


def _passed(tx: Tx, context: Context, stop: Halt, others: Sequence[str], now: datetime) -> Iterable[Passed]:
    marks = runs.marks(tx)
    for ritual in context.config().rituals:
        since = marks.get(ritual.id)
        if ritual.paused or since is None or not frees(stop, others, ritual.id):
            continue
        due = occurrences(ritual.rule, since, now)
        if due:
            in_time = now <= latest(ritual, due[-1]) and stop.reason != halts.RESTORED
            yield Passed(ritual, tuple(due), due[-1] if in_time else None)
