"""An agency's counts of its own cases. A correction replaces an earlier report, which is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.evaluation.models import CaseReport
from academy.evaluation.rules import Period


@dataclass(frozen=True)
class Figures:
    """What is reported for one period."""

    cases_opened: int
    files_sent: int
    #: Where the agency has the counts from.
    source: str

    def are_in(self, report: CaseReport) -> bool:
        """Say whether a report says the same."""
        return (report.cases_opened, report.files_sent, report.source) == (
            self.cases_opened,
            self.files_sent,
            self.source,
        )


def report_cases(*, agency: Agency, period: Period, figures: Figures, by: Actor, at: datetime) -> CaseReport:
    """Keep what an agency reports for a period that is over; the agency's row is held by the caller.

    Raises Invalid for a period that is not over, or of which some days are reported already.
    """
    if period.ends_on > at.date():
        raise Invalid("period-not-over", field="period")
    for other in session.scalars(
        select(CaseReport).where(
            CaseReport.agency_id == agency.id, CaseReport.replaced_at.is_(None),
            CaseReport.starts_on < period.ends_on, CaseReport.ends_on > period.starts_on,
        )
    ):  # fmt: skip
        if (other.starts_on, other.ends_on) != (period.starts_on, period.ends_on):
            raise Invalid("period-overlaps", field="period")
        if not figures.are_in(other):
            raise Invalid("period-reported", field="period")
        return other  # the second of two clicks
    return _kept(agency.id, period, figures, by, at)


def correct_cases(*, report: CaseReport, figures: Figures, by: Actor, at: datetime) -> CaseReport:
    """Replace a report; the earlier one stays in its history. Raises Conflict where it was replaced already."""
    if report.replaced_at is None and figures.are_in(report):
        return report
    if report.replaced_at is not None:
        current = session.scalars(
            select(CaseReport).where(
                CaseReport.agency_id == report.agency_id, CaseReport.starts_on == report.starts_on,
                CaseReport.replaced_at.is_(None),
            )
        ).one()  # fmt: skip
        if figures.are_in(current):
            return current  # the second of two clicks
        raise Conflict("report-replaced")
    report.replaced_at = at
    session.flush()
    return _kept(report.agency_id, Period(report.starts_on, report.ends_on), figures, by, at)


def _kept(agency_id: UUID, period: Period, figures: Figures, by: Actor, at: datetime) -> CaseReport:
    report = CaseReport(
        agency_id=agency_id, starts_on=period.starts_on, ends_on=period.ends_on, cases_opened=figures.cases_opened,
        files_sent=figures.files_sent, source=figures.source, reported_at=at, reported_by_id=by.person_id,
    )  # fmt: skip
    session.add(report)
    session.flush()
    audit.record(
        by=by, verb="report-cases", object_type="case-report", object_id=report.id, at=at, agency_id=agency_id
    )
    return report
