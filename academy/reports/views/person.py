"""One officer's record in one course; whoever looks is noted."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from academy import clock
from academy.actor import Role
from academy.certificates.rules import State as CertificateState
from academy.certificates.rules import standing as certificate_standing
from academy.courses.queries import reading
from academy.learning.queries import facts_of
from academy.learning.rules import standing
from academy.reports import service
from academy.reports.queries import person as queries
from academy.reports.queries.progress import obstacles_of
from academy.reports.views.blueprint import blueprint
from academy.reports.views.wording import why_stuck
from academy.web.access import actor, allow
from academy.web.locale import content_locale
from academy.web.transactions import afterwards


@blueprint.get("/agency/people/<uuid:enrolment_id>")
@allow(Role.COORDINATOR)
def person(enrolment_id: UUID) -> str:
    """Show activities, attempts and certificates of one enrolment of the coordinator's branch."""
    who, at = actor(), clock.now()
    found = queries.enrolment_for(who, enrolment_id)
    afterwards(
        lambda: service.note_consultation(enrolment_id=enrolment_id, agency_id=found.agency_id, by=who, at=at)
    )
    course = reading(edition_id=found.edition_id, locale=content_locale(who)).course
    done = queries.done_in(enrolment_id)
    scores = {slug: row.score for slug, row in done.items()}
    facts = facts_of(found.person_id, course, done=scores, on=at.date())
    certificates = [
        (each, certificate_standing(CertificateState(each.state), each.valid_until, at))
        for each in queries.certificates_of(enrolment_id)
    ]
    why = "" if found.completed_at else why_stuck(
        course, obstacles_of([enrolment_id]).get(enrolment_id, ()), done=scores, last_activity_at=found.last_activity_at, at=at
    )  # fmt: skip
    return render_template(
        "reports/person.html", why=why, enrolment=found, course=course, done=done, certificates=certificates, today=at.date(),
        standing=standing(course, facts),
        attempts=queries.attempts_in(enrolment_id),
        titles={activity.slug: activity.content.title for _module, activity in course.activities()},
    )  # fmt: skip
