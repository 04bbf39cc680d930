"""The doors to agencies and countries, for administrators."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.agencies import queries, service
from academy.agencies.forms import KINDS, AgencyForm, CountryForm, DomainForm, NewCountryForm
from academy.agencies.models import Agency, Kind
from academy.errors import Invalid
from academy.web.access import actor, allow
from academy.web.errors import say

blueprint = Blueprint(
    "agencies", __name__, url_prefix="/<locale:locale>/administration", template_folder="templates"
)

say({
    "agency-name-taken": _l("Another agency has this name."),
    "agency-below-itself": _l("An agency cannot stand below itself or one of its units."),
    "academy-is-root": _l("The academy itself stands below nothing."),
    "academy-stays-academy": _l("The academy itself stays what it is."),
    "academy-stays-open": _l("The academy itself cannot be closed."),
    "domain-malformed": _l("Type a mail domain, such as police.example."),
    "domain-of-everybody": _l("Anybody can have an address there, so it says nothing about where somebody serves."),
    "domain-taken": _l("This domain is recorded already, for this agency or another one."),
    "country-code-malformed": _l("Use two letters from A to Z."),
    "country-code-taken": _l("This code is listed already."),
    "country-name-taken": _l("Another country has this name."),
})  # fmt: skip


@blueprint.get("/")
@allow(Role.ADMINISTRATOR)
def overview() -> str:
    """Show an administrator the agencies, and the way to all she looks after."""
    return render_template("agencies/overview.html", tree=queries.tree(), kinds=_kinds())


@blueprint.route("/agencies/new", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def new_agency() -> ResponseReturnValue:
    """Add an agency or a unit."""
    form = AgencyForm()
    _offer_choices(form, None)
    if form.validate_on_submit():
        try:
            service.found_agency(particulars=_particulars(form), by=actor(), at=clock.now())
            flash(_("The agency is added."), "success")
            return redirect(url_for("agencies.overview"))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("agencies/agency.html", form=form, agency=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/agencies/<uuid:agency_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def change_agency(agency_id: UUID) -> ResponseReturnValue:
    """Change what is known of an agency, or where it stands."""
    agency = queries.agency_for(actor(), agency_id)
    form = AgencyForm(data=_written(agency))
    _offer_choices(form, agency)
    if form.validate_on_submit():
        try:
            service.change_agency(agency=agency, particulars=_particulars(form), by=actor(), at=clock.now())
            flash(_("The agency is changed."), "success")
            return redirect(url_for("agencies.overview"))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "agencies/agency.html", form=form, agency=agency, can_close=agency.kind != Kind.ACADEMY.value
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/agencies/<uuid:agency_id>/close")
@allow(Role.ADMINISTRATOR, step_up=True)
def close_agency(agency_id: UUID) -> ResponseReturnValue:
    """Close an agency."""
    service.close_agency(agency=queries.agency_for(actor(), agency_id), by=actor(), at=clock.now())
    flash(_("The agency is closed. Roles in it open nothing any more."), "success")
    return redirect(url_for("agencies.change_agency", agency_id=agency_id))


@blueprint.post("/agencies/<uuid:agency_id>/reopen")
@allow(Role.ADMINISTRATOR, step_up=True)
def reopen_agency(agency_id: UUID) -> ResponseReturnValue:
    """Open a closed agency again."""
    service.reopen_agency(agency=queries.agency_for(actor(), agency_id), by=actor(), at=clock.now())
    flash(_("The agency is open again."), "success")
    return redirect(url_for("agencies.change_agency", agency_id=agency_id))


@blueprint.route("/agencies/<uuid:agency_id>/domains", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def domains(agency_id: UUID) -> ResponseReturnValue:
    """Show the mail domains that vouch for an agency's people, and record another one."""
    agency = queries.agency_for(actor(), agency_id)
    form = DomainForm()
    if form.validate_on_submit():
        try:
            service.verify_domain(
                agency=agency, domain=form.domain.data or "", evidence=form.evidence.data or "", by=actor(), at=clock.now()
            )  # fmt: skip
            flash(_("The domain is recorded."), "success")
            return redirect(url_for("agencies.domains", agency_id=agency_id))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "agencies/domains.html", form=form, agency=agency, domains=queries.domains_of(agency)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/agencies/<uuid:agency_id>/domains/removal")
@allow(Role.ADMINISTRATOR, step_up=True)
def forget_domain(agency_id: UUID) -> ResponseReturnValue:
    """Let a mail domain vouch for nobody any more."""
    agency = queries.agency_for(actor(), agency_id)
    service.forget_domain(agency=agency, domain=request.form.get("domain", ""), by=actor(), at=clock.now())
    flash(_("The domain vouches for nobody any more. Whoever came in by it stays."), "success")
    return redirect(url_for("agencies.domains", agency_id=agency_id))


@blueprint.get("/countries")
@allow(Role.ADMINISTRATOR)
def countries() -> str:
    """List the countries."""
    return render_template("agencies/countries.html", countries=queries.countries())


@blueprint.route("/countries/new", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def new_country() -> ResponseReturnValue:
    """Add a country."""
    form = NewCountryForm()
    if form.validate_on_submit():
        try:
            service.add_country(
                code=form.code.data or "", name=form.name.data or "", by=actor(), at=clock.now()
            )
            flash(_("The country is added."), "success")
            return redirect(url_for("agencies.countries"))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "agencies/country.html", form=form, country=None
    ), 422 if form.is_submitted() else 200


@blueprint.route("/countries/<string(length=2):code>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def change_country(code: str) -> ResponseReturnValue:
    """Rename a country, or take it in or out of use."""
    country = queries.country(code)
    form = CountryForm(data={"name": country.name, "is_active": country.is_active})
    if form.validate_on_submit():
        try:
            service.change_country(
                country=country,
                name=form.name.data or "",
                is_active=bool(form.is_active.data),
                by=actor(),
                at=clock.now(),
            )
            flash(_("The country is changed."), "success")
            return redirect(url_for("agencies.countries"))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "agencies/country.html", form=form, country=country
    ), 422 if form.is_submitted() else 200


def _kinds() -> dict[str, object]:
    return {kind.value: label for kind, label in KINDS.items()}


def _offer_choices(form: AgencyForm, agency: Agency | None) -> None:
    own = agency.path if agency else None
    parents = [each for each in queries.agencies_for(actor()) if own is None or not each.path.startswith(own)]
    form.kind.choices = [(kind.value, str(label)) for kind, label in KINDS.items()]
    form.parent.choices = [("", _("Nothing: it is a root")), *((str(each.id), each.name) for each in parents)]
    offered = {each.code: each.name for each in queries.countries(is_active=True)}
    if agency and agency.country_code:
        offered.setdefault(agency.country_code, queries.country(agency.country_code).name)
    form.country.choices = [("", _("The same as above it")), *offered.items()]


def _written(agency: Agency) -> dict[str, str]:
    return {
        "name": agency.name,
        "kind": agency.kind,
        "parent": str(agency.parent_id or ""),
        "country": agency.country_code or "",
    }


def _particulars(form: AgencyForm) -> service.Particulars:
    parent = queries.agency_for(actor(), UUID(form.parent.data)) if form.parent.data else None
    return service.Particulars(
        name=form.name.data or "",
        kind=Kind(form.kind.data),
        country_code=form.country.data or None,
        parent=parent,
    )
