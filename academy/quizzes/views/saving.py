"""Items as they are answered: the page of one, and the saving of what was answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.errors import Conflict, Invalid
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.learning.rules import Act
from academy.learning.service import Receipt, Save
from academy.quizzes import service
from academy.quizzes.forms import envelope, mark_of
from academy.quizzes.queries.files import sent_files
from academy.quizzes.rules import Stage, item_reveals, verdict
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.sitting import Sitting, sitting_of
from academy.web.access import actor, arrived_at, signed_in
from academy.web.errors import say, words_for
from academy.web.filters import clock_time

#: Under this name an item's fields travel.
FIELD = "answer"
#: Beside a receipt, not in it: a retry gets the same receipt, but less time.
SECONDS_LEFT = "X-Seconds-Left"

#: Why an answer that is kept does not count.
LATE = {
    "handed-in": _l("This quiz was handed in before. Your answer is kept, but it does not count."),
    "deadline": _l(
        "The time of this attempt was over. Your answer is kept and marked late; it does not count."
    ),
    "last-day": _l("The last day of this quiz is over. Your answer is kept, but it does not count."),
    "passed": _l("This quiz has gone past this item. Your answer is kept, but it does not count."),
    "settled": _l("This item was settled by a check before. Your answer is kept, but it does not count."),
}

say(
    {
        "no-checks": _l("Items of this quiz are not checked one by one. Your answer was not changed."),
        "nothing-to-check": _l("Give an answer first, then have it checked."),
        "committed": _l("What was committed before stays. Load the page again to see it."),
        "not-yet": _l("This quiz has not come to this item yet. Answer the one before it first."),
    }
)


@blueprint.get("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def item(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one item with the answer that is saved."""
    sitting = sitting_of(attempt_id)
    sitting.item(number)
    if sitting.stage is Stage.CLOSED:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if sitting.stage is not Stage.OPEN:
        return redirect(url_for("quizzes.review", attempt_id=attempt_id))
    if _is_linear(sitting) and number != sitting.attempt.position:
        return redirect(_place_of(sitting, sitting.attempt.position))
    return item_page(sitting, number)


@blueprint.post("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def save(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save one answer: for the script a receipt, for a plain form the next page."""
    sitting = sitting_of(attempt_id, is_saving=True)
    asked = sitting.item(number)
    if request.headers.get("X-Requested-With"):
        return _answer_to_script(sitting, asked)
    try:
        receipt = _save_from_page(sitting, asked)
    except (Invalid, Conflict) as error:
        if sitting.stage is not Stage.OPEN or error.reason == "not-yet":
            raise
        return item_page(sitting_of(attempt_id), number, words_for(error)), error.status
    if receipt is not None and not (receipt.counts and not receipt.is_late):
        flash(receipt_words(receipt), "warning")
    if sitting.stage is not Stage.OPEN:
        return redirect(url_for("quizzes.review", attempt_id=attempt_id))
    return redirect(following(sitting, number))


def _answer_to_script(sitting: Sitting, asked: Item) -> ResponseReturnValue:
    try:
        response = jsonify(_receipt(_save(sitting, asked)))
    except (Invalid, Conflict) as error:
        return jsonify(text=words_for(error), message=words_for(error)), error.status
    return _with_time_left(response, sitting)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "saved_at": receipt.saved_at.isoformat(),
        "is_late": receipt.is_late,
        "counts": receipt.counts,
        "sequence": receipt.sequence,
        "receipt": receipt.key,
        "text": receipt_words(receipt),
    }


def _with_time_left(response: Response, sitting: Sitting) -> Response:
    if sitting.seconds_left is not None:
        response.headers[SECONDS_LEFT] = str(sitting.seconds_left)
    return response


def _save_from_page(sitting: Sitting, asked: Item) -> Receipt | None:
    """Save what a plain form sent; None where it changed nothing."""
    sent = envelope(request.form, page=page_device())
    if sent.act is Act.SAVE:
        response = kind_named(asked.kind).read(sitting.presented(asked), request.form, FIELD)
        if request.form.get("was") == mark_of(response, sent.certainty):
            return None
        if response is None:
            if asked.key in sitting.responses:
                flash(_("Your saved answer stands. To take it back, press “Clear my answer”."), "info")
            return None
    return _save(sitting, asked)


def _save(sitting: Sitting, asked: Item) -> Receipt:
    sent = envelope(request.form, page=page_device())
    response = None
    if sent.act is not Act.CLEAR:
        response = kind_named(asked.kind).read(sitting.presented(asked), request.form, FIELD)
    save_ = Save(
        item=asked.key, payload=response, device=sent.device, key=sent.key, act=sent.act, given_at=sent.given_at,
        sequence=sitting.highest + 1 if sent.sequence is None else sent.sequence,
        certainty=sent.certainty if sitting.quiz.certainty else None,
    )  # fmt: skip
    return service.save(attempt=sitting.attempt, quiz=sitting.quiz, item=asked, save=save_, at=arrived_at())


def page_device() -> str:
    """Name the device of a page without a script: its session."""
    return f"page-{actor().session_id}"


def receipt_words(receipt: Receipt) -> str:
    """Say where an answer is, from its receipt alone: a retry is told the same."""
    if receipt.why is not None:
        return str(LATE.get(receipt.why, LATE["handed-in"]))
    if not receipt.counts:
        return str(
            _("Kept on the server %(time)s UTC. Another page of yours holds a newer answer, and that one counts.",
              time=clock_time(receipt.saved_at))
        )  # fmt: skip
    return str(_("Saved on the server %(time)s UTC", time=clock_time(receipt.saved_at)))


def item_page(sitting: Sitting, number: int, error: str = "") -> str:
    """Render the page of an item, with what is wrong beside it."""
    asked = sitting.item(number)
    current = sitting.currents.get(asked.key)
    response = current.response if current else None
    quiz = sitting.quiz
    said = verdict(quiz, asked, current) if quiz.feedback != "deferred" else None
    return render_template(
        "quizzes/item.html",
        sitting=sitting,
        item=asked,
        section=sitting.section(asked),
        presented=sitting.presented(asked),
        response=response,
        files=sent_files(sitting.attempt.id, response) if asked.kind == "upload" else [],
        current=current,
        verdict=said,
        reveals=item_reveals(quiz, asked, current),
        mark=kind_named(asked.kind).mark(asked, response),
        # a settled item has no fields: its form says nothing, and nothing is what it shows
        was=mark_of(None, None)
        if said and said.is_settled
        else mark_of(response, current.certainty if current else None),
        number=number,
        places=sitting.places(number),
        saved_at=max((each.saved_at for each in sitting.currents.values()), default=None),
        key=uuid4().hex,
        field=FIELD,
        error=error,
    )


def following(sitting: Sitting, number: int) -> str:
    """Return the page that a plain save leads to: the item again, a place a button named, or the hand-in page."""
    stays = any(request.form.get(name) for name in ("stay", Act.CHECK.value, Act.CLEAR.value))
    wanted = request.form.get("next", "", type=str)
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else number + 1
    if stays:
        place = number
    elif _is_linear(sitting):
        place = min(number, sitting.attempt.position) + 1
        service.move_on(attempt=sitting.attempt, quiz=sitting.quiz, place=place)
    return _place_of(sitting, place)


def _place_of(sitting: Sitting, place: int) -> str:
    if 1 <= place <= len(sitting.items):
        return url_for("quizzes.item", attempt_id=sitting.attempt.id, number=place)
    return url_for("quizzes.review", attempt_id=sitting.attempt.id)


def _is_linear(sitting: Sitting) -> bool:
    return sitting.quiz.navigation == "linear"
