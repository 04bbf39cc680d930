"""Courses at scale: pages with 500 courses beside 1,000 and 100,000 enrolments, and publishing 60 activities."""

from __future__ import annotations

import contextlib
import gc
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy import insert, select

from academy import clock, db, i18n
from academy.courses import service as courses
from academy.courses.models import Course, CourseText, Edition
from academy.courses.service.publishing import ready
from academy.db import session
from tests.bench import course
from tests.bench.data import Builder
from tests.bench.figures import Sheet
from tests.bench.inside import _counting, _get
from tests.bench.load import Target

COURSES = 500
#: The most that a page may cost more with a hundred times the enrolments.
FLAT = 1.2
#: Requests of each page and round.
REQUESTS = 5
#: The most statements of each page.
MOST = {"course": 6, "lesson": 6, "catalogue": 6, "search": 6}
CATALOGUE = {"catalogue": Target("/en/courses/"), "search": Target("/en/courses/?q=gloves+path&level=basic")}


def measure(app: Flask, home: Path, pages: Mapping[str, Target], sheet: Sheet, *, is_short: bool) -> None:
    """Fill the catalogue, enrol many more in a copy of the database, look at both in turn; then publish."""
    targets = {name: pages[name] for name in ("course", "lesson")} | CATALOGUE
    more, rounds = (19_000, 7) if is_short else (99_000, 25)
    few, many = home / "academy.sqlite", home / "many.sqlite"
    with app.app_context():
        _fill_catalogue()
        _copy(few, many)
        db.connect(f"sqlite:///{many}")
        with db.writing():
            _enrol_many(app, home, more)
    pairs = _in_turn(app, targets, (few, many), rounds)
    for name, target in targets.items():
        with _counting() as asked:
            _get(app, target)
        costs = [after for _before, after in pairs[name]]
        growth = statistics.median(after / before for before, after in pairs[name])
        sheet.add(f"{name}, {COURSES} courses: SQL statements", len(asked), "", MOST[name])
        sheet.add(
            f"{name}, {COURSES} courses, {more + 1_000:,} enrolments: CPU", statistics.median(costs), "ms"
        )
        sheet.add(f"{name}: CPU with {more + 1_000:,} enrolments ÷ with 1,000", growth, "", FLAT)
    db.connect(f"sqlite:///{few}")
    with app.app_context():
        _publish(app, home, sheet)
        db.settle(keep=False)


def _copy(database: Path, copy: Path) -> None:
    with contextlib.closing(db.sqlite_module.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _in_turn(
    app: Flask, targets: Mapping[str, Target], databases: tuple[Path, Path], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Return each page's CPU milliseconds on the one database and, right after or before, on the other.

    Measured in turn, a machine that grows slower or faster meanwhile does so for both.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
    gc.collect()
    gc.freeze()  # what filling them left is not gone through again and again
    for number in range(rounds):
        costs: dict[Path, dict[str, float]] = {}
        for database in databases if number % 2 else reversed(databases):
            db.connect(f"sqlite:///{database}")
            gc.collect()
            costs[database] = {name: _cost(app, target) for name, target in targets.items()}
        for name, pairs in found.items():
            pairs.append((costs[databases[0]][name], costs[databases[1]][name]))
    db.connect(f"sqlite:///{databases[1]}")
    for target in targets.values():
        _get(app, target)
    gc.unfreeze()
    return found


def _cost(app: Flask, target: Target) -> float:
    """Return the CPU milliseconds of a request, the median of a few; a new connection first learns its statements."""
    _get(app, target)
    seen = []
    for _time in range(REQUESTS):
        begun = time.process_time()
        _get(app, target)
        seen.append((time.process_time() - begun) * 1000)
    return statistics.median(seen)


def _fill_catalogue() -> None:
    """List the words of the bench's course under hundreds of other addresses."""
    edition = session.scalars(
        select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "bench")
    ).one()
    said = [
        {
            column.name: getattr(row, column.name)
            for column in CourseText.__table__.columns
            if column.name != "id"
        }
        for row in session.scalars(
            select(CourseText).where(
                CourseText.course_id == edition.course_id, CourseText.locale.in_(i18n.LANGUAGES)
            )
        )
    ]
    there = len(list(session.scalars(select(Course.id))))
    made = [
        {"id": uuid4(), "slug": f"more-{number}", "level": "basic", "source_locale": "en", "is_open": True,
         "hours": 3, "live_edition_id": edition.id}
        for number in range(COURSES - there)
    ]  # fmt: skip
    with db.writing():
        session.execute(insert(Course), made)
        for each in made:
            session.execute(insert(CourseText), [{**row, "course_id": each["id"]} for row in said])


def _enrol_many(app: Flask, home: Path, count: int) -> None:
    builder = Builder(app, home, count)
    edition = session.scalars(
        select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "bench")
    ).one()
    builder.take_units()
    builder._enrol(edition, builder._people("crowd", count), done=lambda _place: False)


def _publish(app: Flask, home: Path, sheet: Sheet) -> None:
    """Publish a course of 60 activities in which no text stands twice, first whole and then with one change."""
    folder = home / "packages" / "sixty"
    course.write(folder, slug="sixty", title="Sixty activities", modules=12, lessons=4, sections=4)
    number = 0
    for path in sorted(folder.rglob("*.md")):
        lines = path.read_text().split("\n")
        for place, line in enumerate(lines):
            if line == course.SENTENCES:
                number += 1
                lines[place] = f"{line} This is paragraph {number}."
        path.write_text("\n".join(lines))
    prepared = courses.prepare(folder, keep=app.extensions["storage"].put)
    for word, hours in (("first edition", 12), ("an edition with a change", 13)):
        document = prepared.course.model_copy(update={"hours": hours})
        begun, spent = time.perf_counter(), time.process_time()
        courses.publish_in_steps(ready=ready(document, prepared), by=None, at=clock.now())
        sheet.add(f"publishing 60 activities, {word}", time.perf_counter() - begun, "s", 5)
        sheet.add(f"publishing 60 activities, {word}: CPU", time.process_time() - spent, "s")
