"""Founding, moving and closing agencies; keeping the list of countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from academy.actor import Actor
from academy.agencies import queries
from academy.agencies.models import Agency, Country, Kind, MailDomain
from academy.agencies.rules import ascii_domain, is_country_code, is_free_mail, moved, path_of
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid


@dataclass(frozen=True)
class Particulars:
    """What is written about an agency. Without a country it has that of its parent."""

    name: str
    kind: Kind
    country_code: str | None
    parent: Agency | None


def found_agency(*, particulars: Particulars, by: Actor | None, at: datetime) -> Agency:
    """Add an agency or a unit. Raises Invalid for a name that is taken, or an academy below something."""
    agency_id = uuid4()
    parent = particulars.parent
    _must_be_root(particulars)
    agency = Agency(
        id=agency_id, name=particulars.name, kind=particulars.kind.value, country_code=_country(particulars),
        parent_id=parent.id if parent else None, path=path_of(agency_id, parent.path if parent else ""),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(agency)
    except IntegrityError as error:
        raise Invalid("agency-name-taken", field="name") from error
    audit.record(
        by=by, verb="found-agency", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
    )
    return agency


def change_agency(*, agency: Agency, particulars: Particulars, by: Actor, at: datetime) -> None:
    """Rewrite what is known of an agency; with another parent it moves, and all below it move with it.

    Raises Invalid for a name that is taken, a parent below the agency itself, or an academy below something; also for an
    academy that becomes something else: its administrators reach everything, and are nobody's branch.
    """
    if agency.kind == Kind.ACADEMY.value and particulars.kind is not Kind.ACADEMY:
        raise Invalid("academy-stays-academy", field="kind")
    _must_be_root(particulars)
    try:
        with session.begin_nested():
            agency.name = particulars.name
            agency.kind = particulars.kind.value
            agency.country_code = _country(particulars)
            _move(agency, particulars.parent)
    except IntegrityError as error:
        raise Invalid("agency-name-taken", field="name") from error
    audit.record(
        by=by, verb="change-agency", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id,
        fields=["name", "kind", "country_code", "parent_id"],
    )  # fmt: skip


def close_agency(*, agency: Agency, by: Actor, at: datetime) -> None:
    """Close an agency: roles in it open nothing any more. Raises Conflict for the academy itself."""
    if agency.kind == Kind.ACADEMY.value:
        raise Conflict("academy-stays-open")
    agency.is_active = False
    session.flush()
    audit.record(
        by=by, verb="close-agency", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
    )


def reopen_agency(*, agency: Agency, by: Actor, at: datetime) -> None:
    """Open a closed agency again; the roles in it hold again."""
    agency.is_active = True
    session.flush()
    audit.record(
        by=by, verb="reopen-agency", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
    )


def add_country(*, code: str, name: str, by: Actor | None, at: datetime) -> Country:
    """Add a country. Raises Invalid for a code that is none, or a code or name that is taken."""
    if not is_country_code(code):
        raise Invalid("country-code-malformed", field="code")
    country = Country(code=code, name=name)
    try:
        with session.begin_nested():
            session.add(country)
    except IntegrityError as error:
        field = "name" if "name" in str(error.orig) else "code"
        raise Invalid(f"country-{field}-taken", field=field) from error
    audit.record(by=by, verb="add-country", object_type="country", object_id=code, at=at)
    return country


def change_country(*, country: Country, name: str, is_active: bool, by: Actor, at: datetime) -> None:
    """Rename a country, or take it in or out of use. Raises Invalid for a name that is taken."""
    try:
        with session.begin_nested():
            country.name = name
            country.is_active = is_active
    except IntegrityError as error:
        raise Invalid("country-name-taken", field="name") from error
    audit.record(
        by=by,
        verb="change-country",
        object_type="country",
        object_id=country.code,
        at=at,
        fields=["name", "is_active"],
    )


def verify_domain(*, agency: Agency, domain: str, evidence: str, by: Actor, at: datetime) -> MailDomain:
    """Record a mail domain as an agency's. Raises Invalid for what is no domain, free mail, or recorded already."""
    name = ascii_domain(domain)
    if name is None:
        raise Invalid("domain-malformed", field="domain")
    if is_free_mail(name):
        raise Invalid("domain-of-everybody", field="domain")
    verified = MailDomain(
        domain=name, agency_id=agency.id, evidence=evidence, verified_at=at, verified_by_id=by.person_id
    )
    try:
        with session.begin_nested():
            session.add(verified)
    except IntegrityError as error:
        raise Invalid("domain-taken", field="domain") from error
    audit.record(
        by=by, verb="verify-domain", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
    )
    return verified


def forget_domain(*, agency: Agency, domain: str, by: Actor, at: datetime) -> None:
    """Let a mail domain vouch for nobody any more; whoever came in by it stays. Once more changes nothing."""
    gone = session.scalar(
        delete(MailDomain)
        .where(MailDomain.agency_id == agency.id, MailDomain.domain == domain)
        .returning(MailDomain.domain)
    )
    if gone is not None:
        audit.record(
            by=by, verb="forget-domain", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
        )


def _country(particulars: Particulars) -> str | None:
    parent = particulars.parent
    return particulars.country_code or (parent.country_code if parent else None)


def _must_be_root(particulars: Particulars) -> None:
    if particulars.kind is Kind.ACADEMY and particulars.parent:
        raise Invalid("academy-is-root", field="parent")


def _move(agency: Agency, parent: Agency | None) -> None:
    new = path_of(agency.id, parent.path if parent else "")
    if new == agency.path:
        return
    if parent and parent.path.startswith(agency.path):
        raise Invalid("agency-below-itself", field="parent")
    old = agency.path
    for unit in queries.units_below(agency):
        unit.path = moved(unit.path, old=old, new=new)
    agency.parent_id = parent.id if parent else None
    agency.path = new
