"""Statistics of a quiz: first attempts as columns of plain values, and the figures made of them.

An attempt counts where it was the first of its learner, was handed in and is marked; practice never does. What was
marked anew counts as it is marked now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from academy.courses.models import Edition
from academy.db import session
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.rules.statistics import Asked, Marks, figures, quartiles
from academy.learning.models import Attempt, AttemptState, Enrolment, ItemResult, ResultChange
from academy.quizzes.models import KeptFigures
from academy.quizzes.queries.published import published_quiz
from academy.quizzes.rules.calibration import Calibration, Group, calibration
from academy.quizzes.rules.slots import Slots
from academy.quizzes.rules.statistics import ItemRow, Statistics

#: Rows fetched at a time.
_AT_ONCE = 5_000
#: What of an item does not change how it is answered or marked.
_BESIDES = frozenset({"origin", "tags", "feedback", "hints", "source", "competency"})


@dataclass(frozen=True)
class Scope:
    """Whose attempts: everybody's at a quiz of a course, an edition's, or a cohort's."""

    course_id: UUID
    activity: str
    edition_id: UUID | None = None
    cohort_id: UUID | None = None

    @property
    def name(self) -> str:
        """What figures are kept under; empty for everybody's."""
        if self.cohort_id is not None:
            return f"cohort:{self.cohort_id}"
        return f"edition:{self.edition_id}" if self.edition_id is not None else ""


def stamp_of(scope: Scope) -> str:
    """Return what tells one state of the results from the next: how many there are, the newest, and what was changed."""
    attempts = session.execute(first_attempts(scope, func.count(), func.max(Attempt.submitted_at))).one()
    changes = session.execute(
        select(func.count(), func.max(ResultChange.changed_at))
        .join(Attempt, Attempt.id == ResultChange.attempt_id)
        .where(Attempt.edition_id.in_(_editions(scope)), Attempt.activity == scope.activity)
    ).one()
    return "|".join(str(each) for each in (*attempts, *changes))


def kept_figures(scope: Scope) -> KeptFigures | None:
    """Return the figures that are kept of a scope, of whatever state of the results."""
    return session.get(KeptFigures, (scope.course_id, scope.activity, scope.name))


def first_attempts(scope: Scope, *columns: Any) -> Select[Any]:
    """Select from first attempts that were handed in and are marked."""
    earlier = aliased(Attempt)
    found = (
        select(*columns)
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.edition_id.in_(_editions(scope)), Attempt.activity == scope.activity,
            Attempt.state == AttemptState.GRADED, Attempt.is_practice.is_(False),
            ~exists().where(
                earlier.enrolment_id == Attempt.enrolment_id, earlier.activity == Attempt.activity,
                earlier.is_practice.is_(False), earlier.number < Attempt.number,
            ),
        )
    )  # fmt: skip
    return found if scope.cohort_id is None else found.where(Enrolment.cohort_id == scope.cohort_id)


def _editions(scope: Scope) -> Any:
    if scope.edition_id is not None:
        return [scope.edition_id]
    return select(Edition.id).where(Edition.course_id == scope.course_id)


def statistics_of(scope: Scope) -> Statistics:
    """Compute everything. Two statements: the attempts, and one that streams their results."""
    sittings = _sittings(scope)
    catalogue = Catalogue(sittings.editions, scope.activity)
    gathered = _gathered(scope, sittings, catalogue)
    marks = Marks(gathered.attempts, gathered.items, gathered.points, gathered.slots)
    found = figures([each.asked for each in catalogue.listed], marks, attempts=len(sittings.places))
    rows = tuple(
        ItemRow(
            each.item.key, each.edition_id, each.number, each.is_current, each.asked, found.items[each.asked.key],
            quartiles(gathered.seconds[place]),
        )
        for place, each in enumerate(catalogue.listed)
    )  # fmt: skip
    return Statistics(
        found.quiz, rows, calibration(gathered.everybody) if gathered.everybody.people else None,
        _calibrated(gathered.topics), _calibrated(gathered.agencies),
    )  # fmt: skip


def _calibrated(groups: Mapping[Any, Group]) -> dict[Any, Calibration]:
    return {name: calibration(group) for name, group in groups.items()}


@dataclass(frozen=True)
class Sittings:
    """The attempts: each one's place by its id (as the database writes it), its edition, its agency, its paper."""

    places: dict[Any, int]
    in_edition: list[UUID]
    agencies: list[UUID]
    papers: list[list[str] | None]
    #: The editions they were taken in with their numbers, the newest first.
    editions: list[tuple[UUID, int]]


def _sittings(scope: Scope) -> Sittings:
    rows = session.execute(
        first_attempts(scope, _plain(Attempt.id), Attempt.edition_id, Enrolment.agency_id, Attempt.paper)
    ).all()
    places = {row[0]: place for place, row in enumerate(rows)}
    in_edition = [row[1] for row in rows]
    editions = session.execute(
        select(Edition.id, Edition.number).where(Edition.id.in_(set(in_edition))).order_by(Edition.number.desc())
    )  # fmt: skip
    return Sittings(
        places, in_edition, [row[2] for row in rows], [row[3] for row in rows],
        [(edition_id, number) for edition_id, number in editions],
    )  # fmt: skip


