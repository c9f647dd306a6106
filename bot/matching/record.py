"""What the past says about the people of a round: read once from packed rounds, in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.matching.values import LARGEST, History
from bot.model import Past, PastRound, PersonId
from bot.model.past import MISSED, UNKNOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.int64]

NEVER = 0
"""The ordinal of a date long before any round."""


@dataclass(frozen=True)
class Record:
    """Who sat where: `seat` and `group` have one entry for each time that somebody of the roster was introduced.

    The other columns have one for each group; groups count on over all rounds, oldest first.
    """

    ids: tuple[PersonId, ...]
    seat: Column
    """Position in the roster, -1 for somebody who is not in it."""
    group: Column
    day: Column
    """date.toordinal."""
    met: NDArray[np.bool_]
    """False where they said that they did not."""
    larger: NDArray[np.bool_]
    """Whether the group was larger than the smallest of its round."""
    silent: NDArray[np.bool_]
    """Whether nobody of the group said anything."""
    ritual: Sequence[str]
    """The ritual of each round."""
    round: Column
    """Which round each group belongs to."""
    question: Sequence[str]

    @classmethod
    def of(cls, past: Past, ids: Sequence[PersonId]) -> Record:
        """Read the past of these people."""
        import numpy as np

        known = np.array([past.numbers.get(one, 0) for one in ids], dtype=np.int64)
        highest = max([int(known.max(initial=0)), *(_highest(one.members) for one in past.rounds)])
        seats = np.full(highest + 1, -1, dtype=np.int64)
        seats[known] = np.arange(len(ids))
        seats[0] = -1
        sizes = [np.frombuffer(one.sizes, dtype=np.uint8).astype(np.int64) for one in past.rounds]
        every = np.concatenate(sizes) if sizes else np.zeros(0, dtype=np.int64)
        members = [np.frombuffer(one.members, dtype=np.int32) for one in past.rounds]
        numbers = np.concatenate(members) if members else np.zeros(0, dtype=np.int32)
        counts = [len(one) for one in sizes]
        rounds = np.repeat(np.arange(len(counts)), counts)
        return cls(
            ids=tuple(ids),
            seat=seats[numbers],
            group=np.repeat(np.arange(len(every)), every),
            day=np.repeat(np.array([one.on.toordinal() for one in past.rounds], dtype=np.int64), counts),
            met=_joined([np.frombuffer(one.met, dtype=np.uint8) != MISSED for one in past.rounds]),
            silent=_joined([np.frombuffer(one.met, dtype=np.uint8) == UNKNOWN for one in past.rounds]),
            larger=_joined([one > one[one > 1].min(initial=LARGEST) for one in sizes]),
            ritual=[one.ritual for one in past.rounds],
            round=rounds,
            question=[text for one in past.rounds for text in _questions(one)],
        )

    def history(self) -> History:
        """Return who met whom, and when."""
        import numpy as np

        first, second, groups = [], [], []
        for step in range(1, LARGEST):
            together = self.group[:-step] == self.group[step:]
            if not together.any():
                break
            one, other = self.seat[:-step][together], self.seat[step:][together]
            here = (one >= 0) & (other >= 0)
            first.append(np.minimum(one, other)[here])
            second.append(np.maximum(one, other)[here])
            groups.append(self.group[:-step][together][here])
        nothing = np.zeros(0, dtype=np.int64)
        group = np.concatenate(groups) if groups else nothing
        return History(
            one=np.concatenate(first) if first else nothing,
            other=np.concatenate(second) if second else nothing,
            day=self.day[group],
            met=self.met[group],
        )

    def last_days(self) -> Column:
        """Return the ordinal of the last date on which each person was introduced; NEVER for whoever never was."""
        import numpy as np

        last = np.full(len(self.ids), NEVER, dtype=np.int64)
        here = self.seat >= 0
        np.maximum.at(last, self.seat[here], self.day[self.group[here]])
        return last

    def duty(self, ritual: str) -> dict[str, int]:
        """Return how often each person was in a larger group of this ritual; without those who never were."""
        import numpy as np

        mine = np.array([one == ritual for one in self.ritual], dtype=np.bool_)
        return self._times(self.larger & mine[self.round] if len(self.round) else self.larger)

    def turns(self, ritual: str) -> dict[str, int]:
        """Return in how many rounds of this ritual with a larger group each person was; without those in none."""
        import numpy as np

        uneven = np.zeros(len(self.ritual), dtype=np.bool_)
        uneven[self.round[self.larger]] = True
        uneven &= np.array([one == ritual for one in self.ritual], dtype=np.bool_)
        return self._times(uneven[self.round] if len(self.round) else self.larger)

    def _times(self, groups: NDArray[np.bool_]) -> dict[str, int]:
        """Return how often each person was in one of these groups; without those who never were."""
        import numpy as np

        seats = self.seat[groups[self.group] & (self.seat >= 0)] if len(self.group) else self.seat
        times = np.bincount(seats, minlength=len(self.ids))
        return {self.ids[seat]: int(times[seat]) for seat in np.flatnonzero(times).tolist()}

    def unheard(self, ritual: str, *, rounds: int) -> frozenset[PersonId]:
        """Return who was introduced by a ritual so often or more, and whose last so many groups never said a word."""
        import numpy as np

        mine = np.array([one == ritual for one in self.ritual], dtype=np.bool_)
        if not len(self.group) or not mine.any():
            return frozenset()
        here = (self.seat >= 0) & mine[self.round[self.group]]
        seat, silent = self.seat[here], self.silent[self.group[here]]
        order = np.argsort(seat, kind="stable")  # oldest first within each seat
        seat, silent = seat[order], silent[order]
        ends = np.flatnonzero(np.append(seat[1:] != seat[:-1], True)) if len(seat) else np.zeros(0, dtype=np.int64)
        starts = np.append(0, ends[:-1] + 1)[: len(ends)]
        often = ends - starts + 1 >= rounds
        said = np.append(0, np.cumsum(~silent))
        quiet = said[ends + 1] == said[np.maximum(ends + 1 - rounds, 0)]
        return frozenset(self.ids[int(one)] for one in seat[ends[often & quiet]].tolist())

    def questions(self, since: date) -> Asked:
        """Return the questions that each person got since a date."""
        import numpy as np

        recent = (self.seat >= 0) & (self.day[self.group] >= since.toordinal()) if len(self.group) else self.seat >= 0
        at = np.flatnonzero(recent)
        at = at[np.argsort(self.seat[at], kind="stable")]
        seats = self.seat[at]
        first = np.searchsorted(seats, np.arange(len(self.ids) + 1))
        return Asked({one: seat for seat, one in enumerate(self.ids)}, first, self.group[at], self.day, self.question)


@dataclass(frozen=True)
class Asked:
    """Who got which question when; looked up person by person."""

    seats: Mapping[PersonId, int]
    first: Column
    """Where the groups of each seat begin."""
    groups: Column
    day: Column
    question: Sequence[str]

    def of(self, person: PersonId) -> dict[str, int]:
        """Return the questions that somebody got, each with the ordinal of the last time."""
        seat = self.seats.get(person)
        if seat is None:
            return {}
        groups = self.groups[int(self.first[seat]) : int(self.first[seat + 1])].tolist()
        return {self.question[group]: int(self.day[group]) for group in groups if self.question[group]}


def _questions(one: PastRound) -> list[str]:
    """Return the question of each group of a round, "" where there was none."""
    import numpy as np

    asked = np.frombuffer(one.asked, dtype=np.uint8)
    return list(np.array(one.questions or ("",), dtype=object)[asked if one.questions else np.zeros_like(asked)])


def _highest(members: bytes) -> int:
    import numpy as np

    return int(np.frombuffer(members, dtype=np.int32).max(initial=0))


def _joined(parts: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.bool_)
