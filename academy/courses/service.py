"""Publishing courses: an edition freezes what is taught, a rendition how it reads in one language."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from academy import i18n, richtext
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import content, rules
from academy.courses.kinds import kind_named
from academy.courses.models import Course, Edition, EditionMedium, Rendition
from academy.courses.package import Package, read
from academy.db import session
from academy.languages import queries as language_queries
from academy.languages import service as languages
from academy.languages.rules import Lookup, State, digest
from academy.media import service as media


def media_url(medium: str) -> str:
    """Return the address of a course's file; the page that serves it checks who reads."""
    return f"/media/{medium}.svg"


@dataclass(frozen=True)
class Published:
    """What an import came to."""

    edition: Edition
    #: False where the package is the edition that is published already.
    is_new: bool


def prepare(folder: Path, *, keep: Callable[[bytes], str]) -> Package:
    """Read a package and put its files into storage, before any transaction. Raises PackageError."""
    package = read(folder)
    for medium in package.media.values():
        keep(medium.content)
    return package


def publish(*, package: Package, by: Actor | None, at: datetime, notes: str = "") -> Published:
    """Publish a package as the next edition of its course, with a rendition for every language.

    The same content published again gives the edition there is; new translations give new renditions.
    """
    course = _course_for(package.course)
    media.register_all(media=package.media.values(), at=at)
    texts = rules.units(package.course)
    _store_texts(package, texts, at)
    document = rules.freeze(package.course)
    edition = session.scalar(
        select(Edition).where(Edition.course_id == course.id, Edition.digest == rules.digest(document))
    )
    is_new = edition is None
    if edition is None:
        edition = _new_edition(course, package.course, document, by, at, notes)
    for locale in i18n.LANGUAGES:
        render(edition=edition, course=package.course, texts=texts, locale=locale, at=at)
    course.live_edition_id = edition.id
    audit.record(by=by, verb="publish", object_type="edition", object_id=edition.id, at=at)
    return Published(edition, is_new)


def render(
    *, edition: Edition, course: content.Course, texts: Sequence[str], locale: str, at: datetime
) -> Rendition:
    """Make the rendition of an edition in one language, unless the last one says the same.

    ``texts`` are the course's units (``rules.units``).
    """
    lookup = _lookup(course, texts, locale)
    made = content.RenditionDocument(
        locale=locale,
        rules=richtext.RULES_VERSION,
        phrases=rules.phrases(course, lookup, richtext.inline),
        extras=_extras(course, lookup),
    )
    document = rules.canonical(made.model_dump(mode="json"))
    last = session.scalar(
        select(Rendition)
        .where(Rendition.edition_id == edition.id, Rendition.locale == locale)
        .order_by(Rendition.number.desc())
        .limit(1)
    )
    if last is not None and last.digest == rules.digest(document):
        return last
    rendition = Rendition(
        edition_id=edition.id, locale=locale, number=last.number + 1 if last else 1, digest=rules.digest(document),
        document=document, translated_count=sum(lookup(text).lang is None for text in texts), unit_count=len(texts),
        made_at=at,
    )  # fmt: skip
    session.add(rendition)
    session.flush()
    return rendition


def _course_for(document: content.Course) -> Course:
    course = session.scalar(select(Course).where(Course.slug == document.slug))
    if course is None:
        course = Course(
            slug=document.slug,
            level=document.level,
            track=document.track,
            source_locale=document.source_locale,
        )
        session.add(course)
        session.flush()
    return course


def _new_edition(
    course: Course, document: content.Course, frozen: str, by: Actor | None, at: datetime, notes: str
) -> Edition:
    number = session.scalar(select(func.max(Edition.number)).where(Edition.course_id == course.id)) or 0
    edition = Edition(
        course_id=course.id, number=number + 1, digest=rules.digest(frozen), document=frozen,
        required_count=document.required_count, published_at=at, published_by_id=by.person_id if by else None, notes=notes,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    session.add_all(
        EditionMedium(edition_id=edition.id, digest=medium)
        for medium in {file.digest for file in document.media.values()}
    )
    session.flush()
    return edition


def _store_texts(package: Package, texts: Sequence[str], at: datetime) -> None:
    languages.store_units(source_locale=package.course.source_locale, texts=[("", text) for text in texts])
    for locale, entries in package.catalogues.items():
        for state, is_fuzzy in ((State.DRAFT, False), (State.MACHINE, True)):
            chosen = [
                (each.context, each.source, each.target) for each in entries if each.is_fuzzy is is_fuzzy
            ]
            languages.import_catalogue(locale=locale, entries=chosen, state=state, at=at)


def _lookup(course: content.Course, texts: Sequence[str], locale: str) -> Lookup:
    """Return the lookup of a course's texts for a language and its fallbacks."""
    digests = [digest(text) for text in texts]
    order = i18n.chain(locale, course.source_locale)
    known = {
        each: {
            name: unit.text
            for name, unit in language_queries.translations(digests=digests, locale=each).items()
        }
        for each in order
    }
    return Lookup(chain=order, texts=known, source_locale=course.source_locale)


def _extras(course: content.Course, lookup: Lookup) -> dict[str, object]:
    urls = {name: media_url(file.digest) for name, file in course.media.items()}
    made = {
        activity.slug: kind_named(activity.kind).render(activity.content, lookup, urls)
        for _module, activity in course.activities()
    }
    return {slug: json.loads(json.dumps(extra)) for slug, extra in made.items() if extra is not None}


def retire(*, course_id: UUID, by: Actor | None, at: datetime) -> None:
    """Take a course out of the catalogue; who is enrolled goes on."""
    course = session.get_one(Course, course_id)
    course.retired_at = at
    audit.record(
        by=by, verb="retire", object_type="course", object_id=course.id, at=at, fields=["retired_at"]
    )
    session.flush()
