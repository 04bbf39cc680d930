"""A survey as a learner answers it, once and without her name."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.errors import Forbidden, NotFound
from academy.learning import queries as learning
from academy.learning.queries import Place
from academy.learning.rules import ActivityState
from academy.surveys import queries, service
from academy.surveys.content import STEPS, SurveyContent
from academy.surveys.rules import LONGEST_WORDS, SMALLEST_GROUP, problems, read_answers
from academy.surveys.views.blueprint import blueprint
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.route("/courses/<slug:course>/surveys/<slug:activity>", methods=["GET", "POST"])
@signed_in
def show(course: str, activity: str) -> ResponseReturnValue:
    """Show a survey to answer, or say that it is answered; take the answers."""
    place, survey = _place(course, activity)
    if request.method == "GET":
        return _page(place, activity, survey)
    enrolment = learning.own_enrolment(actor(), place.enrolment_id)
    if queries.has_answered(enrolment.id, activity):  # the second of two clicks
        return redirect(url_for("surveys.show", course=course, activity=activity))
    sent = {question.key: request.form.getlist(question.key) for question in survey.questions}
    answers = read_answers(survey, sent)
    if wrong := problems(survey, answers):
        return _page(place, activity, survey, answers, wrong), 422
    if service.answer(enrolment=enrolment, activity=activity, answers=answers, at=clock.now()):
        flash(_("Thank you. That was the last activity: you have completed the course."), "success")
    else:
        flash(_("Thank you. Your answers are kept without your name."), "success")
    return redirect(url_for("learning.course", course=course))


def _place(course: str, activity: str) -> tuple[Place, SurveyContent]:
    """Return a survey the actor may answer now. Raises NotFound, or Forbidden while it is locked."""
    place = learning.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, SurveyContent):
        raise NotFound()
    if stands.state is ActivityState.LOCKED:
        raise Forbidden("locked")
    return place, stands.activity.content


def _page(
    place: Place,
    activity: str,
    survey: SurveyContent,
    answers: dict[str, object] | None = None,
    wrong: dict[str, str] | None = None,
) -> str:
    words = {
        "missing": _("Please answer this one."),
        "too-long": _("This is too long: %(most)s signs at most.", most=LONGEST_WORDS),
    }
    return render_template(
        "surveys/show.html", place=place, activity=activity, survey=survey, answers=answers or {}, steps=range(1, STEPS + 1),
        is_answered=queries.has_answered(place.enrolment_id, activity), smallest=SMALLEST_GROUP,
        errors={key: words[problem] for key, problem in (wrong or {}).items()},
    )  # fmt: skip
