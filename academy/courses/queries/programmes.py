"""Programmes: as their authors change them, and as the way from Basic to Supreme that anybody may look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from academy import i18n
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.courses.models import Course, CourseDraft, CourseText, Programme, ProgrammeCourse
from academy.courses.queries.drafts import AUTHORS, authored_by
from academy.courses.rules.slugs import KEPT_FOR
from academy.db import session
from academy.errors import NotFound
from academy.languages import queries as languages
from academy.languages.content import Phrase
from academy.languages.rules import Lookup, digest

LEVELS = ("basic", "advanced", "supreme")


@dataclass(frozen=True)
class Member:
    """A course in a programme, as its author sees it."""

    course: Course
    title: str


@dataclass(frozen=True)
class OwnProgrammes:
    """What an author finds: programmes in use with the number of their courses, and those set aside."""

    in_use: list[tuple[Programme, int]]
    set_aside: list[Programme]


@dataclass(frozen=True)
class Stop:
    """A course on the way; its texts are phrases."""

    course_id: UUID
    slug: str
    title: str
    summary: str
    hours: int
    is_open: bool


@dataclass(frozen=True)
class Stage:
    """The courses of one level, by track; what everybody takes stands under no track."""

    level: str
    ways: list[tuple[str | None, list[Stop]]]


@dataclass(frozen=True)
class Way:
    """A whole programme in one language."""

    slug: str
    title: str
    summary: str
    stages: list[Stage]

    @property
    def course_ids(self) -> list[UUID]:
        """Every course on it."""
        return [stop.course_id for stage in self.stages for _track, stops in stage.ways for stop in stops]


def own_programmes(actor: Actor, *, at: datetime) -> OwnProgrammes:
    """Return the programmes that are the actor's to change, in their order."""
    count = select(func.count()).where(ProgrammeCourse.programme_id == Programme.id).scalar_subquery()
    rows = session.execute(
        select(Programme, count)
        .where(_authored_by(actor), or_(Programme.retired_at.is_(None), Programme.retired_at > at - KEPT_FOR))
        .options(joinedload(Programme.agency))
        .order_by(Programme.position, Programme.slug)
    ).all()
    return OwnProgrammes(
        [(programme, number) for programme, number in rows if programme.retired_at is None],
        [programme for programme, _number in rows if programme.retired_at],
    )


def in_order() -> Select[Programme]:
    """Return the statement for all programmes as they stand among each other, those set aside too."""
    return select(Programme).order_by(Programme.position, Programme.slug)


def programme_for(actor: Actor, slug: str) -> Programme:
    """Return a programme that is the actor's to change, also one set aside. Raises NotFound."""
    found = session.scalar(
        select(Programme)
        .where(Programme.slug == slug, _authored_by(actor))
        .options(joinedload(Programme.agency))
    )
    if found is None:
        raise NotFound()
    return found


def members(programme: Programme) -> list[Member]:
    """Return a programme's courses in order, those that are not published or set aside among them."""
    rows = session.execute(
        select(Course, CourseDraft.settings["title"].as_string())
        .join(ProgrammeCourse, ProgrammeCourse.course_id == Course.id)
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .where(ProgrammeCourse.programme_id == programme.id)
        .order_by(ProgrammeCourse.position)
    )
    return [Member(course, title or course.slug) for course, title in rows]


def addable(actor: Actor, programme: Programme) -> list[Member]:
    """Return the courses that may be put into a programme: published ones and the actor's own."""
    inside = exists().where(
        ProgrammeCourse.programme_id == programme.id, ProgrammeCourse.course_id == Course.id
    )
    rows = session.execute(
        select(Course, CourseDraft.settings["title"].as_string())
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .where(
            Course.retired_at.is_(None), ~inside,
            or_(Course.live_edition_id.is_not(None), authored_by(actor)),
        )
    )  # fmt: skip
    found = [Member(course, title or course.slug) for course, title in rows]
    return sorted(found, key=lambda each: (LEVELS.index(each.course.level), each.title.casefold()))


def programmes(*, locale: str) -> list[tuple[Programme, Phrase, Phrase, int]]:
    """Return (programme, title, summary, number of published courses) of every programme in use."""
    count = (
        select(func.count())
        .select_from(ProgrammeCourse)
        .join(Course, and_(Course.id == ProgrammeCourse.course_id, *_offered()))
        .where(ProgrammeCourse.programme_id == Programme.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Programme, count)
        .where(Programme.retired_at.is_(None))
        .order_by(Programme.position, Programme.slug)
    ).all()
    said = _phrases([programme for programme, _number in rows], locale)
    return [(programme, *said[programme.id], number) for programme, number in rows]


def way(slug: str, *, locale: str) -> Way:
    """Return a programme as a way through its published courses. Raises NotFound."""
    programme = session.scalar(
        select(Programme).where(Programme.slug == slug, Programme.retired_at.is_(None))
    )
    if programme is None:
        raise NotFound()
    rows = session.execute(
        select(Course, CourseText)
        .join(ProgrammeCourse, ProgrammeCourse.course_id == Course.id)
        .join(CourseText, CourseText.course_id == Course.id)
        .where(
            ProgrammeCourse.programme_id == programme.id, CourseText.locale == locale, CourseText.activity == "",
            *_offered(),
        )
        .order_by(ProgrammeCourse.position)
    ).all()  # fmt: skip
    title, summary = _phrases([programme], locale)[programme.id]
    stages = [
        _stage(level, [(course, text) for course, text in rows if course.level == level]) for level in LEVELS
    ]
    return Way(programme.slug, title, summary, [stage for stage in stages if stage.ways])


def _stage(level: str, rows: Sequence[tuple[Course, CourseText]]) -> Stage:
    ways: dict[str | None, list[Stop]] = {}
    for course, text in sorted(rows, key=lambda row: row[0].track is not None):
        stop = Stop(
            course.id, course.slug, _phrase(text.title, text.title_lang), _phrase(text.text, text.text_lang),
            course.hours, course.is_open,
        )  # fmt: skip
        ways.setdefault(course.track, []).append(stop)
    return Stage(level, list(ways.items()))


def _phrases(found: Sequence[Programme], locale: str) -> dict[UUID, tuple[Phrase, Phrase]]:
    """Return title and summary of programmes in a language, or in what stands in for it."""
    digests = [digest(text) for each in found for text in (each.title, each.summary) if text]
    order = dict.fromkeys(one for each in found for one in i18n.chain(locale, each.source_locale))
    known = {
        each: {name: unit.text for name, unit in languages.translations(digests=digests, locale=each).items()}
        for each in order
    }
    said = {}
    for each in found:
        lookup = Lookup(
            chain=i18n.chain(locale, each.source_locale), texts=known, source_locale=each.source_locale
        )
        said[each.id] = (_phrase(*lookup(each.title)[:2]), _phrase(*lookup(each.summary)[:2]))
    return said


def _phrase(shown: str, lang: str | None) -> Phrase:
    return Phrase(shown, html=escape(shown, quote=False), lang=lang)


def _offered() -> tuple[ColumnElement[bool], ...]:
    return (Course.live_edition_id.is_not(None), Course.retired_at.is_(None))


def _authored_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Programme`` that keeps those an author may change."""
    paths = actor.paths(*AUTHORS)
    reached = or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)
    return Programme.agency_id.in_(select(Agency.id).where(reached))
