"""What a round is matched from, and what comes of it: plain values, in columns, so that 100,000 people fit.

A person is a position in the roster; ids are words and stay at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST = 8
"""People that Slack takes into one group conversation (conversations.open)."""
DAY = 24 * 60
"""Minutes."""


@dataclass(frozen=True)
class Hours:
    """When somebody works, in minutes of the day in UTC: from `start`, for `length` minutes, perhaps over midnight."""

    start: int
    length: int


@dataclass(frozen=True)
class Wish:
    """What the people of a group should not (`other`) or should (`same`) have in common."""

    attribute: str
    want: Literal["other", "same"] = "other"

    @classmethod
    def read(cls, words: str) -> Wish:
        """Return what somebody wrote: `department`, `other department` or `same site`."""
        first, _, rest = words.strip().casefold().replace(":", " ").partition(" ")
        if rest.strip() and first in ("other", "same"):
            return cls(rest.strip(), "same" if first == "same" else "other")
        return cls(" ".join(words.casefold().split()))


@dataclass(frozen=True)
class Roster:
    """The people of a round, one column for each thing that counts; an empty column counts for nobody."""

    ids: tuple[str, ...]
    """Distinct."""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Attribute -> each person's value, "" for none. Whoever has none is like nobody."""
    hours: Sequence[Hours | None] = ()
    """None: nothing is known, and any hour will do."""
    newcomers: frozenset[str] = frozenset()
    topics: Sequence[frozenset[str]] = ()
    languages: Sequence[frozenset[str]] = ()
    """What each person speaks; an empty set says nothing, and any language will do."""
    duty: Mapping[str, int] = field(default_factory=dict)
    """How often somebody was in a group that was larger than the others."""
    turns: Mapping[str, int] = field(default_factory=dict)
    """In how many rounds with a larger group somebody took part; empty: all in equally many."""


@dataclass(frozen=True)
class Rules:
    """What a ritual asks for. `never`: pairs of ids that must not meet; ids that are not there do no harm."""

    size: int = 2
    mix: tuple[Wish, ...] = ()
    """What a group should differ in or share; the first before the second."""
    min_overlap: int = 0
    """Minutes of working hours that a group shall share."""
    never: frozenset[frozenset[str]] = frozenset()
    apart: tuple[str, ...] = ()
    """Attributes of which two people with the same value must not meet."""


@dataclass(frozen=True)
class History:
    """Who was brought together before: three columns of one length, by position in the roster.

    `one` < `other`; `day` is the ordinal of the last date (date.toordinal), `met` False where they said they did not.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    day: NDArray[np.int64]
    met: NDArray[np.bool_]

    @classmethod
    def of(cls, ids: Sequence[str], groups: Iterable[tuple[Iterable[str], date, bool]]) -> History:
        """Return the history among these people, from groups with their date and whether they may have met."""
        import numpy as np

        at = {person: position for position, person in enumerate(ids)}
        rows = [
            (min(pair), max(pair), day.toordinal(), met)
            for members, day, met in groups
            for pair in combinations([at[one] for one in dict.fromkeys(members) if one in at], 2)
        ]
        columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
        one, other, days = (np.array(column, dtype=np.int64) for column in columns[:3])
        return cls(one, other, days, np.array(columns[3], dtype=np.bool_))


@dataclass(frozen=True)
class Certificate:
    """How good a round is, and how good it could be. Pairs are counted, those inside larger groups too."""

    repeats: int
    """Pairs that have met before."""
    repeats_bound: int
    """No round of these people has fewer that keeps what counts more: hours, and whose turn the larger group is."""
    mixed: int
    """Pairs that fulfil the first wish; 0 where there is none."""
    mixed_bound: int
    """No round has more."""
    no_overlap: int
    """Pairs whose working hours do not overlap as wished."""
    optimal: bool
    """Whether nothing better exists in any level but chance, with a larger group of those whose turn it is."""


Met = Literal["never", "mostly", "missed", "again"]
"""Whether people met before: nobody has; only some have; they were introduced and did not meet; all have."""


@dataclass(frozen=True)
class Reason:
    """Why these people meet. What is said of a group is true of each two in it."""

    met: Met
    days: int
    """How long ago the last meeting was; 0 where they never met."""
    wishes: tuple[Wish, ...]
    """Those of the rules that come true."""
    overlap: int | None
    """Minutes of the day that they share at work; None where the rules do not ask or nobody knows."""
    is_fresh: bool
    """Whether somebody new meets somebody who is not."""
    topics: tuple[str, ...]
    """What they have in common, the rarest first."""


@dataclass(frozen=True)
class Round:
    """The groups of a round, as ids."""

    groups: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    """Whom every other group would have broken a rule for; or somebody who is alone."""
    certificate: Certificate
