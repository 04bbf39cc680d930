"""Script concordance. Response: the point chosen on the scale, one of ``"-2"``, ``"-1"``, ``"0"``, ``"+1"``, ``"+2"``."""

from __future__ import annotations

from academy.items.kinds.concordance.content import POINTS, Concordance
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

#: Ten to fifteen people make a panel; more add little (Gagnon et al. 2005; Fournier, Demeester and Charlin 2008).
SMALL_PANEL = 10


class ConcordanceKind(Plain):
    """The score is the votes for the point chosen over the votes for the point most of the panel chose.

    This is aggregate scoring (Charlin et al. 2000): every answer that some expert gave is worth something.
    """

    name = "concordance"
    content = Concordance
    layout = Layout(
        rows=(Rows("panel", ("votes", "reason"), numbers=("votes",), least=len(POINTS)),),
        words=("hypothesis", "information", "scale"),
    )

    def presented(self, item: Concordance, seed: int | None, response: Response = None) -> Presented:
        """Show the hypothesis and the information; a scale keeps its order."""
        return Presented(
            item.key, hypothesis=item.hypothesis, information=item.information, format=item.scale
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the one radio button."""
        point = only_value(form, name)
        if point is not None and point not in POINTS:
            raise BadResponse(field=name)
        return point

    def check(self, item: Concordance, response: Response) -> None:
        """Refuse all but a point of the scale."""
        _point(item, response)

    def is_complete(self, item: Concordance, response: Response) -> bool:
        """Say whether a point is chosen."""
        return _point(item, response) is not None

    def mark(self, item: Concordance, response: Response) -> Mark:
        """Mark the point by its votes; it is wholly right where no other has more."""
        point, votes = _point(item, response), item.votes
        parts = {each: votes[each] == item.most if each == point else None for each in POINTS}
        return Mark(votes[point] / item.most if point else 0.0, parts)

    def outline(self, item: Concordance, response: Response) -> str:
        """Write the point."""
        return _point(item, response) or ""

    def key_response(self, item: Concordance) -> str:
        """Give the point most of the panel chose, of several the first."""
        return next(point for point, votes in item.votes.items() if votes == item.most)

    def guess(self, item: Concordance) -> float:
        """The mean of what the points are worth."""
        return item.size / (len(POINTS) * item.most)

    def findings(self, item: Concordance) -> list[str]:
        """Warn of a panel too small to trust, and of one that all agrees: then the item asks for knowledge."""
        found = ["small-panel"] if item.size < SMALL_PANEL else []
        return [*found, "unanimous-panel"] if item.most == item.size else found


def _point(item: Concordance, response: Response) -> str | None:
    if response is None:
        return None
    if not isinstance(response, str) or response not in POINTS:
        raise BadResponse(field=item.key)
    return response
