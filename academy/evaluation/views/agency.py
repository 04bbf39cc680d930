"""The four levels of a course for an agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request

from academy import clock
from academy.actor import Role
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.errors import NotFound
from academy.evaluation import queries
from academy.evaluation.forms import TableForm
from academy.evaluation.views.blueprint import blueprint
from academy.evaluation.views.levels import Levels, in_words, shown
from academy.learning.models import Enrolment
from academy.quizzes.queries.scores import scores_in_agencies
from academy.reports.queries.scope import EditionChoice, Scope, editions_in, scope_for
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Found:
    """What the page is about: a branch, and a course that people of it take, if any do."""

    scope: Scope
    #: Of each course the latest edition that is taken there, with its title; those whose surveys are answered first.
    offered: list[tuple[EditionChoice, str]]
    chosen: EditionChoice | None
    course: Course | None


@blueprint.get("/agency/evaluation/")
@allow(Role.COORDINATOR)
def agency() -> str:
    """Show what came of a course in a branch."""
    return page(found_in(request.args), TableForm(formdata=None))


def found_in(values: Mapping[str, str]) -> Found:
    """Find what an address or a form names within the coordinator's reach. Raises NotFound where it is not hers."""
    scope = scope_for(actor(), branch_id=_id(values.get("branch", "")), unit_id=None)
    locale = content_locale(actor())
    latest: dict[str, EditionChoice] = {}
    for each in editions_in(scope.ids, locale=locale):
        latest.setdefault(each.slug, each)
    # a course with something to show on the first level goes before others, whichever is newer
    answered = queries.slugs_answered(scope.ids)
    offered = sorted(latest.values(), key=lambda each: each.slug not in answered)
    wanted = values.get("course", "")
    chosen = latest.get(wanted) if wanted else next(iter(offered), None)
    if wanted and chosen is None:
        raise NotFound
    return Found(scope, [(each, str(_course(each).title)) for each in offered], chosen, _course(chosen) if chosen else None)  # fmt: skip


def levels_of(found: Found) -> Levels:
    """Gather the four levels of a branch; without a course only its reports of cases."""
    cases = in_words([(row[0], row[1]) for row in queries.reported_by(found.scope.ids)])
    if found.chosen is None or found.course is None:
        return Levels(cases=cases)
    ids, locale = found.scope.ids, content_locale(actor())
    course_id = queries.course_of(found.chosen.id)
    group = (
        Enrolment.agency_id.in_(ids) & (Enrolment.course_id == course_id) & Enrolment.withdrawn_at.is_(None)
    )
    return Levels(
        queries.reactions(queries.cohorts_of(course_id=course_id, agency_ids=ids), locale=locale),
        queries.gained(
            found.course, lambda before, after: scores_in_agencies(ids, course_id, before=before, after=after)
        ),
        queries.behaviour(group, today=clock.now().date()),
        cases,
    )


def page(found: Found, form: TableForm) -> str:
    """Render the page, whether anybody takes a course there or not."""
    return render_template(
        "evaluation/agency.html", scope=found.scope, offered=found.offered, chosen=found.chosen, form=form,
        **shown(levels_of(found)),
    )  # fmt: skip


def _course(edition: EditionChoice) -> Course:
    return reading(
        edition_id=edition.id, locale=content_locale(actor()), digest=edition.rendition_digest
    ).course


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise NotFound from error
