"""Forgetting in quizzes: a person altogether, or only what she handed in, once that was kept long enough."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.db import after_commit, session
from academy.learning.models import Attempt
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
    _forget_files(own, storage)
    for model in (PersonMark, Appeal, ExamAttempt):
        session.execute(delete(model).where(model.attempt_id.in_(own)))
    for deed, column in _DEEDS:
        done_by_her = getattr(deed, column) == person_id
        session.execute(update(deed).where(done_by_her).values({column: None}))
    session.flush()


def forget_answers(*, enrolment_id: UUID, at: datetime, storage: Storage) -> None:
    """Forget the files handed in under an enrolment, and the words about its responses; marks and decisions stay."""
    own = select(Attempt.id).where(Attempt.enrolment_id == enrolment_id)
    _forget_files(own, storage)
    session.execute(update(PersonMark).where(PersonMark.attempt_id.in_(own)).values(comment=""))
    session.execute(update(Appeal).where(Appeal.attempt_id.in_(own)).values(reason="", answer=""))


def _forget_files(attempts: Any, storage: Storage) -> None:
    """Forget the files of some attempts; their bytes go once that is on disk, unless something else shows them."""
    digests = set(session.scalars(select(AnswerFile.digest).where(AnswerFile.attempt_id.in_(attempts))))
    session.execute(delete(AnswerFile).where(AnswerFile.attempt_id.in_(attempts)))
    session.flush()
    gone = digests - files_kept(digests) - known(digests)
    after_commit(lambda: _remove(gone, storage))


def _remove(digests: Collection[str], storage: Storage) -> None:
    for digest in digests:
        storage.remove(digest)
