"""The frozen values that every room shares. It knows no database, no Slack and no clock.

Instants are aware datetimes in UTC; dates are local to the ritual's time zone. Languages are "de" or "en".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, NewType

PersonId = NewType("PersonId", str)
ChannelId = NewType("ChannelId", str)
Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")

# ---------------------------------------------------------------- people


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace. `id` is internal; the Slack id stands in one mapping row of the store."""

    id: PersonId
    slack_id: str
    locale: str = ""
    timezone: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_deactivated: bool = False
    language: Language | None = None
    """The person's own choice; None follows the locale that Slack gives."""
    paused_until: date | None = None
    """The last day of a pause, inclusive, in the person's own time zone."""

    @property
    def is_eligible(self) -> bool:
        """Whether rituals may involve this person at all: no bots, no guests, nobody who has left."""
        return not (self.is_bot or self.is_guest or self.is_deactivated)


@dataclass(frozen=True)
class SlackUser:
    """One person as Slack describes them, before the store knows them."""

    slack_id: str
    locale: str = ""
    timezone: str = ""
    is_bot: bool = False
    is_guest: bool = False
    is_deactivated: bool = False


@dataclass(frozen=True)
class Channel:
    """A Slack channel that Rondo has heard of."""

    id: ChannelId
    name: str
    is_member: bool = False
    is_archived: bool = False
    is_private: bool = False


Stance = Literal["joined", "left"]
"""What a person said about a ritual; without a stance the ritual's own rule decides."""

# ---------------------------------------------------------------- words


@dataclass(frozen=True)
class Mention:
    """A person inside a text; becomes a Slack mention only when the letter leaves."""

    person: PersonId


@dataclass(frozen=True)
class Words:
    """A sentence that is not yet in a language: a catalogue key, or a manager's own text per language.

    `params` fill the named placeholders. A count named `n` chooses the plural form.
    """

    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, str] | None = None
    """Text from rituals.yaml by language; wins over `key`."""


Block = dict[str, Any]
"""A Block Kit block. Until it is rendered its texts may be `Words`."""


@dataclass(frozen=True)
class Message:
    """What a letter says: one plain sentence for notifications and screen readers, and blocks."""

    text: Words
    blocks: tuple[Block, ...] = ()


# ---------------------------------------------------------------- rituals


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


# ---------------------------------------------------------------- letters

Op = Literal["open", "post", "update", "delete"]
LetterState = Literal["due", "sending", "sent", "dead"]
OUTCOMES = (
    "ok",
    "found",  # in doubt, looked up, and it had arrived
    "rate_limited",
    "unreachable",  # network, time-out, Slack's own failure
    "user_gone",  # deactivated, forgotten or unknown to Slack
    "nobody_left",  # after checking its people fewer than two remain
    "paused",
    "channel_gone",
    "not_in_channel",
    "not_allowed",
    "message_gone",
    "invalid",  # Slack refuses the content; a bug of ours
    "token_revoked",
    "missing_scope",
    "doubt_skipped",  # in doubt, no look-up possible, and the ritual's rule says skip
    "predecessor_dead",  # the letter it follows could not be sent
    "gave_up",  # too many attempts
)


@dataclass(frozen=True)
class Letter:
    """Something that must arrive exactly once. `key` is unique for ever: `run/step/name`.

    `open` opens the conversation with `people`; a `post` goes to `channel`, or to the conversation that the
    letter `after` opened or used; `update` and `delete` change the message of the letter `after`.
    """

    key: str
    op: Op
    message: Message | None = None
    people: tuple[PersonId, ...] = ()
    channel: ChannelId | None = None
    after: str | None = None
    in_thread: bool = False
    """Post into the thread of the letter `after`."""
    language: Language | None = None
    """None: the language of the people, or of the ritual for a channel."""
    priority: int = 5
    """Lower goes first."""
    not_before: datetime | None = None
    on_doubt: Literal["skip", "resend"] = "resend"


@dataclass(frozen=True)
class StoredLetter:
    """A letter as the ledger holds it: rendered, addressed by internal ids, with its state."""

    id: int
    key: str
    run: str | None
    op: Op
    people: tuple[PersonId, ...]
    channel: ChannelId | None
    """Where it goes, once known (an `open` letter writes it here)."""
    after: str | None
    in_thread: bool
    payload: Mapping[str, Any]
    """{"text": str, "blocks": [...]}; people stand in it as <@person:ID>."""
    priority: int
    state: LetterState
    not_before: datetime
    attempts: int
    claimed_at: datetime | None
    slack_ts: str | None
    outcome: str | None
    on_doubt: Literal["skip", "resend"]


# ---------------------------------------------------------------- what a kind knows and decides


@dataclass(frozen=True)
class Introduction:
    """People brought together in one run, and whether they say they met."""

    id: str
    run: str
    ritual: str
    people: tuple[PersonId, ...]
    on: date
    met: bool | None = None
    """None until the round closes, or when nobody said."""


@dataclass(frozen=True)
class Answer:
    """One person's answer to one question of a run; the last one counts. It goes when the run closes."""

    run: str
    question: str
    person: PersonId
    value: str


@dataclass(frozen=True)
class Fact:
    """A kind's small memory: (ritual, kind of fact, subject) -> data. The newest replaces the older."""

    name: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """All that a kind may look at while it plans: plain values, read in one go."""

    ritual: Ritual
    run: Run
    step: str
    now: datetime
    channel: ChannelId
    members: tuple[Person, ...]
    """Who takes part today: eligible, not paused, in the audience; ordered by id."""
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    """Members and everybody whom `introductions` name."""
    introductions: tuple[Introduction, ...] = ()
    """Those of this run."""
    history: tuple[Introduction, ...] = ()
    """Those of earlier runs of all rituals, oldest first."""
    answers: tuple[Answer, ...] = ()
    letters: frozenset[str] = frozenset()
    """Keys of this run's letters that were sent or are still to be sent."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What shall happen, as data; `service.commit` carries it out in one transaction."""

    letters: tuple[Letter, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    outcomes: Mapping[str, bool] = field(default_factory=dict)
    """Introduction id -> met, written when a round closes."""
    answers: tuple[Answer, ...] = ()
    facts: tuple[Fact, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    reply: Words | None = None
    """What the person who pressed a button reads, privately and at once."""
    closes: bool = False
    """The run ends here: its answers are deleted, its buttons no longer act."""


# ---------------------------------------------------------------- what a person sees


@dataclass(frozen=True)
class RitualLine:
    """One ritual as a person sees it."""

    id: str
    title: Mapping[str, str]
    channel: str
    channel_id: ChannelId | None
    rule: Rule
    has_members: bool
    takes_part: bool
    paused: bool


@dataclass(frozen=True)
class Coming:
    """One date to come, in the person's own time zone."""

    title: Mapping[str, str]
    when: datetime
    zone: str


@dataclass(frozen=True)
class Overview:
    """All of it, with the person's own settings."""

    language: Language
    chosen_language: Language | None
    is_guest: bool
    paused_until: date | None
    today: date
    rituals: tuple[RitualLine, ...]
    coming: tuple[Coming, ...]
    aliases: tuple[str, ...]
