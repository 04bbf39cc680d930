"""Labels. Response: the letter of the label put at a spot, ``{"a": "c"}``; not every spot needs one.

The label of spot ``b`` is ``b``; the letters of extra labels go on from there. So the letters give the key away, and
the page gives the labels other ones, by their place in the list.
"""

from __future__ import annotations

from academy.items.content import letters
from academy.items.kinds.kind import Form, Layout, Mark, Plain, Presented, Response, Rows, Shown
from academy.items.kinds.labels.content import Labels
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.pairing import checked_pairs, read_pairs


class LabelsKind(Plain):
    """The score is the share of spots with their own label; or all or nothing."""

    name = "labels"
    content = Labels
    layout = Layout(
        rows=(
            Rows("spots", ("label", "x", "y"), numbers=("x", "y"), least=3),
            Rows("extra", least=0),
        ),
        words=("marking",),
    )

    def presented(self, item: Labels, seed: int | None, response: Response = None) -> Presented:
        """Number the spots as they are read, and shuffle the labels, with a seed or without."""
        return Presented(
            item.key,
            lefts=tuple(Shown(spot.letter, str(spot.number), stored=spot.letter) for spot in item.numbered),
            rights=relettered(shuffled(lettered(item.labels), seed=seed, key=item.key)),
            spots=item.numbered,
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a field ``<name>.<letter>`` for each spot, which holds the letter of a label."""
        return read_pairs(presented, form, name)

    def check(self, item: Labels, response: Response) -> None:
        """Refuse all but spots with labels; two spots may have the same label."""
        _labels(item, response)

    def is_complete(self, item: Labels, response: Response) -> bool:
        """Say whether every spot has a label."""
        return len(_labels(item, response)) == len(item.spots)

    def mark(self, item: Labels, response: Response) -> Mark:
        """Mark each spot, under its letter."""
        given = _labels(item, response)
        names = letters(len(item.spots))
        parts = {letter: given[letter] == letter if letter in given else None for letter in names}
        rights = sum(part is True for part in parts.values())
        if item.marking == "all-or-nothing":
            return Mark(float(rights == len(names)), parts)
        return Mark(rights / len(names), parts)

    def outline(self, item: Labels, response: Response) -> str:
        """Write each spot's number with its label."""
        given = _labels(item, response)
        return "; ".join(
            f"{spot.number} → {item.labels_by_letter[given[spot.letter]]}"
            for spot in item.numbered
            if spot.letter in given
        )

    def key_response(self, item: Labels) -> Response:
        """Give each spot its own label."""
        return {letter: letter for letter in letters(len(item.spots))}

    def guess(self, item: Labels) -> float:
        """One in m labels for each spot, so for their mean; all or nothing, for all n spots at once: 1/m^n."""
        chance = 1 / len(item.labels)
        return chance if item.marking == "per-spot" else float(chance ** len(item.spots))


def _labels(item: Labels, response: Response) -> dict[str, str]:
    return checked_pairs(item.key, response, lefts=len(item.spots), rights=len(item.labels))
