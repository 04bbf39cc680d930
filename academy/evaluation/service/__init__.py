"""What evaluation writes: follow-ups and their answers, agencies' reports of their cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit
from academy.evaluation.service.answering import answer, name_supervisor, version_of
from academy.evaluation.service.asking import ask, let_go, make, remind
from academy.evaluation.service.case_reports import Figures, correct_cases, report_cases
from academy.evaluation.service.erasure import erase_person

__all__ = [
    "Figures", "answer", "ask", "correct_cases", "erase_person", "let_go", "make", "name_supervisor", "note_export", "remind",
    "report_cases", "version_of",
]  # fmt: skip


def note_export(*, course_id: UUID, agency_id: UUID, by: Actor, at: datetime) -> None:
    """Put into the audit trail that a course's evaluation left the academy."""
    audit.record(
        by=by, verb="export", object_type="evaluation", object_id=course_id, at=at, agency_id=agency_id
    )
