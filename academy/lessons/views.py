"""Lessons as learners read them, and the files they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, i18n, richtext
from academy.courses.kinds import kind_named as activity_kind
from academy.courses.queries import Reading
from academy.errors import Forbidden, NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Mark, Presented
from academy.items.kinds.kind import Response as Given
from academy.jurisdictions.queries import CountryEntries, entries_for
from academy.learning import queries
from academy.learning.queries import Place
from academy.learning.rules import ActivityState, ModuleStanding
from academy.lessons import service
from academy.lessons.content import LessonContent
from academy.web.access import actor, prepares, signed_in
from academy.web.headers import FILE_POLICY
from academy.web.locale import content_locale, language

blueprint = Blueprint("lessons", __name__, template_folder="templates")


@dataclass(frozen=True)
class Page:
    """A lesson opened by a learner: where she is in the course, and the lesson in her language."""

    place: Place
    module: ModuleStanding
    slug: str
    lesson: LessonContent
    segments: tuple[richtext.Segment, ...]
    headings: tuple[tuple[str, str], ...]
    state: ActivityState


@dataclass(frozen=True)
class Checked:
    """One check-yourself question that was answered just now."""

    key: str
    response: Given
    mark: Mark | None
    error: str = ""


@blueprint.get("/<locale:locale>/courses/<slug:course>/lessons/<slug:activity>")
@signed_in
def read(course: str, activity: str) -> str:
    """Show a lesson. Opening it completes nothing."""
    return _shown(_page(course, activity))


@blueprint.post("/<locale:locale>/courses/<slug:course>/lessons/<slug:activity>/checks/<slug:key>")
@signed_in
@prepares
def check(course: str, activity: str, key: str) -> ResponseReturnValue:
    """Answer a check-yourself question; it is for the learner alone, so nothing is recorded."""
    page = _page(course, activity)
    item = page.lesson.check(key)
    if item is None:
        raise NotFound()
    kind = kind_named(item.kind)
    try:
        response = kind.read(kind.presented(item, None), request.form, f"check-{key}")
    except BadResponse:
        return _shown(page, Checked(key, None, None, _("This answer cannot be read. Choose again."))), 422
    if response is None:
        return _shown(page, Checked(key, None, None, _("Choose an answer first."))), 422
    return _shown(page, Checked(key, response, kind.mark(item, response)))


@blueprint.post("/<locale:locale>/courses/<slug:course>/lessons/<slug:activity>/completion")
@signed_in
def finish(course: str, activity: str) -> ResponseReturnValue:
    """Mark a lesson as read and lead on to what comes next."""
    page = _page(course, activity)
    enrolment = queries.own_enrolment(actor(), page.place.enrolment_id)
    if service.mark_as_read(enrolment=enrolment, activity=activity, at=clock.now()):
        flash(_("That was the last activity: you have completed the course."), "success")
        return redirect(url_for("learning.course", course=course))
    upcoming = queries.place(actor(), course, locale=content_locale(actor())).standing.next
    if upcoming is None:
        return redirect(url_for("learning.course", course=course))
    following = upcoming[1].activity
    return redirect(url_for(activity_kind(following.kind).endpoint, course=course, activity=following.slug))


@blueprint.get("/media/<digest>.svg")
@signed_in
def medium(digest: str) -> ResponseReturnValue:
    """Serve a drawing of a course to those who read it; by itself it may do nothing."""
    if not queries.may_see_medium(actor(), digest):
        raise NotFound()
    response = Response(current_app.extensions["storage"].get(digest), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _page(course: str, activity: str) -> Page:
    """Return a lesson the actor may read now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, LessonContent):
        raise NotFound()
    if stands.state is ActivityState.LOCKED:
        raise Forbidden("locked")
    module = next(each for each in place.standing.modules if stands in each.activities)
    segments, headings = _body(place.reading, activity, language().code)
    return Page(place, module, activity, stands.activity.content, segments, headings, stands.state)


def _shown(page: Page, checked: Checked | None = None) -> str:
    keys = [key for each in page.segments if each.kind == "jurisdiction" for key in each.keys]
    return render_template(
        "lessons/lesson.html",
        page=page,
        checked=checked,
        checks={item.key: (item, _presented(item)) for item in page.lesson.checks},
        law=_law(keys) if keys else None,
    )


def _presented(item: Item) -> Presented:
    return kind_named(item.kind).presented(item, None)


def _law(keys: list[str]) -> CountryEntries | None:
    who = actor()
    return entries_for(country=who.jurisdiction, keys=keys, locale=content_locale(who), on=clock.now().date())


def _body(
    reading: Reading, activity: str, interface: str
) -> tuple[tuple[richtext.Segment, ...], tuple[tuple[str, str], ...]]:
    """Return a lesson's segments and headings; interface words are put in once for each rendition and language."""
    return _filled(reading.rendition_digest, activity, interface, _Kept(reading.extras[activity]))


@lru_cache(maxsize=1024)
def _filled(
    _digest: str, _activity: str, _interface: str, kept: _Kept
) -> tuple[tuple[richtext.Segment, ...], tuple[tuple[str, str], ...]]:
    extras, words = kept.extras, _words()
    segments = (
        richtext.Segment(kind, html=richtext.fill(html, words) if html else "", keys=tuple(keys))
        for kind, html, keys in extras["segments"]
    )
    return tuple(segments), tuple((anchor, text) for anchor, text in extras["headings"])


class _Kept:
    """What a rendition keeps for one lesson; equal to any other, so that the cache goes by digest and slug."""

    def __init__(self, extras: Mapping[str, Any]) -> None:
        self.extras = extras

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)

    def __hash__(self) -> int:
        return 0


def _words() -> dict[str, str]:
    """Return the interface words that stand inside authored text."""
    names = {each.code: each.name for each in i18n.LANGUAGES.values()}
    return {
        "callout:safety": _("Safety"),
        "callout:law": _("Law"),
        "callout:procedure": _("Procedure"),
        "callout:example": _("Example"),
        "callout:warn": _("Watch out"),
        "words": _("The same in words"),
        "stale": _("The original has changed since this was translated. Go by the original beside it."),
        **{
            f"fallback:{code}": _(
                "This part is not yet in your language. It is shown in: %(language)s", language=name
            )
            for code, name in names.items()
        },
    }
