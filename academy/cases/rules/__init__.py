"""The machine: how a case begins, what each action does, how it closes and what that is worth. Pure, and exact.

``start`` and ``apply`` move a ``State`` on; the same log gives the same state in any process. ``shown`` is what one
role may see of it, ``moves`` what it may do; ``assess`` judges a closed case, ``debrief`` explains it.
"""

from academy.cases.rules.conditions import holds, moment
from academy.cases.rules.kind import KIND, CaseKind
from academy.cases.rules.machine import apply, refusal, replay, start
from academy.cases.rules.moves import Moves, candidates, moves
from academy.cases.rules.showing import Scene, shown
from academy.cases.rules.state import Moment, Refused, State
from academy.cases.rules.words import words

__all__ = [
    "KIND",
    "CaseKind",
    "Moment",
    "Moves",
    "Refused",
    "Scene",
    "State",
    "apply",
    "candidates",
    "holds",
    "moment",
    "moves",
    "refusal",
    "replay",
    "shown",
    "start",
    "words",
]
