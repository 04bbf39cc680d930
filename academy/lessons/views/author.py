"""Writing lessons: the editor, and how what is typed will look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, richtext
from academy.courses.editing import Editor, is_by_script, open_editor
from academy.courses.queries.drafts import AUTHORS
from academy.courses.queries.materials import Materials, materials
from academy.courses.queries.media import shown_of_draft
from academy.errors import Invalid
from academy.items.content import Item
from academy.items.editing.preview import as_shown
from academy.items.forms import kind_options
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Presented
from academy.jurisdictions.queries import CountryEntries, entries_for, known_entries
from academy.lessons import forms, rules
from academy.lessons.content import LessonContent
from academy.lessons.forms import Check, LessonForm
from academy.lessons.views.blueprint import blueprint
from academy.lessons.views.words import interface_words
from academy.web.access import actor, allow, prepares
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Preview:
    """A text as its readers will see it, or what keeps it from being shown."""

    extent: rules.Extent
    segments: list[richtext.Segment]
    checks: dict[str, tuple[Item, Presented]]
    law: CountryEntries | None
    terms: list[dict[str, str]]
    #: Line of the text, and what to mend there.
    problem: tuple[int, str] | None = None
    #: Keys the text refers to that nobody has written yet.
    missing_terms: tuple[str, ...] = ()
    #: The addresses of the pictures of questions, by their keys.
    sources: Mapping[str, str] = field(default_factory=dict)


@blueprint.route("/<locale:locale>/author/lessons/<uuid:activity_id>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a lesson. Buttons that only change the page, or show it, save nothing."""
    editor = open_editor(activity_id, "lesson")
    lesson = cast(LessonContent, editor.content)
    form = LessonForm(obj=lesson)
    if request.method == "GET":
        return _page(editor, form, forms.written(lesson.checks))
    checks = forms.posted(request.form)
    if forms.has_deed(request.form, checks) or (
        request.form.keys() & {"add-check", "remove-check", "preview"} and not is_by_script()
    ):
        return _page(editor, form, _rearranged(form, checks))
    return _save(editor, lesson, form, forms.examined(checks))


@blueprint.post("/<locale:locale>/author/lessons/<uuid:activity_id>/preview")
@allow(*AUTHORS)
@prepares
def preview(activity_id: UUID) -> ResponseReturnValue:
    """Show a script what is typed as readers will see it; nothing is saved."""
    editor = open_editor(activity_id, "lesson")
    shown = _preview(editor, LessonForm().body.data or "", forms.examined(forms.posted(request.form)))
    return jsonify(html=render_template("lessons/preview.html", preview=shown))


def _save(
    editor: Editor, lesson: LessonContent, form: LessonForm, checks: list[Check]
) -> ResponseReturnValue:
    is_in_order = form.validate()
    wrong = [check for check in checks if check.errors]
    if wrong and not is_by_script():
        form.form_errors.extend(_("The question “%(key)s” is not complete.", key=each.key) for each in wrong)
    elif is_in_order:
        stored = {check.key: check for check in lesson.checks}
        items = [check.item or stored.get(check.key) for check in checks]
        return _saved(editor, lesson, form, [item for item in items if item is not None])
    return _page(editor, form, checks)


def _saved(
    editor: Editor, lesson: LessonContent, form: LessonForm, items: Sequence[Item]
) -> ResponseReturnValue:
    content = lesson.model_copy(
        update={
            "title": form.title.data,
            "minutes": form.minutes.data,
            "body": form.body.data,
            "checks": list(items),
        }
    )
    try:
        return editor.save(editor.write(content))
    except Invalid as refusal:
        form.body.errors = [_("This is longer than the academy keeps in one lesson: part it into two.")]
        if refusal.reason != "draft-too-long":
            raise
        return _page(editor, form, forms.written(items))


def _page(editor: Editor, form: LessonForm, checks: list[Check]) -> ResponseReturnValue:
    if is_by_script() and form.errors:
        return editor.page("", form=form)
    there = materials(editor.course.id)
    body = form.body.data or ""
    return editor.page(
        "lessons/edit.html",
        form=form,
        checks=checks,
        kinds=kind_options(for_checks=True),
        pictures=[(name, name) for name, _alt in there.files],
        sources=_sources(editor) if any(check.is_drawn_on for check in checks) else {},
        materials=there,
        entries=known_entries(actor().jurisdiction),
        preview=_preview(editor, body, forms.examined(checks), there),
    )


def _sources(editor: Editor) -> dict[str, str]:
    """Return the addresses of the course's files, by name."""
    return {name: shown.url for name, shown in shown_of_draft(editor.course.id).items()}


def _rearranged(form: LessonForm, checks: list[Check]) -> list[Check]:
    """Do what a button asks of the questions as a whole: add one, take one out."""
    body = form.body.data or ""
    if "add-check" in request.form and len(checks) < forms.MOST_CHECKS:
        key = rules.fresh_key({check.key for check in checks} | set(_shown_checks(body)))
        if new := forms.new_check(request.form.get("new-kind", ""), key):
            form.body.data = rules.with_check(body, key)
            return [*checks, new]
    if key := request.form.get("remove-check", ""):
        form.body.data = rules.without_check(body, key)
        return [check for check in checks if check.key != key]
    return checks


def _shown_checks(body: str) -> tuple[str, ...]:
    try:
        return richtext.leans_on(body).checks
    except richtext.RichTextError:
        return ()


def _preview(editor: Editor, body: str, checks: list[Check], there: Materials | None = None) -> Preview:
    """Render what is typed as an edition would; nothing of it is kept."""
    nothing = Preview(rules.extent(body), [], {}, None, [])
    try:
        leans = richtext.leans_on(body)
        files = shown_of_draft(editor.course.id) if leans.media else {}
        made = richtext.render(
            body, translate=_as_written, media=files, source_lang=editor.course.source_locale
        )
    except richtext.RichTextError as error:
        said = _(error.sentence)
        return replace(nothing, problem=(error.line, said % error.values if error.values else said))
    words = interface_words()
    glossary = {term["key"]: term for term in (there or materials(editor.course.id)).glossary}
    missing = tuple(key for key in leans.terms if key not in glossary)
    return replace(
        nothing,
        segments=[
            replace(each, html=richtext.unlinked(richtext.fill(each.html, words), missing)) for each in made
        ],
        checks={check.key: _check_as_shown(check.item) for check in checks if check.item},
        sources=_pictures_of(editor, checks),
        law=_law(leans.entries),
        terms=[glossary[key] for key in leans.terms if key in glossary],
        missing_terms=missing,
    )


def _check_as_shown(item: Item) -> tuple[Item, Presented]:
    shown = as_shown(item)
    return shown, kind_named(shown.kind).presented(shown, None)


def _pictures_of(editor: Editor, checks: list[Check]) -> dict[str, str]:
    pictured = {check.key: check.item.picture.file for check in checks if check.item and check.item.picture}
    sources = _sources(editor) if pictured else {}
    return {key: sources[file] for key, file in pictured.items() if file in sources}


def _as_written(source: str) -> tuple[str, str | None, bool]:
    return source, None, False


def _law(keys: frozenset[str]) -> CountryEntries | None:
    who = actor()
    if not keys:
        return None
    return entries_for(country=who.jurisdiction, keys=keys, locale=content_locale(who), on=clock.now().date())
