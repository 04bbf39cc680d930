"""What was taught and in which words: the editions and renditions behind a certificate, and the files they show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from academy.certificates.models import Certificate
from academy.courses import rules
from academy.courses.content import Course
from academy.courses.kinds import kind_named
from academy.courses.models import Edition, Rendition
from academy.db import session
from academy.learning.models import Attempt, Completion, EnrolmentMove
from academy.media.models import Medium
from academy.practicals.models import SignOff


@dataclass(frozen=True)
class Shown:
    """A rendition: an edition in one language."""

    locale: str
    digest: str
    document: str


@dataclass(frozen=True)
class Edited:
    """An edition as it was published, with the renditions she saw of it."""

    id: UUID
    number: int
    digest: str
    document: str
    published_at: str
    notes: str
    #: Who published it, by id.
    by: UUID | None
    course: Course
    renditions: tuple[Shown, ...]


def editions_of(certificate: Certificate) -> Iterator[Edited]:
    """Yield the certificate's edition and those she worked in before, the earliest first."""
    wanted = {certificate.edition_id, *_worked_in(certificate)}
    digests = {certificate.rendition_digest, *_worked_with(certificate)}
    for edition_id in session.scalars(
        select(Edition.id).where(Edition.id.in_(wanted)).order_by(Edition.number)
    ).all():
        edition = session.scalars(
            select(Edition).where(Edition.id == edition_id).options(undefer(Edition.document))
        ).one()
        course = rules.thaw(edition.document)
        yield Edited(
            edition.id, edition.number, edition.digest, edition.document, edition.published_at.isoformat(),
            edition.notes, edition.published_by_id, course, _renditions(edition_id, digests, course.source_locale),
        )  # fmt: skip


def media_of(certificate: Certificate, editions: Iterator[Edited] | list[Edited]) -> list[dict[str, Any]]:
    """Return a card of each file that the editions show, once each; what her activities used comes first."""
    done = set(
        session.scalars(
            select(Completion.activity).where(Completion.enrolment_id == certificate.enrolment_id)
        )
    )
    cards: dict[str, dict[str, Any]] = {}
    for edited in editions:
        used = _used(edited.course, done)
        for name, file in sorted(edited.course.media.items()):
            card = cards.setdefault(
                file.digest,
                {
                    "digest": file.digest, "names": [], "suffix": PurePosixPath(name).suffix.lower(),
                    "licence": file.licence, "credit": file.credit, "origin": file.origin, "is_used": False,
                },
            )  # fmt: skip
            card["names"] = sorted({*card["names"], name})
            card["is_used"] = card["is_used"] or name in used
    for medium in session.scalars(select(Medium).where(Medium.digest.in_(list(cards)))):
        cards[medium.digest] |= {"type": medium.content_type, "size": medium.size}
    return sorted(cards.values(), key=lambda card: (not card["is_used"], card["names"]))


def _used(course: Course, done: set[str]) -> set[str]:
    found: set[str] = set()
    for _module, activity in course.activities():
        if activity.slug in done:
            found |= kind_named(activity.kind).references(activity.content).media
    return found


def _worked_in(certificate: Certificate) -> set[UUID]:
    if certificate.enrolment_id is None:
        return set()
    own = Attempt.enrolment_id == certificate.enrolment_id
    moved = EnrolmentMove.enrolment_id == certificate.enrolment_id
    judged_by = select(SignOff.edition_digest).where(SignOff.enrolment_id == certificate.enrolment_id)
    judged = (Edition.course_id == certificate.edition.course_id) & Edition.digest.in_(judged_by)
    return {
        *session.scalars(select(Attempt.edition_id).where(own).distinct()),
        *session.scalars(select(EnrolmentMove.from_edition_id).where(moved)),
        *session.scalars(select(Edition.id).where(judged)),
    }


def _worked_with(certificate: Certificate) -> set[str]:
    if certificate.enrolment_id is None:
        return set()
    own = Attempt.enrolment_id == certificate.enrolment_id
    return set(session.scalars(select(Attempt.rendition_digest).where(own).distinct()))


def _renditions(edition_id: UUID, digests: set[str], source: str) -> tuple[Shown, ...]:
    """Return the renditions she was shown, and the newest in the source language, in which all words are the author's."""
    newest = (
        select(Rendition.id)
        .where(Rendition.edition_id == edition_id, Rendition.locale == source)
        .order_by(Rendition.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Rendition.locale, Rendition.digest, Rendition.document)
        .where(Rendition.edition_id == edition_id, or_(Rendition.digest.in_(digests), Rendition.id == newest))
        .order_by(Rendition.locale, Rendition.number)
    )
    return tuple(Shown(*row) for row in rows)
