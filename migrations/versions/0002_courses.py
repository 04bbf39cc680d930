"""Courses: drafts, programmes, cohorts at work, meetings, practicals, surveys.

Safe to deploy? Add columns nullable or with a server default; drop in a later release than the code that stops
using them; never import models here; give data and schema each a migration of its own; both ways must work.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "calendar_link",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_link_token_digest")),
    )
    op.create_table(
        "programme",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("source_locale", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_programme_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "course_draft",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_draft_course_id_course")),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_course_draft_edited_by_id_person")
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course_draft")),
    )
    op.create_table(
        "course_text",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_lang", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_lang", sa.Text(), nullable=True),
        sa.Column("folded_title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_text_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_text")),
        sa.UniqueConstraint(
            "course_id", "locale", "activity", name=op.f("uq_course_text_course_id_locale_activity")
        ),
    )
    with op.batch_alter_table("course_text", schema=None) as batch_op:
        batch_op.create_index("ix_course_text_activity_locale", ["activity", "locale"], unique=False)

    op.create_table(
        "draft_medium",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("card", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_draft_medium_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_draft_medium_course_id_course")),
        sa.ForeignKeyConstraint(["digest"], ["medium.digest"], name=op.f("fk_draft_medium_digest_medium")),
        sa.PrimaryKeyConstraint("course_id", "name", name=op.f("pk_draft_medium")),
    )
    with op.batch_alter_table("draft_medium", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_medium_digest"), ["digest"], unique=False)

    op.create_table(
        "module_draft",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_module_draft_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_draft")),
    )
    with op.batch_alter_table("module_draft", schema=None) as batch_op:
        batch_op.create_index(
            "uq_module_draft_slug",
            ["course_id", "slug"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "programme_course",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_programme_course_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_course_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "course_id", name=op.f("pk_programme_course")),
    )
    with op.batch_alter_table("programme_course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_course_course_id"), ["course_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_publication_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_publication_course_id_course")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_publication_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "uq_publication_open",
            ["course_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "activity_draft",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_activity_draft_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_activity_draft_edited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module_draft.id"], name=op.f("fk_activity_draft_module_id_module_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_draft")),
    )
    with op.batch_alter_table("activity_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_draft_module_id"), ["module_id"], unique=False)
        batch_op.create_index(
            "uq_activity_draft_slug",
            ["course_id", "slug"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "announcement",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_announcement_author_id_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_announcement_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "draft_revision",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity_draft.id"], name=op.f("fk_draft_revision_activity_id_activity_draft")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_draft_revision_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("activity_id", "revision", name=op.f("pk_draft_revision")),
    )
    op.create_table(
        "meeting",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_meeting_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_cohort_activity", ["cohort_id", "activity"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nominated_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_nomination_agency_id_agency")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_nomination_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["nominated_by_id"], ["person.id"], name=op.f("fk_nomination_nominated_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_nomination_current",
            ["cohort_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('declined', 'withdrawn')"),
            postgresql_where=sa.text("state NOT IN ('declined', 'withdrawn')"),
        )

    op.create_table(
        "question",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_question_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_question_asker_id_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_question_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_survey_answer_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_survey_answer_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index("ix_survey_answer_edition_activity", ["edition_id", "activity"], unique=False)

    op.create_table(
        "approval",
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_approval_nomination_id_nomination")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id_person")),
        sa.PrimaryKeyConstraint("nomination_id", "person_id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_attendance_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "enrolment_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "enrolment_move",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("from_edition_id", sa.Uuid(), nullable=False),
        sa.Column("to_edition_id", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_move_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["from_edition_id"], ["edition.id"], name=op.f("fk_enrolment_move_from_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["person.id"], name=op.f("fk_enrolment_move_moved_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_edition_id"], ["edition.id"], name=op.f("fk_enrolment_move_to_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_move")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("enrolment_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_move_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "override",
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(cohort_id IS NULL) <> (enrolment_id IS NULL)", name=op.f("ck_override_one_holder")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_override_cohort_id_cohort")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_override_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_override_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint("cohort_id", "activity", name=op.f("uq_override_cohort_id_activity")),
        sa.UniqueConstraint("enrolment_id", "activity", name=op.f("uq_override_enrolment_id_activity")),
    )
    op.create_table(
        "prior_learning",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_prior_learning_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_prior_learning_recorded_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_prior_learning_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_learning")),
    )
    with op.batch_alter_table("prior_learning", schema=None) as batch_op:
        batch_op.create_index("ix_prior_learning_enrolment_id", ["enrolment_id"], unique=False)
        batch_op.create_index(
            "uq_prior_learning_current",
            ["enrolment_id", "activity"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "reminder",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_reminder_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "activity", "due_on", "notice", name=op.f("pk_reminder")),
    )
    op.create_table(
        "sign_off",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=True),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_from", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("edition_digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_sign_off_assessor_id_person")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_sign_off_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint(
            "enrolment_id", "activity", "number", name=op.f("uq_sign_off_enrolment_id_activity_number")
        ),
        sa.UniqueConstraint(
            "enrolment_id", "idempotency_key", name=op.f("uq_sign_off_enrolment_id_idempotency_key")
        ),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_assessor_id"), ["assessor_id"], unique=False)

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE attempt SET edition_id ="
        " (SELECT enrolment.edition_id FROM enrolment WHERE enrolment.id = attempt.enrolment_id)"
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.alter_column("edition_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_attempt_edition_id_edition"), "edition", ["edition_id"], ["id"]
        )

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agency_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("nominations_until", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_cohort_agency_id_agency"), "agency", ["agency_id"], ["id"])

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agency_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("live_edition_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("hours", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_course_agency_id"), ["agency_id"], unique=False)
        batch_op.create_foreign_key(
            "fk_course_live_edition_id_edition", "edition", ["live_edition_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_course_agency_id_agency"), "agency", ["agency_id"], ["id"])

    with op.batch_alter_table("medium", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duration", sa.Integer(), nullable=True))

    # an earlier content that is published again is an edition of its own
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_edition_course_id_digest"), type_="unique")
        batch_op.create_index("ix_edition_course_digest", ["course_id", "digest"], unique=False)

    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


#: The index over course_text. SQLite: a full-text table beside it, kept in step by triggers; PostgreSQL: one index.
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE course_search USING fts5(folded_title, folded, content='course_text', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
        "CREATE TRIGGER course_search_added AFTER INSERT ON course_text BEGIN"
        " INSERT INTO course_search (rowid, folded_title, folded) VALUES (new.id, new.folded_title, new.folded); END",
        "CREATE TRIGGER course_search_removed AFTER DELETE ON course_text BEGIN"
        " INSERT INTO course_search (course_search, rowid, folded_title, folded)"
        " VALUES ('delete', old.id, old.folded_title, old.folded); END",
        "CREATE TRIGGER course_search_changed AFTER UPDATE OF folded_title, folded ON course_text BEGIN"
        " INSERT INTO course_search (course_search, rowid, folded_title, folded)"
        " VALUES ('delete', old.id, old.folded_title, old.folded);"
        " INSERT INTO course_search (rowid, folded_title, folded) VALUES (new.id, new.folded_title, new.folded); END",
    ),
    "postgresql": (
        "CREATE INDEX course_search ON course_text USING gin ((setweight(to_tsvector('simple', folded_title), 'A')"
        " || setweight(to_tsvector('simple', folded), 'B')))",
    ),
}
NO_SEARCH = {
    "sqlite": (
        "DROP TRIGGER course_search_added", "DROP TRIGGER course_search_removed", "DROP TRIGGER course_search_changed",
        "DROP TABLE course_search",
    ),
    "postgresql": ("DROP INDEX course_search",),
}  # fmt: skip


def downgrade() -> None:
    """Go back; refused by the database where a course has published the same content twice."""
    for statement in NO_SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)

    with op.batch_alter_table("medium", schema=None) as batch_op:
        batch_op.drop_column("duration")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index("ix_edition_course_digest")
        batch_op.create_unique_constraint(batch_op.f("uq_edition_course_id_digest"), ["course_id", "digest"])

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_course_agency_id_agency"), type_="foreignkey")
        batch_op.drop_constraint("fk_course_live_edition_id_edition", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_course_agency_id"))
        batch_op.drop_column("hours")
        batch_op.drop_column("live_edition_id")
        batch_op.drop_column("agency_id")

    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cohort_agency_id_agency"), type_="foreignkey")
        batch_op.drop_column("nominations_until")
        batch_op.drop_column("capacity")
        batch_op.drop_column("agency_id")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attempt_edition_id_edition"), type_="foreignkey")
        batch_op.drop_column("edition_id")

    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_off_assessor_id"))

    op.drop_table("sign_off")
    op.drop_table("reminder")
    with op.batch_alter_table("prior_learning", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_prior_learning_current",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_prior_learning_enrolment_id")

    op.drop_table("prior_learning")
    op.drop_table("override")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_person_id"))

    with op.batch_alter_table("enrolment_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_move_enrolment_id"))

    op.drop_table("enrolment_move")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_enrolment_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_person_id"))

    op.drop_table("approval")
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_answer_edition_activity")
        batch_op.drop_index(batch_op.f("ix_survey_answer_cohort_id"))

    op.drop_table("survey_answer")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_question_asker_id"))

    op.drop_table("question")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_nomination_current",
            sqlite_where=sa.text("state NOT IN ('declined', 'withdrawn')"),
            postgresql_where=sa.text("state NOT IN ('declined', 'withdrawn')"),
        )
        batch_op.drop_index(batch_op.f("ix_nomination_person_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_agency_id"))

    op.drop_table("nomination")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_cohort_activity")

    op.drop_table("meeting")
    op.drop_table("draft_revision")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_cohort_id"))

    op.drop_table("announcement")
    with op.batch_alter_table("activity_draft", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_activity_draft_slug",
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_activity_draft_module_id"))

    op.drop_table("activity_draft")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_publication_open",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.drop_table("publication")
    with op.batch_alter_table("programme_course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_course_course_id"))

    op.drop_table("programme_course")
    with op.batch_alter_table("module_draft", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_module_draft_slug",
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.drop_table("module_draft")
    with op.batch_alter_table("draft_medium", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_medium_digest"))

    op.drop_table("draft_medium")
    with op.batch_alter_table("course_text", schema=None) as batch_op:
        batch_op.drop_index("ix_course_text_activity_locale")

    op.drop_table("course_text")
    op.drop_table("course_draft")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_agency_id"))

    op.drop_table("programme")
    op.drop_table("calendar_link")
