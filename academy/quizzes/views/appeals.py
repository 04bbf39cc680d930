"""Appeals: a learner objects to a mark, and whoever looks after her answers with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts.document.letters import Letter
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.rules import ROUNDING
from academy.learning.models import Attempt, ItemResult
from academy.quizzes import service
from academy.quizzes.content import Reveal
from academy.quizzes.document.letters import Occasion
from academy.quizzes.forms.marking import AppealForm, DecisionForm
from academy.quizzes.models import Appeal
from academy.quizzes.queries import appeals as queries
from academy.quizzes.queries import marking
from academy.quizzes.queries.asked import Asked, asked_in
from academy.quizzes.queries.files import sent_files
from academy.quizzes.service import Decision
from academy.quizzes.views.aftermath import marks_shown
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.results import released
from academy.quizzes.views.sitting import sitting_of
from academy.quizzes.views.wording import write_afterwards
from academy.web.access import actor, allow, signed_in
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Case:
    """An item of an attempt that an appeal is about."""

    attempt: Attempt
    asked: Asked
    item: Item
    number: int
    result: ItemResult

    @property
    def points(self) -> float:
        """What the item has now, of its points."""
        return self.item.points * (self.result.score or 0)

    @property
    def is_full(self) -> bool:
        """Whether there is nothing to gain."""
        return self.result.score is None or self.result.score >= 1 - ROUNDING


@blueprint.route("/attempts/<uuid:attempt_id>/items/<slug:key>/appeal", methods=["GET", "POST"])
@signed_in
def appeal(attempt_id: UUID, key: str) -> ResponseReturnValue:
    """Object to the mark of one item, and read what came of it."""
    attempt = queries.own_graded(actor(), attempt_id)
    case = _case(attempt, key)
    if Reveal.MARKS not in released(sitting_of(attempt_id)).now:
        raise NotFound()
    form = AppealForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made, is_new = service.appeal(
                attempt=attempt, item=key, reason=form.reason.data or "", by=actor(), at=clock.now()
            )
            if is_new:
                _tell_deciders(attempt, made)
            flash(_("Your appeal is on its way. You get a letter once it is answered."), "success")
            return redirect(url_for("quizzes.appeal", attempt_id=attempt_id, key=key))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "quizzes/marking/appeal.html", case=case, form=form, appeals=queries.own_appeals(attempt_id, key)
    ), status


@blueprint.get("/appeals")
@allow(*marking.MARKERS)
def appeals() -> str:
    """List the appeals that wait, with their age, and those answered last."""
    shown = [*queries.open_appeals(actor()), *queries.decided_appeals(actor())]
    found = [(each, asked_in(each.attempt, locale=content_locale(actor()))) for each in shown]
    return render_template(
        "quizzes/marking/appeals.html", at=clock.now(),
        waiting=[row for row in found if row[0].decided_at is None],
        decided=[row for row in found if row[0].decided_at is not None],
    )  # fmt: skip


@blueprint.route("/appeals/<uuid:appeal_id>", methods=["GET", "POST"])
@allow(*marking.MARKERS)
def decide_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Read an appeal beside the response and its marks, and answer it."""
    found = queries.appeal_for(actor(), appeal_id)
    case, form = _case(found.attempt, found.item), DecisionForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            service.decide(
                appeal=found, asked=case.asked, decision=_decision(form, case), by=actor(), at=clock.now()
            )
            learner, values = (
                found.attempt.enrolment.person,
                {"attempt_id": found.attempt_id, "key": found.item},
            )
            write_afterwards([Letter(learner, Occasion.APPEAL_ANSWERED, "quizzes.appeal", values)])
            flash(_("The appeal is answered. The learner gets a letter."), "success")
            return redirect(url_for("quizzes.appeals"))
        except (Invalid, Forbidden, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _decision_page(found, case, form), status


def _case(attempt: Attempt, key: str) -> Case:
    """Return what an appeal is about. Raises NotFound."""
    asked = asked_in(attempt, locale=content_locale(actor()))
    result = marking.result_of(attempt.id, key)
    keys = attempt.paper or []
    return Case(attempt, asked, asked.item(key), keys.index(key) + 1 if key in keys else 0, result)


def _decision(form: DecisionForm, case: Case) -> Decision:
    if form.verdict.data != "upheld":
        return Decision(None, form.answer.data or "")
    if form.points.data is None:
        raise Invalid("appeal-score", field="points")
    return Decision(float(form.points.data) / case.item.points, form.answer.data or "")


def _decision_page(found: Appeal, case: Case, form: DecisionForm) -> str:
    response = case.result.response
    return render_template(
        "quizzes/marking/decide.html", appeal=found, case=case, form=form, response=response,
        mark=kind_named(case.item.kind).mark(case.item, response), files=sent_files(found.attempt_id, response),
        given=marks_shown(marking.marks_of(found.attempt_id, found.item), case.item),
        history=[each for each, _who in queries.own_appeals(found.attempt_id, found.item) if each.id != found.id],
        may_decide=found.decided_at is None and queries.may_decide(actor(), found, on=clock.now().date()),
    )  # fmt: skip


def _tell_deciders(attempt: Attempt, made: Appeal) -> None:
    people = marking.overseers_of(attempt.enrolment, on=clock.now().date())
    values = {"appeal_id": made.id}
    write_afterwards(Letter(each, Occasion.APPEAL_MADE, "quizzes.decide_appeal", values) for each in people)
