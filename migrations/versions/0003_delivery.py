"""What is stopped, Slack's limits, the processes on this database, and which letters an engine has in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what delivery on several processes needs."""
    op.add_column("letters", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("letters", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_letters_after"), "letters", ["after"], unique=False)
    _halts()
    op.create_table(
        "pace",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("per_minute", sa.Float(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pace")),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workers")),
    )


def _halts() -> None:
    op.create_table(
        "halts",
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_halts_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("ritual", name=op.f("pk_halts")),
    )
    op.create_index(op.f("ix_halts_by"), "halts", ["by"], unique=False)
