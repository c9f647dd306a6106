"""Erasing words: what letters, answers and memories repeat of somebody's entry, where they delete it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, delete, false, or_, select, update

from bot.model import PersonId
from bot.store import tables as t
from bot.store.db import Tx
from bot.store.statements import chunks
from bot.text import escape

SHORTEST = 3
"""Characters of a word that is looked for; shorter ones stand everywhere."""
EMPTY = {"text": ""}
"""What a letter says whose words were erased."""
QUESTION = "notice/fact/"
"""What the keys of the questions begin with whether what stands in an entry still holds."""
_letter = t.letters.c


def erase_words(
    tx: Tx, person: PersonId, values: Iterable[str], *, name: str, kinds: Collection[str], now: datetime
) -> None:
    """Empty what letters, answers and memories about somebody repeat of these values.

    `kinds` are those of rituals that speak of entries: what belongs to one of them goes whatever it says, since what it
    repeats may have been changed in the entry meanwhile. A letter that has left keeps its key and its state. One that
    waits is given up if it belongs to one of them or asks about the entry; in a bundle with others it stays, it goes to
    its person alone.
    """
    needles = needles_of([*values, name])
    found = [
        row
        for row in tx.execute(_letters_about(person, name)).all()
        if _is_ours(row, kinds) or _holds(row.payload, needles)
    ]
    settled = [row.id for row in found if row.state in ("sent", "dead")]
    waiting = [row.id for row in found if row.state == "due" and _may_go(row, kinds)]
    for some in chunks(waiting):
        dropped = update(t.letters).where(_letter.id.in_(some))
        tx.execute(dropped.values(state="dead", outcome="dropped", settled_at=now))
    for some in chunks([*settled, *waiting]):
        tx.execute(update(t.letters).where(_letter.id.in_(some)).values(payload=EMPTY))
    _erase_answers(tx, person, needles, kinds)
    _erase_facts(tx, person, needles)


def needles_of(values: Iterable[str]) -> list[str]:
    """Return what to look for: each line of each value, as it stands in a message and as JSON writes it."""
    lines = {line.strip() for value in values for line in value.splitlines()}
    written = {form for line in lines if len(line) >= SHORTEST for form in (line, escape(line))}
    return sorted(written | {json.dumps(form)[1:-1] for form in written})


def _holds(tree: Any, needles: Sequence[str]) -> bool:
    """Return whether one of the words stands anywhere in a payload, an answer or a memory."""
    said = tree if isinstance(tree, str) else json.dumps(tree, ensure_ascii=False)
    return any(needle in said for needle in needles)


def _may_go(row: Any, kinds: Collection[str]) -> bool:
    is_apart = row.bundle is None and not (row.payload.get("parts") or ())[1:]
    return is_apart and _is_ours(row, kinds)


def _is_ours(row: Any, kinds: Collection[str]) -> bool:
    return row.key.startswith(QUESTION) or _kind_of(row.definition) in kinds


def _kind_of(definition: Mapping[str, Any] | None) -> str:
    return str((definition or {}).get("kind"))


def _letters_about(person: PersonId, name: str) -> Select[Any]:
    """Return the statement for every letter that somebody gets, that mentions them, or that says their name."""
    theirs = select(t.letter_people.c.letter).where(t.letter_people.c.person == person)
    naming = _containing(cast(_letter.payload, Text), [person, *needles_of([name])])
    columns = (_letter.id, _letter.key, _letter.state, _letter.payload, _letter.bundle, t.runs.c.definition)
    about = or_(_letter.id.in_(theirs), _letter.key.contains(person, autoescape=True), naming)
    return select(*columns).outerjoin(t.runs, t.runs.c.id == _letter.run).where(about)


def _containing(column: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(column.contains(word, autoescape=True) for word in words))


def _erase_answers(tx: Tx, person: PersonId, needles: Sequence[str], kinds: Collection[str]) -> None:
    mine = t.answers.c.person == person
    found = select(t.answers, t.runs.c.definition).join(t.runs, t.runs.c.id == t.answers.c.run).where(mine)
    for row in tx.execute(found).all():
        if _kind_of(row.definition) in kinds or _holds(row.value, needles):
            this = (t.answers.c.run == row.run) & (t.answers.c.question == row.question)
            tx.execute(delete(t.answers).where(mine, this))


def _erase_facts(tx: Tx, person: PersonId, needles: Sequence[str]) -> None:
    table = t.facts.c
    naming = table.subject.contains(person, autoescape=True) | _containing(cast(table.data, Text), [person])
    for row in tx.execute(select(t.facts).where(naming)).all():
        if _holds(row.data, needles):
            this = (table.ritual == row.ritual) & (table.name == row.name) & (table.subject == row.subject)
            tx.execute(delete(t.facts).where(this))
