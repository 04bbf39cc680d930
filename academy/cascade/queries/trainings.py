"""Trainings: what somebody may propose, her own, those she decides on or observes, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.cascade.models import Training
from academy.cascade.rules import TEACHING, TrainingState, may_teach
from academy.certificates.models import Certificate
from academy.certificates.queries import own as own_certificates
from academy.certificates.rules import Standing
from academy.cohorts.queries.cohorts import on_line
from academy.courses.models import Course, Edition, Rendition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment

#: Who decides on the trainings of a branch, and sees them.
DECIDING = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Trainings that one page lists: the latest.
SHOWN = 200


@dataclass(frozen=True)
class Teachable:
    """A course that somebody may teach, and the certificate that says so."""

    slug: str
    edition_id: UUID
    rendition_digest: str
    certificate: Certificate


def teachable(actor: Actor, *, locale: str, at: datetime) -> list[Teachable]:
    """Return the courses the actor may teach: those of her valid certificates, and those of lower levels."""
    held = [each for each in own_certificates(actor) if each.standing_at(at) is Standing.VALID]
    if not held:
        return []
    own = {row.id: row for row in session.execute(
        select(Edition.id, Course.id.label("course_id"), Course.level)
        .join(Course, Course.id == Edition.course_id)
        .where(Edition.id.in_([each.edition_id for each in held]))
    )}  # fmt: skip
    newest = (
        select(Rendition.digest)
        .where(Rendition.edition_id == Course.live_edition_id, Rendition.locale == locale)
        .order_by(Rendition.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Course.id, Course.slug, Course.level, Course.live_edition_id, newest.label("digest"))
        .outerjoin(Agency, Agency.id == Course.agency_id)
        .where(
            Course.retired_at.is_(None), Course.renews.is_(None), Course.live_edition_id.is_not(None),
            or_(Course.agency_id.is_(None), on_line(grant.path for grant in actor.grants)),
        )
        .order_by(Course.level, Course.slug)
    )  # fmt: skip
    found = []
    for row in rows:
        good = [
            (own[each.edition_id].course_id == row.id, each)
            for each in held
            if may_teach(
                own_level=own[each.edition_id].level,
                level=row.level,
                is_same_course=own[each.edition_id].course_id == row.id,
            )
        ]
        if good and row.digest is not None:
            best = next((each for is_same, each in good if is_same), good[0][1])
            found.append(Teachable(row.slug, row.live_edition_id, row.digest, best))
    return found


def own(actor: Actor) -> Sequence[Training]:
    """Return the trainings the actor leads or has proposed, the latest first."""
    return session.scalars(
        _with_all().where(Training.leader_id == actor.person_id).order_by(Training.starts_on.desc(), Training.title)
    ).all()  # fmt: skip


def waiting(actor: Actor) -> Sequence[Training]:
    """Return the proposals that the actor may decide on, the earliest first."""
    return session.scalars(
        _with_all()
        .where(Training.state == TrainingState.PROPOSED, _decides(actor))
        .order_by(Training.starts_on, Training.title)
        .limit(SHOWN)
    ).all()


def to_observe(actor: Actor) -> Sequence[Training]:
    """Return the trainings an assessor of the academy may see taught, the latest first."""
    return session.scalars(
        _with_all()
        .where(Training.state.in_(TEACHING), assesses(actor), ~_learns_with(actor))
        .order_by(Training.starts_on.desc(), Training.title)
        .limit(SHOWN)
    ).all()


def training_for(actor: Actor, training_id: UUID) -> Training:
    """Return a training that the actor leads, decides on or may observe. Raises NotFound."""
    return _one(training_id, or_(Training.leader_id == actor.person_id, _decides(actor), assesses(actor)))


def led_by(actor: Actor, training_id: UUID) -> Training:
    """Return a training of the actor's own. Raises NotFound."""
    return _one(training_id, Training.leader_id == actor.person_id)


