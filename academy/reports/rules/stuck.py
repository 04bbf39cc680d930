"""Who stands still, and why: nothing done for long, the same quiz failed again and again, or somebody else's turn."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Without a step for this long, or waiting for somebody for this long: it should be asked why.
STILL_AFTER = timedelta(days=14)
#: Failed attempts at one quiz that mean she needs help, not another attempt.
FAILED_OFTEN = 3


class Why(enum.StrEnum):
    """What keeps her."""

    #: Handed in, and nobody has marked it.
    MARKING = "marking"
    #: The same quiz, not passed several times.
    FAILED = "failed"
    #: All that is left is for an assessor to sign off.
    SIGN_OFF = "sign-off"
    #: Nothing done for long.
    STILL = "still"


@dataclass(frozen=True)
class Obstacle:
    """An activity that is not done although it was attempted."""

    activity: str
    failed: int
    waits_since: datetime | None


@dataclass(frozen=True)
class Reason:
    """Why somebody is stuck: at which activity, how often it was failed, since when it has been so."""

    why: Why
    activity: str = ""
    count: int = 0
    since: datetime | None = None


def reason(
    obstacles: Iterable[Obstacle],
    *,
    last_activity_at: datetime | None,
    left: Sequence[str],
    signed_off: Collection[str],
    at: datetime,
) -> Reason | None:
    """Return why an open enrolment stands still, what others must do first; None where it does not.

    ``left`` are the required activities that are not done, ``signed_off`` those an assessor decides.
    """
    if last_activity_at is None:
        return None
    known = list(obstacles)
    waiting = [each for each in known if each.waits_since and at - each.waits_since >= STILL_AFTER]
    if waiting:
        longest = min(waiting, key=lambda each: each.waits_since or at)
        return Reason(Why.MARKING, longest.activity, since=longest.waits_since)
    failed = max(known, key=lambda each: each.failed, default=None)
    if failed is not None and failed.failed >= FAILED_OFTEN:
        return Reason(Why.FAILED, failed.activity, failed.failed)
    if at - last_activity_at < STILL_AFTER:
        return None
    waits = bool(left) and all(each in signed_off for each in left)
    return Reason(Why.SIGN_OFF if waits else Why.STILL, left[0] if waits else "", since=last_activity_at)
