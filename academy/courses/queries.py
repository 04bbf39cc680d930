"""Reading courses: the catalogue, and editions as their readers see them, from documents cached by digest."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

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

_ready: OrderedDict[str, Reading] = OrderedDict()
_lock = threading.Lock()
_making = threading.Lock()
_required: dict[str, frozenset[str]] = {}


def reading(*, edition_id: UUID, locale: str, digest: str | None = None) -> Reading:
    """Return an edition in a language; with ``digest`` known, a ready one costs no statement.

    Raises NotFound where the edition or its rendition does not exist.
    """
    digest = digest or latest_digest(edition_id=edition_id, locale=locale)
    if (found := _ready_one(digest)) is not None:
        return found
    with _making:  # a class that opens a new course at once makes it ready once, not thirty times
        if (found := _ready_one(digest)) is not None:
            return found
        made = _made(digest)
        with _lock:
            _ready[digest] = made
            while len(_ready) > READY:
                _ready.popitem(last=False)
    return made


def _ready_one(digest: str) -> Reading | None:
    with _lock:
        if digest in _ready:
            _ready.move_to_end(digest)
        return _ready.get(digest)


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


def _made(digest: str) -> Reading:
    row = session.execute(
        select(
            Edition.id, Edition.number, Edition.digest, Edition.document, Rendition.locale, Rendition.document
        )
        .join(Edition, Edition.id == Rendition.edition_id)
        .where(Rendition.digest == digest)
        .limit(1)
    ).one()
    edition_id, number, edition_digest, document, locale, rendered = row
    kept = content.RenditionDocument.model_validate(json.loads(rendered))
    course = rules.localised(rules.thaw(document), kept.phrases)
    return Reading(edition_id, number, edition_digest, digest, locale, course, kept.extras)


def newest_editions(*, locale: str) -> Sequence[Row[Course, Edition, str]]:
    """Return the newest edition of every course in the catalogue, with its rendition's digest."""
    later = aliased(Rendition)
    return session.execute(
        select(Course, Edition, Rendition.digest)
        .join(Edition, Edition.id == Course.live_edition_id)
        .join(Rendition, and_(Rendition.edition_id == Edition.id, Rendition.locale == locale))
        .where(
            Course.retired_at.is_(None),
            Rendition.number
            == select(func.max(later.number))
            .where(later.edition_id == Edition.id, later.locale == locale)
            .scalar_subquery(),
        )
        .order_by(Course.level, Course.slug)
    ).all()


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


def has_course(slug: str) -> bool:
    """Say whether a course of that slug has an edition."""
    return (
        session.scalar(select(Course.id).where(Course.slug == slug, Course.live_edition_id.is_not(None)))
        is not None
    )
