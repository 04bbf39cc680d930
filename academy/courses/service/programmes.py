"""Programmes: founding, ordering their courses, copying, setting aside and restoring them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import Programme, ProgrammeCourse
from academy.courses.queries.programmes import in_order
from academy.courses.rules.slugs import copied_title, is_kept, slug_for
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.languages import service as languages


@dataclass(frozen=True)
class Particulars:
    """What a programme says."""

    title: str
    summary: str
    source_locale: str
    agency_id: UUID


def found_programme(*, particulars: Particulars, by: Actor | None, at: datetime) -> Programme:
    """Found a programme at the end of the list. The same press repeated finds what the first one founded."""
    twin = session.scalar(
        select(Programme).where(
            Programme.title == particulars.title, Programme.agency_id == particulars.agency_id,
            Programme.revision == 1, Programme.retired_at.is_(None),
        )
    )  # fmt: skip
    if twin is not None:
        return twin
    last = session.scalar(select(func.max(Programme.position)))
    programme = Programme(
        slug=slug_for(particulars.title, set(session.scalars(select(Programme.slug))), spare="programme"),
        position=0 if last is None else last + 1, revision=1, title=particulars.title, summary=particulars.summary,
        source_locale=particulars.source_locale, agency_id=particulars.agency_id,
    )  # fmt: skip
    session.add(programme)
    session.flush()
    _store_texts(programme)
    _note("found", programme, by, at)
    return programme


def change_programme(
    *, programme: Programme, particulars: Particulars, based_on: int, by: Actor | None, at: datetime
) -> None:
    """Change what a programme says. Raises Conflict where it changed since revision ``based_on``."""
    _hold(programme, based_on)
    programme.title, programme.summary = particulars.title, particulars.summary
    programme.source_locale, programme.agency_id = particulars.source_locale, particulars.agency_id
    programme.revision += 1
    _store_texts(programme)
    _note("change", programme, by, at)


def place_programme(
    *, programme: Programme, past: Programme, own: Sequence[Programme], by: Actor | None, at: datetime
) -> None:
    """Let a programme change places with ``past``, its neighbour among an author's ``own``, which stand in order.

    Whose author she is not keep their places among the others. Raises Conflict where the two are no neighbours (any more).
    """
    places = {each.id: place for place, each in enumerate(own)}
    if abs(places.get(programme.id, -1) - places.get(past.id, -1)) != 1:
        raise Conflict("programmes-moved-on")
    everybody = list(session.scalars(in_order().with_for_update().execution_options(populate_existing=True)))
    is_up = places[programme.id] > places[past.id]
    everybody.remove(programme)
    everybody.insert(everybody.index(past) + (0 if is_up else 1), programme)
    for place, each in enumerate(everybody):
        each.position = place
    _note("move", programme, by, at)


def order_courses(
    *, programme: Programme, course_ids: Sequence[UUID], based_on: int, by: Actor | None, at: datetime
) -> None:
    """Let a programme hold these courses in this order. Raises Conflict where it changed since ``based_on``."""
    _hold(programme, based_on)
    session.execute(delete(ProgrammeCourse).where(ProgrammeCourse.programme_id == programme.id))
    session.add_all(
        ProgrammeCourse(programme_id=programme.id, course_id=each, position=place)
        for place, each in enumerate(dict.fromkeys(course_ids))
    )
    programme.revision += 1
    _note("order", programme, by, at)


def copy_programme(*, programme: Programme, by: Actor | None, at: datetime) -> Programme:
    """Found a programme with the same courses. The same press repeated finds the copy of the first."""
    titles = set(session.scalars(select(Programme.title).where(Programme.revision > 1)))
    copy = found_programme(
        particulars=Particulars(
            copied_title(programme.title, titles), programme.summary, programme.source_locale, programme.agency_id
        ),
        by=by, at=at,
    )  # fmt: skip
    if not session.scalar(select(func.count()).where(ProgrammeCourse.programme_id == copy.id)):
        session.add_all(
            ProgrammeCourse(programme_id=copy.id, course_id=course_id, position=place)
            for course_id, place in session.execute(
                select(ProgrammeCourse.course_id, ProgrammeCourse.position).where(
                    ProgrammeCourse.programme_id == programme.id
                )
            ).all()
        )
        session.flush()
    return copy


def retire_programme(*, programme: Programme, by: Actor | None, at: datetime) -> None:
    """Set a programme aside; its courses stay as they are."""
    if programme.retired_at is None:
        programme.retired_at = at
        programme.revision += 1
        _note("retire", programme, by, at)


def restore_programme(*, programme: Programme, by: Actor | None, at: datetime) -> None:
    """Bring a programme back. Raises NotFound where 90 days are over."""
    if programme.retired_at is None:
        return
    if not is_kept(programme.retired_at, at=at):
        raise NotFound()
    programme.retired_at = None
    programme.revision += 1
    _note("restore", programme, by, at)


def _hold(programme: Programme, based_on: int) -> None:
    session.refresh(programme, with_for_update=True)
    if programme.revision != based_on:
        raise Conflict("programme-moved-on")


def _store_texts(programme: Programme) -> None:
    texts = [("", text) for text in (programme.title, programme.summary) if text]
    languages.store_units(source_locale=programme.source_locale, texts=texts)


def _note(verb: str, programme: Programme, by: Actor | None, at: datetime) -> None:
    session.flush()
    audit.record(
        by=by,
        verb=verb,
        object_type="programme",
        object_id=programme.id,
        at=at,
        agency_id=programme.agency_id,
    )
