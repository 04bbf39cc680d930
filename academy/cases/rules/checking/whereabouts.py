"""Where an exhibit may lie, and until when it is certainly there to be found."""

from __future__ import annotations

from academy.cases.content import CaseContent
from academy.cases.content.conditions import Comparison, parse
from academy.cases.content.effects import change
from academy.cases.content.parts import Exhibit
from academy.cases.rules.conditions import MINUTE
from academy.cases.rules.knots import effects_of


def moved_to(case: CaseContent, exhibit: str) -> list[str]:
    """Return the places effects can move an exhibit to."""
    all_ = [change(text) for _slot, text in effects_of(case)]
    return [what.args[1] for what in all_ if what.verb == "move" and what.args[0] == exhibit]


def gone_by(case: CaseContent, key: str, exhibit: Exhibit) -> int | None:
    """Return the last minute at which an exhibit is certainly still there to find; None for always."""
    ends = [
        event.at - 1
        for event in case.events.values()
        if event.at is not None and not event.when and not event.unless and f"lose {key}" in event.then
    ]
    tree = parse(exhibit.lost_if) if exhibit.lost_if else None
    if isinstance(tree, Comparison) and tree.name == MINUTE and tree.operator[0] == ">":
        ends.append(tree.number - (tree.operator == ">="))
    return min(ends, default=None)
