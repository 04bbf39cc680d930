"""Quizzes as trainers read the results: by item, and what the class gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.courses.queries import reading
from academy.errors import NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark
from academy.learning import queries
from academy.quizzes.content import QuizContent
from academy.quizzes.queries import scores_before_and_after
from academy.quizzes.rules import FEWEST, gain, pool_of, pretest_slug
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>")
@allow(Role.TRAINER)
def cohort_results(cohort_id: UUID, activity: str) -> str:
    """Show a trainer what her cohort answered in a quiz, people by call-sign."""
    cohort = queries.cohort_for(actor(), cohort_id)
    read = reading(edition_id=cohort.edition_id, locale=content_locale(actor()))
    found = read.course.activity(activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    rows = queries.cohort_item_results(cohort_id, activity)
    return render_template(
        "quizzes/cohort.html",
        cohort=cohort,
        quiz=quiz,
        results=_by_item(_pools(cohort.edition_id, activity, rows), rows),
        activity=activity,
        pretest=pretest_slug(read.course, quiz),
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>/gain")
@allow(Role.TRAINER)
def cohort_gain(cohort_id: UUID, activity: str) -> ResponseReturnValue:
    """Show a trainer what her cohort gained between a quiz's pre-test and the quiz."""
    cohort = queries.cohort_for(actor(), cohort_id)
    course = reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course
    found = course.activity(activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    before = pretest_slug(course, found[1].content)
    if before is None:
        return redirect(url_for("quizzes.cohort_results", cohort_id=cohort_id, activity=activity))
    pairs = scores_before_and_after(cohort_id, before=before, after=activity)
    return render_template(
        "quizzes/gain.html",
        cohort=cohort,
        quiz=found[1].content,
        activity=activity,
        gain=gain(pairs),
        fewest=FEWEST,
    )


@dataclass(frozen=True)
class ItemAnswers:
    """One item with everybody's answers in a cohort."""

    item: Item
    #: (call-sign, outline of the answer, mark), by call-sign.
    answers: list[tuple[str, str, Mark]]

    @property
    def facility(self) -> float | None:
        """Mean mark over its maximum, 0–1; None where nobody answered."""
        return (
            sum(mark.score for _who, _said, mark in self.answers) / len(self.answers)
            if self.answers
            else None
        )


def _pools(edition_id: UUID, activity: str, rows: Sequence[Any]) -> dict[UUID, QuizContent]:
    """Return the quiz of the cohort's edition first, then as it was in each edition that was answered."""
    pools: dict[UUID, QuizContent] = {}
    for each in dict.fromkeys([edition_id, *(row.edition_id for row in rows)]):
        course = reading(edition_id=each, locale=content_locale(actor())).course
        found = course.activity(activity)
        if found is not None and isinstance(found[1].content, QuizContent):
            pools[each] = pool_of(course, found[1].content)
    return pools


def _by_item(pools: Mapping[UUID, QuizContent], rows: Sequence[Any]) -> list[ItemAnswers]:
    """Gather the answers by item; each is read as the edition had the item in which it was given."""
    items: dict[str, Item] = {}
    for pool in pools.values():
        items = {item.key: item for item in pool.items} | items
    found = {key: ItemAnswers(item, []) for key, item in items.items()}
    for row in rows:
        asked = pools[row.edition_id].item(row.item) if row.edition_id in pools else None
        if asked is not None:
            kind = kind_named(asked.kind)
            said = (row.call_sign, kind.outline(asked, row.response), kind.mark(asked, row.response))
            found[row.item].answers.append(said)
    return list(found.values())
