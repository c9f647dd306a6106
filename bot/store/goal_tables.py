"""The tables of goals and of what people answer about them.

An answer of an anonymous round stands in `ballots` under a token that only `ballot_keys` makes into a person; with the
close of the round key, tokens and `turnout` go, and what may be kept is written anew to `released_answers`, in random
order, under random ids and without a time. The two groups of tables share nothing that joins them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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
)

from bot.store.columns import Instant, metadata, person, run

# Goals that were set with /rondo goals; those of the rituals file stand in the file. `person` is whose personal goal it
# is, else who set it.
goals = Table(
    "goals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("ritual", Text, nullable=False, server_default="", index=True),
    Column("person", Text, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("why", JSON, nullable=False),
    Column("owners", JSON, nullable=False),
    Column("measure", JSON),
    Column("starts", Date),
    Column("ends", Date),
    Column("is_shared", Boolean, nullable=False, server_default=false()),
)

# Every wording that a goal ever had, of the file or not: {text, customer, sign}, by language.
goal_revisions = Table(
    "goal_revisions",
    metadata,
    Column("goal", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("wording", JSON, nullable=False),
    Column("live_at", Instant, nullable=False),
)

# Where the measure of a goal stood; nobody is named.
goal_values = Table(
    "goal_values",
    metadata,
    Column("goal", Text, primary_key=True),
    Column("on_date", Date, primary_key=True),
    Column("value", Float, nullable=False),
)

# Answers by name that outlive their round.
kept_answers = Table(
    "kept_answers",
    metadata,
    run(primary_key=True),
    person(primary_key=True),
    Column("question", Text, primary_key=True),
    Column("ritual", Text, nullable=False, index=True),
    Column("on_date", Date, nullable=False, index=True),
    Column("series", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("is_late", Boolean, nullable=False, server_default=false()),
    Index(None, "person"),
)

# What was told of rounds; nothing that did not pass the thresholds is written here.
round_figures = Table(
    "round_figures",
    metadata,
    run(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("ritual", Text, nullable=False, index=True),
    Column("on_date", Date, nullable=False),
    Column("series", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("data", JSON, nullable=False),
)

ballots = Table(
    "ballots",
    metadata,
    run(primary_key=True),
    Column("token", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

ballot_keys = Table("ballot_keys", metadata, run(primary_key=True), Column("secret", LargeBinary, nullable=False))

# Who has answered, for the reminder; no time, no answer, shown to nobody, gone with the close.
turnout = Table("turnout", metadata, run(primary_key=True), person(primary_key=True))

released_answers = Table(
    "released_answers",
    metadata,
    Column("id", Text, primary_key=True),
    run(),
    Column("question", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index(None, "run"),
)

# What somebody needs of somebody; the row goes some time after its round.
needs = Table(
    "needs",
    metadata,
    Column("id", Text, primary_key=True),
    run(),
    Column("ritual", Text, nullable=False),
    person(),
    Column("other", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reply", Text, nullable=False, server_default=""),
    Column("on_date", Date, nullable=False, index=True),
    UniqueConstraint("run", "person"),
    Index(None, "person"),
)

# "You said, we decided": asked for when a round is told, and answered once. It names nobody.
decisions = Table(
    "decisions",
    metadata,
    run(primary_key=True),
    Column("ritual", Text, nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("items", JSON, nullable=False),
)
