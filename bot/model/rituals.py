"""Rituals, their rules, and the runs that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.model.ids import Language


@dataclass(frozen=True)
class Rule:
    """When a ritual happens, in people's words; computed on naive local dates (see bot.schedule)."""

    every: Literal["day", "week", "month"]
    interval: int
    """1 for every week, 2 for every second one."""
    days: tuple[str, ...]
    """`mon` … `sun` for days and weeks; `first mon`, `2nd tue`, `last fri` for months."""
    at: str
    """Local time as HH:MM."""
    timezone: str
    """IANA name."""
    starting: date | None = None
    """The anchor; required when interval > 1."""
    until: date | None = None


@dataclass(frozen=True)
class Ritual:
    """One ritual of rituals.yaml, checked and complete."""

    id: str
    kind: str
    title: Mapping[str, str]
    channel: str
    """Channel name, without the leading #."""
    rule: Rule
    language: Language
    options: Any
    """An instance of the kind's `Options` model."""
    join: Literal["channel", "opt-in"] = "opt-in"
    close_after: timedelta | int | None = None
    """A duration, or a whole number of workdays; None closes the run as soon as it has opened."""
    grace: timedelta | None = None
    """How late an occurrence may still fire; None means until the end of its local day."""
    on_doubt: Literal["skip", "resend"] | None = None
    """What to do with a letter in doubt where no look-up is possible; None leaves it to the kind."""
    paused: bool = False
    definition: Mapping[str, Any] = field(default_factory=dict)
    """The ritual as written, JSON-shaped; a run freezes it."""


@dataclass(frozen=True)
class Occurrence:
    """One nominal date of a rule. `slot` numbers several times of one date; it is never the time itself,
    so that an edited time does not make a new occurrence."""

    nominal_date: date
    slot: str
    at: datetime
    """The UTC instant."""


RunState = Literal["open", "closed", "missed"]


@dataclass(frozen=True)
class Run:
    """One occurrence that was claimed. `id` is `ritual@date`, with the slot where a date has several."""

    id: str
    ritual: str
    nominal_date: date
    slot: str
    state: RunState
    seed: int
    opened_at: datetime
    closes_at: datetime | None
    definition: Mapping[str, Any]
    reason: str = ""
    """Why a missed run was missed."""


@dataclass(frozen=True)
class FollowUp:
    """A step to come back for: `open` is the first, the kind names the others."""

    step: str
    due_at: datetime


@dataclass(frozen=True)
class DueStep:
    """A follow-up whose hour has come, with its run."""

    run: Run
    step: str
    due_at: datetime
