"""What one item of an attempt is worth, and what a regrade makes of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Mark, Response
from academy.items.rules import Scheme, credit_of
from academy.learning.rules import Current, Terms, Weight
from academy.quizzes.content import QuizContent

#: The four policies, as a regrade records them.
FULL_CREDIT, BOTH_KEYS, NEW_KEY, NONE = "full-credit", "both-keys", "new-key", "none"


@dataclass(frozen=True)
class Adjustment:
    """A regrade in force: its policy, and the item with its new key where the policy needs one."""

    policy: str
    item: Item | None = None


@dataclass(frozen=True)
class Worth:
    """What an item came to; ``score`` and ``credit`` are None while it waits for a person's mark."""

    mark: Mark
    score: float | None
    credit: float | None
    is_right: bool


def asks_certainty(quiz: QuizContent, item: Item) -> bool:
    """Say whether an item is asked with how sure its learner is: nobody can be sure of what a person will mark."""
    return quiz.certainty and not kind_named(item.kind).is_manual


def scheme_of(quiz: QuizContent, item: Item) -> Scheme:
    """Return how the quiz makes a credit of an item's score."""
    return Scheme(
        by_certainty=asks_certainty(quiz, item),
        penalty=quiz.penalty if quiz.feedback == "interactive" else 0.0,
    )


def terms_of(quiz: QuizContent, items: Iterable[Item]) -> Terms:
    """Return what the items of an attempt are worth, and what passes. A pre-test is passed by being handed in."""
    weights = {
        item.key: Weight(item.points, is_gate=item.gate and not item.pilot, is_pilot=item.pilot) for item in items
    }  # fmt: skip
    return Terms(weights, quiz.pass_mark, passes_anyway=quiz.pretest_of is not None)


def marked_in(items: Iterable[Item], *, is_practice: bool) -> list[Item]:
    """Return the items that an attempt is marked by: in practice those that no person has to mark.

    Nobody reads what was practised; its learner compares it with what a good answer has.
    """
    return [item for item in items if not (is_practice and kind_named(item.kind).is_manual)]


def adjusted(item: Item, response: Response, adjustment: Adjustment | None = None) -> Mark:
    """Mark a response under a regrade: full credit, the better of both keys, the new key, or as it was."""
    old = kind_named(item.kind).mark(item, response)
    if adjustment is None or adjustment.policy == NONE:
        return old
    if adjustment.policy == FULL_CREDIT:
        return replace(old, score=1.0, waits=False)
    if adjustment.item is None:
        return old
    new = _by_new_key(adjustment.item, response)
    if adjustment.policy == NEW_KEY:
        return new
    return max(old, new, key=lambda mark: mark.score)


def worth(
    quiz: QuizContent, item: Item, current: Current | None, adjustment: Adjustment | None = None
) -> Worth:
    """Return what an item of an attempt came to, by the response that counts, its certainty and the tries before it.

    Full credit is all its points, however sure she was and however often she tried.
    """
    response = current.response if current else None
    mark = adjusted(item, response, adjustment)
    if mark.waits:
        return Worth(mark, None, None, is_right=False)
    if adjustment is not None and adjustment.policy == FULL_CREDIT:
        return Worth(mark, 1.0, 1.0, is_right=True)
    return Worth(mark, mark.score, credit_at(quiz, item, mark.score, current), mark.is_right)


def credit_at(quiz: QuizContent, item: Item, score: float, current: Current | None) -> float:
    """Return the credit of a score, a person's as well as a rule's."""
    return credit_of(
        score, scheme=scheme_of(quiz, item), is_answered=current is not None and current.response is not None,
        certainty=current.certainty if current else None, earlier_tries=current.earlier_tries if current else 0,
    )  # fmt: skip


def _by_new_key(item: Item, response: Response) -> Mark:
    """Mark by the new key; a response that the new item does not know is not right."""
    try:
        return kind_named(item.kind).mark(item, response)
    except BadResponse:
        return Mark(0.0, {})
