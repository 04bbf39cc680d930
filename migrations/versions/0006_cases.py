"""Cases: runs with their seats, what the checker found, rehearsals, capstones' marks; what powers ask for.

Safe to deploy? It only adds tables, and a column that may be empty.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "case_check",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("states", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_case_check")),
    )
    op.create_table(
        "case_rehearsal",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("actions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("played_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity_draft.id"], name=op.f("fk_case_rehearsal_activity_id_activity_draft")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_rehearsal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_case_rehearsal")),
    )
    op.create_table(
        "case_run",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("join_code", sa.Text(), nullable=True),
        sa.Column("law", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("milestones", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("forgotten", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_case_run_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_case_run_edition_id_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_run")),
        sa.UniqueConstraint("join_code", name=op.f("uq_case_run_join_code")),
    )
    with op.batch_alter_table("case_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_run_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index("ix_case_run_edition_activity", ["edition_id", "activity"], unique=False)

    op.create_table(
        "capstone_mark",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("marker_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("notes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("muddles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_capstone_mark_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_capstone_mark_marker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capstone_mark")),
        sa.UniqueConstraint("attempt_id", "marker_id", name=op.f("uq_capstone_mark_attempt_id_marker_id")),
        sa.UniqueConstraint("attempt_id", "place", name=op.f("uq_capstone_mark_attempt_id_place")),
    )
    with op.batch_alter_table("capstone_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_capstone_mark_marker_id"), ["marker_id"], unique=False)

    op.create_table(
        "case_seat",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_case_seat_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["run_id"], ["case_run.id"], name=op.f("fk_case_seat_run_id_case_run")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_case_seat")),
    )
    with op.batch_alter_table("case_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_seat_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_case_seat_held",
            ["run_id", "role"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    with op.batch_alter_table("jurisdiction_entry", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("jurisdiction_entry", schema=None) as batch_op:
        batch_op.drop_column("terms")

    with op.batch_alter_table("case_seat", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_seat_held",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_seat_run_id"))

    op.drop_table("case_seat")
    with op.batch_alter_table("capstone_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_capstone_mark_marker_id"))

    op.drop_table("capstone_mark")
    with op.batch_alter_table("case_run", schema=None) as batch_op:
        batch_op.drop_index("ix_case_run_edition_activity")
        batch_op.drop_index(batch_op.f("ix_case_run_cohort_id"))

    op.drop_table("case_run")
    op.drop_table("case_rehearsal")
    op.drop_table("case_check")
