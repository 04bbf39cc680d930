"""Cohorts beside each other: how far each came, what it gained, how sure and how right it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.actor import Role
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.errors import Invalid, NotFound
from academy.items.rules.statistics import FEWEST as FEWEST_ANSWERS
from academy.learning.rules import charts
from academy.reports import service
from academy.reports.formats.documents import COHORTS, CalibrationSaid, CertaintySaid, CohortSaid, GainSaid
from academy.reports.formats.tables import Sheet
from academy.reports.forms import ExportForm, Filter, filter_from
from academy.reports.queries.cohorts import CourseChoice, compare, courses_compared
from academy.reports.queries.scope import Scope, scope_for
from academy.reports.rules.cohorts import FEWEST, Compared, Exam, exam_of
from academy.reports.views.agency import country_names
from academy.reports.views.blueprint import blueprint
from academy.reports.views.files import body_of, handed_out
from academy.sheets import Value
from academy.web.access import actor, allow, prepares
from academy.web.filters import day
from academy.web.locale import content_locale, language

#: Whose people are compared: those of the branches somebody answers for.
ANSWERING = (Role.COORDINATOR, Role.ADMINISTRATOR)
COLUMNS = (
    "cohort", "starts_on", "enrolled", "completed", "median_days", "final_quiz", "gain", "certainty", "competencies"
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What is compared: a course's cohorts, with what they are compared by."""

    choice: CourseChoice
    course: Course
    exam: Exam
    cohorts: list[Compared]

    @property
    def competencies(self) -> list[str]:
        """Every competency that some cohort answered items of."""
        return sorted({name for each in self.cohorts for name in each.competencies})

    @property
    def has_certainty(self) -> bool:
        """Whether somebody was asked how sure she was."""
        return any(each.calibration is not None for each in self.cohorts)


@dataclass(frozen=True)
class Sought:
    """Where the reader looks, and the courses there are."""

    filter: Filter
    scope: Scope
    courses: list[CourseChoice]
    choice: CourseChoice | None


@blueprint.get("/agency/compared")
@allow(*ANSWERING)
def cohorts_compared() -> str:
    """Show the cohorts of a course beside each other."""
    form = ExportForm(formdata=None)
    form.separator.data = "," if language().code == "en" else ";"
    return _page(_sought(filter_from(request.args)), form)


