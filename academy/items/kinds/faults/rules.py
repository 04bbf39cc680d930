"""Find the faults.

Response: the letters of the lines marked as faulty, each with the letter of what is said to be wrong with it, or
null: ``{"b": "a", "d": null}``. Authors may list reasons in the order of the faults, so the page shuffles them and
names them by their place.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from academy.items.content import letters
from academy.items.kinds.faults.content import Faults
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, relettered, shuffled

#: What a fault is worth that was found, but not for its reason.
FOUND_ONLY = Fraction(1, 2)


class FaultsKind(Plain):
    """The share of the faults that were found less the share of the sound lines that were marked, never below 0.

    A fault found with another reason, or with none where one is asked for, counts for half. Marking every line
    finds every fault and accuses every sound line, so it scores nothing.
    """

    name = "faults"
    content = Faults
    layout = Layout(
        rows=(
            Rows(
                "lines", ("cells", "faulty", "reason", "feedback"), tick="faulty", lines=("cells",), least=4
            ),
            Rows("reasons", ("key", "text"), least=0),
        ),
        words=("document",),
        lines=("columns",),
    )

    def presented(self, item: Faults, seed: int | None, response: Response = None) -> Presented:
        """Show the document as it stands, and the reasons in an order of their own."""
        texts = [reason.text for reason in item.reasons]
        return Presented(
            item.key,
            lefts=tuple(lettered([line.cells[0] for line in item.lines])),
            rights=relettered(shuffled(lettered(texts), seed=seed, key=item.key)),
            columns=item.columns,
            lines=tuple(line.cells for line in item.lines),
            format=item.document,
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a tick ``<name>.<letter>`` for each line, and ``<name>.<letter>.reason`` of those that have it."""
        reasons = {right.letter: right.stored for right in presented.rights}
        marked: dict[str, Response] = {}
        for line in presented.lefts:
            tick = only_value(form, f"{name}.{line.letter}")
            reason = only_value(form, f"{name}.{line.letter}.reason")
            if tick not in (None, "1") or (reason is not None and reason not in reasons):
                raise BadResponse(field=name)
            if tick:
                marked[line.stored] = reasons[reason] if reason else None
        return marked or None

    def check(self, item: Faults, response: Response) -> None:
        """Refuse all but lines of the document with reasons of the list."""
        _marked(item, response)

    def is_complete(self, item: Faults, response: Response) -> bool:
        """Say whether a line is marked, and each that is has its reason where reasons are listed."""
        marked = _marked(item, response)
        return bool(marked) and not (item.reasons and None in marked.values())

    def mark(self, item: Faults, response: Response) -> Mark:
        """Mark the lines that were marked, and those that should have been."""
        marked, faults = _marked(item, response), item.key_of
        parts = {
            letter: (letter in faults and faults[letter] == marked[letter]) if letter in marked else None
            for letter in letters(len(item.lines))
        }
        right = sum(part is True for part in parts.values())
        found = sum(letter in faults for letter in marked)
        return Mark(float(_score(item, right=right, found=found, false=len(marked) - found)), parts)

    def outline(self, item: Faults, response: Response) -> str:
        """Write the numbers of the marked lines with their reasons."""
        reasons = item.reasons_by_letter
        return "; ".join(
            f"{item.number_of(letter)}: {reasons[reason].text}" if reason else str(item.number_of(letter))
            for letter, reason in sorted(_marked(item, response).items())
        )

    def key_response(self, item: Faults) -> Response:
        """Give the faulty lines with their reasons."""
        return {**item.key_of}

    def guess(self, item: Faults) -> float:
        """Expect any set of marked lines but the empty one, with any reasons, to be as likely as any other.

        Of F faults and S sound lines, with R reasons (1 where none are listed), ``found`` faults of which ``right``
        have their reason and ``false`` sound lines are marked in C(F, found) C(found, right) (R - 1)^(found - right)
        C(S, false) R^false ways, of (R + 1)^(F + S) - 1 in all.
        """
        faults, ways = len(item.key_of), max(1, len(item.reasons))
        sound = len(item.lines) - faults
        total = sum(
            _score(item, right=right, found=found, false=false)
            * comb(faults, found)
            * comb(found, right)
            * (ways - 1) ** (found - right)
            * comb(sound, false)
            * ways**false
            for found in range(1, faults + 1)
            for right in range(found + 1)
            for false in range(sound + 1)
        )
        return float(Fraction(total) / ((ways + 1) ** len(item.lines) - 1))


def _score(item: Faults, *, right: int, found: int, false: int) -> Fraction:
    faults = len(item.key_of)
    share = (right + (found - right) * FOUND_ONLY) / faults
    return max(Fraction(), share - Fraction(false, len(item.lines) - faults))


def _marked(item: Faults, response: Response) -> dict[str, str | None]:
    if response is None:
        return {}
    lines, reasons = letters(len(item.lines)), letters(len(item.reasons))
    if not isinstance(response, dict) or not response:
        raise BadResponse(field=item.key)
    marked: dict[str, str | None] = {}
    for letter, reason in response.items():
        if letter not in lines or not (reason is None or (isinstance(reason, str) and reason in reasons)):
            raise BadResponse(field=item.key)
        marked[letter] = reason
    return marked
