"""True or false. Response: the JSON ``true`` or ``false``."""

from __future__ import annotations

from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, only_value
from academy.items.kinds.true_false.content import TrueFalse

VALUES = {"true": True, "false": False}


class TrueFalseKind(Plain):
    """All or nothing. True always stands before false, and the page has the words for them."""

    name = "true-false"
    content = TrueFalse
    layout = Layout(answers=("answer",))

    def presented(self, item: TrueFalse, seed: int | None, response: Response = None) -> Presented:
        """There is nothing to arrange."""
        return Presented(item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the one radio button."""
        value = only_value(form, name)
        if value is None:
            return None
        if value not in VALUES:
            raise BadResponse(field=name)
        return VALUES[value]

    def check(self, item: TrueFalse, response: Response) -> None:
        """Refuse all but the two values."""
        _judged(item, response)

    def is_complete(self, item: TrueFalse, response: Response) -> bool:
        """Say whether one of the two is picked."""
        return _judged(item, response) is not None

    def mark(self, item: TrueFalse, response: Response) -> Mark:
        """Mark the pick; the parts are called ``true`` and ``false``."""
        judged = _judged(item, response)
        is_right = judged is item.answer
        return Mark(
            float(is_right), {name: is_right if judged is value else None for name, value in VALUES.items()}
        )

    def outline(self, item: TrueFalse, response: Response) -> str:
        """Write ``true`` or ``false``, as in the response: data, not words of a language."""
        judged = _judged(item, response)
        return "" if judged is None else str(judged).lower()

    def key_response(self, item: TrueFalse) -> Response:
        """Give the answer."""
        return item.answer

    def guess(self, item: TrueFalse) -> float:
        """One in two."""
        return 1 / 2


def _judged(item: TrueFalse, response: Response) -> bool | None:
    if response is not None and not isinstance(response, bool):
        raise BadResponse(field=item.key)
    return response
