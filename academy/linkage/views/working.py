"""The board while it is worked on: reading, sorting, arguing; and the saving of each change."""

from __future__ import annotations

import enum
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.errors import DomainError, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.forms.envelope import Envelope, envelope, mark_of
from academy.learning.rules import Act
from academy.learning.service import Receipt, Save
from academy.linkage.content import LETTERS, Sort
from academy.linkage.forms import LONGEST_SENTENCE, Part, read, sent_parts
from academy.linkage.rules import PLACES
from academy.linkage.views.blueprint import blueprint
from academy.linkage.views.sitting import WORDS, Sitting, sitting_of
from academy.web.access import actor, arrived_at, signed_in
from academy.web.errors import words_for
from academy.web.filters import clock_time


class Step(enum.IntEnum):
    """The pages of the work, in their order."""

    READ = 1
    SORT = 2
    ARGUE = 3
    CALL = 4


#: Step → its template, and what its parts are called.
_PAGES = {
    Step.READ: ("linkage/read.html", ()),
    Step.SORT: ("linkage/sort.html", ("incident",)),
    Step.ARGUE: ("linkage/argue.html", ("series",)),
    Step.CALL: ("linkage/call.html", ("feature",)),
}
#: Why a change that is kept does not count.
LATE = {
    "handed-in": _l("This board was handed in before. Your change is kept, but it does not count."),
    "last-day": _l("The last day of this board is over. Your change is kept, but it does not count."),
}


@blueprint.get("/boards/<uuid:attempt_id>/<int:number>")
@signed_in
def step(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one step of the work on a board."""
    sitting = sitting_of(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("linkage.result", attempt_id=attempt_id))
    return _page(sitting, number)


@blueprint.post("/boards/<uuid:attempt_id>/<int:number>")
@signed_in
def save(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save what was changed: one thing for the script, which gets a receipt; all of a step for a plain form."""
    sitting = sitting_of(attempt_id, is_saving=True)
    if number not in list(Step):
        raise NotFound()
    if request.headers.get("X-Requested-With"):
        return _answer_to_script(sitting)
    try:
        receipts = _save_all(sitting)
    except Invalid as error:
        return _page(sitting_of(attempt_id), number, words_for(error)), error.status
    for words in sorted({receipt_words(each) for each in receipts if each.is_late or not each.counts}):
        flash(words, "warning")
    return redirect(_following(sitting, number))


def _page(sitting: Sitting, number: int, error: str = "") -> str:
    if number not in list(Step):
        raise NotFound()
    template, kinds = _PAGES[Step(number)]
    return render_template(
        template, sitting=sitting, number=number, error=error, marks=sitting.marks(*kinds), key=uuid4().hex, letters=LETTERS,
        places=PLACES, sorts=[each.value for each in Sort], longest=LONGEST_SENTENCE, **WORDS,
    )  # fmt: skip


def _answer_to_script(sitting: Sitting) -> ResponseReturnValue:
    try:
        sent = envelope(request.form, page=_page_device())
        parts = sent_parts(sitting.board, request.form)
        if len(parts) != 1:
            raise Invalid("bad-envelope")
        receipt = _save(sitting, parts[0], sent, sent.key)
    except DomainError as error:
        return jsonify(text=words_for(error), message=words_for(error)), error.status
    return jsonify(
        saved_at=receipt.saved_at.isoformat(), is_late=receipt.is_late, counts=receipt.counts, sequence=receipt.sequence,
        receipt=receipt.key, text=receipt_words(receipt),
    )  # fmt: skip


def _save_all(sitting: Sitting) -> list[Receipt]:
    """Save what a plain form has changed since its page was made, each part by itself; sent again it is the same."""
    sent = envelope(request.form, page=_page_device())
    changed = []
    for part in sent_parts(sitting.board, request.form):
        said = read(sitting.board, part, request.form)
        if request.form.get(f"was-{part.name}") != mark_of(said.response, said.certainty):
            changed.append(part)
    return [
        _save(sitting, part, sent, uuid5(NAMESPACE_OID, f"{sent.key}:{part.item}").hex) for part in changed
    ]


def _save(sitting: Sitting, part: Part, sent: Envelope, key: str) -> Receipt:
    """Save one part; what was emptied is taken back."""
    said = read(sitting.board, part, request.form)
    act = Act.CLEAR if said.response is None else Act.SAVE
    save_ = Save(
        item=part.item, payload=said.response, device=sent.device, key=key, act=act, given_at=sent.given_at,
        sequence=sitting.saved.highest + 1 if sent.sequence is None else sent.sequence, certainty=said.certainty,
    )  # fmt: skip
    return learning.save_response(attempt=sitting.attempt, save=save_, at=arrived_at())


def _page_device() -> str:
    """Name the device of a page without a script: its session."""
    return f"page-{actor().session_id}"


def receipt_words(receipt: Receipt) -> str:
    """Say where a change is, from its receipt alone: a retry is told the same."""
    if receipt.why is not None:
        return str(LATE.get(receipt.why, LATE["handed-in"]))
    time = clock_time(receipt.saved_at)
    if not receipt.counts:
        return str(
            _(
                "Kept on the server %(time)s UTC. Another page of yours holds a newer answer, and that one counts.",
                time=time,
            )
        )
    return str(_("Saved on the server %(time)s UTC", time=time))


def _following(sitting: Sitting, number: int) -> str:
    """Return the page that a plain save leads to: the next step, or the one a button named."""
    attempt_id = sitting.attempt.id
    if not sitting.is_open:
        return url_for("linkage.result", attempt_id=attempt_id)
    wanted = request.form.get("next", default=number + 1, type=int)
    if wanted in list(Step):
        return url_for("linkage.step", attempt_id=attempt_id, number=wanted)
    return url_for("linkage.review", attempt_id=attempt_id)
