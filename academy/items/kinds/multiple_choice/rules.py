"""Multiple choice. Response: the letters of the picked choices, each once, in order: ``["a", "c"]``."""

from __future__ import annotations

from math import comb

from academy.items.content import letters
from academy.items.kinds.choices import (
    parts_of_picks,
    presented_choices,
    read_picks,
    right_letters,
    texts_of_picks,
)
from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, Rows
from academy.items.kinds.multiple_choice.content import MultipleChoice


class MultipleChoiceKind(Plain):
    """Partial: (right picks - wrong picks) / number of right choices, never below 0. Or all or nothing.

    Partial without a penalty: right picks / number of right choices, but nothing at all for more picks than there
    are right choices; else whoever picks everything would have all the points.
    """

    name = "multiple-choice"
    content = MultipleChoice
    layout = Layout(
        rows=(Rows("choices", ("text", "right", "feedback"), tick="right", least=4),), words=("marking",)
    )

    def presented(self, item: MultipleChoice, seed: int | None, response: Response = None) -> Presented:
        """Shuffle the choices by ``seed``; without one, or where the author says so, they keep their order."""
        return presented_choices(item.choices, seed=None if item.keep_order else seed, key=item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the ticked boxes; none ticked is no response."""
        return [*read_picks(presented, form, name)] or None

    def check(self, item: MultipleChoice, response: Response) -> None:
        """Refuse all but a list of letters on offer, in order, each once, not empty."""
        _picks(item, response)

    def is_complete(self, item: MultipleChoice, response: Response) -> bool:
        """Say whether anything is picked; how many are right is not for the learner to know."""
        return bool(_picks(item, response))

    def mark(self, item: MultipleChoice, response: Response) -> Mark:
        """Mark the picks as the item's ``marking`` says."""
        picks = _picks(item, response)
        parts = parts_of_picks(item.choices, picks)
        rights = right_letters(item.choices)
        if item.marking == "all-or-nothing":
            return Mark(float(picks == rights), parts)
        if item.marking == "partial-unpenalised":
            return Mark(0.0 if len(picks) > len(rights) else len({*picks} & {*rights}) / len(rights), parts)
        gained = sum(1 if is_right else -1 for is_right in parts.values() if is_right is not None)
        return Mark(max(0, gained) / len(rights), parts)

    def outline(self, item: MultipleChoice, response: Response) -> str:
        """Write the picked choices."""
        return texts_of_picks(item.choices, _picks(item, response))

    def key_response(self, item: MultipleChoice) -> Response:
        """Give the letters of the right choices."""
        return [*right_letters(item.choices)]

    def guess(self, item: MultipleChoice) -> float:
        """Expect any set of picks but the empty one to be as likely as any other: 2^n - 1 sets of n choices.

        All or nothing: one set in them. Partial, with r right and w wrong choices: right picks plus wrong
        choices *left* make k + w in C(n, w + k) sets (Vandermonde), and k picks more right than wrong score
        k/r. The sum of k/r * C(n, w + k) for k from 1 to r, over the number of sets, is the expected score.
        Without a penalty: each right choice, worth 1/r, stands in C(n - 1, k - 1) of the sets of k picks, and k
        goes no further than r.
        """
        count, rights = len(item.choices), len(right_letters(item.choices))
        sets = (1 << count) - 1
        if item.marking == "all-or-nothing":
            return 1 / sets
        if item.marking == "partial-unpenalised":
            return sum(comb(count - 1, picks - 1) for picks in range(1, rights + 1)) / sets
        wrongs = count - rights
        return sum(k * comb(count, wrongs + k) for k in range(1, rights + 1)) / (rights * sets)


def _picks(item: MultipleChoice, response: Response) -> list[str]:
    if response is None:
        return []
    if not isinstance(response, list) or not response:
        raise BadResponse(field=item.key)
    if response != [letter for letter in letters(len(item.choices)) if letter in response]:
        raise BadResponse(field=item.key)
    return [str(letter) for letter in response]
