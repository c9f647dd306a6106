"""Rituals, their rules, and the runs that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.model.ids import Language

IfHoliday = Literal["skip", "next-workday", "previous-workday"]


@dataclass(frozen=True)
class Days:
    """A stretch of local dates, both inclusive; `name` is the calendar it stands in, empty for a ritual's own."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class HolidayPlace:
    """Whose public holidays hold: an ISO 3166 country such as `DE`, and a state such as `BY` (empty: nationwide)."""

    country: str
    state: str = ""


@dataclass(frozen=True)
class Rule:
    """When a ritual happens, in people's words; computed on naive local dates (see bot.schedule)."""

    every: Literal["day", "week", "month", "quarter"]
    interval: int
    """1 for every week, 2 for every second one."""
    days: tuple[str, ...]
    """`mon` … `sun` for days and weeks; `first mon`, `2nd tue`, `last fri` for months."""
    at: str
    """Local time as HH:MM."""
    timezone: str
    """IANA name; with `personal` the zone of whoever has none."""
    starting: date | None = None
    """The anchor; required when interval > 1."""
    until: date | None = None
    personal: bool = False
    """`at` is meant by each person's own clock. The run opens when that hour first strikes on Earth (UTC+14), and
    each letter waits for its people's hour."""
    rrule: str = ""
    """The way out: an RFC 5545 recurrence (FREQ, INTERVAL, BY…; no times). If set, `every`, `interval` and `days`
    say nothing, and `starting` is its DTSTART."""
    excluded: tuple[Days, ...] = ()
    """`except`: dates on which it does not happen."""
    if_holiday: IfHoliday = "skip"
    """What becomes of a date that is a public holiday of `holidays` or a closing day of `closed`."""
    holidays: HolidayPlace | None = None
    closed: tuple[Days, ...] = ()


@dataclass(frozen=True)
class Audience:
    """Whom a ritual is for: everybody whom one part names, minus whom `without` names; no part names nobody."""

    channels: tuple[str, ...] = ()
    """Names, without #: who is in the channel."""
    user_groups: tuple[str, ...] = ()
    """Handles of Slack user groups, without @."""
    departments: tuple[str, ...] = ()
    """As Slack's profile field says; compared without regard to case."""
    people: tuple[str, ...] = ()
    """Slack ids."""
    without: Audience | None = None

    @property
    def names_somebody(self) -> bool:
        """Whether one of its own parts says anything."""
        return bool(self.channels or self.user_groups or self.departments or self.people)


@dataclass(frozen=True)
class Ritual:
    """One ritual of rituals.yaml, checked and complete."""

    id: str
    kind: str
    title: Mapping[str, str]
    channel: str
    """Where the ritual speaks: a channel's name, without #; empty where it speaks to its audience only."""
    rule: Rule
    language: Language
    options: Any
    """An instance of the kind's `Options` model."""
    join: Literal["channel", "opt-in"] = "opt-in"
    """`channel`: the whole audience takes part, unless somebody left; `opt-in`: who joined."""
    audience: Audience = field(default_factory=Audience)
    """Of a ritual with a channel and no audience of its own: who is in that channel."""
    owner: tuple[str, ...] = ()
    """Slack ids of the people who hear of what goes wrong with it."""
    overlap: Literal["close", "skip", "allow"] = "close"
    """What becomes of a round that is still open when the next one begins: it is closed first, the next one is
    passed over (missed, with the reason), or both stay open."""
    remind: timedelta | int | Literal["never"] | None = None
    """How long before the close its people are reminded: a duration or workdays; None leaves it to the kind."""
    close_after: timedelta | int | None = None
    """A duration, or a whole number of workdays; None closes the run as soon as it has opened."""
    grace: timedelta | None = None
    """How late an occurrence may still fire; None means until the end of its local day."""
    on_doubt: Literal["skip", "resend"] | None = None
    """What to do with a letter in doubt where no look-up is possible; None leaves it to the kind."""
    paused: bool = False
    allow_external: bool = False
    """Whether it also speaks in a channel that people of another company read; else it pauses there."""
    definition: Mapping[str, Any] = field(default_factory=dict)
    """The ritual as written, JSON-shaped; a run freezes it."""

    @property
    def whom(self) -> Audience:
        """Whom it is for: its audience, else who is in its channel; exclusions alone are taken off the channel."""
        if self.audience.names_somebody or not self.channel:
            return self.audience
        return replace(self.audience, channels=(self.channel,))


@dataclass(frozen=True)
class Reason:
    """Why an occurrence does not happen, or not on its own date."""

    why: Literal["holiday", "closed", "except", "doubled"]
    """A public holiday, a closing day of the company, the ritual's own `except`; `doubled`: moved away from a holiday
    it would fall on a date on which the ritual happens anyway."""
    name: Mapping[str, str] = field(default_factory=dict)
    """By language: `Allerheiligen`, the name of the calendar; empty where there is none."""
    place: str = ""
    """Where the holiday is one: `BY`, `AT`."""


@dataclass(frozen=True)
class Occurrence:
    """One nominal date of a rule. `slot` numbers several times of one date; it is never the time itself,
    so that an edited time does not make a new occurrence. A date moved away from a holiday keeps its nominal date."""

    nominal_date: date
    slot: str
    at: datetime
    """The UTC instant; of a skipped one, when it would have been."""
    skipped: Reason | None = None
    moved: Reason | None = None


RunState = Literal["open", "closed", "missed"]
ON_DEMAND = "meet-"
"""How the slot of a run begins that somebody asked for; no occurrence of a schedule has one like it."""
EVE = "eve"
"""What stands in the slot of a run that only asks, the day before, who skips a round."""


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

    @property
    def is_on_demand(self) -> bool:
        """Whether it is no round of a schedule, but was asked for by somebody."""
        return self.slot.startswith(ON_DEMAND)

    @property
    def is_eve(self) -> bool:
        """Whether it is no round, but the question of the day before."""
        return EVE in self.slot


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
