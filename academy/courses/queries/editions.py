"""Reading courses: the catalogue, and editions as their readers see them, from documents cached by digest."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from academy.accounts.models import Person
from academy.courses import content, rules
from academy.courses.models import Course, Edition, Rendition
from academy.db import session
from academy.errors import NotFound

#: Renditions kept ready in each process; one is about 1 MB.
READY = 48


@dataclass(frozen=True)
class Reading:
    """An edition in one language, ready to be shown: its texts are phrases."""

    edition_id: UUID
    edition_number: int
    edition_digest: str
    rendition_digest: str
    locale: str
    course: content.Course
    extras: dict[str, Any]


#: Put together once; most pages of an attempt ask it.
_LATEST_DIGEST = (
    select(Rendition.digest)
    .where(Rendition.edition_id == bindparam("edition_id"), Rendition.locale == bindparam("locale"))
    .order_by(Rendition.number.desc())
    .limit(1)
)

#: By edition too: two editions that differ in a pass mark only have the same words.
_ready: OrderedDict[tuple[UUID, str], Reading] = OrderedDict()
_lock = threading.Lock()
_making = threading.Lock()
_required: dict[str, frozenset[str]] = {}


def reading(*, edition_id: UUID, locale: str, digest: str | None = None) -> Reading:
    """Return an edition in a language; with ``digest`` known, a ready one costs no statement.

    Raises NotFound where the edition or its rendition does not exist.
    """
    digest = digest or latest_digest(edition_id=edition_id, locale=locale)
    if (found := _ready_one(edition_id, digest)) is not None:
        return found
    with _making:  # a class that opens a new course at once makes it ready once, not thirty times
        if (found := _ready_one(edition_id, digest)) is not None:
            return found
        made = _made(edition_id, digest)
        with _lock:
            _ready[edition_id, digest] = made
            while len(_ready) > READY:
                _ready.popitem(last=False)
    return made


def _ready_one(edition_id: UUID, digest: str) -> Reading | None:
    with _lock:
        if (edition_id, digest) in _ready:
            _ready.move_to_end((edition_id, digest))
        return _ready.get((edition_id, digest))


def required_activities(edition: Edition) -> frozenset[str]:
    """Return the slugs of the activities an edition requires; counted once in each process."""
    if edition.digest not in _required:
        modules = json.loads(edition.document)["modules"]
        _required[edition.digest] = frozenset(
            activity["slug"]
            for module in modules
            for activity in module["activities"]
            if activity["is_required"]
        )
    return _required[edition.digest]


def latest_digest(*, edition_id: UUID, locale: str) -> str:
    """Return the digest of the newest rendition of an edition in a language."""
    found = session.scalar(_LATEST_DIGEST, {"edition_id": edition_id, "locale": locale})
    if found is None:
        raise NotFound()
    return found


def _made(edition_id: UUID, digest: str) -> Reading:
    row = session.execute(
        select(Edition.number, Edition.digest, Edition.document, Rendition.locale, Rendition.document)
        .join(Edition, Edition.id == Rendition.edition_id)
        .where(Rendition.edition_id == edition_id, Rendition.digest == digest)
        .limit(1)
    ).one()
    number, edition_digest, document, locale, rendered = row
    kept = content.RenditionDocument.model_validate(json.loads(rendered))
    course = rules.localised(rules.thaw(document), kept.phrases)
    return Reading(edition_id, number, edition_digest, digest, locale, course, kept.extras)


def newest_edition(slug: str) -> Edition:
    """Return the newest edition of a course that is not retired. Raises NotFound."""
    found = session.scalar(
        select(Edition)
        .join(Course, Course.live_edition_id == Edition.id)
        .where(Course.slug == slug, Course.retired_at.is_(None))
    )
    if found is None:
        raise NotFound()
    return found


def course_titles(slugs: Iterable[str], *, locale: str) -> dict[str, str]:
    """Return the titles of courses by slug; what nobody can see is left out."""
    found = {}
    for slug in slugs:
        try:
            found[slug] = reading(edition_id=newest_edition(slug).id, locale=locale).course.title
        except NotFound:
            continue
    return found


def has_course(slug: str) -> bool:
    """Say whether a course of that slug has an edition."""
    return (
        session.scalar(select(Course.id).where(Course.slug == slug, Course.live_edition_id.is_not(None)))
        is not None
    )


def published_count() -> int:
    """Return how many courses the catalogue has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Course)
            .where(Course.live_edition_id.is_not(None), Course.retired_at.is_(None))
        )
        or 0
    )


@dataclass(frozen=True)
class Issue:
    """An edition as its authors list it."""

    id: UUID
    number: int
    digest: str
    at: datetime
    #: The call-sign of who published it; empty where the academy itself did.
    by: str
    notes: str
    is_live: bool


def editions_of(course_id: UUID) -> list[Issue]:
    """Return the editions of a course, newest first, without their documents."""
    rows = session.execute(
        select(
            Edition.id, Edition.number, Edition.digest, Edition.published_at, Person.call_sign, Edition.notes,
            Course.live_edition_id,
        )
        .join(Course, Course.id == Edition.course_id)
        .outerjoin(Person, Person.id == Edition.published_by_id)
        .where(Edition.course_id == course_id)
        .order_by(Edition.number.desc())
    )  # fmt: skip
    return [
        Issue(id_, number, digest, at, by or "", notes, id_ == live)
        for id_, number, digest, at, by, notes, live in rows
    ]


def edition_numbered(course_id: UUID, number: int) -> content.Course:
    """Return what an edition of a course froze. Raises NotFound."""
    document = session.scalar(
        select(Edition.document).where(Edition.course_id == course_id, Edition.number == number)
    )
    if document is None:
        raise NotFound()
    return rules.thaw(document)


def damaged() -> Iterator[str]:
    """Yield the editions and renditions whose document is not what its digest says."""
    for slug, number, digest, document in session.execute(
        select(Course.slug, Edition.number, Edition.digest, Edition.document).join(
            Course, Course.id == Edition.course_id
        )
    ).yield_per(20):
        if rules.digest(document) != digest:
            yield f"{slug}, edition {number}"
    for slug, number, locale, digest, document in session.execute(
        select(Course.slug, Edition.number, Rendition.locale, Rendition.digest, Rendition.document)
        .join(Edition, Edition.id == Rendition.edition_id)
        .join(Course, Course.id == Edition.course_id)
    ).yield_per(20):
        if rules.digest(document) != digest:
            yield f"{slug}, edition {number}, {locale}"
