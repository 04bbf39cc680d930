"""What agencies report of their cases: counts, never a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, func, or_, select

from academy.accounts.models import Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.evaluation.models import CaseReport
from academy.reports.queries.scope import within


@dataclass(frozen=True)
class CountrySum:
    """What the agencies of a country reported for one period, together."""

    country: str | None
    starts_on: date
    ends_on: date
    agencies: int
    cases_opened: int
    files_sent: int


def reported_by(agency_ids: Sequence[UUID]) -> Sequence[Row[CaseReport, str]]:
    """Return (report, agency) as they stand, the earliest period first."""
    return session.execute(
        select(CaseReport, Agency.name)
        .join(Agency, Agency.id == CaseReport.agency_id)
        .where(CaseReport.agency_id.in_(agency_ids), CaseReport.replaced_at.is_(None))
        .order_by(CaseReport.starts_on, CaseReport.ends_on, Agency.name)
    ).all()


def history_of(report: CaseReport) -> Sequence[Row[CaseReport, str | None]]:
    """Return (report, who made it) for the same agency and period, the latest first; replaced ones too."""
    return session.execute(
        select(CaseReport, Person.call_sign)
        .outerjoin(Person, Person.id == CaseReport.reported_by_id)
        .where(CaseReport.agency_id == report.agency_id, CaseReport.starts_on == report.starts_on)
        .order_by(CaseReport.reported_at.desc(), CaseReport.id)
    ).all()


def report_for(actor: Actor, report_id: UUID) -> CaseReport:
    """Return a report of an agency that the actor coordinates. Raises NotFound."""
    statement = (
        select(CaseReport)
        .join(Agency, Agency.id == CaseReport.agency_id)
        .where(CaseReport.id == report_id, within(actor))
    )
    found = session.scalar(statement.with_for_update(of=CaseReport) if is_writing() else statement)
    if found is None:
        raise NotFound
    return found


def reporting_agency(actor: Actor, agency_id: UUID) -> Agency:
    """Return an agency that the actor coordinates; while writing it is held, so that two reports come in turn.

    Raises NotFound.
    """
    statement = select(Agency).where(Agency.id == agency_id, within(actor))
    found = session.scalar(statement.with_for_update() if is_writing() else statement)
    if found is None:
        raise NotFound
    return found


def by_country(actor: Actor) -> list[CountrySum]:
    """Return the sums of each country and period of the agencies that the actor administers, the latest period first."""
    rows = session.execute(
        select(
            Agency.country_code, CaseReport.starts_on, CaseReport.ends_on, func.count(CaseReport.id),
            func.sum(CaseReport.cases_opened), func.sum(CaseReport.files_sent),
        )
        .join(Agency, Agency.id == CaseReport.agency_id)
        .where(CaseReport.replaced_at.is_(None), _administered(actor))
        .group_by(Agency.country_code, CaseReport.starts_on, CaseReport.ends_on)
        .order_by(CaseReport.ends_on.desc(), CaseReport.starts_on.desc(), Agency.country_code)
    )  # fmt: skip
    return [CountrySum(*row[:4], int(row[4]), int(row[5])) for row in rows]


def _administered(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(Role.ADMINISTRATOR)
    return or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
