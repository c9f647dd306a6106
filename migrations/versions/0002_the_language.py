"""Audiences, the budget of messages, and the versions of the rituals file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the language of the rituals file needs."""
    op.add_column("people", sa.Column("department", sa.Text(), nullable=False, server_default=""))
    op.add_column("people", sa.Column("site", sa.Text(), nullable=False, server_default=""))
    op.add_column("letters", sa.Column("bundle", sa.Text(), nullable=True))
    op.add_column("letters", sa.Column("unsolicited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("letters", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_letters_bundle"), "letters", ["bundle"], unique=False)
    _user_groups()
    _versions()


def _user_groups() -> None:
    op.create_table(
        "user_groups",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_groups")),
        sa.UniqueConstraint("handle", name=op.f("uq_user_groups_handle")),
    )
    op.create_table(
        "group_members",
        sa.Column("user_group", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_group"], ["user_groups.id"], name=op.f("fk_group_members_user_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_group_members_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_group", "person", name=op.f("pk_group_members")),
    )
    op.create_index(op.f("ix_group_members_person"), "group_members", ["person"], unique=False)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_versions_proposed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["people.id"], name=op.f("fk_versions_approved_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sqlite_autoincrement=True,
    )
    for column in ("approved_by", "fingerprint", "proposed_by", "state"):
        op.create_index(op.f(f"ix_versions_{column}"), "versions", [column], unique=False)
