"""The directory: switches, values, people without a Slack account; whether a channel is shared with another company."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the directory knows."""
    op.add_column("channels", sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "listings",
        sa.Column("person", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
          for name in ("listed", "expert", "contactable")),
        sa.Column("most_per_week", sa.Integer()),
        sa.Column("paused_until", sa.Date()),
        sa.Column("availability", sa.Text(), nullable=False, server_default="available"),
        sa.Column("away_until", sa.Date()),
        sa.Column("substitute", sa.Text()),
        sa.Column("keeper", sa.Text()),
        sa.Column("asked_on", sa.Date()),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("gone_on", sa.Date()),
        sa.Column("said", sa.Text(), nullable=False, server_default=""),
        _person("listings"),
        *(_person("listings", name, ondelete="SET NULL") for name in ("substitute", "keeper")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_listings")),
    )  # fmt: skip
    op.create_index(op.f("ix_listings_substitute"), "listings", ["substitute"], unique=False)
    op.create_index(op.f("ix_listings_keeper"), "listings", ["keeper"], unique=False)
    op.create_table(
        "profile_facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("other", sa.Text()),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        _person("profile_facts"),
        _person("profile_facts", "other", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_facts")),
        sqlite_autoincrement=True,
    )
    for name in ("person", "other", "expires_at"):
        op.create_index(op.f(f"ix_profile_facts_{name}"), "profile_facts", [name], unique=False)
    op.create_table(
        "outside_ids",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("outside_id", sa.Text(), nullable=False),
        _person("outside_ids"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_outside_ids")),
        sa.UniqueConstraint("outside_id", name=op.f("uq_outside_ids_outside_id")),
    )


def _person(table: str, column: str = "person", *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["people.id"], name=name, ondelete=ondelete)
