"""Essay. Response: the text as it was written, without white space around it: ``"First I …"``."""

from __future__ import annotations

from dataclasses import replace

from academy.items.kinds.essay.content import Essay
from academy.items.kinds.essay.words import word_count
from academy.items.kinds.kind import BadResponse, Form, Mark, Plain, Presented, Response
from academy.items.kinds.rubric import LAYOUT

#: Characters; twice what five thousand words take.
LONGEST = 60_000


class EssayKind(Plain):
    """Waits for a person's mark. Nothing written needs nobody: it scores 0."""

    name = "essay"
    content = Essay
    layout = replace(LAYOUT, numbers=("least", "most", *LAYOUT.numbers))
    is_manual = True
    is_a_check = False

    def presented(self, item: Essay, seed: int | None, response: Response = None) -> Presented:
        """Show a field to write in."""
        return Presented(item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read the text; raises BadResponse with the reason ``too-long`` for more than anybody will read."""
        found = form.getlist(name)
        if len(found) > 1:
            raise BadResponse(field=name)
        text = found[0].replace("\r\n", "\n").replace("\r", "\n").strip() if found else ""
        if len(text) > LONGEST:
            raise BadResponse("too-long", field=name)
        return text or None

    def check(self, item: Essay, response: Response) -> None:
        """Refuse all but a text as ``read`` gives it."""
        _text(item, response)

    def is_complete(self, item: Essay, response: Response) -> bool:
        """Say whether it has as many words as are asked for, and no more."""
        count = word_count(_text(item, response))
        return max(1, item.least or 1) <= count and (item.most is None or count <= item.most)

    def mark(self, item: Essay, response: Response) -> Mark:
        """Let it wait; its one part is called ``text``."""
        return Mark(0.0, {"text": None}, waits=bool(_text(item, response)))

    def outline(self, item: Essay, response: Response) -> str:
        """Write the text on one line."""
        return " ".join(_text(item, response).split())

    def key_response(self, item: Essay) -> Response:
        """Give none: what is right is for a person to say."""
        return None

    def guess(self, item: Essay) -> float:
        """Nobody guesses an essay."""
        return 0.0


def _text(item: Essay, response: Response) -> str:
    if response is None:
        return ""
    if not isinstance(response, str) or not 0 < len(response) <= LONGEST or response != response.strip():
        raise BadResponse(field=item.key)
    return response
