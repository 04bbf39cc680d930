"""The four levels as they are shown, whoever the group is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from academy.evaluation.forms import QUESTIONS, STEPS, period_words
from academy.evaluation.models import CaseReport
from academy.evaluation.queries import Behaviour, Learning, Reaction
from academy.evaluation.rules import FEWEST, Period, Step, Tally
from academy.evaluation.rules.pictures import Picture, side_by_side, stacked
from academy.surveys.content import STEPS as STEPS_OF_SCALES

#: The latest periods that are drawn; the table has them all.
DRAWN = 8


@dataclass(frozen=True)
class Levels:
    """What came of a course in a group, on the levels of Kirkpatrick."""

    reactions: list[Reaction] = field(default_factory=list)
    learning: list[Learning] = field(default_factory=list)
    behaviour: list[Behaviour] = field(default_factory=list)
    #: (report, agency, period in words), the earliest first.
    cases: list[tuple[CaseReport, str, str]] = field(default_factory=list)


def in_words(reports: Sequence[tuple[CaseReport, str]]) -> list[tuple[CaseReport, str, str]]:
    """Return (report, agency, period in words)."""
    return [(each, agency, period_words(Period(each.starts_on, each.ends_on))) for each, agency in reports]


def shown(levels: Levels) -> dict[str, object]:
    """Return what the parts of the page are drawn from."""
    return {
        "levels": levels, "fewest": FEWEST, "questions": QUESTIONS, "steps": STEPS, "of_scales": STEPS_OF_SCALES,
        "draw_reaction": _of_reaction, "draw_behaviour": _of_behaviour, "cases_drawn": _of_cases(levels.cases),
    }  # fmt: skip


def _of_reaction(reaction: Reaction) -> Picture:
    return stacked(
        [(str(each.question.text), [(each.mean or 0.0) / STEPS_OF_SCALES]) for each in reaction.scales or ()]
    )


def _of_behaviour(tallies: Sequence[Tally]) -> Picture:
    steps = (Step.SEVERAL, Step.ONCE, Step.NEVER)
    return stacked(
        [(str(QUESTIONS[each.question]), [each.share(step) for step in steps]) for each in tallies]
    )


def _of_cases(cases: Sequence[tuple[CaseReport, str, str]]) -> Picture:
    several = len({agency for _report, agency, _period in cases}) > 1
    return side_by_side([
        (f"{period} · {agency}" if several else period, [report.cases_opened, report.files_sent])
        for report, agency, period in cases[-DRAWN:]
    ])  # fmt: skip
