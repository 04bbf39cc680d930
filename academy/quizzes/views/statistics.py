"""The statistics of a quiz: for its authors over every cohort, for trainers over their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from academy.actor import Role
from academy.courses.editing import Editor, open_editor
from academy.courses.queries.drafts import AUTHORS
from academy.errors import NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.rules.statistics import (
    FEWEST,
    FEWEST_ALIKE,
    FEWEST_TOGETHER,
    WEAK,
    common_answers,
    offered,
    options,
    taken,
)
from academy.learning import queries as learning
from academy.learning.models import Cohort
from academy.quizzes.content import QuizContent
from academy.quizzes.forms.statistics import COLUMNS, FLAGS, ORDER_WORDS
from academy.quizzes.queries.answers import agency_names, answers_at, editions_of, of_versions
from academy.quizzes.queries.asked import asked_at
from academy.quizzes.queries.ready import ready_statistics
from academy.quizzes.queries.statistics import Scope
from academy.quizzes.rules.calibration import FEWEST_PEOPLE
from academy.quizzes.rules.statistics import ItemRow, Statistics, ordered
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale

#: What the pages say of the minimum numbers.
MINIMA = {
    "fewest": FEWEST, "fewest_together": FEWEST_TOGETHER, "fewest_alike": FEWEST_ALIKE, "fewest_people": FEWEST_PEOPLE,
    "weak": WEAK,
}  # fmt: skip


@dataclass(frozen=True)
class Board:
    """The statistics of a quiz with who looks at them: a trainer at a cohort's, an author at everybody's."""

    scope: Scope
    #: Each edition with its number, the newest first.
    editions: Sequence[tuple[UUID, int]]
    cohort: Cohort | None = None
    editor: Editor | None = None

    @cached_property
    def statistics(self) -> Statistics:
        """What is known."""
        return ready_statistics(self.scope)

    @cached_property
    def quiz(self) -> QuizContent | None:
        """The quiz as the newest edition that has it words it; None where none has."""
        for edition_id, _number in self.editions:
            try:
                return asked_at(edition_id, self.scope.activity, locale=content_locale(actor())).quiz
            except NotFound:
                continue
        return None

    @property
    def title(self) -> Any:
        """What the quiz is called."""
        return self.quiz.title if self.quiz else self.editor.activity.title if self.editor else ""

    @property
    def edition(self) -> int | None:
        """The number of the edition that is looked at alone."""
        return next((number for each, number in self.editions if each == self.scope.edition_id), None)

    def url(self, page: str, **more: Any) -> str:
        """Return the address of a page of these statistics: ``statistics``, ``item_statistics``, ``statistics_table``."""
        if self.cohort is not None:
            return url_for(
                f"quizzes.cohort_{page}", cohort_id=self.cohort.id, activity=self.scope.activity, **more
            )
        if self.editor is None:
            raise LookupError(page)
        return url_for(f"quizzes.{page}", activity_id=self.editor.activity.id, edition=self.edition, **more)

    def item(self, row: ItemRow) -> Item:
        """Return the item of a row in the reader's language."""
        return asked_at(row.edition_id, self.scope.activity, locale=content_locale(actor())).item(row.key)

    def item_url(self, row: ItemRow) -> str:
        """Return the address of an item's figures."""
        return self.url("item_statistics", key=row.key, wording=None if row.is_current else row.edition)

    @cached_property
    def agency_names(self) -> dict[UUID, str]:
        """The agencies whose breakdown the reader may see: those she coordinates or administers."""
        paths = actor().paths(Role.COORDINATOR, Role.ADMINISTRATOR)
        return agency_names(list(self.statistics.agencies), paths) if paths else {}


@blueprint.get("/author/quizzes/<uuid:activity_id>/statistics")
@allow(*AUTHORS)
def statistics(activity_id: UUID) -> str:
    """Show a quiz's authors how it measures, over every cohort or of one edition."""
    return _overview(of_course(activity_id))


@blueprint.get("/author/quizzes/<uuid:activity_id>/statistics/<slug:key>")
@allow(*AUTHORS)
def item_statistics(activity_id: UUID, key: str) -> str:
    """Show how one item does."""
    return _of_item(of_course(activity_id), key)


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>/statistics")
@allow(Role.TRAINER)
def cohort_statistics(cohort_id: UUID, activity: str) -> str:
    """Show a trainer how a quiz measured in her cohort."""
    return _overview(of_cohort(cohort_id, activity))


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>/statistics/<slug:key>")
@allow(Role.TRAINER)
def cohort_item_statistics(cohort_id: UUID, activity: str, key: str) -> str:
    """Show how one item did in a cohort."""
    return _of_item(of_cohort(cohort_id, activity), key)


def of_course(activity_id: UUID) -> Board:
    """Return the statistics of a quiz that the actor may write. Raises NotFound."""
    editor = open_editor(activity_id, "quiz")
    editions = editions_of(editor.course.id)
    asked = request.args.get("edition", type=int)
    edition_id = next((each for each, number in editions if number == asked), None)
    if asked is not None and edition_id is None:
        raise NotFound()
    return Board(Scope(editor.course.id, editor.activity.slug, edition_id), editions, editor=editor)


def of_cohort(cohort_id: UUID, activity: str) -> Board:
    """Return the statistics of a quiz in a cohort that the actor runs. Raises NotFound."""
    cohort = learning.cohort_for(actor(), cohort_id)
    editions = editions_of(cohort.edition.course_id)
    board = Board(Scope(cohort.edition.course_id, activity, cohort_id=cohort_id), editions, cohort=cohort)
    if board.quiz is None:
        raise NotFound()
    return board


def sorted_rows(board: Board) -> list[ItemRow]:
    """Return the items in the order the address asks for."""
    by = request.args.get("sort", "")
    return ordered(board.statistics.items, by.removeprefix("-"), is_falling=by.startswith("-"))


def _overview(board: Board) -> str:
    rows = sorted_rows(board)
    return render_template(
        "quizzes/statistics.html", board=board, found=board.statistics.quiz, rows=[(row, board.item(row)) for row in rows],
        columns=COLUMNS, orders=ORDER_WORDS, flag_words=FLAGS, sort=request.args.get("sort", ""), **MINIMA,
    )  # fmt: skip


def _of_item(board: Board, key: str) -> str:
    row = board.statistics.row(key, request.args.get("wording", type=int))
    if row is None:
        raise NotFound()
    item, answers = board.item(row), answers_at(board.scope, row)
    lists = offered(item)
    found = options(
        [each.letter for each in lists], [taken(item, each) for each in answers.responses], answers.totals
    )
    common = (
        common_answers(item, answers.responses) if not lists and len(answers.responses) >= FEWEST else ([], 0)
    )
    return render_template(
        "quizzes/statistics_item.html", board=board, row=row, item=item, found=row.figures, versions=of_versions(board.scope, key),
        options=list(zip(lists, found, strict=True)) if lists and found else [], is_listed=bool(lists), common=common,
        count=len(answers.responses), flag_words=FLAGS, is_manual=kind_named(item.kind).is_manual, **MINIMA,
    )  # fmt: skip


def page_title(board: Board) -> str:
    """Return what a download of these statistics is called."""
    return str(_("Statistics %(quiz)s", quiz=str(board.title)))
