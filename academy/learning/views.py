"""Course pages as a learner finds them, and cohorts as their trainers see them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.courses.kinds import kind_named
from academy.courses.queries import newest_edition, reading
from academy.errors import NotFound
from academy.learning import queries, service
from academy.learning.rules import standing
from academy.web.access import actor, allow, public, signed_in, visitor
from academy.web.errors import say
from academy.web.locale import content_locale

blueprint = Blueprint("learning", __name__, url_prefix="/<locale:locale>", template_folder="templates")

say(
    {
        "no-agency-to-learn-in": _l("You hold no learner role yet. Ask your agency’s coordinator for one."),
        "course-not-open": _l("This course is by nomination. Ask your agency’s coordinator."),
        "attempt-closed": _l("This attempt is handed in already. Your result is kept."),
        "attempts-used": _l("All attempts at this quiz are used. Your trainer can allow another."),
        "key-reused": _l(
            "Another answer was saved under the same key. Load the page again; nothing is lost."
        ),
        "locked": _l("This is still locked. Open the course page to see what comes before it."),
    }
)


@blueprint.get("/courses/<slug:course>/")
@public
def course(course: str) -> str:
    """Show a course: to its learner with her progress, to anyone else what is in it."""
    who = visitor()
    if who is not None:
        try:
            place = queries.place(who, course, locale=content_locale(who))
        except NotFound:
            pass
        else:
            wanted = [(each.module.title, each.is_done) for each in place.standing.modules]
            return render_template("learning/course.html", place=place, kind_named=kind_named, wanted=wanted)
    edition = newest_edition(course)
    read = reading(edition_id=edition.id, locale=content_locale(who))
    return render_template(
        "learning/outline.html", reading=read, standing=standing(read.course, {}), kind_named=kind_named
    )


@blueprint.post("/courses/<slug:course>/enrolment")
@signed_in
def enrol(course: str) -> ResponseReturnValue:
    """Enrol the actor in the newest edition of an open course."""
    service.enrol_self(by=actor(), edition=newest_edition(course), at=clock.now())
    flash(_("You are enrolled. Begin with the first activity."), "success")
    return redirect(url_for("learning.course", course=course))


@blueprint.get("/cohorts/")
@allow(Role.TRAINER)
def cohorts() -> str:
    """List the cohorts the actor trains."""
    return render_template("learning/cohorts.html", cohorts=queries.cohorts_of(actor()))


@blueprint.get("/cohorts/<uuid:cohort_id>/")
@allow(Role.TRAINER)
def cohort(cohort_id: UUID) -> str:
    """Show a cohort's progress, people by call-sign."""
    found = queries.cohort_for(actor(), cohort_id)
    read = reading(edition_id=found.edition_id, locale=content_locale(actor()))
    done: dict[UUID, dict[str, float | None]] = {}
    for enrolment_id, activity, score in queries.cohort_completions(cohort_id):
        done.setdefault(enrolment_id, {})[activity] = score
    people = queries.learners_of(cohort_id, paths=actor().paths(Role.TRAINER, Role.COORDINATOR))
    return render_template("learning/cohort.html", cohort=found, course=read.course, people=people, done=done)
