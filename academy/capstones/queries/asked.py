"""The capstone of an attempt, as its edition has it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from academy.capstones.content import BagObject, CapstoneContent
from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.learning.models import Attempt


@dataclass(frozen=True)
class Asked:
    """A capstone of an edition in one language."""

    reading: Reading
    activity: str
    capstone: CapstoneContent

    def picture(self, thing: BagObject) -> str | None:
        """Return the address of an object's picture."""
        pictures: dict[str, str] = self.reading.extras.get(self.activity) or {}
        return pictures.get(thing.key)


def asked_at(edition_id: UUID, activity: str, *, locale: str, digest: str | None = None) -> Asked:
    """Return a capstone of an edition. Raises NotFound, also where the activity is of another kind."""
    read = reading(edition_id=edition_id, locale=locale, digest=digest)
    found = read.course.activity(activity)
    if found is None or not isinstance(found[1].content, CapstoneContent):
        raise NotFound()
    return Asked(read, activity, found[1].content)


def asked_in(attempt: Attempt, *, locale: str | None = None) -> Asked:
    """Return the capstone of an attempt: in ``locale``, or in the words it was begun in. Raises NotFound."""
    if locale is None:
        return asked_at(
            attempt.edition_id, attempt.activity, locale=attempt.locale, digest=attempt.rendition_digest
        )
    return asked_at(attempt.edition_id, attempt.activity, locale=locale)
