"""What a certificate says that stands in for an earlier one, or goes on from it: all but a few things are the earlier one's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy import i18n
from academy.certificates import queries
from academy.certificates.content import CourseWords, Facts, Retest
from academy.certificates.models import Certificate
from academy.certificates.rules import renewed_until
from academy.courses.queries import Reading, reading
from academy.errors import Conflict
from academy.learning.models import Enrolment
from academy.richtext import plain


@dataclass(frozen=True)
class Fresh:
    """What is new on a certificate whatever came before: its number, its holder's name, its language, its day."""

    number: str
    holder: str
    latin_name: str | None
    locale: str
    at: datetime


def in_place_of(first: Certificate, fresh: Fresh) -> Facts:
    """Return what a replacement says: the first one's facts, valid as long as that was."""
    return first.said.model_copy(update={**_fresh(first, fresh), "replaces": first.number})


def going_on_from(first: Certificate, retest: Enrolment, fresh: Fresh) -> Facts:
    """Return what a renewed certificate says: the first one's course and what was assessed then, and the re-test.

    Raises Conflict where there is nothing to renew.
    """
    if first.valid_until is None or retest.completed_at is None:
        raise Conflict("nothing-to-renew")
    completed_on = retest.completed_at.date()
    own, english = _readings(retest, fresh.locale)
    until = renewed_until(first.valid_until, queries.months_of(retest, first), completed_on=completed_on)
    sat = Retest(
        course=own.course.slug, title={each.locale: plain(each.course.title) for each in (english, own)},
        completed_on=completed_on, edition_number=own.edition_number, edition_digest=own.edition_digest,
        rendition_digest=own.rendition_digest,
    )  # fmt: skip
    return first.said.model_copy(
        update={
            **_fresh(first, fresh),
            "valid_until": until,
            "replaces": None,
            "renews": first.number,
            "retest": sat,
            "signatories": (),
            "logos": (),
            "template": None,  # whoever signs today
        }
    )


def _fresh(first: Certificate, fresh: Fresh) -> dict[str, object]:
    words, digest = _words(first, fresh.locale)
    return {
        "number": fresh.number, "holder": fresh.holder, "latin_name": fresh.latin_name, "issued_at": fresh.at,
        "words": words, "rendition_digest": digest,
    }  # fmt: skip


def _words(first: Certificate, locale: str) -> tuple[dict[str, CourseWords], str]:
    """Return the words as they were frozen; in another language those of the same edition."""
    said = first.said
    if locale == first.locale:
        return dict(said.words), said.rendition_digest
    own = reading(edition_id=first.edition_id, locale=locale)
    kept = {i18n.DEFAULT: said.words[i18n.DEFAULT]} if i18n.DEFAULT in said.words else {}
    if locale in said.words:
        return {**kept, locale: said.words[locale]}, own.rendition_digest
    new = CourseWords(title=plain(own.course.title), statement=plain(own.course.statement))
    return {**kept, locale: new}, own.rendition_digest


def _readings(retest: Enrolment, locale: str) -> tuple[Reading, Reading]:
    return (
        reading(edition_id=retest.edition_id, locale=locale),
        reading(edition_id=retest.edition_id, locale=i18n.DEFAULT),
    )
