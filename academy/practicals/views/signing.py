"""Signing off one go of one learner, on the spot or from paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock
from academy.actor import Role
from academy.courses.queries import Reading
from academy.errors import Conflict, Invalid, NotFound
from academy.learning.queries import granted
from academy.practicals import queries, service
from academy.practicals.content import PracticalContent
from academy.practicals.forms import OBSERVED, SignOffForm
from academy.practicals.models import SignOff
from academy.practicals.queries import Candidate
from academy.practicals.rules import judge, may_sign
from academy.practicals.service import Observation
from academy.practicals.views.assessor import practical_in, read_of
from academy.practicals.views.blueprint import blueprint
from academy.web.access import actor, allow


@dataclass(frozen=True)
class Station:
    """One learner before her assessor, at one practical."""

    candidate: Candidate
    activity: str
    practical: PracticalContent
    reading: Reading

    def observed(self) -> dict[str, str]:
        """Return what the form in hand says of each criterion."""
        sent = {each.key: request.form.get(f"seen-{each.key}", "") for each in self.practical.criteria}
        return {key: value for key, value in sent.items() if value in OBSERVED}


@blueprint.route("/enrolments/<uuid:enrolment_id>/practicals/<slug:activity>", methods=["GET", "POST"])
@allow(Role.TRAINER)
def assess(enrolment_id: UUID, activity: str) -> ResponseReturnValue:
    """Sign off one go, criterion by criterion."""
    station = _station(enrolment_id, activity)
    goes = queries.sign_offs(enrolment_id, activity)
    form = SignOffForm(
        number=str(len(goes) + 1), observed_on=clock.now().date(), assessor=str(actor().person_id)
    )
    people = queries.assessors_for(
        station.candidate, may_train=station.reading.course.trainer_may_assess, on=clock.now().date()
    )
    named = {row.id: row.call_sign for row in people} | {actor().person_id: actor().call_sign}
    form.assessor.choices = [SelectChoice(str(each), call_sign) for each, call_sign in named.items()]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            return _signed(station, form)
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
            form.number.data = str(len(goes) + 1)  # what is shown above is what the next try goes by
    page = render_template(
        "practicals/assess.html", form=form, station=station, observed=station.observed(), goes=goes, words=OBSERVED,
        may_sign=may_sign(
            station.practical, goes=len(goes), is_passed=any(each.is_passed for each, _who in goes),
            granted=granted([enrolment_id], activity).get(enrolment_id),
        ),
    )  # fmt: skip
    return page, status


def _station(enrolment_id: UUID, activity: str) -> Station:
    """Return a learner the actor may sign off at a practical. Raises NotFound."""
    candidate = queries.candidate(actor(), enrolment_id)
    read = read_of(candidate.enrolment.edition_id)
    practical = practical_in(read.course, activity)
    if candidate.is_own_trainer and not read.course.trainer_may_assess:
        raise NotFound()
    return Station(candidate, activity, practical, read)


def _signed(station: Station, form: SignOffForm) -> ResponseReturnValue:
    is_from_paper = form.entered_from.data == "paper"
    observation = Observation(
        observed=station.observed(), observed_on=cast(date, form.observed_on.data), note=(form.note.data or "").strip(), is_from_paper=is_from_paper,
        assessor_id=UUID(form.assessor.data) if is_from_paper else actor().person_id, number=int(form.number.data or 0), key=form.key.data or "",
    )  # fmt: skip
    enrolment = station.candidate.enrolment
    signed = service.sign_off(
        enrolment=enrolment, activity=station.activity, practical=station.practical, observation=observation,
        edition_digest=station.reading.edition_digest, by=actor(), at=clock.now(),
    )  # fmt: skip
    _tell(station, signed)
    if enrolment.cohort_id is None:
        return redirect(url_for("practicals.desk", call_sign=enrolment.person.call_sign))
    return redirect(url_for("practicals.group", cohort_id=enrolment.cohort_id, activity=station.activity))


def _tell(station: Station, signed: SignOff) -> None:
    judgement = judge(station.practical, signed.findings)
    values = {
        "person": station.candidate.enrolment.person.call_sign,
        "met": judgement.met,
        "total": judgement.total,
    }
    if signed.is_passed:
        flash(_("%(person)s has passed: %(met)s of %(total)s criteria met.", **values), "success")
    elif judgement.critical_missed:
        flash(_("%(person)s has not passed: a critical criterion is not met.", **values), "warning")
    else:
        flash(_("%(person)s has not passed: %(met)s of %(total)s criteria met.", **values), "warning")
