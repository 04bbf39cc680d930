"""An author playing her own draft: begun anywhere, on by an action, back by one. Nothing of it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from academy.cases.content import Action, CaseContent, Law, plain
from academy.cases.models import CaseRehearsal
from academy.cases.rules.machine import apply
from academy.cases.rules.rehearsing import Played
from academy.cases.rules.state import Refused
from academy.cases.service.runs import Unfit
from academy.db import session
from academy.errors import Conflict


def begin_rehearsal(
    *, activity_id: UUID, person_id: UUID, country: str | None, actions: Sequence[Action], at: datetime
) -> CaseRehearsal:
    """Begin anew with these actions taken; what was rehearsed before is given up."""
    found = session.get(CaseRehearsal, (activity_id, person_id), with_for_update=True)
    rehearsal = found or CaseRehearsal(activity_id=activity_id, person_id=person_id)
    rehearsal.country = country
    rehearsal.actions = [plain(action) for action in actions]
    rehearsal.played_at = at
    session.add(rehearsal)
    session.flush()
    return rehearsal


def rehearse(
    *,
    rehearsal: CaseRehearsal,
    case: CaseContent,
    law: Law,
    played: Played,
    action: Action,
    after: int,
    at: datetime,
) -> None:
    """Take one more action; what was kept but does not go any more is given up.

    Raises Conflict where the page had seen another state, Unfit for what the machine refuses.
    """
    _see_same(played, after)
    try:
        apply(case, law, played.state, action)
    except Refused as refused:
        raise Unfit(refused) from None
    _keep(rehearsal, [*played.actions, action], at)


def step_back(*, rehearsal: CaseRehearsal, played: Played, after: int, at: datetime) -> None:
    """Take the last action back; at the very beginning nothing happens. Raises Conflict where the page is stale."""
    _see_same(played, after)
    _keep(rehearsal, played.actions[:-1], at)


def _see_same(played: Played, after: int) -> None:
    if after != len(played.actions):
        raise Conflict("case-moved-on")


def _keep(rehearsal: CaseRehearsal, actions: Sequence[Action], at: datetime) -> None:
    rehearsal.actions = [plain(action) for action in actions]
    rehearsal.played_at = at
    session.flush()
