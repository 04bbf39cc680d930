"""One item of the bank: its page, how it is written, its versions, its reviews and its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, i18n
from academy.agencies.models import Kind
from academy.courses.queries.desk import agencies_of_authors
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.items.content import Item
from academy.items.editing.preview import as_shown
from academy.items.editing.wording import STATES, place_words, state_of
from academy.items.forms import KIND_NAMES, error_words
from academy.items.kinds import kind_named, parse
from academy.items.kinds.editing import Data, blank, changed, deed_of, examine, read
from academy.items.kinds.kind import Mark
from academy.items.models import BankItem
from academy.items.queries import bank as queries
from academy.items.queries import item as one
from academy.items.queries.usage import witness
from academy.items.rules.statistics import FEWEST, Facility, facility
from academy.items.rules.versions import Difference, differences, files_of, plain
from academy.items.service import bank as service
from academy.items.views.blueprint import AUTHORS, bank_blueprint
from academy.web.access import actor, allow
from academy.web.errors import words_for

#: Under this name an item's fields travel.
FIELD = "item"


@dataclass(frozen=True)
class Figures:
    """First attempts at one version."""

    #: None for attempts before the bank counted versions.
    version: int | None
    count: int
    #: None where there are too few to say anything.
    facility: Facility | None


@bank_blueprint.get("/<uuid:item_id>")
@allow(*AUTHORS)
def item(item_id: UUID) -> ResponseReturnValue:
    """Show an item as a learner sees it, its versions, what was said of it, where it is used."""
    return _item_page(queries.item_for(actor(), item_id))


@bank_blueprint.route("/new", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_item() -> ResponseReturnValue:
    """Write a new item of the kind the address names; without one, of the first."""
    name = request.args.get("kind") or next(iter(KIND_NAMES))
    if name not in KIND_NAMES:
        raise NotFound()
    data, errors = _read(blank(name, name, kind_named(name).layout))
    agencies = _agencies()
    if request.method == "POST" and not errors and not deed_of(request.form, FIELD):
        chosen = request.form.get("agency", "")
        if chosen not in dict(agencies) or request.form.get("language") not in i18n.LANGUAGES:
            raise NotFound()
        made = service.add_items(
            items=[service.NewItem(parse(data), request.form.get("category", ""), request.form.get("note", ""))],
            agency_id=UUID(chosen) if chosen else None, source_locale=request.form["language"], by=actor(), at=clock.now(),
        )  # fmt: skip
        flash(_("The item is in the bank."), "success")
        return redirect(url_for("bank.item", item_id=made[0].id))
    languages = [(each.code, each.name) for each in i18n.LANGUAGES.values()]
    return _form(data, errors, item=None, agencies=agencies, languages=languages)


@bank_blueprint.route("/<uuid:item_id>/edit", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(item_id: UUID) -> ResponseReturnValue:
    """Write an item anew: what changes becomes its next version."""
    found = queries.item_for(actor(), item_id)
    data, errors = _read(one.content_at(found.id, found.version))
    if request.method != "POST" or errors or deed_of(request.form, FIELD):
        return _form(data, errors, item=found, based_on=request.form.get("version", found.version, type=int))
    try:
        is_new = service.save_version(
            item=found, content=parse(data), based_on=request.form.get("version", 0, type=int),
            note=request.form.get("note", ""), by=actor(), at=clock.now(),
        )  # fmt: skip
        service.file_under(item=found, category=request.form.get("category", ""), by=actor(), at=clock.now())
    except Conflict as refusal:
        return _collided(found, data, refusal)
    except DomainError as refusal:
        return _form(data, {"": words_for(refusal)}, item=found, based_on=found.version)
    words = (
        _("Version %(number)s is saved.", number=found.version)
        if is_new
        else _("Saved. What the item says has not changed.")
    )
    flash(words, "success")
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.get("/<uuid:item_id>/compare")
@allow(*AUTHORS)
def compare(item_id: UUID) -> ResponseReturnValue:
    """Show where two versions differ, field by field."""
    found = queries.item_for(actor(), item_id)
    before = request.args.get("from", max(1, found.version - 1), type=int)
    after = request.args.get("to", found.version, type=int)
    apart = differences(one.content_at(found.id, before), one.content_at(found.id, after))
    return render_template(
        "items/bank_compare.html",
        item=found,
        before=before,
        after=after,
        differences=apart,
        place_words=place_words,
    )


@bank_blueprint.post("/<uuid:item_id>/restore")
@allow(*AUTHORS)
def restore(item_id: UUID) -> ResponseReturnValue:
    """Make an earlier version the newest."""
    found = queries.item_for(actor(), item_id)
    number = request.form.get("number", 0, type=int)
    if not 1 <= number <= found.version:
        raise Invalid("bank-no-such-version")
    service.restore_version(
        item=found, number=number, based_on=request.form.get("version", 0, type=int),
        note=_("As version %(number)s", number=number), by=actor(), at=clock.now(),
    )  # fmt: skip
    flash(
        _("Version %(number)s says what version %(earlier)s said.", number=found.version, earlier=number),
        "success",
    )
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.post("/<uuid:item_id>/review")
@allow(*AUTHORS)
def review(item_id: UUID) -> ResponseReturnValue:
    """Mark the newest version as reviewed."""
    found = queries.item_for(actor(), item_id)
    try:
        service.review(
            item=found, version=request.form.get("version", 0, type=int), by=actor(), at=clock.now()
        )
    except DomainError as refusal:
        return _item_page(found, refusal=refusal)
    flash(_("Version %(number)s is marked as reviewed.", number=found.version), "success")
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.post("/<uuid:item_id>/retire")
@allow(*AUTHORS)
def retire(item_id: UUID) -> ResponseReturnValue:
    """Retire an item."""
    found = queries.item_for(actor(), item_id)
    service.retire(item=found, by=actor(), at=clock.now())
    flash(_("The item is retired. Quizzes that have it keep it."), "success")
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.post("/<uuid:item_id>/bring-back")
@allow(*AUTHORS)
def bring_back(item_id: UUID) -> ResponseReturnValue:
    """Bring a retired item back."""
    found = queries.item_for(actor(), item_id)
    service.bring_back(item=found, by=actor(), at=clock.now())
    flash(_("The item is back."), "success")
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.post("/<uuid:item_id>/comments")
@allow(*AUTHORS)
def comment(item_id: UUID) -> ResponseReturnValue:
    """Say something of a version."""
    found, text = queries.item_for(actor(), item_id), request.form.get("text", "")
    try:
        service.comment(
            item=found,
            version=request.form.get("version", 0, type=int),
            text=text,
            by=actor(),
            at=clock.now(),
        )
    except DomainError as refusal:
        return _item_page(found, refusal=refusal, said=text)
    flash(_("Your comment stands beside the item."), "success")
    return redirect(url_for("bank.item", item_id=found.id, _anchor="comments"))


@bank_blueprint.post("/comments/<uuid:comment_id>")
@allow(*AUTHORS)
def settle(comment_id: UUID) -> ResponseReturnValue:
    """Settle a comment, or open it again."""
    found = one.comment_for(actor(), comment_id)
    is_open = request.form.get("do") == "reopen"
    service.settle(comment=found, is_open=is_open, by=actor(), at=clock.now())
    flash(_("The comment is open again.") if is_open else _("The comment is settled."), "success")
    return redirect(url_for("bank.item", item_id=found.item_id, _anchor="comments"))


def _item_page(found: BankItem, *, refusal: DomainError | None = None, said: str = "") -> ResponseReturnValue:
    versions = one.versions_of(found.id)
    content = one.content_at(found.id, found.version)
    shown = as_shown(parse(content))
    body = render_template(
        "items/bank_item.html",
        item=found,
        shown=shown,
        presented=kind_named(shown.kind).presented(cast(Any, shown), None),
        keyed=_keyed(shown),
        kind_name=KIND_NAMES.get(shown.kind, shown.kind),
        state=STATES[state_of(found)],
        versions=versions,
        is_own=versions[0].by_id == actor().person_id,
        reviewer=one.call_sign(found.reviewed_by_id),
        comments=one.comments_on(found.id),
        media=queries.media_of([found.id]).get(found.id, {}),
        files=files_of(content),
        uses=witness().uses_of(actor(), found.id),
        figures=_figures(found.id),
        fewest=FEWEST,
        refusal=words_for(refusal) if refusal else "",
        said=said,
    )
    return body, refusal.status if refusal else 200


def _figures(item_id: UUID) -> list[Figures]:
    scores = witness().first_scores(item_id)
    return [
        Figures(version or None, len(scores[version]), facility(scores[version]))
        for version in sorted(scores, reverse=True)
    ]


def _keyed(shown: Item) -> tuple[Any, Mark]:
    kind = kind_named(shown.kind)
    response = kind.key_response(cast(Any, shown))
    return response, kind.mark(cast(Any, shown), response)


def _agencies() -> list[tuple[str, str]]:
    """Return whose an item may be; the academy's own belong to no agency."""
    return [
        ("" if each.kind == Kind.ACADEMY and each.parent_id is None else str(each.id), each.name)
        for each in agencies_of_authors(actor())
    ]


