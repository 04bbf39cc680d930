"""Between the bank and a quiz under work: items put in, versions compared, taken and sent back, items put into the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from academy import clock
from academy.actor import Role
from academy.courses.editing import Editor, open_editor
from academy.errors import DomainError, NotFound
from academy.items.editing.asked import asked_from, ids_from
from academy.items.editing.listing import listing
from academy.items.editing.wording import place_words
from academy.items.queries import bank as bank_queries
from academy.items.queries.bank import Asked
from academy.items.rules.versions import differences, plain
from academy.quizzes.content import QuizContent
from academy.quizzes.queries.bank import names_in_course, newest_contents, standings
from academy.quizzes.rules.bank import newer_copy, origins, without_quiz
from academy.quizzes.service import bank as service
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.errors import say, words_for

AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)

say({
    "bank-into-pretest": _l("A pre-test takes its items from another quiz: put them in there."),
    "bank-no-copy": _l("The quiz has no copy of this item any more. Nothing was sent."),
    "bank-too-many": _l("Put in up to %(most)s items at once."),
    "bank-put-in-retired": _l("“%(title)s” is retired and cannot be put in. Nothing was put in."),
})  # fmt: skip


@blueprint.route("/author/quizzes/<uuid:activity_id>/bank", methods=["GET", "POST"])
@allow(*AUTHORS)
def choose_from_bank(activity_id: UUID) -> ResponseReturnValue:
    """Choose items of the bank by the same filters as there, and put them in."""
    editor, quiz = _opened(activity_id)
    if request.method != "POST":
        return _choosing(
            editor, quiz, asked_from(request.args), page=max(1, request.args.get("page", 1, type=int))
        )
    return _put_in(editor)


@blueprint.post("/author/quizzes/from-bank")
@allow(*AUTHORS)
def put_in_from_bank() -> ResponseReturnValue:
    """Put what was ticked in the bank into the quiz that was chosen there."""
    activity_id = request.form.get("quiz", type=UUID)
    if activity_id is None:
        raise NotFound()
    return _put_in(_opened(activity_id)[0])


@blueprint.get("/author/quizzes/<uuid:activity_id>/bank/newer/<slug:key>")
@allow(*AUTHORS)
def newer_in_bank(activity_id: UUID, key: str) -> ResponseReturnValue:
    """Show where an item of the quiz differs from what the bank has now."""
    editor, quiz = _opened(activity_id)
    item = quiz.item(key)
    if item is None or item.origin is None or item.origin.item not in standings(actor(), quiz):
        raise NotFound()
    bank_item, content, media = newest_contents([item.origin.item])[item.origin.item]
    names = names_in_course(editor.course.id, media)
    taken = newer_copy(item, content, version=bank_item.version, names=names)
    apart = differences(without_quiz(plain(item)), without_quiz(plain(taken)))
    standing = standings(actor(), quiz, editor.course.id)[item.origin.item]
    return editor.page(
        "quizzes/bank_newer.html", item=item, bank_item=bank_item, differences=apart, place_words=place_words,
        is_changed=item.key in standing.changed,
    )  # fmt: skip


@blueprint.post("/author/quizzes/<uuid:activity_id>/bank/send-back")
@allow(*AUTHORS)
def send_back(activity_id: UUID) -> ResponseReturnValue:
    """Make what the quiz's copy says the newest version of its item in the bank."""

    def sent(editor: Editor, quiz: QuizContent) -> QuizContent:
        return service.send_back(
            quiz=quiz, activity=editor.activity, key=request.form.get("key", ""),
            based_on=request.form.get("version", 0, type=int), by=actor(), at=clock.now(),
        )  # fmt: skip

    return _changed(_opened(activity_id)[0], sent)


@blueprint.post("/author/quizzes/<uuid:activity_id>/bank/newer")
@allow(*AUTHORS)
def take_newer(activity_id: UUID) -> ResponseReturnValue:
    """Take the bank's newest version of one item, or of all of which it has a newer one."""

    def taken(editor: Editor, quiz: QuizContent) -> QuizContent:
        return service.take_newer(
            quiz=quiz, activity=editor.activity, keys=request.form.getlist("key"), by=actor(), at=clock.now()
        )

    return _changed(_opened(activity_id)[0], taken)


@blueprint.post("/author/quizzes/<uuid:activity_id>/bank/deposit")
@allow(*AUTHORS)
def deposit(activity_id: UUID) -> ResponseReturnValue:
    """Put items that were written in the quiz into the bank: one, or all that do not come from there."""

    def deposited(editor: Editor, quiz: QuizContent) -> QuizContent:
        return service.deposit(
            quiz=quiz, activity=editor.activity, keys=request.form.getlist("key"),
            category=request.form.get("category", ""), by=actor(), at=clock.now(),
        )  # fmt: skip

    return _changed(_opened(activity_id)[0], deposited)


def _put_in(editor: Editor) -> ResponseReturnValue:
    asked = asked_from(request.form)
    before = len(_now(editor)[1].items)
    try:
        ids = bank_queries.chosen(actor(), ids_from(request.form), asked)
        editor, quiz = _held(editor)
        changed = service.put_in(quiz=quiz, activity=editor.activity, ids=ids, by=actor(), at=clock.now())
    except DomainError as refusal:
        if isinstance(refusal, NotFound):
            raise
        return _choosing(editor, _now(editor)[1], asked, refusal=refusal)
    count = len(changed.items) - before
    words = (
        ngettext("%(num)d item was put in.", "%(num)d items were put in.", count)
        if count
        else _("All of them are in this quiz already.")
    )
    flash(words, "success" if count else "info")
    return _saved(editor, quiz, changed)


def _changed(editor: Editor, change: Callable[[Editor, QuizContent], QuizContent]) -> ResponseReturnValue:
    editor, quiz = _held(editor)
    return _saved(editor, quiz, change(editor, quiz))


def _saved(editor: Editor, before: QuizContent, after: QuizContent) -> ResponseReturnValue:
    """Save the quiz as it came out, built on what the draft holds now: nothing of it can collide."""
    then = url_for("quizzes.edit", activity_id=editor.activity.id, _anchor="items")
    if after == before:
        return redirect(then)
    return replace(editor, revision=editor.activity.revision).save(editor.write(after), then=then)


def _held(editor: Editor) -> tuple[Editor, QuizContent]:
    service.hold_quiz(editor.activity)
    return _now(editor)


def _now(editor: Editor) -> tuple[Editor, QuizContent]:
    content = editor.content
    if not isinstance(content, QuizContent):  # the register pairs each kind with its own content
        abort(redirect(url_for("authoring.source", activity_id=editor.activity.id)))
    return editor, content


def _opened(activity_id: UUID) -> tuple[Editor, QuizContent]:
    return _now(open_editor(activity_id, "quiz"))


def _choosing(
    editor: Editor, quiz: QuizContent, asked: Asked, *, page: int = 1, refusal: DomainError | None = None
) -> ResponseReturnValue:
    asked = replace(asked, status="" if asked.status == "retired" else asked.status)
    body = render_template(
        "quizzes/bank.html",
        editor=editor,
        quiz=quiz,
        found=bank_queries.bank_page(actor(), asked, page=page),
        there=set(origins(quiz)),
        refusal=words_for(refusal) if refusal else "",
        ticked=set(request.form.getlist("item")),
        page=page,
        **listing(actor(), asked),
    )
    return body, refusal.status if refusal else 200
