"""An agency's list of its people comes in as a file, which is reported on row by row before anything is written."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from academy import clock, db
from academy.accounts import service
from academy.accounts.formats.roster import LARGEST_FILE, Listed, read
from academy.accounts.forms import RosterConfirmForm, RosterForm
from academy.accounts.queries.roster import branch_for
from academy.accounts.rules.codes import Purpose
from academy.accounts.rules.roster import COLUMNS, Fate, Report, judge
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.letters import send_link
from academy.accounts.views.people import code_page
from academy.accounts.views.roster_words import (
    EXPLAINED,
    FATES,
    HEADS,
    heads,
    languages,
    words_of,
    words_of_file,
)
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.sheets import disposition, table, workbook
from academy.sheets.reading import Unreadable
from academy.storage import Storage
from academy.web.access import actor, allow, prepares
from academy.web.intake import takes
from academy.web.locale import language

#: What a file dialogue offers.
ACCEPTED = ".csv,.tsv,.txt,.xlsx"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: People named who are not in the file.
MOST_MISSING = 200


@blueprint.route("/people/roster", methods=["GET", "POST"])
@allow(Role.COORDINATOR, step_up=True)
@prepares
@takes(LARGEST_FILE + 1_000_000)
def roster() -> ResponseReturnValue:
    """Take a list, look through it, and keep it aside until its coordinator has read the report."""
    form = RosterForm(agency=request.args.get("agency"))
    form.agency.choices = _choices()
    if form.validate_on_submit():
        name, content = (form.file.data.filename or "")[-100:], form.file.data.stream.read()
        try:
            read(content, name, heads=heads())
        except Unreadable as error:
            form.file.errors = [*form.file.errors, words_of_file(error)]
        else:
            digest = _aside().put(content)
            where = {"agency": form.agency.data, "name": name}
            return redirect(url_for("accounts.roster_report", digest=digest, **where))
    page = render_template(
        "accounts/roster.html", form=form, accepted=ACCEPTED, columns=[(HEADS[each], EXPLAINED[each]) for each in COLUMNS]
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/people/roster/template")
@allow(Role.COORDINATOR)
def roster_template() -> Response:
    """Hand out an empty list, as a workbook or as text."""
    head = [str(HEADS[column]) for column in COLUMNS]
    match request.args.get("format", "xlsx"):
        case "xlsx":
            content, kind = workbook(head, []), _WORKBOOK
        case "csv":
            content, kind = table(head, []).encode(), "text/csv"
        case _:
            raise NotFound
    suffix = "csv" if kind == "text/csv" else "xlsx"
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = disposition(
        plain=f"people.{suffix}", name=f"{_('People')}.{suffix}"
    )
    return response


@blueprint.get("/people/roster/<string(length=64):digest>")
@allow(Role.COORDINATOR)
def roster_report(digest: str) -> str:
    """Say row by row what would happen; nothing is written yet."""
    agency, name = _agency(request.args.get("agency", _home())), request.args.get("name", "")[-100:]
    listed = _listed(digest, name)
    return _page(digest, name, agency, listed, _judged(listed, agency), None)


@blueprint.post("/people/roster/<string(length=64):digest>/confirm")
@allow(Role.COORDINATOR, step_up=True)
@prepares
def take_roster(digest: str) -> ResponseReturnValue:
    """Write the list, all of it or nothing, if the report still says what was read."""
    form = RosterConfirmForm()
    name = (form.name.data or "")[-100:]
    listed = _listed(digest, name)
    db.begin_writing()
    agency = _agency(form.agency.data or _home())
    try:
        taken = service.take_roster(
            rows=listed.rows, agency=agency, languages=languages(), language=language().code,
            seen=form.seen.data or "", knows=form.knows.data, by=actor(), at=clock.now(),
        )  # fmt: skip
    except (Conflict, Invalid) as refusal:
        db.settle(keep=False)
        db.begin_writing()
        form.refuse(refusal)
        return _page(digest, name, agency, listed, _judged(listed, agency), form), _status(refusal)
    aside = _aside()
    db.after_commit(lambda: aside.remove(digest))
    return _handed_out(taken, agency)


def _handed_out(taken: service.Taken, agency: Agency) -> ResponseReturnValue:
    """Send the letters once the list is written, and show the codes for paper once."""
    if taken.report.is_done:
        flash(_("All that the file says is so already. Nothing was changed."), "info")
        return redirect(url_for("accounts.people"))
    letters = [each for each in taken.invited if each.purpose is not Purpose.PRINTED]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    fallback = language().code

    def send() -> None:
        for each in letters:
            send_link(app, each.person, each.purpose, each.code, fallback=fallback, is_urgent=False)

    db.after_commit(send)
    count = len(taken.report.rows) - taken.report.count(Fate.UNCHANGED)
    flash(
        ngettext("%(num)d row of the list is written.", "%(num)d rows of the list are written.", count),
        "success",
    )
    printed = [each for each in taken.invited if each.purpose is Purpose.PRINTED]
    return render_template(
        "accounts/roster_done.html", agency=agency, printed=printed, letters=len(letters), address=code_page()
    )


def _page(
    digest: str, name: str, agency: Agency, listed: Listed, report: Report, form: RosterConfirmForm | None
) -> str:
    fresh = RosterConfirmForm(formdata=None, name=name, agency=str(agency.id), seen=report.digest)
    if form is not None:
        fresh.form_errors = form.form_errors
        fresh.knows.errors = form.knows.errors
    return render_template(
        "accounts/roster_report.html", digest=digest, name=name, agency=agency, listed=listed, report=report, form=fresh,
        fates=FATES, counts=[(FATES[fate], report.count(fate)) for fate in Fate], heads=HEADS, words_of=words_of,
        most_missing=MOST_MISSING,
    )  # fmt: skip


def _judged(listed: Listed, agency: Agency) -> Report:
    branch = branch_for(
        listed.rows,
        agency=agency,
        by=actor(),
        languages=languages(),
        language=language().code,
        on=clock.now().date(),
    )
    return judge(listed.rows, branch)


def _status(refusal: DomainError) -> int:
    return 409 if isinstance(refusal, Conflict) else 422


def _listed(digest: str, name: str) -> Listed:
    try:
        return read(_aside().get(digest), name, heads=heads())
    except (FileNotFoundError, Unreadable) as error:
        raise NotFound from error


def _choices() -> list[tuple[str, str]]:
    """Return the agencies and units whose list the actor may send, the widest branch first."""
    reached = [
        each for each in agencies.agencies_for(actor(), Role.COORDINATOR, is_active=True) if _is_hers(each)
    ]
    reached.sort(key=lambda each: (each.path.count("/"), each.name))
    return [(str(each.id), each.name) for each in reached]


def _home() -> str:
    """Return the widest branch of the actor."""
    return next((agency_id for agency_id, _name in _choices()), "")


def _agency(typed: str) -> Agency:
    try:
        agency = agencies.agency_for(actor(), UUID(typed), Role.COORDINATOR)
    except ValueError as error:
        raise NotFound from error
    if not (_is_hers(agency) and agency.is_active):
        raise NotFound
    return agency


def _is_hers(agency: Agency) -> bool:
    """Say whether the actor coordinates the agency: who is an administrator too has no more reach here."""
    return any(agency.path.startswith(path) for path in actor().paths(Role.COORDINATOR))


def _aside() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage.aside(actor().person_id)
