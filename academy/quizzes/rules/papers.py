"""Which items one learner is asked: all of them, a draw from the pool, or the pre-test's part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from academy.courses.content import Course
from academy.items.content import Item
from academy.items.kinds.order import shuffled
from academy.items.rules import drawn
from academy.quizzes.content import Draw, QuizContent, Section


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
    """Return the items of one attempt, in its order: those of no section, then each section's.

    Of each draw's pool, in an order drawn for the enrolment, the pre-test takes the first ``count`` and the quiz
    itself draws, anew for each attempt, from what the pre-test left. So nobody meets an item twice, each item
    stands in the pre-test of some and in the quiz of others, and the gain is not that of easier items. Gates always
    stand in the quiz and never in the pre-test.
    """
    pool = pool_of(course, quiz)
    if not draws_of(pool):
        return _laid_out(
            pool, {item.key for item in pool.items}, {}, seed, is_pretest=quiz.pretest_of is not None
        )
    for_pretest = _first_drawn(pool, enrolment_id)
    if quiz.pretest_of is not None:
        return _laid_out(pool, for_pretest, {}, seed, is_pretest=True)
    kept_back = for_pretest if has_pretest(course, pool) else set()
    chosen: dict[str, str] = {}
    for section, draw in draws_of(pool):
        left = [
            item for item in _ordered(pool, section, draw, enrolment_id) if item.key not in kept_back | chosen.keys()
        ]  # fmt: skip
        taken = shuffled(left, seed=seed, key=_name(section, draw))[: draw.count]
        chosen.update(dict.fromkeys([item.key for item in taken], section.slug if section else ""))
    standing = {item.key for item in pool.items if not is_drawn_only(pool, item)}
    return _laid_out(pool, standing | {key for key, slug in chosen.items() if not slug}, chosen, seed)


def rehearsed(quiz: QuizContent, seed: int) -> list[Item]:
    """Return the items of an attempt as an author tries it: a quiz's own, as if no pre-test held any back."""
    chosen: dict[str, str] = {}
    for section, draw in draws_of(quiz):
        left = [item for item in candidates(quiz, draw) if item.key not in chosen]
        taken = shuffled(left, seed=seed, key=_name(section, draw))[: draw.count]
        chosen.update(dict.fromkeys([item.key for item in taken], section.slug if section else ""))
    standing = {item.key for item in quiz.items if not is_drawn_only(quiz, item)}
    return _laid_out(quiz, standing | {key for key, slug in chosen.items() if not slug}, chosen, seed)


def draws_of(pool: QuizContent) -> list[tuple[Section | None, Draw]]:
    """Return every draw with its section; those of no section come first."""
    drawn_in: list[tuple[Section | None, Draw]] = [(None, draw) for draw in pool.draws]
    return drawn_in + [(section, draw) for section in pool.sections for draw in section.draws]


def candidates(pool: QuizContent, draw: Draw) -> Sequence[Item]:
    """Return the items a draw may take: all that its filter fits but gates and what a section names."""
    named = _named(pool)
    return [item for item in pool.items if not item.gate and item.key not in named and fits(item, draw)]


def fits(item: Item, draw: Draw) -> bool:
    """Say whether an item has a draw's competency and tag."""
    return draw.competency in (None, item.competency) and (draw.tag is None or draw.tag in item.tags)


def sections_of(pool: QuizContent, keys: Sequence[str]) -> dict[str, Section]:
    """Return the section of each item of a paper that stands in one.

    What a section names is its own. What was drawn stands in blocks in the order of the sections: it belongs to the
    first that could have drawn it, has not drawn all of its own yet, and is not before the last block.
    """
    named = _named(pool)
    found: dict[str, Section] = {}
    heads = {item.key for item in pool.items if not is_drawn_only(pool, item)}
    left = [sum(draw.count for draw in each.draws) for each in pool.sections]
    head_left, place = sum(draw.count for draw in pool.draws), 0
    for key in keys:
        item = pool.item(key)
        if key in named:
            found[key] = named[key]
            place = pool.sections.index(named[key])
        elif item is not None and key not in heads:
            if place == 0 and head_left and not found and any(fits(item, draw) for draw in pool.draws):
                head_left -= 1
                continue
            for number in range(place, len(pool.sections)):
                if left[number] and any(fits(item, draw) for draw in pool.sections[number].draws):
                    found[key], place, left[number] = pool.sections[number], number, left[number] - 1
                    break
    return found


def is_drawn_only(pool: QuizContent, item: Item) -> bool:
    """Say whether an item stands in the quiz only where it is drawn."""
    is_named = any(item.key in section.items for section in pool.sections)
    return not item.gate and not is_named and any(fits(item, draw) for _section, draw in draws_of(pool))


def _named(pool: QuizContent) -> dict[str, Section]:
    return {key: section for section in pool.sections for key in section.items}


def _name(section: Section | None, draw: Draw) -> str:
    return f"{section.slug}/{draw.name}" if section else draw.name


def _ordered(pool: QuizContent, section: Section | None, draw: Draw, enrolment_id: UUID) -> list[Item]:
    """Return what a draw may take in the order drawn for the enrolment."""
    return shuffled(candidates(pool, draw), seed=enrolment_id.int, key=_name(section, draw))


def _first_drawn(pool: QuizContent, enrolment_id: UUID) -> set[str]:
    """Return what the pre-test takes: of each draw the first that no other has taken."""
    chosen: set[str] = set()
    for section, draw in draws_of(pool):
        free = [item.key for item in _ordered(pool, section, draw, enrolment_id) if item.key not in chosen]
        chosen.update(free[: draw.count])
    return chosen


def _laid_out(
    pool: QuizContent, head: set[str], chosen: Mapping[str, str], seed: int, *, is_pretest: bool = False
) -> list[Item]:
    """Put the items in order: ``head`` first, then each section with what it names and what was drawn for it."""
    sections = [] if is_pretest else pool.sections
    named = {key for section in sections for key in section.items}
    first = [item for item in pool.items if item.key in head and item.key not in named]
    laid = drawn(first, seed, pool.shuffle)
    for section in sections:
        own = [item for key in section.items if (item := pool.item(key)) is not None]
        own += [item for item in pool.items if chosen.get(item.key) == section.slug]
        mixes = pool.shuffle and section.shuffle
        laid += shuffled(own, seed=seed, key=f"items/{section.slug}") if mixes else own
    return laid


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