def _plain(column: Any) -> ColumnElement[Any]:
    """Leave an id as the database writes it: it is only compared."""
    return type_coerce(column, String)


@dataclass(frozen=True)
class Listed:
    """An item in one wording."""

    item: Item
    asked: Asked
    edition_id: UUID
    number: int
    is_current: bool


class Catalogue:
    """The items of the editions that were answered; those that editions word alike are one."""

    def __init__(self, editions: Sequence[tuple[UUID, int]], activity: str) -> None:
        self.listed: list[Listed] = []
        #: Edition → key → place in ``listed``.
        self.places: dict[UUID, dict[str, int]] = {}
        self.slots: dict[UUID, Slots] = {}
        known: dict[tuple[str, str], int] = {}
        for order, (edition_id, number) in enumerate(editions):
            quiz = published_quiz(edition_id, activity)
            if quiz is None:
                continue
            pool = published_quiz(edition_id, quiz.pretest_of) if quiz.pretest_of else quiz
            self.slots[edition_id] = Slots(pool or quiz)
            here = self.places.setdefault(edition_id, {})
            for item in quiz.items:
                wording = (item.key, item.model_dump_json(exclude=set(_BESIDES)))
                if wording not in known:
                    known[wording] = len(self.listed)
                    self.listed.append(_listed(item, edition_id, number, is_current=order == 0))
                here[item.key] = known[wording]


def _listed(item: Item, edition_id: UUID, number: int, *, is_current: bool) -> Listed:
    kind = kind_named(item.kind)
    key = item.key if is_current else f"{item.key}@{number}"
    guess = None if kind.is_manual else kind.guess(item)
    return Listed(
        item, Asked(key, float(item.points), guess, item.pilot, slot=item.key), edition_id, number, is_current
    )


@dataclass
class Gathered:
    """Columns of results, and what is summed up while they go by."""

    seconds: list[list[float]]
    attempts: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    points: list[float] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    everybody: Group = field(default_factory=Group)
    topics: dict[str, Group] = field(default_factory=dict)
    agencies: dict[UUID, Group] = field(default_factory=dict)


def _gathered(scope: Scope, sittings: Sittings, catalogue: Catalogue) -> Gathered:
    found = Gathered([[] for _ in catalogue.listed])
    worth = [each.asked.points for each in catalogue.listed]
    by_attempt = [catalogue.places.get(edition_id, {}) for edition_id in sittings.in_edition]
    for attempt_id, key, credit, score, certainty, seconds in _results(scope):
        attempt = sittings.places.get(attempt_id)
        item = by_attempt[attempt].get(key) if attempt is not None else None
        if (
            attempt is None or item is None
        ):  # graded since the attempts were read; an item that is in no edition
            continue
        found.attempts.append(attempt)
        found.items.append(item)
        found.points.append(worth[item] * credit)
        if seconds is not None:
            found.seconds[item].append(seconds)
        if certainty is not None:
            topic = catalogue.listed[item].item.competency or ""
            _tally(found, attempt, topic, sittings.agencies[attempt], (certainty, score, credit))
    if any(slots.has_draws for slots in catalogue.slots.values()):
        found.slots = _slots(found, sittings, catalogue)
    return found


def _results(scope: Scope) -> Iterator[Sequence[Any]]:
    """Stream (attempt, item, credit, score, certainty, seconds) of everything that has a mark."""
    credit = func.coalesce(ItemResult.credit, ItemResult.score)
    statement = first_attempts(
        scope, _plain(ItemResult.attempt_id), ItemResult.item, credit, ItemResult.score, ItemResult.certainty,
        ItemResult.seconds,
    )  # fmt: skip
    marked = statement.join(ItemResult, ItemResult.attempt_id == Attempt.id).where(credit.is_not(None))
    # by the connection: the session would look at each of half a million rows for objects
    for part in session.connection().execute(marked, execution_options={"yield_per": _AT_ONCE}).partitions():
        yield from part


def _tally(found: Gathered, attempt: int, topic: str, agency: UUID, answer: tuple[int, float, float]) -> None:
    certainty, score, credit = answer
    groups = (
        found.everybody, found.topics.setdefault(topic, Group()), found.agencies.setdefault(agency, Group())
    )  # fmt: skip
    for group in groups:
        group.people.add(attempt)
        group.tallies[certainty].add(score, credit)


def _slots(found: Gathered, sittings: Sittings, catalogue: Catalogue) -> list[str]:
    """Return the place each result fills, by its attempt's paper; without one its item's own."""
    filled = [
        catalogue.slots[edition_id].of(paper) if paper is not None and edition_id in catalogue.slots else {}
        for edition_id, paper in zip(sittings.in_edition, sittings.papers, strict=True)
    ]
    keys = [each.item.key for each in catalogue.listed]
    return [
        filled[attempt].get(keys[item], keys[item])
        for attempt, item in zip(found.attempts, found.items, strict=True)
    ]
