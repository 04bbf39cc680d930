"""Answering for an officer, and naming who is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict
from academy.evaluation.models import FollowUp


def version_of(follow_up: FollowUp) -> str:
    """Return what tells one answer from the next, for a form to send back."""
    return follow_up.answered_at.isoformat() if follow_up.answered_at else ""


def answer(
    *, follow_up: FollowUp, answers: Mapping[str, str], based_on: str, by: Actor, at: datetime
) -> None:
    """Keep an answer; until it closes, whoever gave it may mend it.

    Raises Conflict where somebody else has answered, or she herself in another tab, and differently.
    """
    if follow_up.answered_at is not None and follow_up.answered_by_id not in (None, by.person_id):
        raise Conflict("follow-up-answered")
    if follow_up.answered_at is not None and follow_up.answers == dict(answers):
        return  # the second of two clicks
    if based_on != version_of(follow_up):
        raise Conflict("follow-up-changed")
    follow_up.answers, follow_up.answered_at, follow_up.answered_by_id = dict(answers), at, by.person_id
    session.flush()
    _note("answer-follow-up", follow_up, by, at)


def name_supervisor(
    *, follow_ups: Sequence[FollowUp], supervisor_id: UUID | None, based_on: UUID | None, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Name who is asked, or nobody: then the coordinators are. Whoever is newly named gets a letter of her own.

    Raises Conflict where somebody has named another one since.
    """
    named = follow_ups[0].supervisor_id
    if named not in (based_on, supervisor_id):
        raise Conflict("supervisor-named-since")
    for each in follow_ups:
        if each.supervisor_id != supervisor_id:
            each.supervisor_id = supervisor_id
            each.asked_at = each.reminded_at = None
            each.reminders = 0
            _note("name-supervisor", each, by, at)
    session.flush()


def _note(verb: str, follow_up: FollowUp, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="follow-up", object_id=follow_up.id, at=at, agency_id=follow_up.enrolment.agency_id
    )  # fmt: skip
