"""Templates: those somebody may change, and the one a certificate is printed with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.agencies.rules import line_of
from academy.certificates.models import Logo, Signatory, Template
from academy.courses.models import Course
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Enrolment

#: Who makes templates: for her own branch, or, where she administers the academy, for everybody.
MAKERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def templates(actor: Actor) -> Sequence[Template]:
    """Return the templates somebody may change, those in use first, each with its signatories and logos."""
    found = session.scalars(_whole().where(_hers(actor)).order_by(Template.name, Template.made_at)).all()
    return sorted(found, key=lambda each: (each.retired_at is not None, each.used_from is None))


def template_of(actor: Actor, template_id: UUID) -> Template:
    """Return a template somebody may change; in a write unit it is held. Raises NotFound."""
    wanted = _whole().where(Template.id == template_id, _hers(actor))
    if is_writing():
        wanted = wanted.with_for_update(of=Template).execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def template_for(enrolment: Enrolment, *, course_id: UUID | None = None) -> Template | None:
    """Return what a certificate is printed with: for course and agency, for the agency, for the course, for everybody.

    The nearest agency above her counts before one further up. None where the academy signs alone. ``course_id`` names the
    course where that is not the one she was enrolled in.
    """
    course_id = course_id or enrolment.edition.course_id
    line = line_of(enrolment.agency.path)
    found = session.scalars(
        _whole().where(
            Template.used_from.is_not(None),
            Template.retired_at.is_(None),
            or_(Template.agency_id.is_(None), Template.agency_id.in_(line)),
            or_(Template.course_id.is_(None), Template.course_id == course_id),
        )
    ).all()
    return max(found, key=_closeness, default=None)


def pictures_kept(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` under which a signature or a logo of a template is kept."""
    wanted = list(digests)
    signed = select(Signatory.signature_digest).where(Signatory.signature_digest.in_(wanted))
    marks = select(Logo.file_digest).where(Logo.file_digest.in_(wanted))
    return {digest for each in (signed, marks) for digest in session.scalars(each) if digest}


def live_courses() -> Sequence[Course]:
    """Return the courses that certificates are earned in today."""
    return session.scalars(
        select(Course)
        .where(Course.retired_at.is_(None), Course.live_edition_id.is_not(None))
        .order_by(Course.level, Course.slug)
    ).all()


def _closeness(template: Template) -> tuple[bool, bool, bool, int, float, str]:
    """Order templates by how closely they fit; of two that fit alike the one taken into use last."""
    of_agency, of_course = template.agency is not None, template.course_id is not None
    depth = template.agency.path.count("/") if template.agency else 0
    since = template.used_from.timestamp() if template.used_from else 0.0
    return (of_agency and of_course, of_agency, of_course, depth, since, str(template.id))


def _hers(actor: Actor) -> ColumnElement[bool]:
    if actor.runs_academy:
        return true()
    branches = [Agency.path.startswith(path, autoescape=True) for path in actor.paths(*MAKERS)]
    return Template.agency.has(or_(false(), *branches))


def _whole() -> Select[Template]:
    return select(Template).options(
        joinedload(Template.agency), joinedload(Template.course), selectinload(Template.signatories), selectinload(Template.logos)
    )  # fmt: skip
