"""The definitions in words. A changed meaning is a new version beside the old one: documents keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.snapshots.rules.definitions import VERSION, Measure


@dataclass(frozen=True)
class Definition:
    """What a measure is called, and what is counted."""

    name: LazyString
    meaning: LazyString


FIGURES_1: Mapping[str, Definition] = {
    Measure.ENROLLED: Definition(
        _l("Enrolled"),
        _l("People who were ever enrolled in the course, at the agency that first enrolled them in it."),
    ),
    Measure.COMPLETED: Definition(
        _l("Completed"),
        _l("People who met every requirement of the course, by the date of their first completion."),
    ),
    Measure.CERTIFIED: Definition(
        _l("Certified"),
        _l("People to whom a certificate of the course was issued, whether or not it is still valid."),
    ),
    Measure.RECERTIFIED: Definition(
        _l("Certified again"),
        _l("People who held a certificate of the course and earned another in a later enrolment."),
    ),
    Measure.PRACTICAL: Definition(
        _l("Practical passed"),
        _l("People whom an assessor signed off in at least one practical of the course."),
    ),
    Measure.FOLLOWED_UP: Definition(
        _l("Followed up"),
        _l("People about whose work after the course a supervisor answered at least one follow-up."),
    ),
    Measure.WITHDRAWN: Definition(
        _l("Withdrawn"), _l("People who were ever withdrawn from the course, also if they came back.")
    ),
    Measure.GAIN: Definition(
        _l("Gain"),
        _l(
            "People who took the same questions before and after the course: their mean first scores, in per cent, rounded to a tenth."
        ),
    ),
}
#: Version → what its measures mean, and what holds for all of them.
DEFINITIONS = {VERSION: FIGURES_1}
GENERAL = (
    _l(
        "Everybody counts once for each course; somebody who took two courses counts in both, and twice where courses are added up."
    ),
    _l(
        "No figure is of fewer than five people, nor is any sum or difference of figures, of this snapshot or of all of them."
    ),
    _l(
        "Of each agency and course up to four people wait for a later snapshot; rarely more, where agencies with few people could be told apart."
    ),
    _l(
        "“Together” stands before agencies whose people are only known together; they are in every row that holds them all."
    ),
    _l("Figures that were published stay as they are, also when a person’s record is erased later."),
    _l("A dash means nobody, or nobody who can be shown yet."),
)
