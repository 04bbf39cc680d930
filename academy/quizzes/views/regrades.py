"""Regrades: an item whose key was wrong is marked anew, after its author has seen what that does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts.document.letters import Letter
from academy.courses.editing import Editor, open_editor
from academy.courses.models import Edition
from academy.courses.queries.drafts import AUTHORS
from academy.errors import Conflict, Invalid, NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark, Response
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.document.letters import Occasion, post
from academy.quizzes.forms.marking import POLICIES, RegradeForm
from academy.quizzes.models import Policy
from academy.quizzes.queries import regrades as queries
from academy.quizzes.queries.published import published_quiz
from academy.quizzes.queries.regrading import Preview, preview
from academy.quizzes.service import Wish
from academy.quizzes.service.regrading import WITH_KEY
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import actor, allow

#: How long a request, and a round of the caretaker, works on regrades.
SECONDS_OF_REQUEST = 2.0
SECONDS_OF_ROUND = 10.0


@dataclass(frozen=True)
class Desk:
    """A quiz whose items can be marked anew: as its working copy has it, and as its newest edition does."""

    editor: Editor
    edition: Edition
    published: QuizContent
    draft: QuizContent | None

    @property
    def items(self) -> list[Item]:
        """What was asked, and what is only in the working copy is not: nobody has answered it."""
        return list(self.published.items)

    def key_of(self, key: str) -> tuple[Item, Item]:
        """Return an item as the newest edition asks it, and with its new key. Raises NotFound."""
        asked = self.published.item(key)
        if asked is None:
            raise NotFound()
        anew = self.draft.item(key) if self.draft else None
        return asked, anew if anew is not None and anew.kind == asked.kind else asked


@blueprint.get("/author/quizzes/<uuid:activity_id>/regrades")
@allow(*AUTHORS)
def regrades(activity_id: UUID) -> ResponseReturnValue:
    """List what was marked anew in a quiz, and the items to begin with."""
    editor = open_editor(activity_id, "quiz")
    desk = _desk(editor)
    return editor.page(
        "quizzes/marking/regrades.html", items=desk.items if desk else [], edition=desk.edition if desk else None,
        regrades=queries.regrades_of(editor.course.id, editor.activity.slug), policies=POLICIES,
    )  # fmt: skip


@blueprint.route("/author/quizzes/<uuid:activity_id>/items/<slug:key>/regrade", methods=["GET", "POST"])
@allow(*AUTHORS)
def regrade(activity_id: UUID, key: str) -> ResponseReturnValue:
    """Choose a policy, see what it does, and confirm it. Nothing is written before that."""
    editor = open_editor(activity_id, "quiz")
    desk = _desk(editor)
    if desk is None:
        raise NotFound()
    asked, anew = desk.key_of(key)
    policy = _policy(request.args.get("policy", ""))
    form = RegradeForm()
    wish = Wish(policy or Policy.NONE, anew, form.reason.data or "")
    at = clock.now()
    found = _previewed(editor, wish, at) if policy else None
    if not form.is_submitted() or found is None:
        return _page(desk, asked, anew, policy, found, form)
    if form.validate_on_submit():
        try:
            return _confirmed(editor, wish, _seen(wish, found), form.seen.data or "", at)
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
    return _page(desk, asked, anew, policy, found, form)


def go_on_with_regrades(at: datetime) -> int:
    """Finish regrades that were made and have not reached every attempt yet; a duty of the caretaker."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    waiting = list(queries.unfinished_regrades())
    return sum(_run(app, each, at, SECONDS_OF_ROUND) for each in waiting)


def _run(app: Flask, regrade_id: UUID, at: datetime, seconds: float) -> int:
    """Change what a regrade has yet to change, and write to whoever passes through it, or does not any more."""

    def tell(attempt_id: UUID) -> None:
        letter = Letter(
            queries.learner_of(attempt_id), Occasion.REGRADED, "quizzes.result", {"attempt_id": attempt_id}
        )
        db.after_commit(lambda: _send(app, letter))

    return service.run_regrade(regrade_id=regrade_id, at=at, seconds=seconds, tell=tell)


def _send(app: Flask, letter: Letter) -> None:
    post(app, [letter])


def _confirmed(editor: Editor, wish: Wish, shown: str, seen: str, at: datetime) -> ResponseReturnValue:
    """Write the decision down; results follow as soon as it is on disk. Raises Conflict, Invalid."""
    if shown != seen:
        raise Conflict("regrade-moved")
    made = service.decide_regrade(
        course_id=editor.course.id, activity=editor.activity.slug, wish=wish, by=actor(), at=at
    )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    regrade_id = made.id
    db.after_commit(lambda: _begin(app, regrade_id, at))
    flash(
        _(
            "It is decided. Results change now; whoever passes through it, or does not any more, gets a letter."
        ),
        "success",
    )
    return redirect(url_for("quizzes.regrades", activity_id=editor.activity.id))


def _begin(app: Flask, regrade_id: UUID, at: datetime) -> None:
    _run(app, regrade_id, at, SECONDS_OF_REQUEST)


def _desk(editor: Editor) -> Desk | None:
    """Return a quiz as it was published last; None where it never was."""
    edition = (
        db.session.get(Edition, editor.course.live_edition_id) if editor.course.live_edition_id else None
    )
    quiz = published_quiz(edition.id, editor.activity.slug) if edition else None
    if edition is None or quiz is None:
        return None
    draft = editor.read()
    return Desk(editor, edition, quiz, draft if isinstance(draft, QuizContent) else None)


def _previewed(editor: Editor, wish: Wish, at: datetime) -> Preview:
    adjustment = queries.adjustment_of(wish.policy, wish.content)
    return preview(editor.course.id, editor.activity.slug, wish.item.key, adjustment, at=at)


def _seen(wish: Wish, found: Preview) -> str:
    """Return what tells one preview from another: the policy, the key and the figures."""
    return hashlib.sha256(repr((wish.policy.value, wish.content, found)).encode()).hexdigest()


def _policy(name: str) -> Policy | None:
    return Policy(name) if name in {each.value for each in Policy} else None


def _keyed(item: Item) -> tuple[Response, Mark]:
    kind = kind_named(item.kind)
    response = kind.key_response(item)
    return response, kind.mark(item, response)


def _page(
    desk: Desk, asked: Item, anew: Item, policy: Policy | None, found: Preview | None, form: RegradeForm
) -> ResponseReturnValue:
    is_manual = kind_named(asked.kind).is_manual
    wish = Wish(policy or Policy.NONE, anew, "")
    form.seen.data, form.seen.raw_data = _seen(wish, found) if found else "", None
    beside = anew.model_copy(update={"key": f"{anew.key}-anew"})  # both keys are drawn on one page
    offered = {each: words for each, words in POLICIES.items() if not is_manual or each not in WITH_KEY}
    return desk.editor.page(
        "quizzes/marking/regrade.html", item=asked, anew=beside, key=anew.key, is_changed=anew != asked, policy=policy, policies=offered,
        preview=found, form=form, old=_keyed(asked), new=_keyed(anew), edition=desk.edition, is_manual=is_manual,
    )  # fmt: skip
