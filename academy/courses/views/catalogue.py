"""The catalogue: what there is to learn, for anyone to see and to search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for

from academy.courses.forms.wording import track_name
from academy.courses.queries import Hit, Listed, search, tracks
from academy.courses.queries import catalogue as courses_listed
from academy.courses.queries.search import LEVELS
from academy.courses.views.blueprint import blueprint
from academy.web.access import public, visitor
from academy.web.locale import content_locale, with_query

#: Courses, or places that a search found, on one page.
PAGE = 20
#: The last page anyone can ask for.
LAST_PAGE = 5_000


@dataclass(frozen=True)
class Asked:
    """What a visitor looks for."""

    words: str
    level: str
    track: str
    page: int

    @property
    def first(self) -> int:
        """How many come before the first one shown."""
        return (self.page - 1) * PAGE

    def url(self, page: int) -> str:
        """Return the address of another page of the same."""
        query = {"q": self.words, "level": self.level, "track": self.track, "page": page if page > 1 else ""}
        return with_query(
            url_for("courses.catalogue"), {name: value for name, value in query.items() if value}
        )


@blueprint.get("/courses/")
@public
def catalogue() -> str:
    """List the courses, a page at a time, or what a search finds in them."""
    known = tracks()
    asked = _asked(known)
    locale, level, track, first = content_locale(visitor()), asked.level, asked.track, asked.first
    hits: list[Hit] = []
    courses: list[Listed] = []
    if is_search := bool(asked.words.strip()):
        hits = search(asked.words, locale=locale, level=level, track=track, limit=PAGE + 1, offset=first)
    else:
        courses = courses_listed(locale=locale, level=level, track=track, limit=PAGE + 1, offset=first)
    return render_template(
        "courses/catalogue.html",
        asked=asked, is_search=is_search, hits=hits[:PAGE], courses=courses[:PAGE],
        tracks=[(track, track_name(track)) for track in known], shown=min(PAGE, len(hits or courses)),
        has_more=len(hits or courses) > PAGE,
    )  # fmt: skip


def _asked(known: list[str]) -> Asked:
    """Read the query; what is not among the choices is as if it were not there."""
    level, track = request.args.get("level", ""), request.args.get("track", "")
    page = request.args.get("page", 1, type=int)
    return Asked(
        request.args.get("q", "")[:200], level if level in LEVELS else "", track if track in known else "",
        min(max(page, 1), LAST_PAGE),
    )  # fmt: skip
