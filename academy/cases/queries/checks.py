"""What the checker found in a case, by the very case it looked at, and which drafts it has not looked at yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import select

from academy.cases.content import CaseContent
from academy.cases.models import CaseCheck
from academy.cases.rules.checking import Fault, digest_of
from academy.cases.rules.kind import KIND
from academy.cases.rules.knots import knots
from academy.courses import content
from academy.courses.kinds import Finding
from academy.courses.models import ActivityDraft
from academy.db import session

#: The state of an activity's draft: its id and its revision.
Saved = tuple[UUID, int]


def kept_check(digest: str) -> CaseCheck | None:
    """Return the check of the case with this digest (``rules.checking.digest``); None while there is none."""
    return session.get(CaseCheck, digest)


def unkept(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` under which no check is kept."""
    kept = session.scalars(select(CaseCheck.digest).where(CaseCheck.digest.in_(digests)))
    return set(digests) - set(kept)


def is_knotted(case: CaseContent) -> bool:
    """Say whether a case cannot be played before it is mended: there is nothing to check, and nothing to publish."""
    return any(knot.blocks for knot in knots(case))


def cases_of(course: content.Course) -> Iterator[tuple[str, CaseContent]]:
    """Yield (``module/activity``, case) of the cases of a course that can be played."""
    for module, activity in course.activities():
        if isinstance(activity.content, CaseContent) and not is_knotted(activity.content):
            yield f"{module.slug}/{activity.slug}", activity.content


def check_findings(course: content.Course) -> list[Finding]:
    """Return what the checker found in the cases of a course; one it has not looked at yet keeps the course back."""
    found: list[Finding] = []
    for where, case in cases_of(course):
        check = kept_check(digest_of(case))
        if check is None:
            found.append(Finding("case-unchecked", where))
        else:
            found.extend(Fault.read(kept).finding(where) for kept in check.findings)
    return found


def saved_cases() -> list[Saved]:
    """Return the drafts of cases as they were last saved."""
    rows = session.execute(
        select(ActivityDraft.id, ActivityDraft.revision)
        .where(ActivityDraft.kind == KIND.name, ActivityDraft.retired_at.is_(None))
        .order_by(ActivityDraft.edited_at)
    )
    return [(id_, revision) for id_, revision in rows]


def source_of(activity_id: UUID) -> str | None:
    """Return the text of a draft."""
    return session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == activity_id))
