"""The scales on which people answer, one catalogue for all rituals, so that answers can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Whole numbers from `least` to `most`. The words for its ends and its middle stand in the catalogues under
    `scale.<id>.<number>`, for each number of `anchors`."""

    id: str
    least: int
    most: int
    anchors: tuple[int, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """Every number of it, rising."""
        return tuple(range(self.least, self.most + 1))


SCALES: Mapping[str, Scale] = {
    one.id: one
    for one in (
        Scale("confidence-0-10", 0, 10, (0, 5, 10)),
        Scale("agreement-1-5", 1, 5, (1, 2, 3, 4, 5)),
        Scale("clarity-1-5", 1, 5, (1, 3, 5)),
        Scale("satisfaction-1-5", 1, 5, (1, 3, 5)),
        Scale("frequency-1-5", 1, 5, (1, 2, 3, 4, 5)),
        Scale("likelihood-0-10", 0, 10, (0, 5, 10)),
    )
}
