"""Other dates and more attempts, as those who run a cohort set them."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses import content
from academy.courses.queries import reading
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries, service
from academy.learning.forms import EVERYBODY, ChangeOverrideForm, OverrideForm, wording
from academy.learning.models import Cohort, Enrolment, Override
from academy.learning.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.route("/cohorts/<uuid:cohort_id>/dates", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def overrides(cohort_id: UUID) -> ResponseReturnValue:
    """Show what is set for a cohort and its learners, and set something for one of them or for all."""
    cohort = queries.cohort_for(actor(), cohort_id)
    course, form = _course(cohort), OverrideForm()
    people = {str(each.id): each.call_sign for each in queries.learners_of(cohort_id, paths=())}
    form.offer(people, {activity.slug: activity.content.title for _module, activity in course.activities()})
    if form.validate_on_submit():
        try:
            service.set_override(
                holder=_holder(cohort, form.whom.data), activity=form.activity.data, stands=form.stands,
                reason=form.reason.data or "", by=actor(), at=clock.now(),
            )  # fmt: skip
            flash(_("It is set. The learners concerned see it at once."), "success")
            return redirect(url_for("learning.overrides", cohort_id=cohort_id))
        except (Invalid, Forbidden) as refusal:
            form.refuse(refusal)
    page = render_template(
        "learning/overrides.html", cohort=cohort, course=course, form=form, titles=wording.titles_of(course),
        overrides=queries.overrides_of(cohort_id),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/overrides/<uuid:override_id>", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def override(override_id: UUID) -> ResponseReturnValue:
    """Change an override."""
    found = queries.override_for(actor(), override_id)
    form = ChangeOverrideForm(obj=found, data={"seen": service.mark_of(found)})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            service.change_override(
                override=found, seen=form.seen.data or "", stands=form.stands, reason=form.reason.data or "", by=actor(),
                at=clock.now(),
            )  # fmt: skip
            flash(_("It is changed."), "success")
            return redirect(url_for("learning.overrides", cohort_id=_cohort_of(found).id))
        except (Invalid, Forbidden) as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.refuse(refusal)
            form.seen.data, form.seen.raw_data = service.mark_of(found), None
            status = 409
    cohort = _cohort_of(found)
    return render_template(
        "learning/override.html", override=found, cohort=cohort, form=form, titles=wording.titles_of(_course(cohort)),
        whose=found.enrolment.person.call_sign if found.enrolment else "", stands=found if status == 409 else None,
    ), status  # fmt: skip


@blueprint.post("/overrides/<uuid:override_id>/removal")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def remove_override(override_id: UUID) -> ResponseReturnValue:
    """Let the edition's own dates and attempts stand again."""
    found = queries.override_for(actor(), override_id)
    cohort_id = _cohort_of(found).id
    service.remove_override(override=found, by=actor(), at=clock.now())
    flash(_("It is removed. What the edition says stands again."), "success")
    return redirect(url_for("learning.overrides", cohort_id=cohort_id))


def _course(cohort: Cohort) -> content.Course:
    return reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course


def _holder(cohort: Cohort, whom: str) -> Cohort | Enrolment:
    return cohort if whom == EVERYBODY else queries.learner_for(actor(), UUID(whom))


def _cohort_of(override: Override) -> Cohort:
    """Return the cohort an override belongs to, by itself or by its learner. Raises NotFound."""
    cohort_id = override.enrolment.cohort_id if override.enrolment else override.cohort_id
    if cohort_id is None:
        raise NotFound()
    return queries.cohort_for(actor(), cohort_id)
