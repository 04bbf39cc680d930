"""Regrades: an item's key was wrong, and everything handed in at it is marked anew under a stated policy.

The decision is written first. Then each attempt is changed in a write unit of its own, under its lock; what is changed
already is found to be so, so a regrade that was killed half way is finished by running it again. An attempt that was
being handed in while the decision was made may have missed it: a regrade is done when a look that began a while after it
finds nothing to change.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from academy import db
from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Course
from academy.db import session
from academy.errors import Invalid
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.rules import ROUNDING
from academy.learning import service as learning
from academy.learning.models import Cause
from academy.learning.queries import attempt_in_turn, currents
from academy.learning.service import Given, Why
from academy.quizzes.models import Policy, Regrade
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.queries.marking import result_of
from academy.quizzes.queries.regrades import adjustment_of, latest_regrade
from academy.quizzes.queries.regrading import Change, changes_by
from academy.quizzes.rules import credit_at
from academy.quizzes.service.results import asked_item, terms_in

#: A handing-in that missed the decision is over by then.
SETTLED_AFTER = timedelta(seconds=60)
#: Policies that speak of a new key.
WITH_KEY = frozenset({Policy.BOTH_KEYS, Policy.NEW_KEY})


@dataclass(frozen=True)
class Wish:
    """What is decided about an item, and why; ``item`` is the item with its new key."""

    policy: Policy
    item: Item
    reason: str

    @property
    def content(self) -> dict[str, object] | None:
        """The new key as a regrade keeps it; None where the policy needs none."""
        if self.policy not in WITH_KEY:
            return None
        return self.item.model_dump(mode="json", exclude_defaults=True) | {"kind": self.item.kind}


def decide_regrade(*, course_id: UUID, activity: str, wish: Wish, by: Actor, at: datetime) -> Regrade:
    """Write a regrade down; ``run_regrade`` then changes results. The same one sent twice is one.

    Raises Invalid without a reason, and for a new key of an item that a person marks.
    """
    if not wish.reason.strip():
        raise Invalid("regrade-reason-missing", field="reason")
    if wish.policy in WITH_KEY and kind_named(wish.item.kind).is_manual:
        raise Invalid("regrade-without-key", field="policy")
    session.get_one(Course, course_id, with_for_update=True)  # two clicks decide once
    last = latest_regrade(course_id, activity, wish.item.key)
    said = (wish.policy.value, wish.content, wish.reason.strip())
    if last is not None and (last.policy, last.content, last.reason) == said:
        return last
    made = Regrade(
        course_id=course_id, activity=activity, item=wish.item.key, policy=wish.policy, content=wish.content,
        reason=wish.reason.strip(), made_at=at, made_by_id=by.person_id, changed=0,
        done_at=at if wish.policy is Policy.NONE else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(by=by, verb="regrade", object_type="regrade", object_id=made.id, at=at, fields=[wish.policy])
    return made


def run_regrade(
    *, regrade_id: UUID, at: datetime, seconds: float, tell: Callable[[UUID], None] = lambda _attempt_id: None
) -> int:
    """Change what a regrade has yet to change, for so many seconds at most; return how many results it changed.

    Opens write units of its own. ``tell`` is given each attempt that passes now or does not any more, within its unit.
    """
    ends = time.monotonic() + seconds
    regrade = session.get(Regrade, regrade_id, populate_existing=True)
    if regrade is None or regrade.done_at is not None:
        return 0
    holding = latest_regrade(regrade.course_id, regrade.activity, regrade.item)
    if holding is not None and holding.id != regrade.id:
        _finish(regrade_id, at)  # a later decision has taken its place
        return 0
    adjustment = adjustment_of(regrade.policy, regrade.content)
    waiting, _all, _untouched = changes_by(
        regrade.course_id, regrade.activity, regrade.item, adjustment, until=regrade.made_at
    )
    changed = 0
    for change in waiting:
        with db.writing():
            changed += _regrade_attempt(regrade, change, at, tell)
        if time.monotonic() > ends:
            return changed
    if not waiting and at >= regrade.made_at + SETTLED_AFTER:
        _finish(regrade_id, at)
    return changed


def _regrade_attempt(regrade: Regrade, change: Change, at: datetime, tell: Callable[[UUID], None]) -> bool:
    """Change the result of one attempt, if that is still to be done; whether it was."""
    attempt = attempt_in_turn(change.attempt_id)
    held = result_of(attempt.id, regrade.item)
    if held.score is not None and (change.before is None or abs(held.score - change.before) > ROUNDING):
        return False  # somebody else changed it meanwhile; the next look sees what is left to do
    asked = asked_in(attempt)
    credit = credit_at(
        asked.quiz, asked_item(asked, regrade.item), change.after, currents(attempt.id).get(regrade.item)
    )
    is_full = regrade.policy == Policy.FULL_CREDIT
    passed = attempt.is_passed
    learning.change_result(
        attempt=attempt, item=regrade.item, given=Given(change.after, 1.0 if is_full else credit, change.after >= 1 - ROUNDING),
        terms=terms_in(attempt, asked), why=Why(Cause.REGRADE, regrade.id, regrade.made_by_id, regrade.reason), at=at,
    )  # fmt: skip
    session.execute(update(Regrade).where(Regrade.id == regrade.id).values(changed=Regrade.changed + 1))
    if attempt.is_passed != passed:
        tell(attempt.id)
    return True


def _finish(regrade_id: UUID, at: datetime) -> None:
    with db.writing():
        session.execute(
            update(Regrade).where(Regrade.id == regrade_id, Regrade.done_at.is_(None)).values(done_at=at)
        )
