"""The four levels of a branch, to take away: a sheet for each level, or all of it below one another."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.actor import Role
from academy.errors import NotFound
from academy.evaluation import queries, service
from academy.evaluation.forms import QUESTIONS, STEPS, TableForm
from academy.evaluation.queries import Behaviour, Learning, Reaction
from academy.evaluation.rules import FEWEST
from academy.evaluation.views import agency
from academy.evaluation.views.blueprint import blueprint
from academy.evaluation.views.levels import Levels
from academy.sheets import Value, disposition, sheets, table
from academy.web.access import actor, allow, prepares

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Group, what is measured, measure, value.
Line = tuple[str, str, str, Value]


@blueprint.post("/agency/evaluation/export")
@allow(Role.COORDINATOR, step_up=True)
@prepares
def export() -> ResponseReturnValue:
    """Hand out the page as a table. There are groups in it and nobody's name."""
    at, form, found = clock.now(), TableForm(), agency.found_in(request.form)
    if found.chosen is None:
        raise NotFound
    if not form.validate_on_submit():
        return agency.page(found, form), 422
    course_id, kind = queries.course_of(found.chosen.id), form.kind.data
    parts = parts_of(agency.levels_of(found))
    header = [_("Group"), _("What"), _("Measure"), _("Value")]
    content = sheets(header, parts) if kind == "xlsx" else _below_one_another(header, parts)
    db.begin_writing()
    service.note_export(course_id=course_id, agency_id=found.scope.branch.id, by=actor(), at=at)
    name = f"evaluation-{found.chosen.slug}-{at.date().isoformat()}.{kind}"
    response = Response(
        content, content_type=_XLSX if kind == "xlsx" else "text/csv; charset=utf-8; header=present"
    )
    response.headers["Content-Disposition"] = disposition(plain=name, name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def parts_of(levels: Levels) -> list[tuple[str, list[Line]]]:
    """Return the lines of each level, under its name. What is withheld says so."""
    return [
        (_("Reaction"), [line for each in levels.reactions for line in _of_reaction(each)]),
        (_("Learning"), [line for each in levels.learning for line in _of_learning(each)]),
        (_("Behaviour"), [line for each in levels.behaviour for line in _of_behaviour(each)]),
        (_("Results"), list(_of_cases(levels))),
    ]


def _below_one_another(header: list[str], parts: list[tuple[str, list[Line]]]) -> str:
    return table([_("Level"), *header], ([level, *line] for level, lines in parts for line in lines))


def _withheld() -> str:
    return str(_("withheld: fewer than %(count)s", count=FEWEST))


def _of_reaction(each: Reaction) -> Iterator[Line]:
    yield each.cohort, each.title, _("Learners"), each.learners
    yield each.cohort, each.title, _("Answered"), each.answered
    if each.scales is None:
        yield each.cohort, each.title, _("Mean"), _withheld()
    for scale in each.scales or ():
        yield each.cohort, str(scale.question.text), _("Mean, 1 to 5"), round(scale.mean or 0.0, 2)


def _of_learning(each: Learning) -> Iterator[Line]:
    if each.gain is None:
        yield "", each.title, _("Gain, in points of 100"), _withheld()
        return
    values = (
        (_("People"), each.gain.count), (_("Before"), each.gain.before * 100), (_("After"), each.gain.after * 100),
        (_("Gain, in points of 100"), each.gain.mean * 100), (_("95 per cent interval, from"), each.gain.low * 100),
        (_("95 per cent interval, to"), each.gain.high * 100),
    )  # fmt: skip
    for measure, value in values:
        yield "", each.title, measure, round(value, 1)


def _of_behaviour(each: Behaviour) -> Iterator[Line]:
    group = _("After %(months)s months", months=each.months)
    yield group, "", _("Asked"), each.rate.asked
    yield group, "", _("Answered"), each.rate.answered
    yield group, "", _("Not answered"), each.rate.unanswered
    yield group, "", _("Still open"), each.rate.open
    yield group, "", _("Answers counted below"), each.shown if each.tallies else _withheld()
    for tally in each.tallies or ():
        for step, words in STEPS.items():
            yield group, str(QUESTIONS[tally.question]), str(words), tally.counts[step]


def _of_cases(levels: Levels) -> Iterator[Line]:
    for report, name, period in levels.cases:
        yield name, period, _("Cases opened"), report.cases_opened
        yield name, period, _("Files sent to the prosecution"), report.files_sent
        yield name, period, _("Where the counts are from"), report.source
