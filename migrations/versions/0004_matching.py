"""What people decide about being brought together, who reports to whom, and which question a group was given."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what matching needs to know."""
    op.add_column("people", sa.Column("level", sa.Text(), nullable=False, server_default=""))
    op.add_column("introductions", sa.Column("question", sa.Text(), nullable=False, server_default=""))
    op.add_column("introductions", sa.Column("heard", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("preferences", sa.Column("every_weeks", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("preferences", sa.Column("languages", sa.Text(), nullable=False, server_default=""))
    op.add_column("preferences", sa.Column("photo", sa.Text(), nullable=False, server_default=""))
    for name in ("on_demand", "shows_photo", "status_counts"):
        op.add_column("preferences", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "past_rounds",
        sa.Column("run", sa.Text(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("sizes", "members", "met", "asked")),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_past_rounds_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_past_rounds")),
    )
    op.create_table(
        "skips",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_skips_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "ritual", name=op.f("pk_skips")),
    )
    op.create_index(op.f("ix_skips_ritual"), "skips", ["ritual"], unique=False)
    op.create_table(
        "numbers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_numbers_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbers")),
        sa.UniqueConstraint("person", name=op.f("uq_numbers_person")),
        sqlite_autoincrement=True,
    )
    _pairs("managers", "manager", both=False)
    _pairs("avoided", "other", both=True)


def _pairs(table: str, other: str, *, both: bool) -> None:
    """Make a table of two people each; the row goes with either."""
    op.create_table(
        table,
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column(other, sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f(f"fk_{table}_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint([other], ["people.id"], name=op.f(f"fk_{table}_{other}"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", *([other] if both else []), name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{other}"), table, [other], unique=False)
