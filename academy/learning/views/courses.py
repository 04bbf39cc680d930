"""Course pages as a learner finds them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Actor
from academy.courses import content
from academy.courses.forms.wording import in_words, opens_once
from academy.courses.kinds import kind_named
from academy.courses.models import Edition
from academy.courses.queries import course_titles, newest_edition, reading
from academy.courses.rules import Facts
from academy.errors import NotFound
from academy.learning import queries, service
from academy.learning.forms import wording
from academy.learning.queries import Place
from academy.learning.rules import asks_for_other_courses, conditions_of, standing
from academy.learning.views.blueprint import blueprint
from academy.web.access import actor, public, signed_in, visitor
from academy.web.locale import content_locale


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
            return _of_her_own(place, locale=content_locale(who))
    return _outline(newest_edition(course), who, locale=content_locale(who))


@blueprint.post("/courses/<slug:course>/enrolment")
@signed_in
def enrol(course: str) -> ResponseReturnValue:
    """Enrol the actor in the newest edition of an open course."""
    service.enrol_self(by=actor(), edition=newest_edition(course), at=clock.now())
    flash(_("You are enrolled. Begin with the first activity."), "success")
    return redirect(url_for("learning.course", course=course))


def _of_her_own(place: Place, *, locale: str) -> str:
    read, stands = place.reading, place.standing
    titles, others = wording.titles_of(read.course), _others(read.course, locale)
    wanted = [(each.module.title, each.is_done) for each in stands.modules]
    if read.course.completion is not None:
        wanted.append((in_words(read.course.completion, titles, others), stands.lacking is None))
    prior = {
        each.activity: (each, by)
        for each, by in queries.prior_learning_of(place.enrolment_id)
        if each.withdrawn_at is None
    }
    return render_template(
        "learning/course.html", place=place, kind_named=kind_named, wanted=wanted, prior=prior, titles=titles,
        others=others, words=wording, today=clock.now().date(),
        lacking=in_words(stands.lacking, titles, others) if stands.lacking else "",
    )  # fmt: skip


def _outline(edition: Edition, who: Actor | None, *, locale: str) -> str:
    read, today = reading(edition_id=edition.id, locale=locale), clock.now().date()
    titles, others = wording.titles_of(read.course), _others(read.course, locale)
    bar = queries.bar_to(edition, person_id=who.person_id, on=today) if who else read.course.requires
    return render_template(
        "learning/outline.html", reading=read, standing=standing(read.course, Facts(today)), kind_named=kind_named,
        words=wording, titles=titles, others=others, today=today, is_open=edition.course.is_open,
        is_retest=edition.course.renews is not None,
        bar=opens_once(bar, titles, others) if bar else "",
    )  # fmt: skip


def _others(course: content.Course, locale: str) -> dict[str, str]:
    """Return the titles of the other courses that a course's conditions speak of."""
    if not asks_for_other_courses(course):
        return {}
    return course_titles(wording.courses_named(*conditions_of(course)), locale=locale)
