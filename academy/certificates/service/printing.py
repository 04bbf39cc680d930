"""From an order to a printed sheet that is kept, before any write unit is open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from academy import i18n
from academy.certificates import queries
from academy.certificates.content import CourseWords, Facts
from academy.certificates.document import UnprintableFacts, render
from academy.certificates.document.wording import sheet
from academy.certificates.models import Certificate
from academy.certificates.queries.templates import template_for
from academy.certificates.rules import CODE_BYTES, NUMBER_BITS, number_of, valid_until
from academy.certificates.service.endorsing import endorsed, pictures_of, still_printable
from academy.certificates.service.slips import slip_for
from academy.certificates.service.succeeding import Fresh, going_on_from, in_place_of
from academy.certificates.service.witnessing import witnessed
from academy.courses.queries import Reading, reading
from academy.errors import Conflict, Invalid
from academy.learning.models import Enrolment
from academy.richtext import plain
from academy.signing.keys import KeyRing
from academy.storage import Storage


@dataclass(frozen=True)
class Issuer:
    """What an installation issues with: its address, its file store, its keys."""

    base_url: str
    storage: Storage
    keys: KeyRing

    def address(self, facts: Facts, *, code: str, locale: str) -> str:
        """Return the address in a certificate's QR code: behind its # stands the slip, which no server ever sees."""
        return f"{self.base_url}/{locale}/verify/{code}#{slip_for(facts, code=code, keys=self.keys)}"


@dataclass(frozen=True)
class Order:
    """Whose certificate, in which language and under which name; and which earlier one it stands in for or goes on from."""

    enrolment: Enrolment
    locale: str
    #: By call-sign no legal name and no Latin form of it is printed.
    is_by_call_sign: bool = False
    replaces: Certificate | None = None
    renews: Certificate | None = None


@dataclass(frozen=True)
class Identity:
    """What a certificate is found by; drawn before it is printed, because both stand on it."""

    number: str
    code: str


@dataclass(frozen=True)
class Prepared:
    """A printed certificate that is not issued yet: everything slow is behind it."""

    identity: Identity
    order: Order
    facts: Facts
    locale: str
    document_digest: str


def draw_identity() -> Identity:
    """Draw a number and a code that nobody can guess."""
    return Identity(number_of(secrets.randbits(NUMBER_BITS)), secrets.token_urlsafe(CODE_BYTES))


def printed(order: Order, *, issuer: Issuer, at: datetime) -> Prepared:
    """Print a certificate and keep the file, before any write unit is open.

    Raises Invalid where the name has letters that the academy's fonts lack, Conflict for a re-test that renews nothing.
    """
    identity, order = draw_identity(), _completed(order)
    facts = state_facts(order, identity=identity, at=at)
    if order.replaces is None:
        course_id = order.renews.edition.course_id if order.renews else None
        facts = endorsed(facts, template_for(order.enrolment, course_id=course_id))
    else:  # what stands in for another keeps its signatures
        facts = still_printable(facts, issuer.storage)
    language = i18n.LANGUAGES[order.locale]
    try:
        document = render(
            sheet(
                facts,
                language=language,
                verify_url=issuer.address(facts, code=identity.code, locale=language.code),
                pictures=pictures_of(facts, issuer.storage),
            )
        )
    except UnprintableFacts as error:
        raise Invalid("name-unprintable", field="printed_name") from error
    return Prepared(identity, order, facts, order.locale, issuer.storage.put(document))


def _completed(order: Order) -> Order:
    """Return an order with the certificate that a re-test renews: by itself a re-test certifies nothing."""
    if order.replaces is not None or order.renews is not None or order.enrolment.course.renews is None:
        return order
    found = queries.to_renew(order.enrolment)
    if found is None:
        raise Conflict("nothing-to-renew")
    return replace(order, renews=found)


def state_facts(order: Order, *, identity: Identity, at: datetime) -> Facts:
    """Return what a certificate says: from the words of its edition's renditions, or from an earlier certificate."""
    enrolment, person = order.enrolment, order.enrolment.person
    fresh = Fresh(
        identity.number,
        person.call_sign if order.is_by_call_sign else person.legal_name,
        None if order.is_by_call_sign else person.latin_name,
        order.locale, at,
    )  # fmt: skip
    if order.replaces is not None:
        return in_place_of(order.replaces, fresh)
    if order.renews is not None:
        return going_on_from(order.renews, enrolment, fresh)
    own = reading(edition_id=enrolment.edition_id, locale=order.locale)
    english = reading(edition_id=enrolment.edition_id, locale=i18n.DEFAULT)
    law = queries.taught_law(enrolment)
    course = own.course
    facts = Facts(
        number=identity.number,
        holder=fresh.holder,
        latin_name=fresh.latin_name,
        course=course.slug,
        level=course.level,
        track=course.track,
        hours=course.hours,
        edition_number=own.edition_number,
        edition_digest=own.edition_digest,
        rendition_digest=own.rendition_digest,
        jurisdiction=law.code if law else None,
        country=law.country if law else None,
        law_date=law.as_of if law else None,
        issued_at=at,
        valid_until=valid_until(at.date(), course.valid_months),
        words={each.locale: _words(each) for each in (english, own)},
    )
    return witnessed(facts, enrolment_id=enrolment.id, readings=(own, english))


def _words(reading: Reading) -> CourseWords:
    return CourseWords(title=plain(reading.course.title), statement=plain(reading.course.statement))
