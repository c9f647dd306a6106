"""The generated company as people.csv, in the format of `rondo people import`.

A table knows no audience of a single value, so what nobody but its owner may see is not in it, nor are guests and
people who left; whoever takes a pause is not listed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.directory.company import SEED, SIZE, Colleague, company
from tests.directory.judge import may_be_found

FIELDS = (
    "name", "role", "department", "site", "what_i_do", "ask_me_about", "works_with", "can_mentor", "wants_to_learn",
    "responsibilities", "projects", "languages", "fun_fact",
)  # fmt: skip
COLUMNS = ("id", *FIELDS, "listed", "expert", "contactable")
SEPARATOR = ";"


def write(path: Path, *, size: int = SIZE, seed: int = SEED) -> None:
    """Write the table of a company of so many people."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows(company(size, seed=seed)))


def rows(people: Iterable[Colleague]) -> Iterator[dict[str, str]]:
    """Return a row for each person who works here and lets their name be known."""
    for one in people:
        told = {field: _cell(one, field) for field in FIELDS}
        if one.kind in ("member", "outside") and told["name"]:
            switches = {"listed": may_be_found(one), "expert": one.expert, "contactable": one.contactable}
            yield {"id": one.id, **told, **{name: "yes" if on else "no" for name, on in switches.items()}}


def _cell(one: Colleague, field: str) -> str:
    values = (value for value in one.values if value.field == field and value.audience != "self" and not value.is_over)
    return SEPARATOR.join(dict.fromkeys(value.text for value in values))