def _read(data: Data) -> tuple[Data, dict[str, str]]:
    """Return the data of the form that was sent, after the deed it may carry, and what is wrong with it."""
    if request.method != "POST":
        return data, {}
    kind = kind_named(data["kind"])
    typed = read(request.form, FIELD, kind=kind.name, key=data["key"], layout=kind.layout)
    if deed := deed_of(request.form, FIELD):
        return changed(typed, deed, kind.layout), {}
    examined = examine(typed, kind.content)
    return typed, error_words(examined) if examined.item is None else {}


def _collided(found: BankItem, data: Data, refusal: Conflict) -> ResponseReturnValue:
    """Show what was typed beside what somebody else saved; saving again takes what was typed."""
    theirs = one.content_at(found.id, found.version)
    mine = plain(parse(data))
    page = _form(
        data,
        {},
        item=found,
        based_on=found.version,
        apart=differences(theirs, mine),
        refusal=words_for(refusal),
    )
    return cast(tuple[str, int], page)[0], 409


def _form(
    data: Data, errors: dict[str, str], *, item: BankItem | None, based_on: int | None = None,
    apart: list[Difference] | None = None, refusal: str = "", **choices: Any,
) -> ResponseReturnValue:  # fmt: skip
    media = queries.media_of([item.id]).get(item.id, {}) if item else {}
    category = request.form.get("category", item.category if item else request.args.get("category", ""))
    body = render_template(
        "items/bank_edit.html", data=data, errors=errors, item=item, based_on=based_on, apart=apart, refusal=refusal,
        field=FIELD, kind_name=KIND_NAMES.get(data["kind"], data["kind"]), pictures=[(name, name) for name in media],
        sources={name: url_for("bank.picture", item_id=item.id, name=name) for name in media} if item else {},
        category=category, note=request.form.get("note", ""), place_words=place_words,
        categories=queries.categories(actor()), **choices,
    )  # fmt: skip
    return body, 422 if errors else 200
