"""Every table of Rondo, as SQLAlchemy Core.

All that concerns somebody hangs on `people.id`, a random id, and goes with that row; Slack's id of a person
stands in `slack_ids` alone; names and ways to reach people stand in `profile_facts` alone, and only of those who
have an entry in the directory. Instants are UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store import goal_tables
from bot.store.columns import Instant, NaiveInstant, metadata, number, person, run
from bot.store.search_tables import missed_topics, search_marks, search_versions

__all__ = ["Instant", "NaiveInstant", "goal_tables", "metadata", "missed_topics", "search_marks", "search_versions"]

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
    Column("level", Text, nullable=False, server_default=""),
    Column("seen", Instant, nullable=False),
)

slack_ids = Table(
    "slack_ids", metadata, person(primary_key=True), Column("slack_id", Text, nullable=False, unique=True)
)

preferences = Table(
    "preferences",
    metadata,
    person(primary_key=True),
    Column("language", Text),
    Column("paused_until", Date),
    Column("every_weeks", Integer, nullable=False, server_default="1"),
    Column("on_demand", Boolean, nullable=False, server_default=false()),
    Column("languages", Text, nullable=False, server_default=""),
    Column("shows_photo", Boolean, nullable=False, server_default=false()),
    Column("status_counts", Boolean, nullable=False, server_default=false()),
    Column("photo", Text, nullable=False, server_default=""),
)

managers = Table(
    "managers",
    metadata,
    person(primary_key=True),
    Column("manager", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
)

# Whom somebody does not want to be brought together with. It counts both ways and is shown to its owner alone.
avoided = Table(
    "avoided",
    metadata,
    person(primary_key=True),
    Column("other", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# The directory's three switches and what goes with them, overwritten, no history. `said`: "own" once somebody set them
# themselves, "deleted" once they deleted everything; from then on no table of the operator's decides for them.
listings = Table(
    "listings",
    metadata,
    person(primary_key=True),
    Column("listed", Boolean, nullable=False, server_default=false()),
    Column("expert", Boolean, nullable=False, server_default=false()),
    Column("contactable", Boolean, nullable=False, server_default=false()),
    Column("most_per_week", Integer),
    Column("paused_until", Date),
    Column("availability", Text, nullable=False, server_default="available"),
    Column("away_until", Date),
    Column("substitute", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("keeper", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("asked_on", Date),
    Column("read_at", Instant),
    Column("gone_on", Date),
    Column("said", Text, nullable=False, server_default=""),
)

# One value of one field of the directory; `audience` is its place in model.LEVELS.
profile_facts = Table(
    "profile_facts",
    metadata,
    number(),
    person(),
    Column("field", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("other", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("audience", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("expires_at", Instant, index=True),
    Index(None, "person"),
    sqlite_autoincrement=True,
)

# Entries of people without a Slack account: what the operator's table calls them.
outside_ids = Table(
    "outside_ids", metadata, person(primary_key=True), Column("outside_id", Text, nullable=False, unique=True)
)

# Who asked whom for help and waits for an answer; the row goes with the answer, so that nothing tells what it was.
help_requests = Table(
    "help_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seeker", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("topic", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    UniqueConstraint("seeker", "person"),
)

# How many requests reached somebody on a day (UTC), for the limit they set themselves; kept for a week.
help_counts = Table(
    "help_counts",
    metadata,
    person(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("n", Integer, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("is_member", Boolean, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("is_shared", Boolean, nullable=False, server_default=false()),
)

memberships = Table(
    "memberships",
    metadata,
    Column("channel", Text, ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True),
    person(primary_key=True),
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
    person(primary_key=True),
    Index(None, "person"),
)

participation = Table(
    "participation",
    metadata,
    person(primary_key=True),
    Column("ritual", Text, primary_key=True, index=True),
    Column("stance", Text, nullable=False),
)

# Who does not want to be part of one round, by its nominal date; gone once that has opened.
skips = Table(
    "skips",
    metadata,
    person(primary_key=True),
    Column("ritual", Text, primary_key=True, index=True),
    Column("on_date", Date, nullable=False),
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
    run(primary_key=True),
    Column("step", Text, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index(None, "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)

introductions = Table(
    "introductions",
    metadata,
    Column("id", Text, primary_key=True),
    run(),
    Column("ritual", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("met", Boolean),
    Column("heard", Boolean, nullable=False, server_default=false()),
    Column("question", Text, nullable=False, server_default=""),
    Index(None, "run"),
)

introduction_people = Table(
    "introduction_people",
    metadata,
    Column("introduction", Text, ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True),
    person(primary_key=True),
    Index(None, "person"),
)

# The introductions of a closed run in a few columns of bytes (model.past), made of them and thrown away with a change.
past_rounds = Table(
    "past_rounds",
    metadata,
    run(primary_key=True),
    Column("sizes", LargeBinary, nullable=False),
    Column("members", LargeBinary, nullable=False),
    Column("met", LargeBinary, nullable=False),
    Column("asked", LargeBinary, nullable=False),
    Column("questions", JSON, nullable=False),
)

# What stands for a person in a packed round.
numbers = Table(
    "numbers",
    metadata,
    number(),
    Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, unique=True),
    sqlite_autoincrement=True,
)

# No timestamp on purpose: the order of answers would tell who gave which.
answers = Table(
    "answers",
    metadata,
    run(primary_key=True),
    Column("question", Text, primary_key=True),
    person(primary_key=True),
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
    number(),
    Column("key", Text, nullable=False, unique=True),
    Column("run", Text, index=True),
    Column("op", Text, nullable=False),
    Column("channel", Text),
    Column("after", Text, index=True),
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
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("handed_at", Instant),
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
    number(),
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
    number(),
    Column("at", Instant, nullable=False),
    Column("actor", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    sqlite_autoincrement=True,
)

# What an operator or manager has stopped: a ritual's id, or "*" for everything. `reason` is empty or "restored".
halts = Table(
    "halts",
    metadata,
    Column("ritual", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("by", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("reason", Text, nullable=False, server_default=""),
)

# Slack's limits as token buckets, one row for each: a method ("conversations.open") or a channel ("post:C0123").
pace = Table(
    "pace",
    metadata,
    Column("name", Text, primary_key=True),
    Column("level", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Column("per_minute", Float, nullable=False),
    Column("blocked_until", Instant),
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("refused_at", Instant),
)

# The processes on this database. `seen_at` is the database's own time, so that no two clocks are compared.
workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
