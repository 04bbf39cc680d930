"""The marking queue: responses that wait for a person, without their learners' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts.document.letters import Letter
from academy.audit import service as audit
from academy.errors import Conflict, Invalid, NotFound
from academy.items.kinds import kind_named
from academy.items.kinds.rubric import ByRubric
from academy.learning.models import Attempt
from academy.quizzes import service
from academy.quizzes.document.letters import Occasion
from academy.quizzes.forms.marking import MarkForm
from academy.quizzes.models import PersonMark
from academy.quizzes.queries import marking as queries
from academy.quizzes.queries.asked import Asked, asked_at, asked_in
from academy.quizzes.queries.files import sent_files
from academy.quizzes.rules import Turn, turn_after
from academy.quizzes.service import Judgement
from academy.quizzes.views.aftermath import marks_shown
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.wording import write_afterwards
from academy.web.access import actor, allow, signed_in
from academy.web.locale import content_locale
from academy.web.transactions import afterwards

#: What a file that was handed in may do in a browser that opens it all the same: nothing.
HANDED_IN_POLICY = "default-src 'none'; sandbox"


@dataclass
class Pile:
    """The responses to one item of a quiz that wait, the oldest first."""

    asked: Asked
    item: ByRubric
    oldest: datetime
    #: Attempts whose response the actor can mark.
    open: list[UUID] = field(default_factory=list)
    #: How many she has marked and that wait for another person.
    elsewhere: int = 0

    @property
    def key(self) -> tuple[UUID, str, str]:
        """What responses to it have in common: the quiz of an edition, and the item."""
        return (self.asked.reading.edition_id, self.asked.activity, self.item.key)


@blueprint.get("/marking")
@allow(*queries.MARKERS)
def to_mark() -> str:
    """List what waits for a mark, by quiz and item."""
    return render_template("quizzes/marking/queue.html", piles=_piles(), at=clock.now())


@blueprint.route("/marking/<uuid:attempt_id>/<slug:key>", methods=["GET", "POST"])
@allow(*queries.MARKERS)
def mark_response(attempt_id: UUID, key: str) -> ResponseReturnValue:
    """Mark one response by its rubric."""
    attempt = queries.attempt_to_mark(actor(), attempt_id)
    asked, item = _opened(attempt, key)
    given = queries.marks_of(attempt_id, key)
    if not _may_mark(attempt, key, given) and request.method == "GET":
        flash(_("This response is marked, or waits for another person."), "info")
        return redirect(url_for("quizzes.to_mark"))
    form, status = MarkForm(), 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            return _marked(attempt, asked, item, form)
        except Conflict as refusal:
            if refusal.reason == "marked-by-you":  # a second click
                return redirect(url_for("quizzes.to_mark"))
            if refusal.reason != "deciding-now":
                raise
            form.refuse(refusal)
            status = refusal.status
        except Invalid as refusal:
            form.refuse(refusal)
    return _mark_page(attempt, asked, item, given, form), status


@blueprint.get("/answers/files/<uuid:file_id>")
@signed_in
def answer_file(file_id: UUID) -> Response:
    """Give a file that was handed in to its learner, or to who may mark it; that somebody else read it is noted."""
    found, is_own = queries.file_for(actor(), file_id)
    try:
        content = current_app.extensions["storage"].get(found.digest)
    except FileNotFoundError as error:
        raise NotFound() from error
    if not is_own:
        reader, at = actor(), clock.now()
        afterwards(
            lambda: audit.record(by=reader, verb="read-answer-file", object_type="answer-file", object_id=file_id, at=at)
        )  # fmt: skip
    response = Response(content, mimetype=found.mime)
    response.headers["Content-Security-Policy"] = HANDED_IN_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response


def _piles() -> list[Pile]:
    found: dict[tuple[UUID, str, str], Pile] = {}
    for row in queries.waiting_for(actor()):
        key = (row.edition_id, row.activity, row.item)
        if key not in found:
            asked = asked_at(row.edition_id, row.activity, locale=content_locale(actor()))
            item = asked.pool.item(row.item)
            if not isinstance(item, ByRubric):
                continue
            found[key] = Pile(asked, item, row.submitted_at)
        if row.is_marked_by_actor:
            found[key].elsewhere += 1
        else:
            found[key].open.append(row.id)
    return list(found.values())


def _opened(attempt: Attempt, key: str) -> tuple[Asked, ByRubric]:
    """Return the quiz of an attempt and an item of it that people mark. Raises NotFound."""
    asked = asked_in(attempt, locale=content_locale(actor()))
    item = asked.item(key)
    queries.result_of(attempt.id, key)
    if not isinstance(item, ByRubric):
        raise NotFound()
    return asked, item


def _may_mark(attempt: Attempt, key: str, given: Sequence[PersonMark]) -> bool:
    is_mine = any(each.marker_id == actor().person_id for each in given)
    return not is_mine and queries.result_of(attempt.id, key).score is None


def _marked(attempt: Attempt, asked: Asked, item: ByRubric, form: MarkForm) -> ResponseReturnValue:
    judgement = Judgement(_levels(item), form.comment.data or "", has_seen_both=form.deciding.data == "1")
    done = service.mark(
        attempt=attempt, asked=asked, item=item, judgement=judgement, by=actor(), at=clock.now()
    )
    if done.is_graded:
        learner = attempt.enrolment.person
        write_afterwards([Letter(learner, Occasion.MARKED, "quizzes.result", {"attempt_id": attempt.id})])
    if done.is_settled:
        flash(_("The response has its mark."), "success")
    else:
        flash(_("Your mark is kept. Another person marks this response too."), "success")
    pile = next(
        (each for each in _piles() if each.key == (attempt.edition_id, attempt.activity, item.key)), None
    )
    if pile is None or not pile.open:
        return redirect(url_for("quizzes.to_mark"))
    return redirect(url_for("quizzes.mark_response", attempt_id=pile.open[0], key=item.key))


def _levels(item: ByRubric) -> dict[str, int]:
    """Return the levels that were chosen; what names none of its criterion's is left out, and then missed."""
    sent = {each.key: request.form.get(f"level-{each.key}", "") for each in item.criteria}
    return {
        key: int(value)
        for key, value in sent.items()
        if value.isascii() and value.isdigit() and len(value) < 3
    }


def _mark_page(
    attempt: Attempt, asked: Asked, item: ByRubric, given: Sequence[PersonMark], form: MarkForm
) -> str:
    """Show a response. Only who decides between two marks is shown them; to everybody else nothing of them is sent."""
    response = queries.result_of(attempt.id, item.key).response
    is_deciding = turn_after(len(given)) is Turn.DECIDING
    pile = next(
        (each for each in _piles() if each.key == (attempt.edition_id, attempt.activity, item.key)), None
    )
    places: list[Any] = pile.open if pile else []
    form.deciding.data, form.deciding.raw_data = "1" if is_deciding else "", None
    return render_template(
        "quizzes/marking/mark.html", attempt=attempt, asked=asked, item=item, form=form, response=response,
        mark=kind_named(item.kind).mark(item, response), files=sent_files(attempt.id, response), chosen=_levels(item),
        number=places.index(attempt.id) + 1 if attempt.id in places else 1, count=max(1, len(places)),
        given=marks_shown(given, item) if is_deciding else (), error=_("Choose a level for each criterion.") if form.is_submitted() else "",
    )  # fmt: skip
