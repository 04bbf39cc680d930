"""The item bank: the list, what it is filtered by, and what is done to many items at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from academy import clock, db
from academy.errors import DomainError, Invalid
from academy.items.editing.asked import arguments, asked_from, ids_from
from academy.items.editing.listing import listing
from academy.items.queries import bank as queries
from academy.items.queries.bank import Asked
from academy.items.queries.usage import witness
from academy.items.service import bulk
from academy.items.views.blueprint import AUTHORS, bank_blueprint
from academy.web.access import actor, allow, prepares
from academy.web.errors import words_for

#: What can be done to many items, in the order it is offered.
DEEDS: dict[str, LazyString] = {
    "move": _l("Move to the category"),
    "tag": _l("Add the tag"),
    "untag": _l("Take the tag off"),
    "align": _l("Align with the competency"),
    "review": _l("Mark as reviewed"),
    "retire": _l("Retire"),
    "bring-back": _l("Bring back"),
    "export": _l("Export"),
}
#: Items of a second look that are named.
NAMED = 20


@bank_blueprint.get("/")
@allow(*AUTHORS)
def items() -> ResponseReturnValue:
    """List the items that are an author's to change."""
    return _page(asked_from(request.args), page=max(1, request.args.get("page", 1, type=int)))


@bank_blueprint.post("/bulk")
@allow(*AUTHORS)
@prepares
def change_many() -> ResponseReturnValue:
    """Do something to the ticked items, or to all that the filter asks for: to all of them or to none."""
    asked = asked_from(request.form)
    do, word = request.form.get("do", ""), request.form.get("word", "").strip()
    try:
        if do not in DEEDS:
            raise Invalid("bank-nothing-to-do")
        ticked = ids_from(request.form)
        ids = queries.chosen(actor(), ticked, asked)
        if not ids:
            raise Invalid("bank-nothing-ticked")
        if do == "export":
            return redirect(_export(asked, ids, is_all=ticked is None))
        if do == "retire" and len(ids) > 1 and request.form.get("sure") != str(len(ids)):
            return _second_look(asked, ids, is_all=ticked is None)
        changed = _done(do, ids, word)
    except DomainError as refusal:
        return _page(asked, refusal=refusal)
    flash(
        ngettext("%(num)d item was changed.", "%(num)d items were changed.", changed)
        + (" " + _rest(len(ids) - changed) if changed < len(ids) else ""),
        "success",
    )
    return redirect(url_for("bank.items", **arguments(asked)))


def _done(do: str, ids: Sequence[UUID], word: str) -> int:
    """Make the deed ready while nobody waits, then carry it out."""
    deeds: dict[str, Callable[[], bulk.Deed]] = {
        "move": lambda: bulk.move(ids=ids, category=word),
        "tag": lambda: bulk.tag(ids=ids, tag=word, is_added=True),
        "untag": lambda: bulk.tag(ids=ids, tag=word, is_added=False),
        "align": lambda: bulk.align(ids=ids, competency=word),
        "review": lambda: bulk.review(ids=ids, by=actor()),
        "retire": lambda: bulk.retire(ids=ids),
        "bring-back": lambda: bulk.bring_back(ids=ids),
    }
    deed = deeds[do]()
    db.begin_writing()
    return bulk.carry_out(deed=deed, by=actor(), at=clock.now())


def _export(asked: Asked, ids: Sequence[UUID], *, is_all: bool) -> str:
    return url_for(
        "exchange.export", **(arguments(asked) if is_all else {"item": [str(each) for each in ids]})
    )


def _rest(count: int) -> str:
    return str(ngettext("%(num)d was so already.", "%(num)d were so already.", count))


def _second_look(asked: Asked, ids: Sequence[UUID], *, is_all: bool) -> str:
    named = [item for item, _content in queries.contents(ids[:NAMED])]
    used = queries.used_among(ids)
    return render_template(
        "items/bank_retire.html", asked=asked, arguments=arguments(asked), ids=[] if is_all else ids, is_all=is_all,
        count=len(ids), named=named, used=used,
    )  # fmt: skip


def _page(asked: Asked, *, page: int = 1, refusal: DomainError | None = None) -> ResponseReturnValue:
    found = queries.bank_page(actor(), asked, page=page)
    body = render_template(
        "items/bank.html",
        found=found,
        quizzes=[(str(activity_id), words) for activity_id, words in witness().quizzes(actor())],
        deeds=[("", _l("Choose")), *DEEDS.items()],
        refusal=words_for(refusal) if refusal else "",
        ticked=set(request.form.getlist("item")),
        page=page,
        **listing(actor(), asked),
    )
    return body, refusal.status if refusal else 200
