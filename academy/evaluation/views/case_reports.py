"""Results: what agencies report of their cases, and the sums of countries for administrators."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.errors import Conflict, Invalid, NotFound
from academy.evaluation import queries, service
from academy.evaluation.forms import CaseReportForm, FiguresForm, period_words
from academy.evaluation.models import CaseReport
from academy.evaluation.rules import Period, period_of, periods_over
from academy.evaluation.views.blueprint import blueprint
from academy.evaluation.views.levels import in_words
from academy.reports.queries.scope import Scope, scope_for
from academy.web.access import actor, allow


@blueprint.get("/agency/evaluation/cases")
@allow(Role.COORDINATOR)
def case_reports() -> str:
    """Show what an agency has reported, and take the next report."""
    return _page(_scope(request.args.get("branch", "")), _form(None))


@blueprint.post("/agency/evaluation/cases")
@allow(Role.COORDINATOR)
def report_cases() -> ResponseReturnValue:
    """Keep a report of a period that is over."""
    scope = _scope(request.form.get("branch", ""))
    form = _form(scope)
    if form.validate_on_submit():
        agency = queries.reporting_agency(actor(), scope.branch.id)
        try:
            service.report_cases(
                agency=agency, period=period_of(form.period.data), figures=figures_of(form), by=actor(), at=clock.now()
            )  # fmt: skip
            flash(_("The report is kept."), "success")
            return redirect(url_for("evaluation.case_reports", branch=agency.id))
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(scope, form), 422


@blueprint.route("/agency/evaluation/cases/<uuid:report_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def case_report(report_id: UUID) -> ResponseReturnValue:
    """Show a report with its history, and correct it."""
    found = queries.report_for(actor(), report_id)
    form = FiguresForm(obj=found)
    if request.method == "GET":
        return _correcting(found, form)
    if not form.validate():
        return _correcting(found, form), 422
    try:
        service.correct_cases(report=found, figures=figures_of(form), by=actor(), at=clock.now())
    except Conflict as refusal:
        form.refuse(refusal)
        return _correcting(found, form), 409
    flash(_("The report is corrected. The earlier one stays in its history."), "success")
    return redirect(url_for("evaluation.case_reports", branch=found.agency_id))


@blueprint.get("/administration/case-reports")
@allow(Role.ADMINISTRATOR)
def countries() -> str:
    """Show an administrator the sums of each country."""
    sums = [
        (each, period_words(Period(each.starts_on, each.ends_on))) for each in queries.by_country(actor())
    ]
    return render_template("evaluation/countries.html", sums=sums)


def figures_of(form: FiguresForm) -> service.Figures:
    """Return the counts that a form in order holds."""
    return service.Figures(form.cases_opened.data or 0, form.files_sent.data or 0, form.source.data or "")


def _form(scope: Scope | None) -> CaseReportForm:
    form = CaseReportForm() if scope else CaseReportForm(formdata=None)
    form.period.choices = [(each.code, period_words(each)) for each in periods_over(clock.now().date())]
    return form


def _scope(typed: str) -> Scope:
    try:
        return scope_for(actor(), branch_id=UUID(typed) if typed else None, unit_id=None)
    except ValueError as error:
        raise NotFound from error


def _page(scope: Scope, form: CaseReportForm) -> str:
    reports = [(row[0], row[1]) for row in queries.reported_by([scope.branch.id])]
    return render_template(
        "evaluation/case_reports.html", scope=scope, form=form, reports=in_words(reports)[::-1]
    )


def _correcting(found: CaseReport, form: FiguresForm) -> str:
    return render_template(
        "evaluation/case_report.html", report=found, form=form, period=period_words(Period(found.starts_on, found.ends_on)),
        history=queries.history_of(found),
    )  # fmt: skip
