"""Finding courses: the catalogue page by page, and full-text search over it, the same on either database."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Row, Select, cast, func, literal_column, select, text
from sqlalchemy.sql.selectable import Subquery

from academy.courses import rules
from academy.courses.models import Course, CourseText, Edition
from academy.courses.rules.searching import SHORTEST_BEGINNING
from academy.db import session
from academy.languages.content import Phrase

Ts = TypeVarTuple("Ts")
LEVELS = ("basic", "advanced", "supreme")


@dataclass(frozen=True)
class Listed:
    """A course as the catalogue lists it; its texts are phrases."""

    slug: str
    level: str
    track: str | None
    hours: int
    edition_number: int
    #: How many activities must be done.
    required_count: int
    title: str
    summary: str


@dataclass(frozen=True)
class Hit:
    """Something search found: a course, or one activity of it."""

    course: str
    #: The activity's slug; empty for the course itself.
    activity: str
    level: str
    course_title: str
    title: str
    #: Words about what was found: pieces, and whether each was asked for.
    snippet: tuple[tuple[str, bool], ...]
    #: The language of the snippet where it is not the reader's.
    snippet_lang: str | None


def catalogue(*, locale: str, level: str = "", track: str = "", limit: int, offset: int = 0) -> list[Listed]:
    """Return a stretch of the courses there are, in one statement however many there are."""
    rows = session.execute(
        _offered(
            select(
                Course.slug, Course.level, Course.track, Course.hours, Edition.number, Edition.required_count,
                CourseText.title, CourseText.title_lang, CourseText.text, CourseText.text_lang,
            ).join(CourseText, CourseText.course_id == Course.id).join(Edition, Edition.id == Course.live_edition_id),
            locale, level, track,
        )
        .where(CourseText.activity == "")
        .order_by(Course.level == "supreme", Course.level == "advanced", Course.slug)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [
        Listed(
            row.slug, row.level, row.track, row.hours, row.number, row.required_count,
            _phrase(row.title, row.title_lang), _phrase(row.text, row.text_lang),
        )
        for row in rows
    ]  # fmt: skip


def tracks() -> list[str]:
    """Return the tracks of the courses there are."""
    found = session.scalars(
        select(Course.track)
        .where(Course.track.is_not(None), Course.live_edition_id.is_not(None), Course.retired_at.is_(None))
        .distinct()
        .order_by(Course.track)
    )
    return [track for track in found if track]


def search(
    words: str, *, locale: str, level: str = "", track: str = "", limit: int = 20, offset: int = 0
) -> list[Hit]:
    """Return what holds all of ``words``, best first; the last one may be the beginning of a word.

    Whatever is typed is taken for plain words. Accents and the script of Serbian make no difference.
    """
    asked = rules.asked(words)
    if not asked:
        return []
    found = _found(asked)
    rows = session.execute(
        _offered(
            select(
                Course.id, Course.slug, Course.level, CourseText.activity, CourseText.title, CourseText.title_lang,
                CourseText.text, CourseText.text_lang,
            ).join(found, found.c.id == CourseText.id).join(Course, Course.id == CourseText.course_id),
            locale, level, track,
        )
        .order_by(found.c.rank, CourseText.id)
        .limit(limit)
        .offset(offset)
    ).all()  # fmt: skip
    titles = _titles({row.id for row in rows}, locale)
    return [_hit(row, titles, asked) for row in rows]


def _offered(query: Select[*Ts], locale: str, level: str, track: str) -> Select[*Ts]:
    """Leave out what nobody can begin from the catalogue: re-tests are begun from the certificate they renew."""
    query = query.where(
        CourseText.locale == locale, Course.retired_at.is_(None), Course.live_edition_id.is_not(None),
        Course.renews.is_(None),
    )  # fmt: skip
    if level:
        query = query.where(Course.level == level)
    return query.where(Course.track == track) if track else query


def _found(asked: list[str]) -> Subquery:
    """Return the rows that hold every word, with a rank that is least for the best."""
    if session.get_bind().dialect.name == "postgresql":
        indexed: ColumnElement[Any] = literal_column(
            "(setweight(to_tsvector('simple', folded_title), 'A') || setweight(to_tsvector('simple', folded), 'B'))"
        )
        wanted = func.to_tsquery(text("'simple'"), " & ".join(_quoted(asked, "'{}'", "'{}':*")))
        return (
            select(CourseText.id, cast(-func.ts_rank(indexed, wanted), Float).label("rank"))
            .where(indexed.op("@@")(wanted))
            .subquery()
        )
    wanted_words = " ".join(_quoted(asked, '"{}"', '"{}"*'))
    return (
        text(
            "SELECT rowid AS id, bm25(course_search, 8.0, 1.0) AS rank FROM course_search"
            " WHERE course_search MATCH :wanted"
        )
        .bindparams(wanted=wanted_words)
        .columns(CourseText.id, literal_column("rank", Float))
        .subquery("found")
    )


def _quoted(asked: list[str], whole: str, beginning: str) -> list[str]:
    """Put each word between quotation marks; words are letters and digits only, so nothing in them ends a quotation."""
    *others, last = asked
    is_beginning = len(last) >= SHORTEST_BEGINNING
    return [*(whole.format(word) for word in others), (beginning if is_beginning else whole).format(last)]


def _titles(courses: set[UUID], locale: str) -> dict[UUID, str]:
    rows = session.execute(
        select(CourseText.course_id, CourseText.title, CourseText.title_lang).where(
            CourseText.course_id.in_(courses), CourseText.locale == locale, CourseText.activity == ""
        )
    )
    return {course_id: _phrase(title, lang) for course_id, title, lang in rows}


def _hit(row: Row[*tuple[Any, ...]], titles: dict[UUID, str], asked: list[str]) -> Hit:
    title = _phrase(row.title, row.title_lang)
    return Hit(
        row.slug, row.activity, row.level, titles.get(row.id, title), title,
        tuple(rules.excerpt(row.text, asked)), row.text_lang,
    )  # fmt: skip


def _phrase(shown: str, lang: str | None) -> str:
    """Return a plain text as a phrase: what it says is shown as it is."""
    return Phrase(shown, html=escape(shown, quote=False), lang=lang)
