"""After handing in: that it waits for marks, then the debrief beside an expert's work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy.capstones.forms import CERTAINTIES, MUDDLES
from academy.capstones.queries.marking import marks_of
from academy.capstones.views.blueprint import blueprint
from academy.capstones.views.marking import MarkShown, marks_shown
from academy.capstones.views.opened import Work, work_of
from academy.courses.kinds import kind_named
from academy.learning.models import AttemptState
from academy.web.access import signed_in


@dataclass(frozen=True)
class Debrief:
    """A learner's work beside the expert's, with what her markers said."""

    work: Work
    marks: Sequence[MarkShown]

    @property
    def lesson(self) -> tuple[str, str] | None:
        """The lesson to read again: its title and its page."""
        course, slug = self.work.asked.reading.course, self.work.capstone.lesson
        found = course.activity(slug) if slug else None
        if found is None:
            return None
        page = url_for(kind_named(found[1].kind).endpoint, course=course.slug, activity=slug)
        return found[1].content.title, page

    def muddles(self, number: int) -> list[str]:
        """Return what markers said is muddled in a row, each once."""
        return list(
            dict.fromkeys(each.muddles[str(number)] for each in self.marks if str(number) in each.muddles)
        )

    @property
    def certainties(self) -> list[tuple[int, int, int, int]]:
        """Return (certainty, rows of hers, those of them that markers found muddled, rows of the expert's)."""
        hers: Counter[int] = Counter()
        muddled: Counter[int] = Counter()
        for number in self.work.bag.rows:
            certainty = self.work.of_row(number).get("certainty")
            if certainty:
                hers[certainty] += 1
                muddled[certainty] += bool(self.muddles(number))
        experts = Counter(each.certainty for each in self.work.capstone.model.findings)
        return [(each, hers[each], muddled[each], experts[each]) for each in CERTAINTIES]


@blueprint.get("/capstones/<uuid:attempt_id>/debrief")
@signed_in
def debrief(attempt_id: UUID) -> ResponseReturnValue:
    """Show the debrief of one's own capstone; before its result is there, that it waits, and nothing of the expert's."""
    work = work_of(attempt_id)
    if work.is_open:
        return redirect(url_for("capstones.inventory", attempt_id=attempt_id))
    if work.attempt.state != AttemptState.GRADED:
        return render_template("capstones/waiting.html", work=work)
    marks = marks_shown(work.capstone, marks_of(attempt_id))
    return render_template(
        "capstones/debrief.html",
        work=work,
        debrief=Debrief(work, marks),
        muddles=MUDDLES,
        certainties=CERTAINTIES,
    )
