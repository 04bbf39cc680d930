"""Forgetting a person in quizzes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.db import after_commit, session
from academy.media.queries import known
from academy.quizzes.models import AnswerFile, Appeal, Exam, ExamAttempt, PersonMark, Regrade
from academy.quizzes.queries.personal import files_kept, own_attempts
from academy.storage import Storage

#: What she did to records that are not about her: her name goes, the deed stays.
_DEEDS = (
    (PersonMark, "marker_id"), (Appeal, "decided_by_id"), (Regrade, "made_by_id"), (Exam, "invigilator_id"),
    (Exam, "made_by_id"),
)  # fmt: skip


def erase_person(*, person_id: UUID, at: datetime, storage: Storage) -> None:
    """Remove what she handed in and what was said of it, her files' bytes too, and her name from what she did."""
    own = own_attempts(person_id)
    digests = set(session.scalars(select(AnswerFile.digest).where(AnswerFile.attempt_id.in_(own))))
    for model in (AnswerFile, PersonMark, Appeal, ExamAttempt):
        session.execute(delete(model).where(model.attempt_id.in_(own)))
    for deed, column in _DEEDS:
        done_by_her = getattr(deed, column) == person_id
        session.execute(update(deed).where(done_by_her).values({column: None}))
    session.flush()
    gone = digests - files_kept(digests) - known(digests)
    after_commit(lambda: _remove(gone, storage))


def _remove(digests: Collection[str], storage: Storage) -> None:
    for digest in digests:
        storage.remove(digest)
