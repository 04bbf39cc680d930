"""What matching and labels share: responses that give left sides their right ones, letter to letter."""

from __future__ import annotations

from academy.items.content import letters
from academy.items.kinds.kind import BadResponse, Form, Presented, Response, only_value


def read_pairs(presented: Presented, form: Form, name: str) -> Response:
    """Read a field ``<name>.<letter>`` for each left side, which holds the letter of a right side."""
    rights = {right.letter: right.stored for right in presented.rights}
    pairs: dict[str, Response] = {}
    for left in presented.lefts:
        value = only_value(form, f"{name}.{left.letter}")
        if value is not None and value not in rights:
            raise BadResponse(field=name)
        if value is not None:
            pairs[left.stored] = rights[value]
    return pairs or None


def checked_pairs(key: str, response: Response, *, lefts: int, rights: int) -> dict[str, str]:
    """Return the pairs of a response to the item ``key``, none if it is unanswered. Raises BadResponse for anything else."""
    if response is None:
        return {}
    if not isinstance(response, dict) or not response:
        raise BadResponse(field=key)
    pairs: dict[str, str] = {}
    for left, right in response.items():
        if left not in letters(lefts) or not isinstance(right, str) or right not in letters(rights):
            raise BadResponse(field=key)
        pairs[left] = right
    return pairs
