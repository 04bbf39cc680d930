"""After a case is closed: the court step, then the debrief, for those who played it and for their trainers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask import render_template, url_for

from academy.cases import queries
from academy.cases.content import CaseContent, Law
from academy.cases.content.keys import Consequence
from academy.cases.queries import debriefs
from academy.cases.queries.debriefs import Closed
from academy.cases.rules.debriefing import Debrief, debrief
from academy.cases.service.law import entries_of
from academy.cases.views import retold, timeline
from academy.cases.views import words as craft
from academy.cases.views.blueprint import blueprint
from academy.cases.views.words import LIKELIHOODS
from academy.courses.kinds import kind_named
from academy.courses.queries import Reading, reading
from academy.errors import NotFound
from academy.jurisdictions.queries import CountryEntries, entries_for
from academy.learning import queries as learning
from academy.learning.rules import ActivityState, Standing
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale, language


@blueprint.get("/cases/runs/<uuid:run_id>/court")
@signed_in
def court(run_id: UUID) -> str:
    """Show how the court took the file: exhibit by exhibit, then the elements of the charge with what is left."""
    hearing = _hearing(run_id)
    return render_template(
        "cases/court.html", hearing=hearing, case=hearing.case, found=hearing.found, taken=retold.taken(hearing.case, hearing.found)
    )  # fmt: skip


@blueprint.get("/cases/runs/<uuid:run_id>/debrief")
@signed_in
def debriefing(run_id: UUID) -> str:
    """Show a run beside the expert's and the others', with the reason and the price of every difference."""
    hearing = _hearing(run_id)
    case, found = hearing.case, hearing.found
    times = debriefs.times_of_others(hearing.closed)
    return render_template(
        "cases/debrief.html",
        hearing=hearing,
        case=case,
        found=found,
        times=times,
        fewest=debriefs.FEWEST,
        chart=timeline.drawing(case, found.milestones, times, is_mirrored=language().direction == "rtl"),
        when=lambda minute: retold.when(case, minute),
        milestone=lambda key: retold.milestone_words(case, key),
        partings=retold.partings(case, found.divergences),
        lessons=hearing.lessons,
        acted=retold.by_power(case, hearing.law, found, hearing.roles),
        words=craft,
        thoughts=retold.thoughts(case, found),
        likelihoods=LIKELIHOODS,
        taken=retold.taken(case, found),
        own_path=retold.path(case, found.steps, hearing.roles),
        expert_path=retold.path(case, found.expert, hearing.roles, [each.why for each in case.expert]),
        plain_name=retold.plain_name,
    )


@dataclass(frozen=True)
class Hearing:
    """A closed run with its case in the reader's language, and what is to be learned from it."""

    closed: Closed
    reading: Reading
    case: CaseContent
    found: Debrief

    @property
    def is_own(self) -> bool:
        """Whether the reader played in it herself."""
        return self.closed.role is not None

    @property
    def call_signs(self) -> str:
        """Who played, for a trainer."""
        return ", ".join(call_sign for _role, call_sign in self.closed.people)

    @property
    def back(self) -> str:
        """Where a trainer came from: the runs of the cohort, or her cohorts where the players are of several."""
        if len(self.closed.cohorts) != 1:
            return url_for("learning.cohorts")
        return url_for(
            "cases.cohort", cohort_id=next(iter(self.closed.cohorts)), activity=self.closed.run.activity
        )

    @property
    def roles(self) -> dict[str, str]:
        """The names of the roles of a joint case; none where one plays alone."""
        return {key: role.title for key, role in self.case.roles.items()}

    @property
    def figures(self) -> Mapping[str, int]:
        """The figures at the top."""
        judgement = self.found.judgement
        sent = self.found.state.conclusion
        return {
            "standing": retold.standing(judgement),
            "filed": len(judgement.exhibits),
            "breaches": sum(each.kind is Consequence.SAFETY for each in self.found.divergences),
            "gaps": retold.gaps(judgement),
            "minute": sent.minute if sent else 0,
        }

    @cached_property
    def law(self) -> Law:
        """What the law of the run asks for."""
        return Law.model_validate(self.closed.run.law)

    @cached_property
    def entries(self) -> CountryEntries | None:
        """The entries of that country that the case leans on, in the reader's language, as they stood."""
        on = self.closed.run.started_at.date()
        keys = entries_of(self.case)
        return entries_for(country=self.law.country, keys=keys, locale=self.reading.locale, on=on)

    @cached_property
    def lessons(self) -> dict[str, tuple[str, str]]:
        """Activity → (title, address) of what can be read again; without an address where it is not open to the reader."""
        wanted = {each.lesson for each in self.case.criteria.values() if each.lesson}
        found = {}
        course = self.reading.course
        standing = self._standing if self.is_own else None
        for slug in wanted:
            activity = course.activity(slug)
            if activity is None:
                continue
            stands = standing.of(slug) if standing else None
            is_open = stands is not None and stands.state is not ActivityState.LOCKED
            address = (
                url_for(kind_named(activity[1].kind).endpoint, course=course.slug, activity=slug)
                if is_open
                else ""
            )
            found[slug] = (activity[1].content.title, address)
        return found

    @property
    def _standing(self) -> Standing:
        return learning.place(actor(), self.reading.course.slug, locale=content_locale(actor())).standing


def _hearing(run_id: UUID) -> Hearing:
    """Return a closed run that is the actor's to read. Raises NotFound."""
    closed = debriefs.closed_run(actor(), run_id)
    read = reading(edition_id=closed.run.edition_id, locale=content_locale(actor()))
    activity = read.course.activity(closed.run.activity)
    if activity is None or not isinstance(activity[1].content, CaseContent):
        raise NotFound()
    case = activity[1].content
    log = [each.action for each in queries.log_of(run_id)]
    if closed.run.version and not log:
        raise NotFound("answers-forgotten")
    found = debrief(case, Law.model_validate(closed.run.law), log, closed.role if case.is_joint else None)
    return Hearing(closed, read, case, found)
