"""Settings of a course: what it says of the whole, who may take it, what completes it, the words it explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock
from academy.courses import rules
from academy.courses.forms import CourseForm, rows_from, rows_of
from academy.courses.forms.documents import TERM_NAMES, read_terms
from academy.courses.forms.outline import GlossaryForm
from academy.courses.queries.drafts import draft_for
from academy.courses.service import shaping
from academy.courses.service.outlines import condition_of
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.desk import track_choices
from academy.courses.views.authoring.saving import (
    Choices,
    Saving,
    asking,
    choices_in,
    is_ready,
    refuse_rows,
    renew,
)
from academy.web.access import actor, allow

FIELDS = (
    "title", "summary", "statement", "level", "track", "source_locale", "hours", "valid_months", "is_open",
    "is_restricted", "needs_approval", "trainer_may_assess",
)  # fmt: skip
NAMES = (*FIELDS, "requires", "completion", "renews")
#: Before a learner has begun there is nothing of this course that she could have done.
BEFORE = ("course", "role", "track", "since", "until", "all", "any")
#: What completes a course is something in it.
AT_THE_END = ("score", "done", "all", "any")


@blueprint.route("/courses/<slug:course>/settings", methods=["GET", "POST"])
@allow(*AUTHORS)
def course_settings(course: str) -> ResponseReturnValue:
    """Change what a course says of the whole."""
    draft = draft_for(actor(), course)
    settings, choices = draft.draft.settings, choices_in(draft)
    form = CourseForm(
        data={
            **settings, "track": settings["track"] or "", "seen": rules.seal(settings, NAMES),
            **CourseForm.renewing(settings.get("renews")),
        }
    )  # fmt: skip
    form.track.choices = track_choices(settings["track"])
    form.renews_course.choices = _renewable(choices, settings.get("renews"))
    requires = asking("requires", condition_of(settings), choices, kinds=BEFORE)
    completion = asking("completion", condition_of(settings, "completion"), choices, kinds=AT_THE_END)
    saving = Saving(form)
    if is_ready(form, requires, completion):
        typed = {name: form[name].data for name in FIELDS}
        typed |= {
            "track": form.track.data or None,
            "requires": requires.written,
            "completion": completion.written,
            "renews": form.renews,
        }
        with saving:
            shaping.change_course(
                course=draft.course, settings=typed, seen=form.seen.data or "", by=actor(), at=clock.now()
            )
    if saving.is_done:
        flash(_("The settings are saved."), "success")
        return redirect(url_for("authoring.outline", course=course))
    theirs = _theirs(form, draft.draft.settings, choices) if saving.is_stale else []
    page = render_template(
        "authoring/course_settings.html", form=form, draft=draft, requires=requires, completion=completion, theirs=theirs
    )  # fmt: skip
    return page, saving.status


def _renewable(choices: Choices, renews: Mapping[str, Any] | None) -> list[SelectChoice]:
    """Return which courses a re-test may be for; one that is named and not there any more can be kept."""
    known = dict(choices.courses)
    if renews is not None:
        known.setdefault(renews["course"], renews["course"])
    none = SelectChoice("", _("No other course: this is no re-test"))
    return [none, *(SelectChoice(slug, title) for slug, title in known.items())]


def _theirs(form: CourseForm, settings: Mapping[str, Any], choices: Choices) -> list[tuple[str, str]]:
    """Let a refused form be saved over what is saved now, and return what differs there."""
    shown = {**settings, **CourseForm.renewing(settings.get("renews"))}
    return renew(form, shown, NAMES, choices)


@blueprint.route("/courses/<slug:course>/glossary", methods=["GET", "POST"])
@allow(*AUTHORS)
def glossary(course: str) -> ResponseReturnValue:
    """Change the words a course explains."""
    draft = draft_for(actor(), course)
    kept = draft.draft.settings.get("glossary") or []
    form = GlossaryForm(data={"seen": rules.seal(draft.draft.settings, ["glossary"])})
    rows = rows_from("term", TERM_NAMES, request.form) if request.method == "POST" else rows_of("term", TERM_NAMES, kept)  # fmt: skip
    saving = Saving(form)
    if is_ready(form, pressed=["term"]):
        terms = read_terms(rows)
        if rows.errors:
            refuse_rows(form)
        else:
            with saving:
                shaping.change_course(
                    course=draft.course, settings={"glossary": terms}, seen=form.seen.data or "", by=actor(), at=clock.now()
                )  # fmt: skip
    if saving.is_done:
        flash(_("The glossary is saved."), "success")
        return redirect(url_for("authoring.outline", course=course))
    theirs = [(each["term"], each["definition"]) for each in kept] if saving.is_stale else []
    if saving.is_stale:
        form.seen.data = rules.seal(draft.draft.settings, ["glossary"])
    page = render_template("authoring/glossary.html", form=form, draft=draft, rows=rows, theirs=theirs)
    return page, saving.status
