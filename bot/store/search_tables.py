"""The tables of the directory's search: for each audience its documents and its words, nothing of any wider one.

On SQLite triggers keep an FTS5 table beside each table of documents (`search_colleagues_fts`), on PostgreSQL an index
over the tokens does (migration 0006). Whoever copies one of these tables to alter it has to make its triggers anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, Table, Text

from bot.model import Level
from bot.store.columns import metadata

AUDIENCES: tuple[Level, ...] = ("colleagues", "partners", "public")


def _documents(audience: str) -> Table:
    return Table(
        f"search_{audience}",
        metadata,
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
        Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
        Column("tokens", Text, nullable=False),
        # A JSON list: what this document gives to the words of its audience. A trigger takes it from them again.
        Column("words", Text, nullable=False),
    )


def _words(audience: str) -> Table:
    return Table(
        f"search_words_{audience}",
        metadata,
        Column("word", Text, primary_key=True),
        Column("n", Integer, nullable=False),
    )


documents: Mapping[Level, Table] = MappingProxyType({audience: _documents(audience) for audience in AUDIENCES})
words: Mapping[Level, Table] = MappingProxyType({audience: _words(audience) for audience in AUDIENCES})

# Counted up with each change of an audience's words, so that a process knows when to read them anew.
search_versions = Table(
    "search_versions",
    metadata,
    Column("audience", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

# With which catalogue the documents were made, and until when ends of pauses and of values were followed.
search_marks = Table(
    "search_marks", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)

# What was sought and nobody is findable for: a topic, and on how many days somebody missed it. Nothing of who did.
missed_topics = Table(
    "missed_topics",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("since", Date, nullable=False, index=True),
)
