"""What programs read, within the branch of their token; and the tokens themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor, Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.api import document
from academy.api.models import ApiToken
from academy.api.rules import Cursor, Scope, cursor_from, digest_of
from academy.certificates.models import Certificate
from academy.courses.models import Course, Edition
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Cohort, Completion, Enrolment

#: Gives the things of some rows, and the cursor of a row.
Told = Callable[[Sequence[Row[*tuple[Any, ...]]]], Sequence[Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """A token that holds: what it reads, and where."""

    token_id: UUID
    agency_id: UUID
    path: str
    scopes: frozenset[str]

    @property
    def reads_names(self) -> bool:
        """Whether it is told who people are."""
        return Scope.NAMES in self.scopes

    @property
    def branch(self) -> ColumnElement[bool]:
        """Match the agencies it reads."""
        return Agency.path.startswith(self.path, autoescape=True)


@dataclass(frozen=True)
class Listed:
    """One page of a list."""

    items: Sequence[Any]
    next: str | None


def reader_of(token: str, *, at: datetime) -> Reader | None:
    """Return what a token reads; None for one that is unknown, expired, revoked, or whose agency is closed."""
    found = session.execute(
        select(ApiToken.id, ApiToken.agency_id, Agency.path, ApiToken.scopes)
        .join(Agency, Agency.id == ApiToken.agency_id)
        .where(
            ApiToken.token_digest == digest_of(token), ApiToken.revoked_at.is_(None), ApiToken.expires_at > at,
            Agency.is_active,
        )
    ).one_or_none()  # fmt: skip
    return Reader(found.id, found.agency_id, found.path, frozenset(found.scopes)) if found else None


def tokens_for(actor: Actor) -> Sequence[ApiToken]:
    """Return the tokens of the agencies the actor coordinates, the newest first; revoked ones too."""
    hers = [each.id for each in agencies.agencies_for(actor, Role.COORDINATOR)]
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.agency_id.in_(hers))
        .options(joinedload(ApiToken.agency))
        .order_by(ApiToken.made_at.desc(), ApiToken.id)
    ).all()


def token_for(actor: Actor, token_id: UUID) -> ApiToken:
    """Return a token of an agency the actor coordinates. Raises NotFound."""
    found = next((each for each in tokens_for(actor) if each.id == token_id), None)
    if found is None:
        raise NotFound
    return found


def people(reader: Reader, asked: document.Asked, *, on: date) -> Listed:
    """Return a page of the people who hold a role in the branch."""
    found = _people(reader, on)
    if asked.since:
        found = found.where(Person.created_at >= asked.since)
    return _page(found, asked, (Person.created_at, Person.id), lambda rows: _told_people(reader, rows, on))


def person(reader: Reader, person_id: UUID, *, on: date) -> document.Person:
    """Return one of them. Raises NotFound."""
    rows = session.execute(_people(reader, on).where(Person.id == person_id)).all()
    return _only(_told_people(reader, rows, on))


def enrolments(reader: Reader, asked: document.AskedEnrolments) -> Listed:
    """Return a page of the enrolments that count in the branch."""
    found = _enrolments(reader)
    if asked.course is not None:
        found = found.where(Course.slug == asked.course)
    if asked.person:
        found = found.where(Enrolment.person_id == asked.person)
    if asked.since:
        found = found.where(Enrolment.enrolled_at >= asked.since)
    return _page(found, asked, (Enrolment.enrolled_at, Enrolment.id), _told_enrolments)


def enrolment(reader: Reader, enrolment_id: UUID) -> document.Enrolment:
    """Return one of them. Raises NotFound."""
    return _only(
        _told_enrolments(session.execute(_enrolments(reader).where(Enrolment.id == enrolment_id)).all())
    )


def results(reader: Reader, asked: document.AskedResults) -> Listed:
    """Return a page of what is done in those enrolments."""
    found = (
        select(
            Completion.enrolment_id, Enrolment.person_id, Course.slug.label("course"), Completion.activity,
            Completion.completed_at, Completion.score,
        )
        .join(Enrolment, Enrolment.id == Completion.enrolment_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(reader.branch)
    )  # fmt: skip
    if asked.course is not None:
        found = found.where(Course.slug == asked.course)
    if asked.enrolment:
        found = found.where(Completion.enrolment_id == asked.enrolment)
    if asked.since:
        found = found.where(Completion.completed_at >= asked.since)
    order = (Completion.completed_at, Completion.enrolment_id, Completion.activity)
    return _page(found, asked, order, _told_results)


def certificates(reader: Reader, asked: document.Asked, *, at: datetime) -> Listed:
    """Return a page of the certificates issued in the branch."""
    found = _certificates(reader)
    if asked.since:
        found = found.where(Certificate.issued_at >= asked.since)
    order = (Certificate.issued_at, Certificate.id)
    return _page(found, asked, order, lambda rows: _told_certificates(reader, rows, at))


def certificate(reader: Reader, certificate_id: UUID, *, at: datetime) -> document.Certificate:
    """Return one of them. Raises NotFound."""
    rows = session.execute(_certificates(reader).where(Certificate.id == certificate_id)).all()
    return _only(_told_certificates(reader, rows, at))


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return the tokens a person made."""
    made = session.scalars(
        select(ApiToken).where(ApiToken.made_by_id == person_id).order_by(ApiToken.made_at)
    )
    return {"tokens_made": [{"name": each.name, "made_at": each.made_at.isoformat()} for each in made]}


