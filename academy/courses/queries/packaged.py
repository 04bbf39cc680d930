"""A course as the files of its package: an edition as it was published, or the working copy as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from academy.courses import content, rules
from academy.courses.models import Course, Edition
from academy.courses.package import Held, PackageError, all_files, course_of, files_of
from academy.courses.queries import drafts
from academy.db import session
from academy.errors import NotFound
from academy.languages.queries import catalogues as translated
from academy.languages.rules import Entry, State, digest, write_po

#: digest → the bytes of a file
Load = Callable[[str], bytes]


def edition_package(course_id: UUID, *, load: Load, number: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Return the files of an edition, the live one unless ``number`` says which, with today's translations.

    Raises NotFound.
    """
    found = session.scalar(_wanted(course_id, number).options(undefer(Edition.document)))
    if found is None:
        raise NotFound()
    course = rules.thaw(found.document)
    return files_of(course, catalogues_of(course), load)


def draft_package(course_id: UUID, *, load: Load) -> Iterator[tuple[str, bytes]]:
    """Return the files of a working copy, in order or not yet; without catalogues while it cannot be read.

    Raises NotFound.
    """
    texts, media = drafts.files_of(course_id)
    try:
        course = course_of(Held(texts), media)
    except PackageError:
        return all_files(texts, media, {}, load)
    pos = {
        locale: write_po(entries, locale=locale, project=course.slug)
        for locale, entries in catalogues_of(course).items()
    }
    return all_files(texts, media, pos, load)


def course_named(slug: str) -> UUID:
    """Return the course of that slug, for commands. Raises NotFound."""
    found = session.scalar(select(Course.id).where(Course.slug == slug))
    if found is None:
        raise NotFound()
    return found


def catalogues_of(course: content.Course) -> dict[str, Sequence[Entry]]:
    """Return the catalogue of every language somebody has begun to translate a course into, in reading order.

    What only a machine has translated is fuzzy; what translates an earlier wording counts as untranslated.
    """
    texts = rules.units(course)
    names = {text: digest(text) for text in texts}
    found: dict[str, Sequence[Entry]] = {}
    for locale, known in sorted(translated(digests=list(names.values())).items()):
        current = {name: unit for name, unit in known.items() if unit.text and unit.state is not State.STALE}
        if current and locale != course.source_locale:
            units = ((text, current.get(name)) for text, name in names.items())
            found[locale] = [
                Entry("", text, unit.text if unit else "", bool(unit and unit.state is State.MACHINE))
                for text, unit in units
            ]
    return found


def _wanted(course_id: UUID, number: int | None) -> Select[Edition]:
    if number is not None:
        return select(Edition).where(Edition.course_id == course_id, Edition.number == number)
    return select(Edition).join(Course, Course.live_edition_id == Edition.id).where(Course.id == course_id)
