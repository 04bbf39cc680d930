"""What may be done to many certificates at once, by whom, and how such a batch goes from state to state."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import timedelta

from academy.actor import Role
from academy.certificates.rules.standing import DECIDERS


class BatchKind(enum.StrEnum):
    """What is done. All but the export take two people."""

    ISSUE = "issue"
    EXPORT = "export"
    SUSPEND = "suspend"
    LIFT = "lift"
    REVOKE = "revoke"
    REPLACE = "replace"

    @property
    def needs_two(self) -> bool:
        """Whether a second person has to agree before anything is done."""
        return self is not BatchKind.EXPORT

    @property
    def is_decision(self) -> bool:
        """Whether it decides about certificates that were issued, and so wants a reason."""
        return self not in (BatchKind.ISSUE, BatchKind.EXPORT)


class BatchState(enum.StrEnum):
    """Where it stands."""

    #: Waits for a second person's word.
    PROPOSED = "proposed"
    #: Waits for a worker, or a worker is at it.
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    #: Called off; what was done until then stays done.
    CANCELLED = "cancelled"
    #: The second person said no.
    DECLINED = "declined"


class Act(enum.StrEnum):
    """What people do to a batch, and ``FINISH``, which its worker does."""

    APPROVE = "approve"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"


_MAKES: Mapping[tuple[BatchState, Act], BatchState] = {
    (BatchState.PROPOSED, Act.APPROVE): BatchState.RUNNING,
    (BatchState.PROPOSED, Act.DECLINE): BatchState.DECLINED,
    (BatchState.PROPOSED, Act.CANCEL): BatchState.CANCELLED,
    (BatchState.RUNNING, Act.PAUSE): BatchState.PAUSED,
    (BatchState.PAUSED, Act.RESUME): BatchState.RUNNING,
    (BatchState.RUNNING, Act.CANCEL): BatchState.CANCELLED,
    (BatchState.PAUSED, Act.CANCEL): BatchState.CANCELLED,
    (BatchState.RUNNING, Act.FINISH): BatchState.DONE,
}
#: In these nothing is over yet.
OPEN = (BatchState.PROPOSED, BatchState.RUNNING, BatchState.PAUSED)

#: Who may propose what in her branch: whoever may decide it of one certificate, of many.
PROPOSERS: Mapping[BatchKind, tuple[Role, ...]] = {
    BatchKind.ISSUE: (Role.COORDINATOR, Role.ADMINISTRATOR),
    BatchKind.EXPORT: (Role.COORDINATOR,),
    **{BatchKind(verdict.value): roles for verdict, roles in DECIDERS.items()},
}

#: A worker that gave no sign of life in a batch for so long is not at it any more.
SILENCE = timedelta(seconds=30)
#: How long an archive can be fetched before it is taken away.
ARCHIVE_KEPT = timedelta(days=7)


def after(state: BatchState, act: Act) -> BatchState | None:
    """Return what an act makes of a state; None where it is not possible there."""
    return _MAKES.get((state, act))


def makes(act: Act) -> BatchState:
    """Return the state that an act leads to, wherever it is possible."""
    return next(made for (_state, each), made in _MAKES.items() if each is act)


def possible_acts(state: BatchState) -> tuple[Act, ...]:
    """Return what people may do to a batch in a state."""
    return tuple(act for act in Act if act is not Act.FINISH and (state, act) in _MAKES)
