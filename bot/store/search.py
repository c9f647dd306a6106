"""The search's documents and words, and looking tokens up: FTS5 on SQLite, a GIN index on PostgreSQL, no scores.

Tokens are [a-z0-9] only (bot.directory.analyser), so that they stand in either language of queries as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.directory.search import LARGEST, Document, Wanted
from bot.model import Level, PersonId
from bot.store.db import Tx
from bot.store.search_tables import AUDIENCES, documents, search_marks, search_versions
from bot.store.search_tables import words as vocabularies
from bot.store.statements import ROWS, chunks, put

_LOCK = 76637
"""The number of PostgreSQL's advisory lock: one after the other writes, so that no two wait for each other's words."""


@dataclass(frozen=True)
class Entry:
    """What one audience may find of somebody."""

    seed: int
    """Whence the number comes, below LARGEST; the same person has the same on every database."""
    tokens: tuple[str, ...]
    words: tuple[str, ...]
    """Each once, its class before it."""


# ---------------------------------------------------------------- writing


def write(tx: Tx, audience: Level, entries: Mapping[PersonId, Entry | None]) -> None:
    """Put the documents of these people in place of the earlier ones; None: there is none any more."""
    if tx.dialect.name != "sqlite":
        tx.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    into, change = documents[audience], Counter[str]()
    for some in chunks(entries):
        columns = (into.c.person, into.c.number, into.c.tokens, into.c.words)
        known = {row.person: row for row in tx.execute(select(*columns).where(into.c.person.in_(some)))}
        gone = [person for person in some if entries[person] is None and person in known]
        if gone:
            tx.execute(delete(into).where(into.c.person.in_(gone)))  # the words follow by a trigger
        _change(tx, audience, {person: one for person in known if (one := entries[PersonId(person)])}, known, change)
        _add(tx, audience, {one: e for one in some if one not in known and (e := entries[one])}, change)
    _count(tx, audience, change)


def clear(tx: Tx, *, but: Collection[Level] = ()) -> None:
    """Delete every document."""
    for audience in AUDIENCES:
        if audience not in but:
            tx.execute(delete(documents[audience]))


def _change(
    tx: Tx, audience: Level, entries: Mapping[str, Entry], known: Mapping[str, Any], change: Counter[str]
) -> None:
    into = documents[audience]
    for person, entry in entries.items():
        before = known[person]
        row = _row(entry)
        if (before.tokens, before.words) != (row["tokens"], row["words"]):
            tx.execute(update(into).where(into.c.number == before.number).values(row))
            change.update(entry.words)
            change.subtract(json.loads(before.words))


def _add(tx: Tx, audience: Level, entries: Mapping[PersonId, Entry], change: Counter[str]) -> None:
    into = documents[audience]
    wanted = {one.seed for one in entries.values()}
    taken: set[int] = set()
    for some in chunks(wanted):
        taken.update(tx.scalars(select(into.c.number).where(into.c.number.in_(some))))
    rows = []
    for person, entry in entries.items():
        number = entry.seed
        while number in taken or (number != entry.seed and _is_taken(tx, audience, number)):
            number = number % (LARGEST - 1) + 1
        taken.add(number)
        rows.append({"number": number, "person": person, **_row(entry)})
        change.update(entry.words)
    rows.sort(key=lambda row: row["number"])  # FTS5 begins a new segment with each number that is smaller
    for start in range(0, len(rows), ROWS):
        tx.execute(insert(into), rows[start : start + ROWS])


def _is_taken(tx: Tx, audience: Level, number: int) -> bool:
    into = documents[audience]
    return tx.scalar(select(into.c.number).where(into.c.number == number)) is not None


def _count(tx: Tx, audience: Level, change: Mapping[str, int]) -> None:
    """Add to and take from the words of an audience."""
    into = vocabularies[audience]
    rows = [{"word": word, "n": n} for word, n in sorted(change.items()) if n]
    if not rows:
        return
    make = sqlite.insert(into) if tx.dialect.name == "sqlite" else postgresql.insert(into)
    more = make.on_conflict_do_update(index_elements=["word"], set_={"n": into.c.n + make.excluded.n})
    for start in range(0, len(rows), ROWS):
        tx.execute(more, rows[start : start + ROWS])
    for some in chunks(row["word"] for row in rows if int(str(row["n"])) < 0):
        tx.execute(delete(into).where(into.c.word.in_(some), into.c.n <= 0))
    begin = sqlite.insert(search_versions) if tx.dialect.name == "sqlite" else postgresql.insert(search_versions)
    version = {"version": search_versions.c.version + 1}
    tx.execute(
        begin.on_conflict_do_update(index_elements=["audience"], set_=version), {"audience": audience, "version": 1}
    )


def _row(entry: Entry) -> dict[str, Any]:
    return {"tokens": " ".join(entry.tokens), "words": json.dumps(entry.words, ensure_ascii=False)}


# ---------------------------------------------------------------- reading


class TokenIndex:
    """Looks tokens up in the documents of one audience (bot.directory.search.Index)."""

    def __init__(self, tx: Tx, audience: Level) -> None:
        self._tx, self._audience = tx, audience
        self._is_sqlite = tx.dialect.name == "sqlite"
        if not self._is_sqlite:
            # A word that many have would else be sought row by row, and compiled for it.
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")

    def some(self, wanted: Wanted, most: int) -> list[Document]:
        """Return documents, in no order, at most so many."""
        rows = self._rows(_looking(self._audience, is_sqlite=self._is_sqlite, in_turn=False), wanted, most=most)
        return [Document(number, person, frozenset(tokens.split(" "))) for number, person, tokens in rows]

    def next(self, wanted: Wanted, most: int, turn: int) -> list[Document]:
        """Return the first documents by their place among equals on a day, without their tokens."""
        statement = _looking(self._audience, is_sqlite=self._is_sqlite, in_turn=True)
        return [Document(number, person) for number, person in self._rows(statement, wanted, most=most, turn=turn)]

    def _rows(self, statement: Select[Any], wanted: Wanted, **values: int) -> Sequence[Any]:
        sought = _spelt(wanted, " AND ", " OR ") if self._is_sqlite else _spelt(wanted, " & ", " | ")
        return self._tx.execute(statement, {"sought": sought, **values}).all()


@cache
def _looking(audience: Level, *, is_sqlite: bool, in_turn: bool) -> Select[Any]:
    """Return the statement that looks tokens up, built once: documents in no order, or the first by `mixed`."""
    own = documents[audience].c
    most = bindparam("most", type_=Integer())
    wanted = select(own.number, own.person) if in_turn else select(own.number, own.person, own.tokens)
    if not is_sqlite:
        found = wanted.where(_holds(own.tokens))
        return (found.order_by(_mixed(own.number)) if in_turn else found).limit(most)
    name = f"search_{audience}_fts"
    index = table(name, column("rowid", Integer()))
    found = select(index.c.rowid).where(literal_column(name).op("MATCH")(bindparam("sought", type_=Text())))
    some = (found.order_by(_mixed(index.c.rowid)) if in_turn else found).limit(most).subquery()
    return wanted.join(some, some.c.rowid == own.number)


def _mixed(number: ColumnElement[int]) -> ColumnElement[int]:
    """Return the place of a document among equals on a day."""
    return number * bindparam("turn", type_=BigInteger()) % literal_column(str(LARGEST), BigInteger())


def _holds(tokens: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether a document of PostgreSQL has what is sought; spelt as its index is."""
    held = func.array_to_tsvector(func.string_to_array(tokens, literal_column("' '")))
    return held.op("@@")(cast(bindparam("sought", type_=Text()), postgresql.TSQUERY))


