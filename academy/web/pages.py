"""What every template is given, and the pages that belong to no domain: health, help texts, the component page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import text

from academy import db
from academy.web.access import public
from academy.web.assets import Assets
from academy.web.headers import csp_nonce
from academy.web.locale import language, same_page_elsewhere
from academy.web.navigation import agency_pages_for, menu_for
from academy.web.samples import sample_form

blueprint = Blueprint("pages", __name__)


def use_pages(app: Flask, assets: Assets) -> None:
    """Give every template the page's language, menu, actor and assets."""
    app.jinja_env.globals.update(asset_url=assets.url, csp_nonce=csp_nonce)
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """Return what the base template frames a page with."""
    actor = g.get("actor")
    chosen = language()
    return {
        "actor": actor,
        "locale": chosen.code,
        "locale_tag": chosen.code,
        "text_direction": chosen.direction,
        "offered_locales": same_page_elsewhere(),
        "navigation": menu_for(actor),
        "agency_pages": lambda: agency_pages_for(actor),
        "home_url": url_for("home.start" if actor else "home.welcome"),
        "sign_in_url": url_for("accounts.sign_in"),
        "account_url": url_for("accounts.account") if actor else None,
        "lock_url": url_for("accounts.lock") if actor else None,
        "footer_links": _footer(),
        "is_demo": current_app.config.get("IS_DEMO", False),
    }


def _footer() -> list[dict[str, str]]:
    return [
        {"label": _("Verify a certificate"), "url": url_for("certificates.verify")},
        {"label": _("Privacy"), "url": url_for("pages.privacy")},
        {"label": _("Accessibility"), "url": url_for("pages.accessibility")},
    ]


@blueprint.get("/<locale:locale>/privacy")
@public
def privacy() -> str:
    """Say what is kept of whom, and why."""
    return render_template("web/privacy.html")


@blueprint.get("/<locale:locale>/accessibility")
@public
def accessibility() -> str:
    """Say how the academy is used with a keyboard or a screen reader, and what still falls short."""
    return render_template("web/accessibility.html")


@blueprint.get("/<locale:locale>/components")
@public
def components() -> str:
    """Show every component in every state, for whoever changes one. Not offered outside tests and the demo."""
    if not (current_app.testing or current_app.config.get("IS_DEMO")):
        abort(404)
    return render_template("web/components.html", sample=sample_form())


@blueprint.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say that the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
