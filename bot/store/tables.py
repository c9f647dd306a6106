"""Every table of Rondo, as SQLAlchemy Core.

All that concerns somebody hangs on `people.id`, a random id, and goes with that row; Slack's id of a person
stands in `slack_ids` alone, and names or e-mail addresses stand nowhere. Instants are UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
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


def _number() -> Column[int]:
    # SQLite counts by itself only in a column that is exactly INTEGER PRIMARY KEY.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


def _person(*, primary_key: bool = False) -> Column[str]:
    return Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


def _run(*, primary_key: bool = False) -> Column[str]:
    return Column("run", Text, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("locale", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("is_deactivated", Boolean, nullable=False),
    Column("department", Text, nullable=False, server_default=""),
    Column("site", Text, nullable=False, server_default=""),
    Column("seen", Instant, nullable=False),
)

slack_ids = Table(
    "slack_ids", metadata, _person(primary_key=True), Column("slack_id", Text, nullable=False, unique=True)
)

preferences = Table(
    "preferences",
    metadata,
    _person(primary_key=True),
    Column("language", Text),
    Column("paused_until", Date),
)

channels = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("is_member", Boolean, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("is_private", Boolean, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("channel", Text, ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Index(None, "person"),
)

user_groups = Table(
    "user_groups",
    metadata,
    Column("id", Text, primary_key=True),
    Column("handle", Text, nullable=False, unique=True),
)

group_members = Table(
    "group_members",
    metadata,
    Column("user_group", Text, ForeignKey("user_groups.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Index(None, "person"),
)

participation = Table(
    "participation",
    metadata,
    _person(primary_key=True),
    Column("ritual", Text, primary_key=True, index=True),
    Column("stance", Text, nullable=False),
)

marks = Table(
    "marks", metadata, Column("ritual", Text, primary_key=True), Column("seen_until", Instant, nullable=False)
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ritual", Text, nullable=False),
    Column("nominal_date", Date, nullable=False),
    Column("slot", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("seed", BigInteger, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant),
    Column("closed_at", Instant),
    Column("definition", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("ritual", "nominal_date", "slot"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    _run(primary_key=True),
    Column("step", Text, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index(None, "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", Text, primary_key=True),
    _run(),
    Column("ritual", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("met", Boolean),
    Index(None, "run"),
)

introduction_people = Table(
    "introduction_people",
    metadata,
    Column("introduction", Text, ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True),
    _person(primary_key=True),
    Index(None, "person"),
)

# No timestamp on purpose: the order of answers would tell who gave which.
answers = Table(
    "answers",
    metadata,
    _run(primary_key=True),
    Column("question", Text, primary_key=True),
    _person(primary_key=True),
    Column("value", Text, nullable=False),
    Index(None, "person"),
)

facts = Table(
    "facts",
    metadata,
    Column("ritual", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("data", JSON, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    _number(),
    Column("key", Text, nullable=False, unique=True),
    Column("run", Text, index=True),
    Column("op", Text, nullable=False),
    Column("channel", Text),
    Column("after", Text),
    Column("in_thread", Boolean, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", Instant),
    Column("slack_ts", Text),
    Column("outcome", Text),
    Column("on_doubt", Text, nullable=False),
    Column("settled_at", Instant),
    Column("bundle", Text, index=True),
    Column("unsolicited", Boolean, nullable=False, server_default=false()),
    Column("expires_at", Instant),
    Index("ix_letters_next", "state", "priority", "not_before", "id"),
    sqlite_autoincrement=True,
)

# A forgotten person leaves an empty place, so that the conversation of three never passes for one of two.
letter_people = Table(
    "letter_people",
    metadata,
    Column("letter", BigInteger, ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
)

inbound = Table(
    "inbound",
    metadata,
    Column("key", Text, primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
)

# Every rituals file that was ever live, or that somebody proposed; the newest live one holds.
versions = Table(
    "versions",
    metadata,
    _number(),
    Column("fingerprint", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("approved_by", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("live_at", Instant),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    _number(),
    Column("at", Instant, nullable=False),
    Column("actor", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    sqlite_autoincrement=True,
)
