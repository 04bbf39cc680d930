"""Files handed in and taken back: each is one more save of the item's response, which names its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.items.content import Item
from academy.items.kinds.upload.content import Upload
from academy.items.kinds.upload.rules import files_of
from academy.learning.models import Attempt
from academy.learning.queries import highest_sequence, responses
from academy.learning.rules import Act
from academy.learning.service import Receipt, Save
from academy.media.rules import Media
from academy.quizzes.content import QuizContent
from academy.quizzes.models import AnswerFile
from academy.quizzes.queries.files import file_count
from academy.quizzes.service.attempts import save

#: Files one can send to one item in all, those taken back counted in: what was sent is kept.
MOST_SENT = 40


@dataclass(frozen=True)
class SentFile:
    """A file as it came, made safe; its bytes are in storage. The key makes a retry the same file."""

    name: str
    media: Media
    key: str
    device: str
    certainty: int | None = None


def send_file(
    *, attempt: Attempt, quiz: QuizContent, item: Item, sent: SentFile, at: datetime
) -> Receipt | None:
    """Keep a file and name it in the response; the attempt is held in turn. None for what is there already.

    Raises Conflict for a key that brought another file, Invalid where as many are there as are asked for.
    """
    asked = _asked(item)
    file_id = uuid5(attempt.id, sent.key)
    earlier = session.get(AnswerFile, file_id)
    if earlier is not None:
        if (earlier.item, earlier.digest) != (item.key, sent.media.digest):
            raise Conflict("key-reused")
        return None
    files = _current(attempt, asked)
    if len(files) >= asked.files:
        raise Invalid("files-enough", field="file")
    if file_count(attempt.id, item.key) >= MOST_SENT:
        raise Invalid("files-many", field="file")
    session.add(
        AnswerFile(
            id=file_id, attempt_id=attempt.id, item=item.key, name=sent.name, mime=sent.media.content_type,
            size=len(sent.media.content), digest=sent.media.digest, sent_at=at,
        )
    )  # fmt: skip
    session.flush()
    return _saved(
        attempt, quiz, item, [*files, file_id], sent.device, f"file-{file_id.hex}", at, sent.certainty
    )


def remove_file(
    *, attempt: Attempt, quiz: QuizContent, item: Item, file_id: UUID, device: str, key: str, at: datetime
) -> Receipt | None:
    """Take a file back: the response no longer names it. None where it does not anyway."""
    files = _current(attempt, _asked(item))
    if file_id not in files:
        return None
    rest = [each for each in files if each != file_id]
    return _saved(attempt, quiz, item, rest, device, key, at)


def _asked(item: Item) -> Upload:
    if not isinstance(item, Upload):
        raise NotFound()
    return item


def _current(attempt: Attempt, item: Upload) -> list[UUID]:
    return files_of(item, responses(attempt.id).get(item.key))


def _saved(
    attempt: Attempt, quiz: QuizContent, item: Item, files: list[UUID], device: str, key: str, at: datetime, certainty: int | None = None
) -> Receipt:  # fmt: skip
    """Save the response anew. Made under the attempt's lock from what counts now, it stands above all of it."""
    new = Save(
        item=item.key, payload={"files": [str(each) for each in files]} if files else None, device=device,
        sequence=highest_sequence(attempt.id) + 1, key=key, act=Act.SAVE if files else Act.CLEAR,
        certainty=certainty,
    )  # fmt: skip
    return save(attempt=attempt, quiz=quiz, item=item, save=new, at=at)
