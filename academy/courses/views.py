"""The catalogue: what there is to learn, for anyone to see."""

from __future__ import annotations

from flask import Blueprint, render_template

from academy.courses.queries import newest_editions, reading
from academy.web.access import public, visitor
from academy.web.locale import content_locale

blueprint = Blueprint("courses", __name__, url_prefix="/<locale:locale>/courses", template_folder="templates")


@blueprint.get("/")
@public
def catalogue() -> str:
    """List every course with its newest edition."""
    locale = content_locale(visitor())
    found = [
        (edition, reading(edition_id=edition.id, locale=locale, digest=digest).course)
        for _course, edition, digest in newest_editions(locale=locale)
    ]
    return render_template("courses/catalogue.html", courses=found)
