"""The one-page contract of a ritual kind. It knows values only; time, people and chance come in as arguments.

A kind is a value, not a class to inherit from: an `Options` model (what a manager may write in rituals.yaml),
`plan` (what happens when a step's hour comes) and `answer` (what a press of a button means). Both return a
`Plan`, which is data; the house carries it out in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.model import LANGUAGES, Answer, PersonId, Plan, Ritual, State, Words

if TYPE_CHECKING:
    from random import Random

OPEN = "open"
"""The step with which every run begins."""
CLOSE = "close"
"""The step with which a run that stays open ends; it also comes when the next one begins before its hour. Every
kind with a `close_after` plans it."""

ARRIVE = "arrive"
"""Not a step that falls due: what a kind plans when somebody joins while a run is open."""
DEPART = "depart"
"""Not a step that falls due: what a kind plans when people drop out of an open run."""


class Options(BaseModel):
    """Base of every kind's options: unknown keys are problems, values never change.

    The docstring under an option is what an editor shows for it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


def as_text(value: Any) -> dict[str, str]:
    """Return a manager's text by language; a plain string, or a missing language, stands for both.

    Raises ValueError with a sentence for the manager (rituals.yaml: a text is a string or {de: …, en: …}).
    """
    if isinstance(value, str):
        value = dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, Mapping) or not value:
        raise ValueError("must be a text, or texts by language: {de: …, en: …}")
    for language, words in value.items():
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; use de or en")
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"the text for {language!r} is empty or not a text")
    only = next(iter(value.values()))
    return {language: value.get(language, only) for language in LANGUAGES}


class Unfit(ValueError):
    """An option's value that is not possible. What reads the file says why and what to do, in both languages: `key` and
    `key.hint` of the catalogue `config` with these values (bot.config.findings)."""

    def __init__(self, key: str, /, **params: Any) -> None:
        super().__init__(f"{key}: {params}")
        self.key, self.params = key, params


@dataclass(frozen=True)
class Placeholders:
    """The names a text may use in braces, for the checker and the docs; `{anything-else}` is a problem."""

    names: tuple[str, ...] = ()


Touched = Literal["text", "time", "people", "data"]
"""What a change touches: words people read; when something happens; who takes part; what is stored, who may see it,
from how many answers on, how long, and who receives it."""


@dataclass(frozen=True)
class Touches:
    """What a change of an option touches: `Annotated[bool, Touches("time")]`. An option without it counts as `data`,
    the safe side; one that holds texts only is `text`."""

    what: Touched
    why: str = ""
    """The reason, where it is not plain."""
    note: str = ""
    """A sentence of the catalogues that `rondo plan` adds to such a change."""


Text = Annotated[dict[str, str], BeforeValidator(as_text)]
"""A manager's words by language, complete for both. Annotate with `Placeholders(...)` what may stand in braces."""


@dataclass(frozen=True)
class Survey:
    """How a ritual that asks people treats what they answer; from its options."""

    is_anonymous: bool = False
    """Until the close only a keyed token tells whose an answer is; then nothing does (store/ballots)."""
    named: frozenset[str] = frozenset()
    """Questions of an anonymous ritual whose answers carry a name all the same; their form says so."""
    goals: tuple[str, ...] = ()
    """Ids of the goals that it asks about; those that were set for it with /rondo goals come on top."""
    people: tuple[str, ...] = ()
    """Slack ids of people whom it writes to besides its members."""
    needs_decision: bool = False
    """Whether the next round opens only once somebody said what was decided after the last one that asked for it."""


def no_answer(options: Any, state: State, answer: Answer) -> Plan:
    """Change nothing: the kind asks no questions."""
    return Plan()


def no_departure(options: Any, state: State, gone: frozenset[PersonId], rng: Random) -> Plan:
    """Change nothing: whoever stays has nothing to hear of it."""
    return Plan()


def no_arrival(options: Any, state: State, person: PersonId, rng: Random) -> Plan:
    """Change nothing: whoever joins is part of the next run."""
    return Plan()


def no_outline(options: Any, state: State, rng: Random) -> tuple[Words, ...]:
    """Say nothing beforehand."""
    return ()


def nobody_else(options: Any, state: State, person: PersonId, rng: Random) -> Plan:
    """Bring nobody together outside of the rounds."""
    return Plan()


def no_skip(options: Any) -> bool:
    """Ask nobody beforehand."""
    return False


def no_profile(options: Any) -> tuple[str, ...]:
    """Look at nobody's profile."""
    return ()


def no_survey(options: Any) -> Survey | None:
    """Ask nothing that is counted."""
    return None


def as_pressed(options: Any, state: State, given: Answer) -> State:
    """Take nothing for granted: its forms open in any state."""
    return state


