"""Single choice. Response: the letter of the picked choice, ``"b"``."""

from __future__ import annotations

from academy.items.content import letters
from academy.items.kinds.choices import (
    parts_of_picks,
    presented_choices,
    read_picks,
    right_letters,
    texts_of_picks,
)
from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, Rows
from academy.items.kinds.single_choice.content import SingleChoice


class SingleChoiceKind(Plain):
    """All or nothing: 1 for the right choice, else 0."""

    name = "single-choice"
    content = SingleChoice
    layout = Layout(rows=(Rows("choices", ("text", "right", "feedback"), tick="right", least=3),))

    def presented(self, item: SingleChoice, seed: int | None, response: Response = None) -> Presented:
        """Shuffle the choices by ``seed``; without one, or where the author says so, they keep their order."""
        return presented_choices(item.choices, seed=None if item.keep_order else seed, key=item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the one radio button."""
        picks = read_picks(presented, form, name)
        if len(picks) > 1:
            raise BadResponse(field=name)
        return picks[0] if picks else None

    def check(self, item: SingleChoice, response: Response) -> None:
        """Refuse all but a letter on offer."""
        _pick(item, response)

    def is_complete(self, item: SingleChoice, response: Response) -> bool:
        """Say whether a choice is picked."""
        return _pick(item, response) is not None

    def mark(self, item: SingleChoice, response: Response) -> Mark:
        """Mark the picked choice."""
        pick = _pick(item, response)
        return Mark(
            float(pick == self.key_response(item)), parts_of_picks(item.choices, [pick] if pick else [])
        )

    def outline(self, item: SingleChoice, response: Response) -> str:
        """Write the picked choice."""
        pick = _pick(item, response)
        return texts_of_picks(item.choices, [pick] if pick else [])

    def key_response(self, item: SingleChoice) -> str:
        """Give the letter of the right choice."""
        return right_letters(item.choices)[0]

    def guess(self, item: SingleChoice) -> float:
        """One in n."""
        return 1 / len(item.choices)


def _pick(item: SingleChoice, response: Response) -> str | None:
    if response is None:
        return None
    if not isinstance(response, str) or response not in letters(len(item.choices)):
        raise BadResponse(field=item.key)
    return response
