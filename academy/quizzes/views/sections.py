"""The sections of a quiz, and what is drawn in each and in front of them."""

from __future__ import annotations

import json
from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from academy.courses.editing import Editor
from academy.courses.rules.slugs import slug_for
from academy.errors import NotFound
from academy.quizzes.content import Draw, QuizContent, Section
from academy.quizzes.forms.parts import MOST_ROWS, DrawRow, SectionForm, examined_rows, typed_rows
from academy.quizzes.rules import competencies, section_with, tags, with_section
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.opening import AUTHORS, opened
from academy.web.access import allow

#: Rows left open for further draws.
SPARE = 2


@blueprint.route("/author/quizzes/<uuid:activity_id>/new-section", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_section(activity_id: UUID) -> ResponseReturnValue:
    """Write a new section."""
    editor, quiz = opened(activity_id)
    return _section(editor, quiz, None)


@blueprint.route("/author/quizzes/<uuid:activity_id>/sections/<slug:section>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit_section(activity_id: UUID, section: str) -> ResponseReturnValue:
    """Write a section: its heading, its items, its draws."""
    editor, quiz = opened(activity_id)
    found = next((each for each in quiz.sections if each.slug == section), None)
    if found is None:
        raise NotFound()
    return _section(editor, quiz, found)


@blueprint.route("/author/quizzes/<uuid:activity_id>/draws", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit_draws(activity_id: UUID) -> ResponseReturnValue:
    """Say what is drawn in front of all sections."""
    editor, quiz = opened(activity_id)
    rows = _rows(quiz.draws)
    if request.method == "POST":
        draws, rows = _typed(quiz)
        if not any(row.errors for row in rows):
            return editor.save(editor.write(quiz.model_copy(update={"draws": draws})), then=_list_url(editor))
    return _page(editor, quiz, None, None, rows)


def _section(editor: Editor, quiz: QuizContent, section: Section | None) -> ResponseReturnValue:
    form = SectionForm.of(section)
    rows = _rows(section.draws if section else [])
    if request.method == "POST":
        draws, rows = _typed(quiz)
        if form.validate() and not any(row.errors for row in rows):
            title = (form.title.data or "").strip()
            written = Section(
                slug=section.slug if section else slug_for(title, {each.slug for each in quiz.sections}),
                title=title, instructions=(form.instructions.data or "").replace("\r\n", "\n").strip(),
                shuffle=bool(form.shuffle.data), items=_named(quiz, section), draws=draws,
            )  # fmt: skip
            return editor.save(editor.write(with_section(quiz, written)), then=_list_url(editor))
    return _page(editor, quiz, form, section, rows)


def _page(
    editor: Editor, quiz: QuizContent, form: SectionForm | None, section: Section | None, rows: list[DrawRow]
) -> ResponseReturnValue:
    wrong = any(row.errors for row in rows)
    free = [item for item in quiz.items if section_with(quiz, item.key) in (None, section)]
    drawable = _drawable(quiz)
    page = editor.page(
        "quizzes/edit_section.html",
        form=form,
        section=section,
        free=free,
        ticked=_ticked() if request.method == "POST" else set(section.items if section else ()),
        rows=[*rows, *[DrawRow()] * SPARE][:MOST_ROWS],
        fits=json.dumps(drawable, ensure_ascii=False),
        fitting=partial(_fitting, drawable),
        competencies=[(each, each) for each in competencies(quiz)],
        tags=[(each, each) for each in tags(quiz)],
    )
    return (page[0], 422) if wrong and isinstance(page, tuple) else page


def _typed(quiz: QuizContent) -> tuple[list[Draw], list[DrawRow]]:
    return examined_rows(typed_rows(request.form), competencies=competencies(quiz), tags=tags(quiz))


def _rows(draws: list[Draw]) -> list[DrawRow]:
    return [DrawRow.of(draw) for draw in draws]


def _ticked() -> set[str]:
    return set(request.form.getlist("item"))


def _named(quiz: QuizContent, section: Section | None) -> list[str]:
    """Return the items that are ticked: those that stood there keep their order, others come after them."""
    ticked = _ticked() & {item.key for item in quiz.items}
    stayed = [key for key in (section.items if section else ()) if key in ticked]
    return [*stayed, *(item.key for item in quiz.items if item.key in ticked and item.key not in stayed)]


def _drawable(quiz: QuizContent) -> list[list[str]]:
    """Return the competency and the tags of each item that a draw could take."""
    return [
        [item.competency or "", *item.tags]
        for item in quiz.items
        if not item.gate and section_with(quiz, item.key) is None
    ]


def _fitting(drawable: list[list[str]], row: DrawRow) -> int:
    """Return how many items fit a row; the script counts likewise."""
    return sum(
        row.competency in ("", first) and (not row.tag or row.tag in rest) for first, *rest in drawable
    )


def _list_url(editor: Editor) -> str:
    return url_for("quizzes.edit", activity_id=editor.activity.id, _anchor="items")