def decided_by(actor: Actor, training_id: UUID) -> Training:
    """Return a training that the actor may decide on: of her branch, and not her own. Raises NotFound."""
    return _one(training_id, _decides(actor))


def called_off_by(actor: Actor, training_id: UUID) -> Training:
    """Return a training that the actor may call off: her own, or one she decides on. Raises NotFound."""
    return _one(training_id, or_(Training.leader_id == actor.person_id, _decides(actor)))


def observed_by(actor: Actor, training_id: UUID) -> Training:
    """Return a training that the actor may see taught: not her own, and none in which she learns. Raises NotFound."""
    return _one(training_id, assesses(actor) & ~_learns_with(actor))


def taught_in(certificate: Certificate) -> Training | None:
    """Return the training in which the holder of a certificate learnt; None where the academy taught her."""
    first = certificate
    while (earlier := first.renews_id or first.replaces_id) is not None:
        first = session.get_one(Certificate, earlier)
    return session.scalar(
        select(Training)
        .join(Enrolment, Enrolment.cohort_id == Training.cohort_id)
        .where(Enrolment.id == first.enrolment_id, Training.state.in_(TEACHING))
    )


def is_apart(actor: Actor, training: Training) -> bool:
    """Say whether the actor has never learnt from who leads a training."""
    return (
        session.scalar(select(Training.id).where(Training.id == training.id, ~_learns_with(actor)))
        is not None
    )


def with_key(leader_id: UUID, key: str) -> Training | None:
    """Return what was proposed with a key already, so that a double click is one proposal."""
    return session.scalar(
        select(Training).where(Training.leader_id == leader_id, Training.idempotency_key == key)
    )


def free_name(wanted: str) -> str:
    """Return a name that no cohort has: what is wanted, or that with a number."""
    taken = set(
        session.scalars(select(Cohort.name).where(Cohort.name.startswith(wanted, autoescape=True))).all()
    )
    names = (wanted if number == 1 else f"{wanted} ({number})" for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)


def places_taken(training: Training) -> int:
    """Return how many learn in a training."""
    if training.cohort_id is None:
        return 0
    return (
        session.scalar(
            select(func.count()).where(
                Enrolment.cohort_id == training.cohort_id, Enrolment.withdrawn_at.is_(None)
            )
        )
        or 0
    )


def assesses(actor: Actor) -> ColumnElement[bool]:
    """Match the trainings that the actor may observe as a trainer or an administrator of the academy itself."""
    roots = [grant.path for grant in actor.grants if grant.is_of_root and grant.role in _ASSESSORS]
    return _in_branches(roots) & _is_not_led_by(actor)


_ASSESSORS = (Role.TRAINER, Role.ADMINISTRATOR)


def _decides(actor: Actor) -> ColumnElement[bool]:
    return _in_branches(actor.paths(*DECIDING)) & _is_not_led_by(actor)


def _is_not_led_by(actor: Actor) -> ColumnElement[bool]:
    return Training.leader_id.is_distinct_from(actor.person_id)


def _in_branches(paths: Sequence[str]) -> ColumnElement[bool]:
    return Training.agency.has(
        or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
    )


def _learns_with(actor: Actor) -> ColumnElement[bool]:
    """Match what is led by somebody who has taught the actor."""
    taught = (
        select(Training.leader_id)
        .join(Enrolment, Enrolment.cohort_id == Training.cohort_id)
        .where(Enrolment.person_id == actor.person_id, Training.leader_id.is_not(None))
    )
    return func.coalesce(Training.leader_id.in_(taught), false())


def _with_all() -> Select[Training]:
    return select(Training).options(
        joinedload(Training.leader), joinedload(Training.agency), joinedload(Training.edition)
    )


def _one(training_id: UUID, reach: ColumnElement[bool]) -> Training:
    statement = _with_all().where(Training.id == training_id, reach)
    if is_writing():
        statement = statement.with_for_update(of=Training).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
