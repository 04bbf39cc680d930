"""Taking in an agency's list of its people: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from academy.accounts.models import Membership, Person, Vetting
from academy.accounts.queries.roster import branch_for
from academy.accounts.rules.codes import SETS_PASSWORD
from academy.accounts.rules.leaving import Leaving
from academy.accounts.rules.names import fold_call_sign, fold_email
from academy.accounts.rules.roster import Fate, Judged, Place, Report, Row, judge
from academy.accounts.service.admissions import Arrival, Newcomer, admit_all
from academy.accounts.service.moving import leave, move_within
from academy.accounts.service.one_time import revoke_codes
from academy.accounts.service.people import Invited, add_membership, invite_again
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid


@dataclass(frozen=True)
class Taken:
    """What came of a list: its report, and the codes with which people come in."""

    report: Report
    invited: Sequence[Invited]


def take_roster(
    *,
    rows: Sequence[Row],
    agency: Agency,
    languages: Mapping[str, str],
    language: str,
    seen: str,
    knows: bool,
    by: Actor,
    at: datetime,
) -> Taken:
    """Write what a list comes to, if that is still what ``seen`` (the digest of a report) was.

    Raises Conflict where it is not, Invalid where a row is refused or nobody vouches for those who are new.
    """
    _in_turn(agency)
    branch = branch_for(rows, agency=agency, by=by, languages=languages, language=language, on=at.date())
    report = judge(rows, branch)
    if report.is_done:
        return Taken(report, [])
    if report.digest != seen:
        raise Conflict("roster-moved-on")
    if report.is_refused:
        raise Invalid("roster-refused")
    if report.needs_word and not knows:
        raise Invalid("vouch-needed", field="knows")
    writing = _Writing(agency, by, at)
    invited = [each for row in report.rows if row.changes for each in writing.change(row)]
    invited += writing.newcomers([row for row in report.rows if row.fate is Fate.ADD])
    audit.record(
        by=by, verb="import-roster", object_type="agency", object_id=agency.id, at=at, agency_id=agency.id
    )
    return Taken(report, invited)


def _in_turn(agency: Agency) -> None:
    """Let lists for branches that share a unit come one after the other, so that the second of two sees the first."""
    units = select(Agency.id).where(Agency.path.startswith(agency.path, autoescape=True)).order_by(Agency.id)
    session.execute(units.with_for_update(key_share=True)).all()


class _Writing:
    """The rows of one list, on their way in."""

    def __init__(self, agency: Agency, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        below = select(Agency).where(Agency.path.startswith(agency.path, autoescape=True))
        self.agencies: dict[UUID, Agency] = {each.id: each for each in session.scalars(below)}

    def newcomers(self, rows: Sequence[Judged]) -> list[Invited]:
        """Let those in who are new; return the codes to be handed out."""
        arrivals = []
        for row in rows:
            wanted = row.wanted
            if wanted.unit is None:
                raise Conflict("roster-moved-on")
            newcomer = Newcomer(
                wanted.call_sign, wanted.legal_name, wanted.email or None, wanted.language or None,
                wanted.latin_name or None,
            )  # fmt: skip
            vetting = Vetting.DOMAIN if row.is_vouched else Vetting.APPROVAL
            arrivals.append(Arrival(newcomer, self.agencies[wanted.unit.id], vetting, wanted.ends_on))
        return admit_all(arrivals=arrivals, role=Role.LEARNER, by=self.by, at=self.at)

    def change(self, row: Judged) -> list[Invited]:
        """Do what a row comes to about somebody known; return the code to be handed out, if there is one."""
        known, wanted = row.known, row.wanted
        person = session.get(Person, known.id) if known else None
        if known is None or person is None:
            raise Conflict("roster-moved-on")
        self._write_names(person, row)
        if "unit" in row.changes and wanted.unit:
            self._place(person, known.places, self.agencies[wanted.unit.id])
        if "leaves_on" in row.changes and wanted.ends_on:
            membership = session.get_one(Membership, known.places[0].id)
            last_day = wanted.ends_on - timedelta(days=1)
            leave(membership=membership, last_day=last_day, plan=Leaving.STOPS, by=self.by, at=self.at)
        if "email" not in row.changes:
            return []
        revoke_codes(person_id=person.id, purposes=SETS_PASSWORD, at=self.at)
        return [] if known.has_come else [invite_again(person=person, by=self.by, at=self.at)]

    def _write_names(self, person: Person, row: Judged) -> None:
        """Write what a row changes of a person herself."""
        wanted = row.wanted
        person.legal_name, person.latin_name = wanted.legal_name, wanted.latin_name or None
        person.call_sign, person.call_sign_key = wanted.call_sign, fold_call_sign(wanted.call_sign)
        person.email = wanted.email or None
        person.email_key = fold_email(wanted.email) if wanted.email else None
        person.interface_locale = wanted.language or None
        try:
            with session.begin_nested():
                session.flush()
        except IntegrityError as error:
            raise Conflict("roster-moved-on") from error
        audit.record(
            by=self.by, verb="change-person", object_type="person", object_id=person.id, at=self.at,
            fields=row.changes,
        )  # fmt: skip

    def _place(self, person: Person, places: Sequence[Place], agency: Agency) -> None:
        """Put a learner into another unit, or somebody who learns nowhere yet into a first one."""
        if not places:
            add_membership(person=person, agency=agency, role=Role.LEARNER, by=self.by, at=self.at)
            return
        membership = session.get_one(Membership, places[0].id)
        move_within(membership=membership, agency=agency, by=self.by, at=self.at)
