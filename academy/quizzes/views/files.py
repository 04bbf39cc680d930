"""Files as learners hand them in: sent by a form of their own, with a script or without."""

from __future__ import annotations

from contextlib import closing
from uuid import UUID, uuid4

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from academy import clock, db
from academy.courses.forms.media import said
from academy.errors import Conflict, Invalid, NotFound
from academy.items.kinds.upload.content import Upload
from academy.learning.service import Receipt
from academy.media.rules import Media, MediaError
from academy.quizzes.forms import envelope
from academy.quizzes.rules import Stage
from academy.quizzes.rules.files import MOST_BYTES, accepted, shown_name
from academy.quizzes.service import files as service
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.saving import following, item_page, page_device, receipt_words
from academy.quizzes.views.sitting import Sitting, sitting_of
from academy.web.access import prepares, signed_in
from academy.web.errors import say, words_for
from academy.web.intake import takes

#: Bytes that one form brings at most.
MOST_AT_ONCE = 5 * MOST_BYTES + 1_000_000

say({
    "files-enough": _l("That is more files than are asked for. Take one back, then send the other."),
    "files-many": _l("Too many files were sent to this item and taken back. Those that are there stay."),
})  # fmt: skip


@blueprint.post("/attempts/<uuid:attempt_id>/items/<int:number>/files")
@signed_in
@takes(MOST_AT_ONCE)
@prepares
def send_file(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Keep the files of an item's form, all or none, and go where the pressed button says."""
    sitting = sitting_of(attempt_id)
    asked = sitting.item(number)
    if not isinstance(asked, Upload):
        raise NotFound()
    try:
        taken = _taken(request.files.getlist("file"), most=asked.files)
    except Invalid as error:
        return item_page(sitting, number, words_for(error)), error.status
    except MediaError as error:
        return item_page(sitting, number, said(error)), 422
    db.begin_writing()
    held = sitting_of(attempt_id, is_saving=True)
    try:
        receipts = _kept(held, number, taken)
    except (Invalid, Conflict) as error:
        if held.stage is not Stage.OPEN or error.reason == "not-yet":
            raise
        return item_page(sitting_of(attempt_id), number, words_for(error)), error.status
    _tell([each for each in receipts if each is not None], len(taken))
    return _onward(held, number)


@blueprint.post("/attempts/<uuid:attempt_id>/items/<int:number>/files/<uuid:file_id>/take-back")
@signed_in
@takes(MOST_AT_ONCE)
def remove_file(attempt_id: UUID, number: int, file_id: UUID) -> ResponseReturnValue:
    """Take a file back, and show the item again."""
    sitting = sitting_of(attempt_id, is_saving=True)
    receipt = service.remove_file(
        attempt=sitting.attempt, quiz=sitting.quiz, item=sitting.item(number), file_id=file_id,
        device=page_device(), key=uuid4().hex, at=clock.now(),
    )  # fmt: skip
    if receipt is not None:
        flash(_("The file is taken back.") if receipt.counts else receipt_words(receipt), "info")
    return redirect(url_for("quizzes.item", attempt_id=attempt_id, number=number))


def _taken(files: list[FileStorage], *, most: int) -> list[tuple[str, Media]]:
    """Return what was sent, each made safe, and kept once all are. Raises MediaError and Invalid."""
    sent = [(shown_name(each.filename), _content(each)) for each in files if each.filename]
    if len(sent) > most:
        raise Invalid("files-enough", field="file")
    safe = [(name, accepted(name, content)) for name, content in sent]
    for _name, media in safe:
        current_app.extensions["storage"].put(media.content)
    return safe


def _content(sent: FileStorage) -> bytes:
    """Read no more than is needed to see that it is too much."""
    with closing(sent):
        return sent.stream.read(MOST_BYTES + 1)


def _kept(sitting: Sitting, number: int, taken: list[tuple[str, Media]]) -> list[Receipt | None]:
    sent = envelope(request.form, page=page_device())
    certainty = sent.certainty if sitting.quiz.certainty else None
    return [
        service.send_file(
            attempt=sitting.attempt, quiz=sitting.quiz, item=sitting.item(number), at=clock.now(),
            sent=service.SentFile(name, media, f"{sent.key}-{place}", sent.device, certainty),
        )
        for place, (name, media) in enumerate(taken)
    ]  # fmt: skip


def _tell(receipts: list[Receipt], count: int) -> None:
    late = next((each for each in receipts if each.is_late), None)
    if late is not None:
        flash(receipt_words(late), "warning")
    elif count:
        flash(_("The files are on the server."), "success")


def _onward(sitting: Sitting, number: int) -> ResponseReturnValue:
    if sitting.stage is not Stage.OPEN:
        return redirect(url_for("quizzes.review", attempt_id=sitting.attempt.id))
    return redirect(following(sitting, number))
