"""Short answer. Response: what was typed, on one line, ``"chain of custody"``."""

from __future__ import annotations

from academy.items.kinds.accepted import MOST_ACCEPTED
from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, Rows
from academy.items.kinds.short_answer.content import ShortAnswer
from academy.items.kinds.typed import as_typed, is_typed, read_typed


class ShortAnswerKind(Plain):
    """The score is that of the first accepted answer that takes what was typed, as in Moodle's short answers.

    Compared are words: whatever their script (Serbian Cyrillic or Latin), width, spaces and punctuation, and unless
    the author is strict about them, whatever their case and diacritics.
    """

    name = "short-answer"
    content = ShortAnswer
    layout = Layout(
        ticks=("wildcards", "case_sensitive", "strict_diacritics"),
        rows=(
            Rows("answers", ("text", "score", "feedback"), numbers=("score",), least=2, most=MOST_ACCEPTED),
        ),
    )

    def presented(self, item: ShortAnswer, seed: int | None, response: Response = None) -> Presented:
        """There is nothing to arrange."""
        return Presented(item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read what was typed."""
        return read_typed(form, name)

    def check(self, item: ShortAnswer, response: Response) -> None:
        """Refuse all but a text as ``read`` writes it."""
        _typed(item, response)

    def is_complete(self, item: ShortAnswer, response: Response) -> bool:
        """Say whether anything was typed."""
        return _typed(item, response) is not None

    def mark(self, item: ShortAnswer, response: Response) -> Mark:
        """Mark the text; its one part is called ``value``."""
        typed = _typed(item, response)
        if typed is None:
            return Mark(0.0, {"value": None})
        found = item.taken_by(typed)
        score = found.score if found else 0.0
        return Mark(score, {"value": score == 1})

    def outline(self, item: ShortAnswer, response: Response) -> str:
        """Write what was typed."""
        return _typed(item, response) or ""

    def key_response(self, item: ShortAnswer) -> Response:
        """Give the first fully right answer, without its wildcards."""
        return as_typed(item.model)

    def guess(self, item: ShortAnswer) -> float:
        """Nobody hits a word without a list to pick from."""
        return 0.0


def _typed(item: ShortAnswer, response: Response) -> str | None:
    if response is None:
        return None
    if not is_typed(response):
        raise BadResponse(field=item.key)
    return str(response)