def _spelt(wanted: Wanted, also: str, either: str) -> str:
    """Return the question in the language of an index."""
    return also.join(f"({either.join(_option(words, also, either) for words in options)})" for options in wanted)


def _option(words: Sequence[tuple[str, ...]], also: str, either: str) -> str:
    spelt = [either.join(tokens) for tokens in words]
    return spelt[0] if len(spelt) == 1 else f"({also.join(f'({one})' for one in spelt)})"


def version(tx: Tx, audience: Level) -> int:
    """Return how often the words of an audience have changed."""
    return tx.scalar(select(search_versions.c.version).where(search_versions.c.audience == audience)) or 0


def words(tx: Tx, audience: Level) -> dict[str, int]:
    """Return the words of an audience, each with the number of people who have it."""
    own = vocabularies[audience]
    return {word: n for word, n in tx.execute(select(own.c.word, own.c.n))}


def size(tx: Tx, audience: Level) -> int:
    """Return how many people an audience can find."""
    return tx.scalar(select(func.count()).select_from(documents[audience])) or 0


def indexed(tx: Tx) -> frozenset[PersonId]:
    """Return everybody of whom an audience has a document."""
    return frozenset(PersonId(one) for own in documents.values() for one in tx.scalars(select(own.c.person)))


# ---------------------------------------------------------------- marks


def mark(tx: Tx, name: str) -> str:
    """Return what was last noted under a name; empty at first."""
    return tx.scalar(select(search_marks.c.value).where(search_marks.c.name == name)) or ""


def set_mark(tx: Tx, name: str, value: str) -> None:
    """Note something in place of what was noted before."""
    put(tx, search_marks, [{"name": name, "value": value}])
