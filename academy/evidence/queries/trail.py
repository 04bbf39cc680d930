"""Which deeds of the audit trail are about a certificate and what stands behind it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from academy.cascade.models import Training
from academy.cases.models import CaseSeat
from academy.certificates.models import BatchItem, Certificate, Decision
from academy.cohorts.models import Nomination
from academy.courses.models import Edition, Publication
from academy.db import session
from academy.learning.models import Attempt, Enrolment, Override, PriorLearning
from academy.meetings.models import Attendance
from academy.practicals.models import SignOff
from academy.quizzes.models import AnswerFile, Appeal, ExamAttempt, Regrade


def things_of(certificate: Certificate, edition_ids: Collection[UUID]) -> dict[str, set[str]]:
    """Return, by their type in the trail, the ids of the things that a certificate rests on."""
    batches = {*_of(BatchItem.batch_id, BatchItem.certificate_id == certificate.id)}
    batches |= {*_of(Decision.batch_id, Decision.certificate_id == certificate.id)}
    things = {
        "certificate": {str(certificate.id)},
        "edition": {str(each) for each in edition_ids},
        "publication": _publications(edition_ids),
    }
    if certificate.enrolment_id is not None:
        batches |= {*_of(BatchItem.batch_id, BatchItem.enrolment_id == certificate.enrolment_id)}
        things |= _learnt(certificate.enrolment_id)
    if certificate.template_id is not None:
        things["certificate_template"] = {str(certificate.template_id)}
    return {**things, "certificate-batch": batches}


def _learnt(enrolment_id: UUID) -> dict[str, set[str]]:
    enrolment = session.get_one(Enrolment, enrolment_id)
    own = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    activities = select(Attempt.activity).where(Attempt.enrolment_id == enrolment_id)
    is_hers = Override.enrolment_id == enrolment_id
    of_cohort = Override.cohort_id == enrolment.cohort_id
    regraded = (Regrade.course_id == enrolment.course_id) & Regrade.activity.in_(activities)
    nominated = (Nomination.person_id == enrolment.person_id) & (Nomination.cohort_id == enrolment.cohort_id)
    return {
        "enrolment": {str(enrolment_id)},
        "cohort": {str(enrolment.cohort_id)} if enrolment.cohort_id else set(),
        "attempt": _of(Attempt.id, Attempt.enrolment_id == enrolment_id),
        "override": _of(Override.id, is_hers | of_cohort if enrolment.cohort_id else is_hers),
        "prior_learning": _of(PriorLearning.id, PriorLearning.enrolment_id == enrolment_id),
        "sign-off": _of(SignOff.id, SignOff.enrolment_id == enrolment_id),
        "meeting": _of(Attendance.meeting_id, Attendance.enrolment_id == enrolment_id),
        "appeal": _of(Appeal.id, Appeal.attempt_id.in_(own)),
        "answer-file": _of(AnswerFile.id, AnswerFile.attempt_id.in_(own)),
        "exam": _of(ExamAttempt.exam_id, ExamAttempt.attempt_id.in_(own)),
        "regrade": _of(Regrade.id, regraded),
        "training": _of(Training.id, Training.cohort_id == enrolment.cohort_id)
        if enrolment.cohort_id
        else set(),
        "case_run": _of(CaseSeat.run_id, CaseSeat.attempt_id.in_(own)),
        "nomination": _of(Nomination.id, nominated),
    }


def _publications(edition_ids: Collection[UUID]) -> set[str]:
    """Return the wishes to publish these very texts."""
    published = exists().where(
        Edition.id.in_(edition_ids), Edition.course_id == Publication.course_id, Edition.digest == Publication.digest
    )  # fmt: skip
    return _of(Publication.id, published)


def _of(column: Any, condition: Any) -> set[str]:
    return {str(each) for each in session.scalars(select(column).where(condition).distinct()) if each}
