"""Which certificates may be renewed now, and by which re-test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from academy import i18n
from academy.certificates.models import Certificate
from academy.certificates.rules import State, Window, window
from academy.courses.content import Renews
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import Enrolment

#: In these states a certificate is the one that counts for its course.
HELD = (State.VALID.value, State.SUSPENDED.value)


@dataclass(frozen=True)
class Renewal:
    """A certificate in its window, the live edition of its re-test, and how far its holder is with that."""

    certificate: Certificate
    retest: Edition
    window: Window
    #: What she has begun within the window; None before.
    enrolment: Enrolment | None


def renewals_of(person_id: UUID, *, on: date) -> Sequence[Renewal]:
    """Return which of her certificates she may renew today, the first to end first."""
    return sorted(_renewals(person_id, on), key=lambda each: each.window.closes_on)


def renewal_of(certificate: Certificate, *, on: date) -> Renewal | None:
    """Return how a certificate may be renewed today; None where it may not."""
    if certificate.person_id is None or certificate.valid_until is None or certificate.state != State.VALID:
        return None
    found = renewals_of(certificate.person_id, on=on)
    return next((each for each in found if each.certificate.id == certificate.id), None)


def _renewals(person_id: UUID, on: date) -> Iterator[Renewal]:
    retest, live = aliased(Course), aliased(Edition)
    rows = session.execute(
        select(Certificate, Edition.course_id, live)
        .join(Edition, Edition.id == Certificate.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .join(retest, retest.renews == Course.slug)
        .join(live, live.id == retest.live_edition_id)
        .where(
            Certificate.person_id == person_id, Certificate.state.in_(HELD), Certificate.valid_until.is_not(None),
            retest.retired_at.is_(None),
        )
        .order_by(Certificate.valid_until.desc(), Certificate.issued_at.desc(), retest.slug)
    ).all()  # fmt: skip
    seen: set[UUID] = set()
    for certificate, course_id, edition in rows:
        if course_id in seen:  # an earlier one: what counts for this course is the one that holds longest
            continue
        seen.add(course_id)
        found = _window_of(certificate, _terms(edition.id))
        if certificate.state == State.VALID and found is not None and found.holds(on):
            yield Renewal(certificate, edition, found, _begun(person_id, edition.course_id, found))


def _begun(person_id: UUID, course_id: UUID, within: Window) -> Enrolment | None:
    """Return her latest enrolment in a re-test that was begun within the window."""
    latest = session.scalars(
        select(Enrolment)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.course_id == course_id,
            Enrolment.withdrawn_at.is_(None),
        )
        .order_by(Enrolment.enrolled_at.desc())
    ).first()
    return latest if latest is not None and within.holds(latest.enrolled_at.date()) else None


def to_renew(enrolment: Enrolment, *, for_update: bool = False) -> Certificate | None:
    """Return the certificate that a completed re-test renews; None where there is none, or the window was missed.

    Of several it is the one that holds longest, so that none is renewed twice: the renewed one is that from then on.
    ``for_update`` lets two claims wait for each other on it.
    """
    terms = _terms(enrolment.edition_id)
    if terms is None or enrolment.completed_at is None:
        return None
    if for_update:  # all of hers are locked in one order, before any is chosen
        held = select(Certificate.id).where(Certificate.person_id == enrolment.person_id)
        session.scalars(held.order_by(Certificate.id).with_for_update()).all()
    current = session.scalars(
        select(Certificate)
        .join(Edition, Edition.id == Certificate.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .where(
            Certificate.person_id == enrolment.person_id, Certificate.state.in_(HELD),
            Certificate.valid_until.is_not(None), Course.slug == terms.course,
        )
        .order_by(Certificate.valid_until.desc(), Certificate.issued_at.desc())
        .execution_options(populate_existing=True)
    ).first()  # fmt: skip
    if current is None or current.state != State.VALID:
        return None
    found = _window_of(current, terms)
    is_in_time = (
        found is not None
        and found.holds(enrolment.enrolled_at.date())
        and found.holds(enrolment.completed_at.date())
    )
    return current if is_in_time else None


def months_of(enrolment: Enrolment, first: Certificate) -> int | None:
    """Return for how many months a re-test renews a certificate: as it says, else as the certificate's course says."""
    terms = _terms(enrolment.edition_id)
    if terms is not None and terms.months is not None:
        return terms.months
    return reading(edition_id=first.edition_id, locale=i18n.DEFAULT).course.valid_months


def succession(certificate: Certificate) -> Sequence[Certificate]:
    """Return the certificates before and after one: what it stands in for or goes on from, and what came of it."""
    before = [each for each in (certificate.replaces_id, certificate.renews_id) if each is not None]
    return session.scalars(
        select(Certificate)
        .options(joinedload(Certificate.agency))
        .where(
            Certificate.id.in_(before)
            | (Certificate.replaces_id == certificate.id)
            | (Certificate.renews_id == certificate.id)
        )
        .order_by(Certificate.issued_at)
    ).all()


def _window_of(certificate: Certificate, terms: Renews | None) -> Window | None:
    if certificate.valid_until is None or terms is None:
        return None
    return window(certificate.valid_until, opens_days=terms.opens_days, grace_days=terms.grace_days)


def _terms(edition_id: UUID) -> Renews | None:
    return reading(edition_id=edition_id, locale=i18n.DEFAULT).course.renews
