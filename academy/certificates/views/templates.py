"""The doors of templates: what new certificates are printed with, for one's own branch or for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock
from academy.actor import Role
from academy.agencies.queries import agencies_for
from academy.certificates.models import Template
from academy.certificates.queries import templates as queries
from academy.certificates.service import specimens
from academy.certificates.service import templates as service
from academy.certificates.views.blueprint import blueprint, issuer
from academy.certificates.views.template_forms import RevisedForm, TemplateForm, languages
from academy.courses.models import Course
from academy.courses.queries import reading
from academy.errors import Conflict
from academy.richtext import plain
from academy.web.access import actor, allow
from academy.web.errors import say, words_for
from academy.web.locale import content_locale, language

PARTS = ("signatories", "logos")
#: What its buttons do: one place forward, or off.
DEEDS = ("forward", "off")

say(
    {
        "template-moved-on": _l(
            "Somebody has changed this template since you opened it. Look at what stands now, then change it again."
        ),
        "template-retired": _l("This template is retired. Make a new one."),
        "template-empty": _l("There is nothing on this template yet. Add a signatory or a logo first."),
        "signatory-unprintable": _l("The name or a role has letters that our certificate cannot print yet."),
        "template-full": _l("There is room for %(most)s only. Take one off first."),
    }
)


@blueprint.get("/certificates/templates")
@allow(*queries.MAKERS)
def templates() -> str:
    """List the templates she may change."""
    found = queries.templates(actor())
    return render_template(
        "certificates/templates.html",
        current=[each for each in found if each.retired_at is None],
        retired=[each for each in found if each.retired_at is not None],
        titles=_titles(each.course for each in found if each.course),
    )


@blueprint.route("/certificates/templates/new", methods=["GET", "POST"])
@allow(*queries.MAKERS)
def new_template() -> ResponseReturnValue:
    """Begin a template."""
    form = TemplateForm()
    _offer(form)
    if form.validate_on_submit():
        made = service.make_template(aim=form.aim, by=actor(), at=clock.now())
        flash(_("The template is there. Nothing is printed with it until you take it into use."), "success")
        return redirect(url_for(".template", template_id=made.id))
    page = render_template("certificates/new_template.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/certificates/templates/<uuid:template_id>", methods=["GET", "POST"])
@allow(*queries.MAKERS)
def template(template_id: UUID) -> ResponseReturnValue:
    """Show a template with all that is on it, and change what it is called and whom it is for."""
    found = queries.template_of(actor(), template_id)
    form = _form(found, is_fresh=False)
    if not form.validate_on_submit():
        return _page(found, form), 422 if form.is_submitted() else 200
    try:
        service.change_template(
            template=found, aim=form.aim, based_on=form.based_on, by=actor(), at=clock.now()
        )
    except Conflict as refusal:
        form.refuse(refusal)
        form.revision.data = str(found.revision)
        return _page(found, form), refusal.status
    flash(_("The template is saved."), "success")
    return redirect(url_for(".template", template_id=template_id))


@blueprint.post("/certificates/templates/<uuid:template_id>/arrange")
@allow(*queries.MAKERS)
def arrange_template(template_id: UUID) -> ResponseReturnValue:
    """Move a signatory or a logo forward, or take it off; the button pressed says which."""
    found = queries.template_of(actor(), template_id)
    verb, part, number = _deed(request.form.get("deed", ""))
    try:
        verb(
            template=found, part=part, number=number, based_on=RevisedForm().based_on, by=actor(), at=clock.now()
        )  # fmt: skip
    except Conflict as refusal:
        return _page(found, _form(found, is_fresh=True), words_for(refusal)), refusal.status
    flash(_("The template is saved."), "success")
    return redirect(url_for(".template", template_id=template_id, _anchor=part))


@blueprint.post("/certificates/templates/<uuid:template_id>/use")
@allow(*queries.MAKERS)
def use_template(template_id: UUID) -> ResponseReturnValue:
    """Print certificates with it from now on."""
    found = queries.template_of(actor(), template_id)
    try:
        service.use_template(template=found, based_on=RevisedForm().based_on, by=actor(), at=clock.now())
    except Conflict as refusal:
        return _page(found, _form(found, is_fresh=True), words_for(refusal)), refusal.status
    flash(_("New certificates are printed with this template from now on."), "success")
    return redirect(url_for(".template", template_id=template_id))


@blueprint.post("/certificates/templates/<uuid:template_id>/retire")
@allow(*queries.MAKERS)
def retire_template(template_id: UUID) -> ResponseReturnValue:
    """Print nothing new with it."""
    found = queries.template_of(actor(), template_id)
    service.retire_template(template=found, by=actor(), at=clock.now())
    flash(_("The template is retired. Certificates that were issued stay as they are."), "success")
    return redirect(url_for(".templates"))


@blueprint.get("/certificates/templates/<uuid:template_id>/specimen")
@allow(*queries.MAKERS)
def specimen(template_id: UUID) -> Response:
    """Show a certificate of nobody, printed with the template as it is now."""
    found = queries.template_of(actor(), template_id)
    printed = specimens.specimen(found, issuer=issuer(), locale=language().code, at=clock.now())
    response = Response(printed, mimetype="application/pdf")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "inline; filename=specimen.pdf"
    return response


def _deed(typed: str) -> tuple[Callable[..., None], str, int]:
    """Read what a button says: the deed, on which part, in which place. What no button says names place 0."""
    deed, part, number = (*typed.split(":"), "", "", "")[:3]
    is_place = part in PARTS and number.isascii() and number.isdigit() and len(number) < 3
    verb = service.put_forward if deed == "forward" else service.take_off
    return verb, part, int(number) if is_place and deed in DEEDS else 0


def _form(found: Template, *, is_fresh: bool) -> TemplateForm:
    data = {
        "name": found.name, "revision": str(found.revision),
        "agency": str(found.agency_id or ""), "course": str(found.course_id or ""),
    }  # fmt: skip
    form = TemplateForm(formdata=None, data=data) if is_fresh else TemplateForm(data=data)
    _offer(form, found)
    return form


def _offer(form: TemplateForm, found: Template | None = None) -> None:
    """Fill in the agencies within her reach and the courses, with those that stand there already."""
    agencies = {str(each.id): each.name for each in agencies_for(actor(), Role.COORDINATOR, is_active=True)}
    if found and found.agency:
        agencies.setdefault(str(found.agency_id), found.agency.name)
    courses = {str(each.id): title for each, title in _courses(found).items()}
    everybody = [SelectChoice("", _("Everybody"))] if actor().runs_academy else []
    form.agency.choices = [*everybody, *(SelectChoice(*each) for each in agencies.items())]
    form.course.choices = [
        SelectChoice("", _("Every course")),
        *(SelectChoice(*each) for each in courses.items()),
    ]


def _courses(found: Template | None) -> dict[Course, str]:
    courses = list(queries.live_courses())
    if found and found.course and found.course not in courses:
        courses.append(found.course)
    titles = _titles(courses)
    return {each: titles[each.id] for each in courses}


def _titles(courses: Iterable[Course]) -> dict[UUID, str]:
    """Return the titles of courses in the language of the page; the slug of one that has no edition any more."""
    return {
        each.id: plain(reading(edition_id=each.live_edition_id, locale=content_locale(actor())).course.title)
        if each.live_edition_id
        else each.slug
        for each in set(courses)
    }


def _page(found: Template, form: TemplateForm, refusal: str = "") -> str:
    return render_template(
        "certificates/template.html",
        template=found, form=form, refusal=refusal, title=_titles([found.course])[found.course.id] if found.course else None,
        languages=languages(), most={"signatories": service.MOST_SIGNATORIES, "logos": service.MOST_LOGOS},
    )  # fmt: skip
