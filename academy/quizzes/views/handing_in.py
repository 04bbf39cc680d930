"""The way out of an attempt: looking over what is saved, where it is, and handing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.learning import queries
from academy.learning.models import AnswerEvent
from academy.learning.rules import Current
from academy.quizzes import service
from academy.quizzes.content import Reveal
from academy.quizzes.rules import Stage
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.results import released
from academy.quizzes.views.sitting import Sitting, sitting_of
from academy.web.access import signed_in

#: Seconds by which a browser's clock may be ahead of the end of the time.
EARLY = 5


@dataclass(frozen=True)
class SavedItem:
    """One item of an attempt, as the server holds it."""

    number: int
    item: Item
    #: The response that counts, in words; empty where there is none or it is not to be shown.
    words: str
    current: Current | None
    #: What arrived too late to count.
    late: Sequence[AnswerEvent]
    #: How many saves came before the one that counts.
    earlier: int
    #: Whether a linear quiz has come to it.
    is_reached: bool


@blueprint.get("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def review(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is answered and what is open, before handing in."""
    sitting = sitting_of(attempt_id)
    if sitting.stage is Stage.CLOSED:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return render_template(
        "quizzes/review.html", sitting=sitting, places=sitting.places(), unsure=_unsure(sitting)
    )


@blueprint.post("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def submit(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in an attempt; a second click leads to the result of the first.

    ``time-up`` comes from a page whose time has run out: it asks for what the quiz does then, and no more.
    """
    sitting = sitting_of(attempt_id)
    attempt, quiz, at = sitting.attempt, sitting.quiz, clock.now()
    stage = service.see_to(attempt=attempt, quiz=quiz, items=sitting.items, at=at)
    is_time_up = bool(request.form.get("time-up"))
    if stage is Stage.CLOSED:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if is_time_up and not (stage is Stage.OPEN and _hands_in_by_itself(sitting)):
        return redirect(url_for("quizzes.item", attempt_id=attempt_id, number=attempt.position))
    service.submit(attempt=attempt, quiz=quiz, items=sitting.items, at=at)
    return redirect(url_for("quizzes.result", attempt_id=attempt_id))


@blueprint.get("/attempts/<uuid:attempt_id>/saved")
@signed_in
def saved(attempt_id: UUID) -> str:
    """Show what the server holds of an attempt, item by item, with its receipts."""
    sitting = sitting_of(attempt_id)
    shows = sitting.stage is not Stage.CLOSED or Reveal.RESPONSE in released(sitting).now
    events = queries.all_answers(attempt_id)
    items = [
        _saved_item(sitting, number, item, events, shows)
        for number, item in enumerate(sitting.items, start=1)
    ]
    return render_template(
        "quizzes/saved.html", sitting=sitting, items=items, shows=shows, made_at=clock.now()
    )


def _hands_in_by_itself(sitting: Sitting) -> bool:
    left = sitting.seconds_left
    return sitting.quiz.on_timeout == "submit" and left is not None and left <= EARLY


def _unsure(sitting: Sitting) -> list[int]:
    """Return the places of items that were answered with the least certainty."""
    found = (
        (number, sitting.currents.get(item.key))
        for number, item in enumerate(sitting.items, start=1)
        if sitting.asks_certainty(item)
    )
    return [
        number
        for number, current in found
        if current and current.response is not None and current.certainty in (None, 1)
    ]


def _saved_item(
    sitting: Sitting, number: int, item: Item, events: Sequence[AnswerEvent], shows: bool
) -> SavedItem:
    own = [event for event in events if event.item == item.key]
    counting = [event for event in own if not event.is_late]
    current = sitting.currents.get(item.key)
    response = current.response if current else None
    return SavedItem(
        number=number,
        item=item,
        words=kind_named(item.kind).outline(item, response) if shows and response is not None else "",
        current=current,
        late=[event for event in own if event.is_late],
        earlier=max(0, len(counting) - 1),
        is_reached=sitting.quiz.navigation == "free" or number <= sitting.attempt.position,
    )
