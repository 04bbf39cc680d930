"""Which items one learner is asked: all of them, a draw from the pool, or the pre-test's part of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from academy.courses.content import Course
from academy.items.content import Item
from academy.items.kinds.order import shuffled
from academy.items.rules import drawn
from academy.quizzes.content import Draw, QuizContent


def pool_of(course: Course, quiz: QuizContent) -> QuizContent:
    """Return the quiz whose items are asked: its own, or the later one's where ``quiz`` is a pre-test.

    Raises LookupError where that one is not in the course; the check before publication sees to it that it is.
    """
    if quiz.pretest_of is None:
        return quiz
    found = course.activity(quiz.pretest_of)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise LookupError(quiz.pretest_of)
    return found[1].content


def paper(course: Course, quiz: QuizContent, *, enrolment_id: UUID, seed: int) -> list[Item]:
    """Return the items of one attempt, in its order.

    Of each competency's pool, in an order drawn for the enrolment, the pre-test takes the first ``count`` and the
    quiz itself draws, anew for each attempt, from what the pre-test left. So nobody meets an item twice, each item
    stands in the pre-test of some and in the quiz of others, and the gain is not that of easier items. Gates always
    stand in the quiz and never in the pre-test.
    """
    pool = pool_of(course, quiz)
    if not pool.draws:
        return drawn(pool.items, seed, pool.shuffle)
    chosen: set[str] = set() if quiz.pretest_of else {item.key for item in pool.items if item.gate}
    for draw in pool.draws:
        ordered = shuffled(candidates(pool, draw), seed=enrolment_id.int, key=draw.name)
        first, rest = ordered[: draw.count], ordered[draw.count :]
        if quiz.pretest_of is None:
            left = rest if has_pretest(course, pool) else ordered
            first = shuffled(left, seed=seed, key=draw.name)[: draw.count]
        chosen.update(item.key for item in first)
    return drawn([item for item in pool.items if item.key in chosen], seed, pool.shuffle)


def candidates(pool: QuizContent, draw: Draw) -> Sequence[Item]:
    """Return the items a draw may take: all that its filter fits but the gates, which are asked in any case."""
    return [item for item in pool.items if not item.gate and fits(item, draw)]


def fits(item: Item, draw: Draw) -> bool:
    """Say whether an item has a draw's competency and tag."""
    return draw.competency in (None, item.competency) and (draw.tag is None or draw.tag in item.tags)


def has_pretest(course: Course, quiz: QuizContent) -> bool:
    """Say whether an activity of the course is the pre-test of ``quiz``."""
    return pretest_slug(course, quiz) is not None


def pretest_slug(course: Course, quiz: QuizContent) -> str | None:
    """Return the slug of the pre-test of ``quiz``, if it has one."""
    slug = next((each.slug for _module, each in course.activities() if each.content is quiz), None)
    for _module, activity in course.activities():
        content = activity.content
        if isinstance(content, QuizContent) and content.pretest_of == slug and slug is not None:
            return activity.slug
    return None
