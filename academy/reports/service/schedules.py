"""Letters that lead somebody to a report again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.accounts.queries import actor_for
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Invalid
from academy.reports.models import ReportSchedule
from academy.reports.rules.schedules import Report, Rhythm, next_date

#: Letters one person may have asked for: more are a mistake.
MOST = 12


@dataclass(frozen=True)
class Asked:
    """Which report of which branch, how often, and the filter of its page."""

    agency_id: UUID
    report: Report
    rhythm: Rhythm
    filter: Mapping[str, str]


def schedule_report(asked: Asked, *, by: Actor, at: datetime) -> ReportSchedule:
    """Ask for a letter; asking for the same twice is asking once. Raises Invalid ``too-many-schedules``."""
    hers = session.scalars(select(ReportSchedule).where(ReportSchedule.person_id == by.person_id)).all()
    known = next((each for each in hers if _says(each) == asked), None)
    if known is not None:
        return known
    if len(hers) >= MOST:
        raise Invalid("too-many-schedules")
    made = ReportSchedule(
        person_id=by.person_id, agency_id=asked.agency_id, report=asked.report, rhythm=asked.rhythm, filter=dict(asked.filter),
        next_on=next_date(asked.rhythm, begun_on=at.date(), after=at.date()), made_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _note("schedule-report", made, by, at)
    return made


def end_schedule(*, schedule: ReportSchedule, by: Actor, at: datetime) -> None:
    """Let a letter come no more."""
    _note("end-report", schedule, by, at)
    session.delete(schedule)
    session.flush()


def turn_of(schedule_id: UUID, *, at: datetime) -> ReportSchedule | None:
    """Take a letter's turn, and return what to write about; None where it has had it, or is over.

    The database decides which of two servers takes it. What was missed meanwhile is made up for once. The letters of
    who no longer coordinates the branch end.
    """
    schedule = session.get(ReportSchedule, schedule_id)
    if schedule is None or schedule.next_on > at.date():
        return None
    if not _coordinates(schedule, at):
        session.execute(delete(ReportSchedule).where(ReportSchedule.id == schedule_id))
        return None
    following = next_date(Rhythm(schedule.rhythm), begun_on=schedule.made_at.date(), after=at.date())
    taken = session.scalar(
        update(ReportSchedule)
        .where(ReportSchedule.id == schedule_id, ReportSchedule.next_on == schedule.next_on)
        .values(next_on=following, last_sent_at=at)
        .returning(ReportSchedule.id)
        .execution_options(synchronize_session=False)
    )
    return schedule if taken is not None else None


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Let a person's letters come no more."""
    session.execute(delete(ReportSchedule).where(ReportSchedule.person_id == person_id))


def _says(schedule: ReportSchedule) -> Asked:
    return Asked(schedule.agency_id, Report(schedule.report), Rhythm(schedule.rhythm), dict(schedule.filter))


def _coordinates(schedule: ReportSchedule, at: datetime) -> bool:
    person = schedule.person
    if person.disabled_at is not None or person.erased_at is not None:
        return False
    path = session.scalar(select(Agency.path).where(Agency.id == schedule.agency_id, Agency.is_active))
    branches = actor_for(person, on=at.date()).paths(Role.COORDINATOR)
    return path is not None and any(path.startswith(each) for each in branches)


def _note(verb: str, schedule: ReportSchedule, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="report_schedule", object_id=schedule.id, at=at, agency_id=schedule.agency_id,
        fields=("report", "rhythm"),
    )  # fmt: skip
