"""A learner's work at the bag: begun, saved piece by piece, its inventory closed for good, handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from academy.capstones.content import CapstoneContent
from academy.capstones.rules import CLOSED, Bag, is_item, object_item, part_of
from academy.courses.queries import Reading
from academy.errors import Conflict, Invalid
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, Attempt, AttemptState, Enrolment
from academy.learning.queries import attempts_at, saved
from academy.learning.rules import NO_DATES, Act, Current, Dates, fold, given
from academy.learning.service import Begun, Grade, Late, Receipt, Save, too_late


def may_start(earlier: Sequence[Attempt], capstone: CapstoneContent, dates: Dates, *, at: datetime) -> bool:
    """Say whether another attempt may be begun: one is left, by the edition or an override of hers, and none is passed
    or being marked.
    """
    is_over = dates.closes_on is not None and at.date() > dates.closes_on
    is_left = len(earlier) < (dates.attempts or capstone.attempts)
    return is_left and not is_over and not any(_holds(each) for each in earlier)


def start(
    *, enrolment: Enrolment, activity: str, capstone: CapstoneContent, reading: Reading, at: datetime, dates: Dates = NO_DATES
) -> Attempt:  # fmt: skip
    """Open the bag, or go on with the one that is open.

    Raises Conflict where she may not begin (``may_start``), and where she was moved to another edition since ``reading``
    was read.
    """
    earlier = attempts_at(enrolment.id, activity)
    if running := next((each for each in earlier if each.state in OPEN_STATES), None):
        return running
    if not may_start(earlier, capstone, dates, at=at):
        raise Conflict("no-more-bags")
    if enrolment.edition_id != reading.edition_id:
        raise Conflict("moved-meanwhile")
    begun = Begun(locale=reading.locale, rendition_digest=reading.rendition_digest, seed=0)
    return learning.start_attempt(enrolment=enrolment, activity=activity, begun=begun, at=at)


def save(*, attempt: Attempt, capstone: CapstoneContent, save: Save, at: datetime) -> Receipt:
    """Keep one piece of work of an attempt that is held in turn.

    Raises Invalid for what no page of ours saves; Conflict for a thing that is still under others in the bag, and for
    findings while the inventory is open. What comes to a closed inventory is kept as late: it changes nothing.
    """
    if not is_item(capstone, save.item) or save.act == Act.CHECK:
        raise Invalid("bad-envelope")
    if save.act == Act.CLEAR and save.payload is not None:
        raise Invalid("bad-envelope")

    def judge(current: Current | None, wins: bool) -> str | None:
        bag = bag_of(attempt, capstone)
        if part_of(save.item) != "object":
            if not bag.is_closed:
                raise Conflict("inventory-open")
            return None
        if bag.is_closed:
            return Late.PASSED
        if _number(capstone, save.item) > bag.open_number:
            raise Conflict("still-in-the-bag")
        return None

    return learning.save_response(attempt=attempt, save=save, at=at, judge=judge)


def close_inventory(
    *, attempt: Attempt, capstone: CapstoneContent, device: str, at: datetime
) -> Receipt | None:
    """Close the inventory of an attempt that is held in turn, for good; closing it again changes nothing.

    Raises Conflict while something in the bag is not described, and where the attempt is over.
    """
    bag = bag_of(attempt, capstone)
    if bag.is_closed:
        return None
    if not bag.is_empty:
        raise Conflict("not-all-described")
    if why := too_late(attempt, at):
        raise Conflict("attempt-closed" if why == Late.HANDED_IN else "closed")
    sealing = Save(CLOSED, True, device, saved(attempt.id).highest + 1, f"closed-{attempt.id}")
    return learning.save_response(attempt=attempt, save=sealing, at=at)


def hand_in(*, attempt: Attempt, capstone: CapstoneContent, at: datetime) -> Attempt:
    """Hand in an attempt that is held in turn: it waits for two people's marks.

    Raises Conflict if it is closed already, or something is missing; after its last day it goes as it is.
    """
    if attempt.state not in OPEN_STATES:
        raise Conflict("attempt-closed")
    if bag_of(attempt, capstone).missing and too_late(attempt, at) is None:
        raise Conflict("not-finished")
    return learning.grade_attempt(attempt=attempt, grade=Grade(None, None, {}), at=at)


def bag_of(attempt: Attempt, capstone: CapstoneContent) -> Bag:
    """Return the bag as far as an attempt has come."""
    return Bag(capstone, given(fold(saved(attempt.id).answers)))


def _holds(attempt: Attempt) -> bool:
    return attempt.state == AttemptState.SUBMITTED or bool(attempt.is_passed)


def _number(capstone: CapstoneContent, item: str) -> int:
    return [object_item(each.key) for each in capstone.objects].index(item) + 1
