"""What a learner has sorted: a fold of the responses that count, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy.linkage.content import LETTERS, LinkageContent

#: Where an incident can be put beside a series: it stands alone; one cannot say yet.
ALONE, OPEN = "alone", "open"
PLACES = (*LETTERS, ALONE, OPEN)


@dataclass(frozen=True)
class Argument:
    """What a learner says of a series she made."""

    #: The features that link it.
    links: tuple[str, ...] = ()
    sentence: str = ""
    #: How sure she is, 1–3; None where she did not say.
    certainty: int | None = None


@dataclass(frozen=True)
class Sorting:
    """A whole board as somebody left it. What was never put anywhere is in neither mapping."""

    #: Incident → a letter, ``alone`` or ``open``.
    places: Mapping[str, str]
    #: Feature → what it was called.
    sorts: Mapping[str, str]
    #: Letter → what is said of that series.
    arguments: Mapping[str, Argument]

    def series(self, board: LinkageContent) -> dict[str, list[str]]:
        """Return letter → its incidents, for letters that have two or more, in the board's order."""
        found = {
            letter: [each.key for each in board.incidents if self.places.get(each.key) == letter]
            for letter in LETTERS
        }
        return {letter: members for letter, members in found.items() if len(members) > 1}


def sorting_of(
    board: LinkageContent, responses: Mapping[str, Any], certainties: Mapping[str, int | None]
) -> Sorting:
    """Fold responses (``incident:…``, ``feature:…``, ``series:…``) into the board; what it does not have is left out."""
    return Sorting(
        _of(board.incidents, "incident", responses),
        _of(board.features, "feature", responses),
        {
            letter: Argument(tuple(said["links"]), said["sentence"], certainties.get(f"series:{letter}"))
            for letter in LETTERS
            if (said := responses.get(f"series:{letter}")) is not None
        },
    )


def _of(parts: Any, kind: str, responses: Mapping[str, Any]) -> dict[str, str]:
    found = {each.key: responses.get(f"{kind}:{each.key}") for each in parts}
    return {key: said for key, said in found.items() if said is not None}
