"""The directory's search: documents and words for each audience, and topics that nobody is findable for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AUDIENCES = ("colleagues", "partners", "public")
SECURE_DELETE = (3, 42)
"""The first SQLite whose FTS5 leaves no trace of what was deleted, where it is told so."""
LOCK = 76637
"""That of bot.store.search."""


def upgrade() -> None:
    """Add what searching needs."""
    for audience in AUDIENCES:
        _tables(audience)
        if op.get_bind().dialect.name == "sqlite":
            _on_sqlite(audience)
        else:
            _on_postgresql(audience)
    op.create_table(
        "search_versions",
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("audience", name=op.f("pk_search_versions")),
    )
    op.create_table(
        "search_marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_marks")),
    )
    op.create_table(
        "missed_topics",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_missed_topics")),
    )
    op.create_index(op.f("ix_missed_topics_since"), "missed_topics", ["since"], unique=False)


def _tables(audience: str) -> None:
    name = f"search_{audience}"
    op.create_table(
        name,
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f(f"fk_{name}_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("person", name=op.f(f"uq_{name}_person")),
    )
    op.create_table(
        f"search_words_{audience}",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f(f"pk_search_words_{audience}")),
    )


def _on_sqlite(audience: str) -> None:
    """Let an FTS5 table follow the documents, and the words lose what a deleted document gave to them."""
    name, index, words = f"search_{audience}", f"search_{audience}_fts", f"search_words_{audience}"
    op.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5(tokens, content='{name}', content_rowid='number', "
        "tokenize='ascii', detail=none, columnsize=0)"
    )
    version = op.get_bind().scalar(sa.text("SELECT sqlite_version()"))
    if tuple(map(int, version.split(".")[:2])) >= SECURE_DELETE:
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('secure-delete', 1)")
    put = f"INSERT INTO {index}(rowid, tokens) VALUES (new.number, new.tokens);"
    take = f"INSERT INTO {index}({index}, rowid, tokens) VALUES ('delete', old.number, old.tokens);"
    # The driver is not to take ":…" in a statement for a parameter; there is none.
    op.execute(f"CREATE TRIGGER {name}_added AFTER INSERT ON {name} BEGIN {put} END")
    op.execute(f"CREATE TRIGGER {name}_changed AFTER UPDATE OF tokens ON {name} BEGIN {take} {put} END")
    op.execute(f"CREATE TRIGGER {name}_removed AFTER DELETE ON {name} BEGIN {take} {_less(audience, words)} END")


def _less(audience: str, words: str) -> str:
    """Return what takes the words of a deleted document away, and counts that as a change."""
    given = "SELECT value FROM json_each(old.words)"
    return (
        f"UPDATE {words} SET n = n - 1 WHERE word IN ({given}); "
        f"DELETE FROM {words} WHERE n <= 0 AND word IN ({given}); {_count(audience)}"
    )


def _on_postgresql(audience: str) -> None:
    """Index the tokens, keep them out of the rows that a search walks through, and let the words follow a deletion."""
    name, words = f"search_{audience}", f"search_words_{audience}"
    op.execute(f"ALTER TABLE {name} SET (toast_tuple_target = 128)")
    for column in ("tokens", "words"):
        op.execute(f"ALTER TABLE {name} ALTER COLUMN {column} SET STORAGE EXTERNAL")
    op.execute(
        f"CREATE INDEX ix_{name}_tokens ON {name} USING gin (array_to_tsvector(string_to_array(tokens, ' '))) "
        "WITH (fastupdate = off)"
    )
    given = "SELECT jsonb_array_elements_text(OLD.words::jsonb)"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM pg_advisory_xact_lock({LOCK}); "
        f"UPDATE {words} SET n = n - 1 WHERE word IN ({given}); "
        f"DELETE FROM {words} WHERE n <= 0 AND word IN ({given}); {_count(audience)} RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER {name}_removed AFTER DELETE ON {name} FOR EACH ROW EXECUTE FUNCTION {name}_removed()")


def _count(audience: str) -> str:
    return (
        f"INSERT INTO search_versions (audience, version) VALUES ('{audience}', 1) "
        "ON CONFLICT (audience) DO UPDATE SET version = search_versions.version + 1;"
    )