def _people(reader: Reader, on: date) -> Select[*tuple[Any, ...]]:
    in_branch = (
        select(Membership.person_id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(reader.branch, is_current(on))
    )
    return select(
        Person.id, Person.call_sign, Person.created_at, Person.disabled_at, Person.password_hash.is_(None).label("is_invited"),
        Person.legal_name, Person.latin_name, Person.email,
    ).where(Person.erased_at.is_(None), Person.id.in_(in_branch))  # fmt: skip


def _told_people(reader: Reader, rows: Sequence[Row[*tuple[Any, ...]]], on: date) -> list[document.Person]:
    roles: dict[UUID, list[document.Membership]] = {row.id: [] for row in rows}
    held = session.execute(
        select(Membership.person_id, Membership.role, Agency.id, Agency.name)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Membership.person_id.in_(list(roles)), reader.branch, is_current(on))
        .order_by(Membership.starts_on, Membership.id)
    )
    for person_id, role, agency_id, agency in held:
        roles[person_id].append(document.Membership(role=role, agency_id=agency_id, agency=agency))
    return [
        document.Person(
            id=row.id, call_sign=row.call_sign, since=row.created_at, memberships=roles[row.id],
            state="closed" if row.disabled_at else "invited" if row.is_invited else "active",
            legal_name=row.legal_name if reader.reads_names else None,
            latin_name=row.latin_name if reader.reads_names else None,
            email=row.email if reader.reads_names else None,
        )
        for row in rows
    ]  # fmt: skip


def _enrolments(reader: Reader) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrolment.id, Enrolment.person_id, Enrolment.agency_id, Course.slug.label("course"), Edition.number.label("edition"),
            Cohort.name.label("cohort"), Enrolment.enrolled_at, Enrolment.due_on, Enrolment.done_count.label("done"),
            Edition.required_count.label("required"), Enrolment.completed_at, Enrolment.withdrawn_at,
        )
        .join(Agency, Agency.id == Enrolment.agency_id)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(reader.branch)
    )  # fmt: skip


def _told_enrolments(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[document.Enrolment]:
    return [document.Enrolment(**row._mapping) for row in rows]


def _told_results(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[document.Result]:
    return [document.Result(**row._mapping) for row in rows]


def verified(certificate: Certificate, *, at: datetime) -> document.Verified:
    """Return what the public may know of a certificate."""
    facts = certificate.said
    return document.Verified(
        number=facts.number, standing=certificate.standing_at(at), course=facts.course, title=facts.words_in("en")[1].title,
        level=facts.level, track=facts.track, hours=facts.hours, law=facts.jurisdiction, law_date=facts.law_date,
        issued_on=certificate.issued_at.date(), valid_until=certificate.valid_until,
        decided_on=certificate.decided_at.date() if certificate.decided_at and certificate.state != "valid" else None,
        edition=facts.edition_number, edition_digest=facts.edition_digest, rendition_digest=facts.rendition_digest,
        holder=certificate.holder_name if certificate.shows_name else None,
    )  # fmt: skip


def _certificates(reader: Reader) -> Select[*tuple[Any, ...]]:
    return (
        select(Certificate, Course, Edition.number, Certificate.issued_at, Certificate.id)
        .join(Agency, Agency.id == Certificate.agency_id)
        .join(Edition, Edition.id == Certificate.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .where(reader.branch)
    )


def _told_certificates(
    reader: Reader, rows: Sequence[Row[*tuple[Any, ...]]], at: datetime
) -> list[document.Certificate]:
    return [
        document.Certificate(
            id=each.id, number=each.number, person_id=each.person_id, agency_id=each.agency_id, course=course.slug,
            edition=edition, level=course.level, track=course.track, issued_at=each.issued_at, valid_until=each.valid_until,
            standing=each.standing_at(at).value, holder=each.holder_name if reader.reads_names else None,
        )
        for each, course, edition, _issued_at, _id in rows
    ]  # fmt: skip


def _page(
    found: Select[*tuple[Any, ...]], asked: document.Asked, order: tuple[Any, ...], told: Told
) -> Listed:
    """Read one page in the order of ``order`` (moment, id and perhaps a name), and one row more to see whether there is more."""
    if asked.cursor:
        found = found.where(_after(order, cursor_from(asked.cursor)))
    rows = session.execute(found.order_by(*order).limit(asked.limit + 1)).all()
    shown = rows[: asked.limit]
    places = [each.key for each in order]
    last = (
        Cursor(*(getattr(shown[-1], place) for place in places)).written() if len(rows) > len(shown) else None
    )
    return Listed(told(shown), last)


def _after(order: tuple[Any, ...], cursor: Cursor) -> ColumnElement[bool]:
    """Match what comes after a cursor, column by column."""
    values = (cursor.at, cursor.id, cursor.name)[: len(order)]
    steps = [
        and_(*(column == value for column, value in zip(order[:place], values[:place], strict=True)), order[place] > values[place])
        for place in range(len(order))
    ]  # fmt: skip
    return or_(*steps)


def _only(found: list[T]) -> T:
    if not found:
        raise NotFound
    return found[0]
