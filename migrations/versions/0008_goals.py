"""Goals: what is set, what people answer about it, what is told of it, and what follows."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _set_goals()
    _keep()
    _count()


def _set_goals() -> None:
    """Add goals, their wordings and how their measures stand."""
    op.create_table(
        "goal_revisions",
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("goal", "revision", name=op.f("pk_goal_revisions")),
    )
    op.create_table(
        "goal_values",
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("goal", "on_date", name=op.f("pk_goal_values")),
    )
    op.create_table(
        "goals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), server_default="", nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("measure", sa.JSON(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_goals_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_person"), "goals", ["person"], unique=False)
    op.create_index(op.f("ix_goals_ritual"), "goals", ["ritual"], unique=False)


def _keep() -> None:
    """Add what outlives a round: named answers, figures, needs and decisions."""
    op.create_table(
        "decisions",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_decisions_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_ritual"), "decisions", ["ritual"], unique=False)
    op.create_table(
        "kept_answers",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_kept_answers_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_kept_answers_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "person", "question", name=op.f("pk_kept_answers")),
    )
    op.create_index(op.f("ix_kept_answers_on_date"), "kept_answers", ["on_date"], unique=False)
    op.create_index(op.f("ix_kept_answers_person"), "kept_answers", ["person"], unique=False)
    op.create_index(op.f("ix_kept_answers_ritual"), "kept_answers", ["ritual"], unique=False)
    op.create_table(
        "needs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), server_default="", nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["other"], ["people.id"], name=op.f("fk_needs_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_needs_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_needs_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("run", "person", name=op.f("uq_needs_run_person")),
    )
    op.create_index(op.f("ix_needs_on_date"), "needs", ["on_date"], unique=False)
    op.create_index(op.f("ix_needs_other"), "needs", ["other"], unique=False)
    op.create_index(op.f("ix_needs_person"), "needs", ["person"], unique=False)
    op.create_table(
        "round_figures",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("ritual", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_round_figures_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "name", "part", name=op.f("pk_round_figures")),
    )
    op.create_index(op.f("ix_round_figures_ritual"), "round_figures", ["ritual"], unique=False)


def _count() -> None:
    """Add the answers of anonymous rounds."""
    op.create_table(
        "ballot_keys",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_ballot_keys_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_ballot_keys")),
    )
    op.create_table(
        "ballots",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_ballots_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "token", "question", name=op.f("pk_ballots")),
    )
    op.create_table(
        "released_answers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_released_answers_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_answers")),
    )
    op.create_index(op.f("ix_released_answers_run"), "released_answers", ["run"], unique=False)
    op.create_table(
        "turnout",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_turnout_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_turnout_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "person", name=op.f("pk_turnout")),
    )