@blueprint.post("/agency/compared/export")
@allow(*ANSWERING, step_up=True)
@prepares
def export_cohorts() -> ResponseReturnValue:
    """Hand out the comparison."""
    at, form = clock.now(), ExportForm()
    sought = _sought(filter_from(request.form))
    if sought.choice is None:
        raise NotFound
    if not form.validate_on_submit():
        return _page(sought, form), 422
    found = _compared(sought, sought.choice)
    try:
        body = body_of(
            _sheet(sought, found, at), form.terms, document=lambda: _document(sought, found, at), at=at
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(sought, form), 422
    db.begin_writing()
    left = service.Left(
        "cohorts", found.choice.id, (sought.scope.unit or sought.scope.branch).id, len(found.cohorts), form.terms.format, COLUMNS
    )  # fmt: skip
    service.note_export(left, by=actor(), at=at)
    today = at.date().isoformat()
    return handed_out(
        body, form.terms.format, plain=f"cohorts-{found.course.slug}-{today}",
        name=_("Cohorts %(course)s %(day)s", course=str(found.course.title), day=today),
    )  # fmt: skip


def _sought(wanted: Filter) -> Sought:
    scope = scope_for(
        actor(), branch_id=wanted.branch_id, unit_id=wanted.unit_id, country=wanted.country, roles=ANSWERING
    )
    courses = courses_compared(scope.chosen_ids)
    return Sought(wanted, scope, courses, _chosen(courses, wanted.course_id))


def _chosen(courses: list[CourseChoice], course_id: UUID | None) -> CourseChoice | None:
    """Return the wanted course, or the first; none where there is none. Raises NotFound for one of elsewhere."""
    if course_id is None:
        return courses[0] if courses else None
    found = next((each for each in courses if each.id == course_id), None)
    if found is None:
        raise NotFound
    return found


def _course(choice: CourseChoice) -> Course:
    return reading(edition_id=choice.edition_id, locale=content_locale(actor())).course


def _compared(sought: Sought, choice: CourseChoice) -> Comparison:
    course = _course(choice)
    exam = exam_of(course)
    return Comparison(choice, course, exam, compare(choice.id, exam, sought.scope.chosen_ids))


def _page(sought: Sought, form: ExportForm) -> str:
    found = _compared(sought, sought.choice) if sought.choice else None
    hers = {grant.agency_id for grant in actor().grants if grant.role is Role.COORDINATOR}
    return render_template(
        "reports/cohorts.html", leads_on=sought.scope.branch.id in hers, filter=sought.filter, scope=sought.scope, found=found, form=form, charts=charts,
        countries=country_names(sought.scope), fewest=FEWEST, fewest_answers=FEWEST_ANSWERS,
        course_titles=[(str(each.id), str(_course(each).title)) for each in sought.courses],
    )  # fmt: skip


def _sheet(sought: Sought, found: Comparison, at: datetime) -> Sheet:
    header = [
        _("Cohort"), _("Begins on"), _("Enrolled"), _("Completed"), _("Median days"), _("Final quiz: people"),
        _("Final quiz: mean, per cent"), _("Before and after: people"), _("Gain, in points of 100"), _("Gain from"), _("Gain to"),
        _("Average by certainty"), *found.competencies,
    ]  # fmt: skip
    return Sheet(
        title=_("Cohorts compared: %(course)s", course=str(found.course.title)),
        lines=[
            f"{(sought.scope.unit or sought.scope.branch).name} · {day(at)}",
            _("Of fewer than %(count)s people nothing is said.", count=FEWEST),
        ],
        header=header, rows=[_row(each, found.competencies) for each in found.cohorts], locale=language().code,
    )  # fmt: skip


def _row(each: Compared, competencies: list[str]) -> list[Value]:
    gain, sure = each.gain, each.calibration
    shares = [each.competencies[name].share if name in each.competencies else None for name in competencies]
    return [
        each.name, each.starts_on, each.enrolled, each.completed, _rounded(each.median_days, 1), each.examined,
        _points(each.mean_score), each.pairs, _points(gain.mean if gain else None), _points(gain.low if gain else None),
        _points(gain.high if gain else None), _rounded(sure.average if sure else None, 2), *map(_points, shares),
    ]  # fmt: skip


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _points(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _document(sought: Sought, found: Comparison, at: datetime) -> Mapping[str, Any]:
    """Return the same for programs (``formats.documents.CohortsDocument``)."""
    return {
        "format": COHORTS, "made_at": at.isoformat(), "branch": (sought.scope.unit or sought.scope.branch).name,
        "course": found.course.slug, "fewest": FEWEST, "cohorts": [_said(each) for each in found.cohorts],
    }  # fmt: skip


def _said(each: Compared) -> CohortSaid:
    return {
        "name": each.name, "starts_on": each.starts_on.isoformat(), "enrolled": each.enrolled, "completed": each.completed,
        "median_days": each.median_days, "final_quiz_people": each.examined, "final_quiz_mean": each.mean_score,
        "gain": _gain(each), "calibration": _calibration(each),
        "competencies": {name: tally.share for name, tally in each.competencies.items()},
    }  # fmt: skip


def _gain(each: Compared) -> GainSaid | None:
    gain = each.gain
    if gain is None:
        return None
    return {
        "pairs": gain.count, "before": gain.before, "after": gain.after, "mean": gain.mean, "low": gain.low, "high": gain.high
    }  # fmt: skip


def _calibration(each: Compared) -> CalibrationSaid | None:
    sure = each.calibration
    if sure is None or sure.average is None:
        return None
    levels: dict[str, CertaintySaid] = {
        str(level): {"count": found.count, "right": found.accuracy} for level, found in sure.levels.items()
    }
    return {"people": sure.people, "answers": sure.count, "average": sure.average, "levels": levels}
