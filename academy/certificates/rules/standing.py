"""What was decided about a certificate, how long it holds, and what it is worth at a moment."""

from __future__ import annotations

import calendar
import enum
from collections.abc import Mapping
from datetime import date, datetime

from academy.actor import Role


class State(enum.StrEnum):
    """What was decided about a certificate."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Verdict(enum.StrEnum):
    """What may be decided about a certificate after its issue."""

    SUSPEND = "suspend"
    LIFT = "lift"
    REVOKE = "revoke"
    REPLACE = "replace"


#: What each verdict makes of each state it is possible from; what was revoked or replaced stays so.
_MAKES: Mapping[tuple[State, Verdict], State] = {
    (State.VALID, Verdict.SUSPEND): State.SUSPENDED,
    (State.VALID, Verdict.REVOKE): State.REVOKED,
    (State.VALID, Verdict.REPLACE): State.REPLACED,
    (State.SUSPENDED, Verdict.LIFT): State.VALID,
    (State.SUSPENDED, Verdict.REVOKE): State.REVOKED,
}


def decided(state: State, verdict: Verdict) -> State | None:
    """Return the state a verdict makes of another; None where it is not possible from there."""
    return _MAKES.get((state, verdict))


def possible(state: State) -> tuple[Verdict, ...]:
    """Return the verdicts that are possible from a state."""
    return tuple(verdict for verdict in Verdict if (state, verdict) in _MAKES)


#: Why each may be decided, as keys; their words are in the forms.
REASONS: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.SUSPEND: ("under-review", "wrong-facts", "other"),
    Verdict.LIFT: ("cleared", "mistaken", "other"),
    Verdict.REVOKE: ("wrong-person", "wrong-facts", "misconduct", "other"),
    Verdict.REPLACE: ("name-corrected", "other-language", "wrong-facts", "other"),
}


#: Who may decide what: a coordinator stops a certificate of her branch at once, all else is the academy's.
DECIDERS: Mapping[Verdict, tuple[Role, ...]] = {
    Verdict.SUSPEND: (Role.ADMINISTRATOR, Role.COORDINATOR),
    Verdict.LIFT: (Role.ADMINISTRATOR,),
    Verdict.REVOKE: (Role.ADMINISTRATOR,),
    Verdict.REPLACE: (Role.ADMINISTRATOR,),
}


class Standing(enum.StrEnum):
    """What a certificate is worth today: its state, and whether its time is over."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"


def valid_until(issued_on: date, months: int | None) -> date | None:
    """Return the last day a certificate holds: the same day of the month, or that month's last."""
    if months is None:
        return None
    years, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    return date(years, month + 1, min(issued_on.day, calendar.monthrange(years, month + 1)[1]))


def standing(state: State, until: date | None, at: datetime) -> Standing:
    """Return what a certificate is worth at a moment; a decision outweighs the calendar."""
    if state is State.VALID and until is not None and at.date() > until:
        return Standing.EXPIRED
    return Standing(state.value)
