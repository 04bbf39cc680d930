"""Quizzes as authors write them: the terms, the list of items, and how learners will read and see both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy.courses.editing import Editor
from academy.items.content import Item
from academy.items.editing.preview import as_shown
from academy.items.forms import KIND_NAMES
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark
from academy.quizzes.content import QuizContent, Section
from academy.quizzes.forms.terms import REVEALS, PretestForm, QuizForm
from academy.quizzes.queries import other_quizzes
from academy.quizzes.queries.bank import standings
from academy.quizzes.rules import asked_count, guess_score, parts, pooled, with_terms
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.opening import AUTHORS, opened, sources
from academy.web.access import actor, allow, prepares


@dataclass(frozen=True)
class Terms:
    """What a quiz asks of every learner, where nothing is changed for her alone."""

    quiz: QuizContent

    @property
    def minutes(self) -> int | None:
        """The minutes of one attempt."""
        return self.quiz.time_limit

    @property
    def item_count(self) -> int:
        """How many items an attempt asks."""
        return asked_count(self.quiz)

    @property
    def gate_count(self) -> int:
        """How many of its items must be right."""
        return sum(item.gate and not item.pilot for item in self.quiz.items)

    @property
    def sections(self) -> Sequence[Section]:
        """Its parts."""
        return self.quiz.sections


@blueprint.route("/author/quizzes/<uuid:activity_id>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a quiz: its terms, and the list of its items."""
    editor, quiz = opened(activity_id)
    form = _terms_form(editor, quiz)
    if form.validate_on_submit():
        return editor.save(editor.write(with_terms(quiz, form.terms())))
    return editor.page(
        "quizzes/edit.html",
        form=form,
        quiz=quiz,
        terms=Terms(quiz),
        parts=parts(quiz),
        pool=pooled(quiz),
        kind_names=KIND_NAMES,
        reveals=REVEALS,
        guess=guess_score(quiz) if quiz.items else None,
        standings=standings(actor(), quiz, editor.course.id),
    )


@blueprint.post("/author/quizzes/<uuid:activity_id>/summary")
@allow(*AUTHORS)
@prepares
def summary(activity_id: UUID) -> ResponseReturnValue:
    """Tell a script how learners will read the terms as they are typed; nothing is saved."""
    editor, quiz = opened(activity_id)
    form = _terms_form(editor, quiz)
    if not form.validate():
        return jsonify(text=_("Something on this page has to be mended first.")), 422
    typed = with_terms(quiz, form.terms())
    guess = guess_score(typed) if typed.items else None
    return jsonify(html=render_template("quizzes/summary.html", quiz=typed, terms=Terms(typed), guess=guess))


@blueprint.get("/author/quizzes/<uuid:activity_id>/preview")
@allow(*AUTHORS)
def preview(activity_id: UUID) -> ResponseReturnValue:
    """Show every item with its right answer and what the review says."""
    editor, quiz = opened(activity_id)
    keys = [_keyed(item) for item in as_shown(quiz).items]
    return editor.page("quizzes/preview.html", quiz=quiz, keys=keys, sources=sources(editor))


def _terms_form(editor: Editor, quiz: QuizContent) -> PretestForm:
    """Return the form of what applies: a page that was loaded as a pre-test's sends less than a quiz's."""
    is_whole = "pass_mark" in request.form if request.form else quiz.pretest_of is None
    form = QuizForm.of(quiz) if is_whole else PretestForm.of(quiz)
    form.pretest_of.choices = [("", _("No, it asks its own items")), *_quizzes_besides(editor)]
    return form


def _keyed(item: Item) -> tuple[Item, Any, Mark]:
    kind = kind_named(item.kind)
    response = kind.key_response(cast(Any, item))
    return item, response, kind.mark(cast(Any, item), response)


def _quizzes_besides(editor: Editor) -> list[tuple[str, str]]:
    found = other_quizzes(editor.course.id, besides=editor.activity.slug)
    return [(slug, _("Yes, of “%(quiz)s”", quiz=title)) for slug, title in found]
