"""The public's doors: is this certificate genuine, and is this the name on it? No name is shown unasked."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.accounts.rules.names import Shown
from academy.accounts.rules.throttle import Gauge
from academy.certificates import service
from academy.certificates.document.wording import law_taught, level_name, track_name
from academy.certificates.forms import NameForm, NumberForm
from academy.certificates.models import Certificate
from academy.certificates.views.blueprint import blueprint
from academy.config import Config
from academy.errors import Invalid
from academy.web.access import public
from academy.web.locale import language


@blueprint.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """Ask for the number on a certificate, and lead to what is known of it."""
    form = NumberForm(request.args)
    if "number" not in request.args:
        return _unlisted(render_template("certificates/verify.html", form=form))
    if form.validate():
        try:
            return redirect(url_for(".verified", reference=form.read))
        except Invalid as error:
            form.refuse(error)
    return _unlisted(render_template("certificates/verify.html", form=form), 422)


@blueprint.route("/verify/<string(maxlength=64):reference>", methods=["GET", "POST"])
@public
def verified(reference: str) -> ResponseReturnValue:
    """Say what a certificate is worth today; the reference is the code of its QR code or its number.

    A posted name is answered yes or no, five times a certificate a day.
    """
    form = NameForm()
    found = service.look_up(reference, gauge=_gauge(), at=clock.now())
    if found is None or not form.is_submitted():
        return _answer(reference, found, form)
    if not form.validate():
        return _answer(reference, found, form, status=422)
    is_same = service.confirm_name(certificate=found, name=form.name.data or "", at=clock.now())
    return _answer(reference, found, form, is_same=is_same)


def _gauge() -> Gauge:
    """Return by what those who look in vain from this network are counted; programs count the same way."""
    config: Config = current_app.extensions["academy"]
    return service.gauge_of(request.remote_addr or "", secret_key=config.secret_key)


def _answer(
    reference: str,
    found: Certificate | None,
    form: NameForm,
    *,
    is_same: bool | None = None,
    status: int = 200,
) -> Response:
    """Show the one page there is for valid, expired, revoked and unknown certificates."""
    page = render_template(
        "certificates/verified.html",
        reference=reference, form=form, is_same=is_same, at=clock.now(), number_form=NumberForm(None),
        **(_shown(found) if found else {"certificate": None}),
    )  # fmt: skip
    return _unlisted(page, status if found else 404)


def _shown(found: Certificate) -> dict[str, object]:
    """Return what the public may know: never the agency, and the name only if its holder chose so."""
    facts = found.said
    words_locale, words = facts.words_in(language().code)
    return {
        "certificate": found,
        "standing": found.standing_at(clock.now()),
        "facts": facts,
        "words": words,
        "words_locale": words_locale,
        "level": level_name(facts.level),
        "track": track_name(facts.track),
        "law": law_taught(facts, language()),
        "holder": found.holder_name if found.shows_name else None,
        "latin_name": facts.latin_name if found.shown is Shown.NAME_AND_LATIN else None,
    }


def _unlisted(page: str, status: int = 200) -> Response:
    """Keep the page out of search engines."""
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
