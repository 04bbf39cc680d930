"""Lessons as learners read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, richtext
from academy.courses.content import Term
from academy.courses.kinds import kind_named as activity_kind
from academy.courses.queries import Reading
from academy.errors import NotFound
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
from academy.lessons.views.blueprint import blueprint
from academy.lessons.views.words import interface_words
from academy.web.access import actor, prepares, signed_in
from academy.web.locale import content_locale, language


@dataclass(frozen=True)
class Page:
    """A lesson opened by a learner: where she is in the course, and the lesson in her language."""

    place: Place
    module: ModuleStanding
    slug: str
    lesson: LessonContent
    segments: tuple[richtext.Segment, ...]
    headings: tuple[tuple[str, str], ...]
    #: The words that the glossary explains, in the order they are met.
    terms: list[Term]
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


def _page(course: str, activity: str) -> Page:
    """Return a lesson the actor may read now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    lesson = place.opened(activity, LessonContent)
    module, stands = next(
        (module, each)
        for module in place.standing.modules
        for each in module.activities
        if each.activity.slug == activity
    )
    segments, headings = _body(place.reading, activity, language().code)
    return Page(
        place, module, activity, lesson, segments, headings, _terms(place.reading, activity), stands.state
    )  # fmt: skip


def _terms(reading: Reading, activity: str) -> list[Term]:
    explained = {term.key: term for term in reading.course.glossary}
    return [explained[key] for key in reading.extras[activity].get("terms", ()) if key in explained]


def _shown(page: Page, checked: Checked | None = None) -> str:
    keys = [key for each in page.segments if each.kind == "jurisdiction" for key in each.keys]
    return render_template(
        "lessons/lesson.html",
        page=page,
        checked=checked,
        checks={item.key: (item, _presented(item)) for item in page.lesson.checks},
        law=_law(keys) if keys else None,
        pictures=page.place.reading.extras[page.slug].get("pictures", {}),
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
    extras, words = kept.extras, interface_words()
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
