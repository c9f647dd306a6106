"""What the columns of all tables share: the naming of constraints, instants in UTC, and references that come often."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.exc import DontWrapMixin

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class NaiveInstant(DontWrapMixin, ValueError):
    """A datetime without a time zone was about to be stored; a mistake of the caller."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC on both databases; raises NaiveInstant for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; SQLite has no time zones and takes it bare."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveInstant("a stored instant needs a time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant aware, in UTC."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def number() -> Column[int]:
    """Return the column `id` that counts by itself."""
    # SQLite counts by itself only in a column that is exactly INTEGER PRIMARY KEY.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


def person(*, primary_key: bool = False) -> Column[str]:
    """Return the column `person`, whose row goes with that person."""
    return Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


def run(*, primary_key: bool = False) -> Column[str]:
    """Return the column `run`, whose row goes with that run."""
    return Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)
