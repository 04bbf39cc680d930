"""Who is written to when a nomination came to something."""

from __future__ import annotations

from collections.abc import Iterable

from academy.accounts.document.letters import Letter
from academy.accounts.service import Move
from academy.cohorts import queries
from academy.cohorts.document.letters import Occasion
from academy.cohorts.models import NominationState
from academy.cohorts.service import leaving
from academy.cohorts.service.nominations import Decided
from academy.cohorts.views.blueprint import write_afterwards

_OCCASIONS = {
    NominationState.ENROLLED: Occasion.PLACE,
    NominationState.WAITING: Occasion.WAITING,
    NominationState.DECLINED: Occasion.DECLINED,
    NominationState.WITHDRAWN: Occasion.WITHDRAWN,
}


def follow(move: Move) -> None:
    """See to the nominations of somebody who leaves her agency, and write to whoever gets a place by it."""
    write_afterwards(letters_about(leaving.follow(move)))


def letters_about(decided: Iterable[Decided]) -> list[Letter]:
    """Return the letters to those who were nominated, and to who nominated them; one to each coordinator."""
    letters: list[Letter] = []
    told = set()
    for each in decided:
        nomination = each.nomination
        if (person := queries.reachable(nomination.person_id)) is not None:
            has_class = each.state is NominationState.ENROLLED
            letters.append(
                Letter(person, _OCCASIONS[each.state], "cohorts.class_page", {"cohort_id": nomination.cohort_id})
                if has_class
                else Letter(person, _OCCASIONS[each.state], "home.start")
            )  # fmt: skip
        coordinator = (nomination.nominated_by_id, nomination.cohort_id)
        is_her_own_deed = each.state is NominationState.WITHDRAWN
        if coordinator in told or is_her_own_deed:
            continue
        told.add(coordinator)
        if (asker := queries.reachable(nomination.nominated_by_id)) is not None:
            values = {"cohort_id": nomination.cohort_id}
            letters.append(Letter(asker, Occasion.DECIDED, "cohorts.nominating", values))
    return letters
