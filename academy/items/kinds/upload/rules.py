"""Upload. Response: the files handed in, by their ids: ``{"files": ["0f8f…"]}``.

A file is sent by a form of its own, which also writes the response; so the item's own fields hold none.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from academy.items.kinds.kind import BadResponse, Form, Mark, Plain, Presented, Response
from academy.items.kinds.rubric import LAYOUT
from academy.items.kinds.upload.content import Upload


class UploadKind(Plain):
    """Waits for a person's mark. Nothing sent needs nobody: it scores 0."""

    name = "upload"
    content = Upload
    layout = replace(LAYOUT, numbers=("files", *LAYOUT.numbers))
    is_manual = True
    is_a_check = False

    def presented(self, item: Upload, seed: int | None, response: Response = None) -> Presented:
        """Show where files are sent."""
        return Presented(item.key)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read nothing: only sending and taking back a file changes the response."""
        return None

    def check(self, item: Upload, response: Response) -> None:
        """Refuse all but the ids of as many files as are asked for, each once."""
        files_of(item, response)

    def is_complete(self, item: Upload, response: Response) -> bool:
        """Say whether a file is there."""
        return bool(files_of(item, response))

    def mark(self, item: Upload, response: Response) -> Mark:
        """Let it wait; its one part is called ``files``."""
        return Mark(0.0, {"files": None}, waits=bool(files_of(item, response)))

    def outline(self, item: Upload, response: Response) -> str:
        """Write the ids, by which the files are kept."""
        return "; ".join(str(each) for each in files_of(item, response))

    def key_response(self, item: Upload) -> Response:
        """Give none: what is right is for a person to say."""
        return None

    def guess(self, item: Upload) -> float:
        """Nobody guesses a file."""
        return 0.0


def files_of(item: Upload, response: Response) -> list[UUID]:
    """Return the files of a response, none if it is unanswered. Raises BadResponse for anything else."""
    if response is None:
        return []
    written = response.get("files") if isinstance(response, dict) and set(response) == {"files"} else None
    if not isinstance(written, list) or not 0 < len(written) <= item.files:
        raise BadResponse(field=item.key)
    found = [_id(item, each) for each in written]
    if len(set(found)) < len(found):
        raise BadResponse(field=item.key)
    return found


def _id(item: Upload, written: object) -> UUID:
    try:
        found = UUID(str(written))
    except ValueError:
        raise BadResponse(field=item.key) from None
    if str(found) != written:
        raise BadResponse(field=item.key)
    return found
