"""Publishing courses: an edition freezes what is taught, a rendition how it reads in one language.

What is slow is done before anything is written. What is written goes in short units, the edition last of all
becoming the live one by one update: until then readers see the edition before, and a publication that was cut
short is repaired by publishing the same again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from academy import db, i18n
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import content, rules
from academy.courses.models import Course, Edition, EditionMedium, Rendition
from academy.courses.package import Package, opened, read
from academy.courses.queries.media import media_url, shown_files
from academy.courses.service.drafts import course_for, fill, written
from academy.courses.service.indexing import index
from academy.courses.service.rendering import Rendered, rendered, translated
from academy.db import session
from academy.errors import NotFound
from academy.languages import queries as language_queries
from academy.languages import service as languages
from academy.languages.rules import Entry, State, digest
from academy.media import service as media
from academy.media.rules import Media

__all__ = [
    "Published",
    "Ready",
    "media_url",
    "on_published",
    "prepare",
    "publish",
    "publish_in_steps",
    "ready",
    "render",
    "retire",
    "store_texts",
]

#: Texts stored in one unit, so that others wait for it a moment only.
TEXTS_A_UNIT = 600

T = TypeVar("T")
#: Who is told of an edition in the unit that makes it live.
_listeners: list[Callable[[UUID, content.Course], None]] = []
Unit = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Ready:
    """A course as it will be published, frozen before anything is written."""

    course: content.Course
    document: str = field(repr=False)
    digest: str
    #: Its texts to translate.
    texts: tuple[str, ...] = field(repr=False)
    #: Files whose bytes are in storage and that may be new.
    media: tuple[Media, ...] = field(default=(), repr=False)
    catalogues: Mapping[str, Sequence[Entry]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Published:
    """What a publication came to."""

    edition: Edition
    #: False where the same content is the live edition already.
    is_new: bool


def on_published(listener: Callable[[UUID, content.Course], None]) -> None:
    """Tell ``listener`` of every edition, with its course, in the unit that makes it live. Twice is as once."""
    if listener not in _listeners:
        _listeners.append(listener)


def prepare(path: Path, *, keep: Callable[[bytes], str]) -> Package:
    """Read a package, a folder or a zip, and put its files into storage, before any transaction. Raises PackageError."""
    with opened(path) as files:
        package = read(files)
    for medium in package.media.values():
        keep(medium.content)
    return package


def ready(course: content.Course, package: Package | None = None) -> Ready:
    """Freeze a course: what is slow and needs no database."""
    document = rules.freeze(course)
    files, catalogues = (tuple(package.media.values()), package.catalogues) if package else ((), {})
    return Ready(course, document, rules.digest(document), tuple(rules.units(course)), files, catalogues)


def publish(*, package: Package, by: Actor | None, at: datetime, notes: str = "") -> Published:
    """Publish a package as the next edition of its course, all in the write unit that is open, and fill its draft.

    The same content published again gives the edition there is; new translations give new renditions.
    """
    publication = _Publication(ready(package.course, package), by, at, contextlib.nullcontext)
    return publication.go(notes, is_import=True)


def publish_in_steps(
    *,
    ready: Ready,
    by: Actor | None,
    at: datetime,
    notes: str = "",
    is_import: bool = False,
    with_it: Callable[[], None] | None = None,
) -> Published:
    """Publish in short write units of its own, with what is slow between them: call it outside any unit.

    An import also makes the draft say what was published. ``with_it`` runs in the unit that makes the edition
    live; what it raises keeps the edition from it.
    """
    return _Publication(ready, by, at, db.writing).go(notes, is_import=is_import, with_it=with_it)


def render(*, edition_id: UUID, at: datetime) -> list[Rendition]:
    """Make the renditions of an edition anew where translations have changed; return those that are new."""
    edition = session.get(Edition, edition_id, options=[undefer(Edition.document)])
    if edition is None:
        raise NotFound()
    course = rules.thaw(edition.document)
    texts = rules.units(course)
    known, files = translated(course, texts), shown_files(course)
    is_live = (
        session.scalar(select(Course.live_edition_id).where(Course.id == edition.course_id)) == edition.id
    )
    made = []
    for one in rendered(course, texts, known, files):
        if (rendition := _keep(edition_id, one, at)) is not None:
            made.append(rendition)
        if is_live:
            index(course_id=edition.course_id, locale=one.locale, words=one.words)
    return made


def retire(*, course_id: UUID, by: Actor | None, at: datetime) -> None:
    """Take a course out of the catalogue; who is enrolled goes on."""
    course = session.get_one(Course, course_id)
    course.retired_at = at
    audit.record(
        by=by, verb="retire", object_type="course", object_id=course.id, at=at, fields=["retired_at"]
    )
    session.flush()


def store_texts(ready: Ready, *, at: datetime, unit: Unit) -> None:
    """Store a course's texts and the translations that came with them; they say nothing until something shows them."""
    source = ready.course.source_locale
    for texts in _portions(ready.texts):
        with unit():
            languages.store_units(source_locale=source, texts=[("", text) for text in texts])
    for locale, entries in ready.catalogues.items():
        for state, is_fuzzy in ((State.DRAFT, False), (State.MACHINE, True)):
            chosen = [
                (each.context, each.source, each.target) for each in entries if each.is_fuzzy is is_fuzzy
            ]
            _store(locale, chosen, state, at=at, unit=unit)


def _store(
    locale: str, entries: Sequence[tuple[str, str, str]], state: State, *, at: datetime, unit: Unit
) -> None:
    for some in _portions(entries):
        with unit():
            languages.import_catalogue(locale=locale, entries=some, state=state, at=at)


