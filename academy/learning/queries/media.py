"""Who may see a course's files."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, select

from academy.actor import Actor, Role
from academy.courses.models import Course, DraftMedium, EditionMedium
from academy.courses.queries.drafts import AUTHORS, authored_by
from academy.db import session
from academy.learning.models import Enrolment


def may_see_medium(actor: Actor, digest: str) -> bool:
    """Say whether a file belongs to an edition the actor is enrolled in, teaches or looks after, or to a draft of hers."""
    if actor.has(Role.TRAINER, Role.AUTHOR, Role.REVIEWER, Role.TRANSLATOR, Role.ADMINISTRATOR):
        condition: ColumnElement[bool] = EditionMedium.digest == digest
    else:
        condition = and_(
            EditionMedium.digest == digest,
            exists().where(
                Enrolment.edition_id == EditionMedium.edition_id, Enrolment.person_id == actor.person_id
            ),
        )
    if session.scalar(select(exists().where(condition))):
        return True
    return actor.has(*AUTHORS) and bool(
        session.scalar(
            select(
                exists().where(
                    DraftMedium.digest == digest, DraftMedium.course_id == Course.id, authored_by(actor)
                )
            )
        )
    )
