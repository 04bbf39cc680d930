"""Quizzes that can be trusted: the item bank, exams, people's marks, appeals, regrades, deadlines, the review queue.

Safe to deploy? Add columns nullable or with a server default; drop in a later release than the code that stops
using them; never import models here; give data and schema each a migration of its own; both ways must work.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "bank_item",
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reviewed_version", sa.Integer(), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("competency", sa.Text(), nullable=True),
        sa.Column("source_locale", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_bank_item_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_bank_item_edited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_bank_item_reviewed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_item")),
    )
    with op.batch_alter_table("bank_item", schema=None) as batch_op:
        batch_op.create_index("ix_bank_item_agency_id_category", ["agency_id", "category"], unique=False)

    op.create_table(
        "bank_comment",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bank_item.id"], name=op.f("fk_bank_comment_item_id_bank_item")
        ),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["person.id"], name=op.f("fk_bank_comment_said_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_bank_comment_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_comment")),
    )
    with op.batch_alter_table("bank_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_comment_item_id"), ["item_id"], unique=False)

    op.create_table(
        "bank_medium",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("card", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["medium.digest"], name=op.f("fk_bank_medium_digest_medium")),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_bank_medium_item_id_bank_item")),
        sa.PrimaryKeyConstraint("item_id", "name", name=op.f("pk_bank_medium")),
    )
    with op.batch_alter_table("bank_medium", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_medium_digest"), ["digest"], unique=False)

    op.create_table(
        "bank_tag",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["bank_item.id"], name=op.f("fk_bank_tag_item_id_bank_item")),
        sa.PrimaryKeyConstraint("item_id", "tag", name=op.f("pk_bank_tag")),
    )
    with op.batch_alter_table("bank_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_tag_tag"), ["tag"], unique=False)

    op.create_table(
        "bank_version",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["bank_item.id"], name=op.f("fk_bank_version_item_id_bank_item")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_bank_version_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_bank_version")),
    )
    op.create_table(
        "kept_figures",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_kept_figures_course_id_course")),
        sa.PrimaryKeyConstraint("course_id", "activity", "scope", name=op.f("pk_kept_figures")),
    )
    op.create_table(
        "regrade",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_regrade_course_id_course")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_regrade_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    with op.batch_alter_table("regrade", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regrade_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regrade_done_at"), ["done_at"], unique=False)

    op.create_table(
        "quiz_item",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("is_pilot", sa.Boolean(), nullable=False),
        sa.Column("competency", sa.Text(), nullable=True),
        sa.Column("bank_item_id", sa.Uuid(), nullable=True),
        sa.Column("bank_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_item_id"], ["bank_item.id"], name=op.f("fk_quiz_item_bank_item_id_bank_item")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_quiz_item_edition_id_edition")),
        sa.PrimaryKeyConstraint("edition_id", "activity", "item", name=op.f("pk_quiz_item")),
    )
    with op.batch_alter_table("quiz_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quiz_item_bank_item_id"), ["bank_item_id"], unique=False)

    op.create_table(
        "recall_card",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("memory", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_count", sa.Integer(), nullable=False),
        sa.Column("right_count", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_recall_card_course_id_course")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_recall_card_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recall_card_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_card")),
        sa.UniqueConstraint(
            "person_id",
            "course_id",
            "activity",
            "item",
            name=op.f("uq_recall_card_person_id_course_id_activity_item"),
        ),
    )
    with op.batch_alter_table("recall_card", schema=None) as batch_op:
        batch_op.create_index("ix_recall_card_due", ["person_id", "due_at"], unique=False)

    op.create_table(
        "exam",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("invigilator_id", sa.Uuid(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_exam_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["invigilator_id"], ["person.id"], name=op.f("fk_exam_invigilator_id_person")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_exam_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam")),
    )
    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "answer_file",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_answer_file_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_file")),
    )
    with op.batch_alter_table("answer_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_file_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "appeal",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_appeal_attempt_id_attempt")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_appeal_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(
            "uq_appeal_open",
            ["attempt_id", "item"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "exam_attempt",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_exam_attempt_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_attempt_exam_id_exam")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_exam_attempt")),
    )
    with op.batch_alter_table("exam_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_attempt_exam_id"), ["exam_id"], unique=False)

    op.create_table(
        "person_mark",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column("marker_id", sa.Uuid(), nullable=True),
        sa.Column("levels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_person_mark_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_person_mark_marker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_mark")),
        sa.UniqueConstraint(
            "attempt_id", "item", "marker_id", name=op.f("uq_person_mark_attempt_id_item_marker_id")
        ),
        sa.UniqueConstraint("attempt_id", "item", "turn", name=op.f("uq_person_mark_attempt_id_item_turn")),
    )
    op.create_table(
        "result_change",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("score_before", sa.Double(), nullable=True),
        sa.Column("score_after", sa.Double(), nullable=True),
        sa.Column("total_before", sa.Double(), nullable=True),
        sa.Column("total_after", sa.Double(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_result_change_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_result_change_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_change")),
    )
    with op.batch_alter_table("result_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_change_attempt_id"), ["attempt_id"], unique=False)

    with op.batch_alter_table("answer_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("act", sa.Text(), nullable=False, server_default="save"))
        batch_op.add_column(sa.Column("certainty", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("late_why", sa.Text(), nullable=True))

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("paper", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("is_practice", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_index(batch_op.f("uq_attempt_open"))
        batch_op.create_index(
            "uq_attempt_open",
            ["enrolment_id", "activity", "is_practice"],
            unique=True,
            sqlite_where=sa.text("state IN ('in-progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in-progress', 'overdue')"),
        )
        batch_op.create_index("ix_attempt_edition_activity", ["edition_id", "activity"], unique=False)
        batch_op.create_index(
            "ix_attempt_ends_at",
            ["ends_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('in-progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in-progress', 'overdue')"),
        )

    with op.batch_alter_table("item_result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("credit", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("certainty", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("seconds", sa.Integer(), nullable=True))
        batch_op.alter_column("score", existing_type=sa.DOUBLE(), nullable=True)

    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("extra_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.drop_column("extra_minutes")
        batch_op.drop_column("minutes")

    with op.batch_alter_table("item_result", schema=None) as batch_op:
        batch_op.alter_column("score", existing_type=sa.DOUBLE(), nullable=False)
        batch_op.drop_column("seconds")
        batch_op.drop_column("tries")
        batch_op.drop_column("certainty")
        batch_op.drop_column("credit")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_edition_activity")
        batch_op.drop_index(
            "ix_attempt_ends_at",
            sqlite_where=sa.text("state IN ('in-progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in-progress', 'overdue')"),
        )
        batch_op.drop_index(
            "uq_attempt_open",
            sqlite_where=sa.text("state IN ('in-progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in-progress', 'overdue')"),
        )
        batch_op.create_index(
            batch_op.f("uq_attempt_open"),
            ["enrolment_id", "activity"],
            unique=True,
            sqlite_where=sa.text("state = 'in-progress'"),
            postgresql_where=sa.text("state = 'in-progress'"),
        )
        batch_op.drop_column("is_practice")
        batch_op.drop_column("position")
        batch_op.drop_column("paper")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("deadline_at")

    with op.batch_alter_table("answer_event", schema=None) as batch_op:
        batch_op.drop_column("late_why")
        batch_op.drop_column("given_at")
        batch_op.drop_column("certainty")
        batch_op.drop_column("act")

    with op.batch_alter_table("result_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_change_attempt_id"))

    op.drop_table("result_change")
    op.drop_table("person_mark")
    with op.batch_alter_table("exam_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_attempt_exam_id"))

    op.drop_table("exam_attempt")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appeal_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.drop_table("appeal")
    with op.batch_alter_table("answer_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_file_attempt_id"))

    op.drop_table("answer_file")
    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_cohort_id"))

    op.drop_table("exam")
    with op.batch_alter_table("recall_card", schema=None) as batch_op:
        batch_op.drop_index("ix_recall_card_due")

    op.drop_table("recall_card")
    with op.batch_alter_table("quiz_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quiz_item_bank_item_id"))

    op.drop_table("quiz_item")
    with op.batch_alter_table("regrade", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regrade_done_at"))
        batch_op.drop_index(batch_op.f("ix_regrade_course_id"))

    op.drop_table("regrade")
    op.drop_table("kept_figures")
    op.drop_table("bank_version")
    with op.batch_alter_table("bank_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_tag_tag"))

    op.drop_table("bank_tag")
    with op.batch_alter_table("bank_medium", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_medium_digest"))

    op.drop_table("bank_medium")
    with op.batch_alter_table("bank_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_comment_item_id"))

    op.drop_table("bank_comment")
    with op.batch_alter_table("bank_item", schema=None) as batch_op:
        batch_op.drop_index("ix_bank_item_agency_id_category")

    op.drop_table("bank_item")