class _Publication:
    """One publication under way; ``unit`` opens each of its write units."""

    def __init__(self, ready: Ready, by: Actor | None, at: datetime, unit: Unit) -> None:
        self.ready, self.by, self.at, self.unit = ready, by, at, unit

    def go(self, notes: str, *, is_import: bool, with_it: Callable[[], None] | None = None) -> Published:
        with self.unit():
            course_id = course_for(self.ready.course).id
            media.register_all(media=self.ready.media, at=self.at)
        self._store_texts(course_id)
        known, files = translated(self.ready.course, self.ready.texts), shown_files(self.ready.course)
        made = rendered(self.ready.course, self.ready.texts, known, files)
        with self.unit():
            edition_id = self._edition(course_id, notes)
        for one in made:
            with self.unit():
                _lock(course_id)
                _keep(edition_id, one, self.at)
        with self.unit():
            is_new = self._go_live(course_id, edition_id)
            if with_it:
                with_it()
        if is_import:
            self._fill(course_id, edition_id)
        for one in made:
            with self.unit():
                index(course_id=course_id, locale=one.locale, words=one.words)
        return Published(session.get_one(Edition, edition_id), is_new)

    def _store_texts(self, course_id: UUID) -> None:
        """Store the texts and their translations, and what earlier wordings were translated to."""
        store_texts(self.ready, at=self.at, unit=self.unit)
        for locale, outdated in self._outdated(course_id):
            _store(locale, outdated, State.STALE, at=self.at, unit=self.unit)

    def _outdated(self, course_id: UUID) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
        """Find, for texts that changed since the live edition, what their earlier wording was translated to."""
        document = session.scalar(
            select(Edition.document)
            .join(Course, Course.live_edition_id == Edition.id)
            .where(Course.id == course_id)
        )
        pairs = rules.former(rules.thaw(document), self.ready.course) if document else {}
        names = {text: digest(old) for text, old in pairs.items()}
        for locale in i18n.LANGUAGES if names else ():
            known = language_queries.translations(digests=list(names.values()), locale=locale)
            yield locale, [("", text, known[name].text) for text, name in names.items() if name in known]

    def _edition(self, course_id: UUID, notes: str) -> UUID:
        """Return the edition of this content: the live one, one that was cut short on its way, else a new one."""
        _lock(course_id)
        live = _live_number(course_id)
        found = session.scalar(
            select(Edition.id)
            .where(
                Edition.course_id == course_id, Edition.digest == self.ready.digest, Edition.number >= live
            )
            .order_by(Edition.number)
            .limit(1)
        )
        return found or self._new_edition(course_id, notes)

    def _new_edition(self, course_id: UUID, notes: str) -> UUID:
        number = session.scalar(select(func.max(Edition.number)).where(Edition.course_id == course_id)) or 0
        course = self.ready.course
        edition = Edition(
            course_id=course_id, number=number + 1, digest=self.ready.digest, document=self.ready.document,
            required_count=course.required_count, published_at=self.at, notes=notes,
            published_by_id=self.by.person_id if self.by else None,
        )  # fmt: skip
        session.add(edition)
        session.flush()
        shown = {file.digest for file in course.media.values()}
        session.add_all(EditionMedium(edition_id=edition.id, digest=medium) for medium in sorted(shown))
        session.flush()
        return edition.id

    def _go_live(self, course_id: UUID, edition_id: UUID) -> bool:
        """Let readers see the edition, unless a newer one was faster; say whether anything changed."""
        _lock(course_id)
        course, edition = session.get_one(Course, course_id), session.get_one(Edition, edition_id)
        if course.live_edition_id == edition_id or edition.number <= _live_number(course_id):
            return False
        said = self.ready.course
        course.live_edition_id = edition_id
        course.level, course.track, course.hours = said.level, said.track, said.hours
        course.is_open, course.source_locale = said.is_open, said.source_locale
        course.renews = said.renews.course if said.renews else None
        audit.record(by=self.by, verb="publish", object_type="edition", object_id=edition_id, at=self.at)
        session.flush()
        for listener in _listeners:
            listener(edition_id, said)
        return True

    def _fill(self, course_id: UUID, edition_id: UUID) -> None:
        """Let the working copy say what is live, unless a newer edition came in between: that one's importer does."""
        copy = written(self.ready.course)
        with self.unit():
            _lock(course_id)
            course = session.get_one(Course, course_id, populate_existing=True)
            if course.live_edition_id == edition_id:
                fill(course=course, document=copy, by=self.by, at=self.at)


def _portions(all_: Sequence[T]) -> Iterator[list[T]]:
    waiting = iter(all_)
    while some := list(islice(waiting, TEXTS_A_UNIT)):
        yield some


def _lock(course_id: UUID) -> None:
    """Let one publication of a course at a time number its editions."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def _live_number(course_id: UUID) -> int:
    found = session.scalar(
        select(Edition.number)
        .join(Course, Course.live_edition_id == Edition.id)
        .where(Course.id == course_id)
    )
    return found or 0


def _keep(edition_id: UUID, made: Rendered, at: datetime) -> Rendition | None:
    """Keep a rendition, unless the last one says the same."""
    last = session.execute(
        select(Rendition.number, Rendition.digest)
        .where(Rendition.edition_id == edition_id, Rendition.locale == made.locale)
        .order_by(Rendition.number.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and last.digest == made.digest:
        return None
    rendition = Rendition(
        edition_id=edition_id, locale=made.locale, number=last.number + 1 if last else 1, digest=made.digest,
        document=made.document, translated_count=made.translated_count, unit_count=made.unit_count, made_at=at,
    )  # fmt: skip
    session.add(rendition)
    session.flush()
    return rendition
