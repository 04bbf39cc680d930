"""The review queue: short rounds of items that somebody once got wrong. For herself alone; nothing is graded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.errors import Conflict, Invalid, NotFound
from academy.items.kinds import kind_named
from academy.recall import queries, service
from academy.recall.models import RecallCard
from academy.recall.queries import Question
from academy.recall.rules import ROUND, Answer
from academy.web.access import actor, signed_in
from academy.web.errors import say, words_for
from academy.web.locale import content_locale

#: Under this name an item's fields travel.
FIELD = "answer"

blueprint = Blueprint("recall", __name__, url_prefix="/<locale:locale>/recall", template_folder="templates")

say(
    {
        "put-away": _l("You have put this item away. It does not come back."),
        "not-right": _l("This item was not right last time, so it comes back soon anyway."),
    }
)


@blueprint.get("/")
@signed_in
def queue() -> str:
    """Show how many items are due, and what this is."""
    found = queries.counts(actor().person_id, at=clock.now())
    return render_template("recall/queue.html", counts=found, round=ROUND)


@blueprint.post("/rounds")
@signed_in
def begin() -> ResponseReturnValue:
    """Gather what was released since, and begin a round."""
    who, at = actor().person_id, clock.now()
    service.gather(person_id=who, at=at)
    service.retire_gone(person_id=who, at=at)
    return _on(ROUND)


@blueprint.get("/next")
@signed_in
def following() -> ResponseReturnValue:
    """Lead on to the next item of the round, or back to the queue."""
    return _on(_left())


@blueprint.get("/cards/<uuid:card_id>")
@signed_in
def card(card_id: UUID) -> ResponseReturnValue:
    """Ask one item."""
    found = queries.own_card(actor(), card_id)
    return _asked(found, _question(found))


@blueprint.post("/cards/<uuid:card_id>")
@signed_in
def answer(card_id: UUID) -> ResponseReturnValue:
    """Mark an answer at once, and say when the item comes back."""
    found = queries.own_card(actor(), card_id)
    question, seen = _question(found), request.form.get("seen", type=int)
    try:
        response = kind_named(question.item.kind).read(_presented(found, question), request.form, FIELD)
        service.answer(
            card=found,
            question=question,
            response=response,
            seen=-1 if seen is None else seen,
            at=clock.now(),
        )
    except (Invalid, Conflict) as error:
        return _asked(found, question, words_for(error)), error.status
    except KeyError:  # never answered, and no page of ours says otherwise
        return _asked(found, question), 409
    return redirect(url_for("recall.verdict", card_id=card_id, left=max(0, _left() - 1)))


@blueprint.get("/cards/<uuid:card_id>/verdict")
@signed_in
def verdict(card_id: UUID) -> ResponseReturnValue:
    """Say whether the last answer was right, and why."""
    found = queries.own_card(actor(), card_id)
    last = found.memory.get("last")
    if last is None:
        return redirect(url_for("recall.card", card_id=card_id, left=_left()))
    question = _question(found)
    mark = kind_named(question.item.kind).mark(question.item, last["response"])
    return render_template(
        "recall/verdict.html", card=found, question=question, response=last["response"], mark=mark, left=_left(),
        days=max(1, (found.due_at - clock.now()).days), Answer=Answer, said=last["answer"],
    )  # fmt: skip


@blueprint.post("/cards/<uuid:card_id>/hard")
@signed_in
def hard(card_id: UUID) -> ResponseReturnValue:
    """Let an item that was right but hard come back sooner."""
    service.call_hard(card=queries.own_card(actor(), card_id), at=clock.now())
    flash(_("Noted: it comes back sooner."), "success")
    return redirect(url_for("recall.verdict", card_id=card_id, left=_left()))


@blueprint.post("/cards/<uuid:card_id>/put-away")
@signed_in
def put_away(card_id: UUID) -> ResponseReturnValue:
    """Let an item not come back."""
    service.put_away(card=queries.own_card(actor(), card_id), at=clock.now())
    flash(_("Put away: it does not come back unless you bring it back."), "success")
    return redirect(url_for("recall.following", left=_left()))


@blueprint.post("/brought-back")
@signed_in
def bring_back() -> ResponseReturnValue:
    """Let everything that was put away come back."""
    service.bring_back(person_id=actor().person_id)
    flash(_("They come back when they are due."), "success")
    return redirect(url_for("recall.queue"))


def _on(left: int) -> ResponseReturnValue:
    at, locale = clock.now(), content_locale(actor())
    if left > 0:
        for each in queries.due(actor().person_id, at=at):
            if queries.question(each, locale=locale, at=at) is not None:
                return redirect(url_for("recall.card", card_id=each.id, left=left))
    return redirect(url_for("recall.queue"))


def _question(card: RecallCard) -> Question:
    found = queries.question(card, locale=content_locale(actor()), at=clock.now())
    if found is None:
        raise NotFound()
    return found


def _presented(card: RecallCard, question: Question) -> Any:
    seed = (card.id.int + card.seen_count) % 2**31 if question.pool.shuffle else None
    return kind_named(question.item.kind).presented(question.item, seed)


def _asked(card: RecallCard, question: Question, error: str = "") -> str:
    return render_template(
        "recall/card.html", card=card, question=question, presented=_presented(card, question), field=FIELD, left=_left() or 1,
        error=error,
    )  # fmt: skip


def _left() -> int:
    """Return how many items of the round are left, as the address says."""
    return min(ROUND, max(0, request.values.get("left", 0, type=int)))
