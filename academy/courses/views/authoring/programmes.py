"""Programmes on the desk: founding one, what it says, its courses in order."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.courses.forms import LEVELS, ProgrammeForm, track_name
from academy.courses.models import Programme
from academy.courses.queries import desk as desk_queries
from academy.courses.queries import programmes as queries
from academy.courses.service import programmes as service
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.desk import desk_page
from academy.errors import Conflict
from academy.web.access import actor, allow
from academy.web.errors import say, words_for

say({
    "programme-moved-on": _l(
        "Somebody else changed this programme while you had it open. This is how it stands now; your last step was not "
        "done."
    ),
    "programmes-moved-on": _l(
        "Somebody else changed the order of the programmes. This is how they stand now; your last step was not done."
    ),
})  # fmt: skip


@blueprint.route("/programmes/new", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_programme() -> ResponseReturnValue:
    """Found a programme."""
    form = ProgrammeForm()
    form.agency.choices = _agencies()
    if form.validate_on_submit():
        made = service.found_programme(particulars=_particulars(form), by=actor(), at=clock.now())
        flash(_("The programme is there. Put its courses in."), "success")
        return redirect(url_for("authoring.programme", programme=made.slug))
    page = render_template("authoring/new_programme.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/programmes/<slug:programme>/", methods=["GET", "POST"])
@allow(*AUTHORS)
def programme(programme: str) -> ResponseReturnValue:
    """Change what a programme says; below it are its courses."""
    found = queries.programme_for(actor(), programme)
    form = _form(found)
    if not form.validate_on_submit():
        return _page(found, form), 422 if form.is_submitted() else 200
    try:
        service.change_programme(
            programme=found, particulars=_particulars(form), based_on=_number(form.revision.data), by=actor(),
            at=clock.now(),
        )  # fmt: skip
    except Conflict as refusal:
        form.refuse(refusal)
        form.revision.data = str(found.revision)
        return _page(found, form), refusal.status
    flash(_("The programme is saved."), "success")
    return redirect(url_for("authoring.programme", programme=programme))


@blueprint.post("/programmes/<slug:programme>/courses")
@allow(*AUTHORS)
def programme_courses(programme: str) -> ResponseReturnValue:
    """Change the courses of a programme: put one in, take one out, move one, or keep the order they were dragged to."""
    found = queries.programme_for(actor(), programme)
    ids = [each.course.id for each in queries.members(found)]
    wanted, moved, said = _wanted(found, ids)
    try:
        service.order_courses(
            programme=found, course_ids=wanted, based_on=_number(request.form.get("revision")), by=actor(), at=clock.now()
        )  # fmt: skip
    except Conflict as refusal:
        return _page(found, _form(found, is_fresh=True), words_for(refusal)), refusal.status
    flash(said, "success")
    return redirect(
        url_for("authoring.programme", programme=programme, _anchor=f"row-{moved}" if moved else "courses")
    )


@blueprint.post("/programmes/<slug:programme>/place")
@allow(*AUTHORS)
def place_programme(programme: str) -> ResponseReturnValue:
    """Move a programme past its neighbour on the desk; a second press of the same button finds it done."""
    found = queries.programme_for(actor(), programme)
    way, _colon, slug = request.form.get("past", "").partition(":")
    own = [each for each, _number in queries.own_programmes(actor(), at=clock.now()).in_use]
    place = next((place for place, each in enumerate(own) if each.slug == slug), None)
    try:
        if place is None or found not in own:
            raise Conflict("programmes-moved-on")
        if own.index(found) - place != (-1 if way == "up" else 1):
            service.place_programme(programme=found, past=own[place], own=own, by=actor(), at=clock.now())
    except Conflict as refusal:
        return desk_page(words_for(refusal)), refusal.status
    place = [each for each, _number in queries.own_programmes(actor(), at=clock.now()).in_use].index(found)
    flash(_whither(found.title, place + 1, len(own)), "success")
    return redirect(url_for("authoring.desk", _anchor="programmes"))


@blueprint.post("/programmes/<slug:programme>/copy")
@allow(*AUTHORS)
def copy_programme(programme: str) -> ResponseReturnValue:
    """Found a programme with the same courses."""
    copy = service.copy_programme(
        programme=queries.programme_for(actor(), programme), by=actor(), at=clock.now()
    )
    flash(_("“%(title)s” is the copy.", title=copy.title), "success")
    return redirect(url_for("authoring.programme", programme=copy.slug))


@blueprint.post("/programmes/<slug:programme>/retire")
@allow(*AUTHORS)
def retire_programme(programme: str) -> ResponseReturnValue:
    """Set a programme aside."""
    found = queries.programme_for(actor(), programme)
    service.retire_programme(programme=found, by=actor(), at=clock.now())
    flash(_("“%(title)s” is set aside. You can restore it below for 90 days.", title=found.title), "success")
    return redirect(url_for("authoring.desk", _anchor="set-aside"))


@blueprint.post("/programmes/<slug:programme>/restore")
@allow(*AUTHORS)
def restore_programme(programme: str) -> ResponseReturnValue:
    """Bring a programme back."""
    found = queries.programme_for(actor(), programme)
    service.restore_programme(programme=found, by=actor(), at=clock.now())
    flash(_("“%(title)s” is back.", title=found.title), "success")
    return redirect(url_for("authoring.programme", programme=programme))


def _wanted(found: Programme, ids: list[UUID]) -> tuple[list[UUID], UUID | None, str]:
    """Return the courses a programme shall hold, the one that was moved, and what to say of it."""
    deed, _colon, name = request.form.get("move", "").partition(":")
    chosen = _uuid(name or request.form.get("moved") or request.form.get("course") or "")
    titles: dict[UUID | None, str] = {
        each.course.id: each.title for each in [*queries.members(found), *queries.addable(actor(), found)]
    }
    if deed == "remove":
        left = [each for each in ids if each != chosen]
        return (
            left,
            None,
            str(_("“%(title)s” is taken out.", title=titles.get(chosen, ""))),
        )
    if deed in ("up", "down") and chosen in ids:
        place = ids.index(chosen)
        ids.insert(max(0, place + (-1 if deed == "up" else 1)), ids.pop(place))
    elif deed == "add" and chosen is not None and chosen in titles and chosen not in ids:
        return [*ids, chosen], chosen, str(_("“%(title)s” is put in.", title=titles[chosen]))
    else:
        dragged = [each for each in map(_uuid, request.form.getlist("order")) if each in ids]
        ids = dragged if set(dragged) == set(ids) else ids
    if chosen not in ids:
        return ids, None, str(_("The new order is saved."))
    return ids, chosen, _whither(titles[chosen], ids.index(chosen) + 1, len(ids))


def _whither(title: str, place: int, total: int) -> str:
    return str(
        _("“%(title)s” is now at place %(place)s of %(total)s.", title=title, place=place, total=total)
    )


def _page(found: Programme, form: ProgrammeForm, refusal: str = "") -> str:
    return render_template(
        "authoring/programme.html", form=form, programme=found, members=queries.members(found),
        addable=queries.addable(actor(), found), refusal=refusal, levels=LEVELS, track_name=track_name,
    )  # fmt: skip


def _form(found: Programme, *, is_fresh: bool = False) -> ProgrammeForm:
    data = {
        "title": found.title, "summary": found.summary, "agency": str(found.agency_id),
        "source_locale": found.source_locale, "revision": str(found.revision),
    }  # fmt: skip
    form = ProgrammeForm(formdata=None, data=data) if is_fresh else ProgrammeForm(data=data)
    form.agency.choices = _agencies()
    return form


def _agencies() -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in desk_queries.agencies_of_authors(actor())]


def _particulars(form: ProgrammeForm) -> service.Particulars:
    return service.Particulars(
        form.title.data or "", form.summary.data or "", form.source_locale.data, UUID(form.agency.data)
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