def as_it_is(options: Any, state: State) -> State:
    """Take nothing for granted: it speaks in any state."""
    return state


@dataclass(frozen=True)
class Kind:
    """One kind of ritual.

    `plan(options, state, rng)` is called once per step, with `state.step` naming it ("open" first) and an rng
    seeded by the run, so that every plan can be replayed. `answer(options, state, answer)` is called for a press
    on a button whose action is `ritual:<question>:<choice>`; its state holds only what concerns that person, unless the
    question is one of `whole`. `depart(options, state, gone, rng)` is called when people who stand in an introduction
    of an open run can no longer be counted on; it may be called again with the same people, and then plans nothing.
    Its letters begin with `run/depart/`, those that make an introduction with `run/open/`. All are pure; a wrong result
    raises KindError in the house.
    """

    name: str
    options: type[Options]
    plan: Callable[[Any, State, Random], Plan]
    answer: Callable[[Any, State, Answer], Plan] = no_answer
    depart: Callable[[Any, State, frozenset[PersonId], Random], Plan] = no_departure
    outline: Callable[[Any, State, Random], tuple[Words, ...]] = no_outline
    """What a manager may read of an opening before it happens, line by line, from the same state and rng as `plan`."""
    arrive: Callable[[Any, State, PersonId, Random], Plan] = no_arrival
    """What is planned when somebody joins while a run is open, who stands in none of its introductions."""
    meet: Callable[[Any, State, PersonId, Random], Plan] = nobody_else
    """What is planned when somebody asks to meet a colleague now; the members of its state are that person and whoever
    may be brought together with them. A plan without an introduction found nobody."""
    whole: frozenset[str] = frozenset()
    """Questions whose answer looks at the whole run and at all that was before."""
    fading: frozenset[str] = frozenset()
    """Steps that are passed over once a later one of the same run is due too, as after a standstill."""
    close_after: str | None = None
    """How long a run stays open where rituals.yaml does not say ("4 workdays"); None: it opens and closes."""
    on_doubt: Literal["skip", "resend"] = "skip"
    """What happens to a letter in doubt where no look-up is possible and rituals.yaml does not say."""
    has_members: bool = True
    """Whether people take part (join, leave, pause), or the ritual speaks to its channel only. A ritual
    without a channel always has people; the house asks `service.audience.is_for_people`."""
    offers_skip: Callable[[Any], bool] = no_skip
    """Whether, with these options, its people are asked the workday before whether they want to skip a round."""
    reminds: bool = False
    """Whether its people are reminded before the close (`remind` in rituals.yaml)."""
    scopes: tuple[str, ...] = ()
    """Slack scopes that this kind needs beyond posting to a channel."""
    profile: Callable[[Any], tuple[str, ...]] = no_profile
    """Profile fields of its people (`department`, `site`) that it looks at with these options; nothing else is read."""
    needs_channel: bool = False
    """Whether it says something to a channel, so that an audience alone is not enough."""
    reads_profiles: bool = False
    """Whether it looks at what the directory holds of its people, where there is one, and at who reads the channel."""
    needs_directory: bool = False
    """Whether it says nothing without a directory, so that the file must have one."""
    sees_catalogue: bool = False
    """Whether it wants to know if there is a directory; it gets the catalogue, and nothing of anybody."""
    reads_everybody: bool = False
    """Whether it looks at all who may be found as experts, whoever takes part; only with `reads_profiles`."""
    overlap: Literal["close", "skip", "allow"] = "close"
    """What becomes of a run that is still open when the next one begins, where rituals.yaml does not say."""
    join: Literal["channel", "opt-in"] = "opt-in"
    """Whether who is in the ritual's channel takes part, or who joined, where rituals.yaml does not say."""
    example: Callable[[Any, State], State] = as_it_is
    """What a preview takes for granted of a state with invented people, so that there is something to say."""
    pressed: Callable[[Any, State, Answer], State] = as_pressed
    """What a preview takes for granted besides, when one of these people presses a button or sends a page."""
    survey: Callable[[Any], Survey | None] = no_survey
    """How it treats answers that are counted; None: it asks nothing of the sort. The options of such a kind stay as
    they were when a run opened, texts included: the wording of a question must not change under those who answer it."""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words of a kind from outside: language -> key -> text. Built-in kinds keep theirs in the catalogues."""


def scopes_of(kind: Kind, ritual: Ritual) -> tuple[str, ...]:
    """Return the Slack scopes that a ritual needs beyond posting to a channel."""
    writes_alone = bool(ritual.owner) or (not ritual.channel and not kind.has_members)
    return (*kind.scopes, "im:write") if writes_alone else kind.scopes
