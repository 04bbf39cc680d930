"""What the editors of all kinds of activities do alike: open a draft, save it, answer, lead to the merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from academy import clock
from academy.courses.content import ActivityContent
from academy.courses.kinds import ActivityKind, kind_named
from academy.courses.models import ActivityDraft, Course
from academy.courses.package.single import read_if_in_order
from academy.courses.queries.desk import title_of
from academy.courses.queries.drafts import activity_draft_for
from academy.courses.queries.revisions import Saving, last_other, last_save, revision_of
from academy.courses.rules.merging import Conflict, Run, words_apart
from academy.courses.service.saving import Collision, Saved, save_source
from academy.errors import NotFound
from academy.web.access import SAFE_METHODS, actor
from academy.web.filters import clock_time


@dataclass(frozen=True)
class Editor:
    """An activity's draft, opened by an author who may change it."""

    activity: ActivityDraft
    course: Course
    kind: ActivityKind
    #: The revision the page in the author's hands began from: every form of an editor carries it.
    revision: int

    @property
    def content(self) -> ActivityContent:
        """What the draft holds. Where its file cannot be read, this leads to the page that shows it as text."""
        found = self.read()
        if found is None:
            abort(redirect(url_for("authoring.source", activity_id=self.activity.id)))
        return found

    def read(self) -> ActivityContent | None:
        """Return what the draft holds, or held when this author began; None where neither can be read."""
        found = read_if_in_order(self.kind, self.activity.source)
        if found is not None or request.method in SAFE_METHODS:
            return found
        began = revision_of(self.activity.id, self.revision)
        return read_if_in_order(self.kind, began.source) if began else None

    def write(self, content: ActivityContent) -> str:
        """Return the one file of a content of this kind."""
        return self.kind.write(content)

    def save(self, source: str, *, then: str = "") -> ResponseReturnValue:
        """Save the file, and answer: a receipt for a script, ``then`` (or this page again) for a form.

        Where it collides with what somebody else saved, the answer is the merge, with status 409.
        """
        outcome = save_source(
            activity=self.activity, source=source, based_on=self.revision, by=actor(), at=clock.now()
        )
        return self.answer(outcome, then=then)

    def answer(self, outcome: Saved | Collision, *, then: str = "") -> ResponseReturnValue:
        """Answer what came of a save."""
        if isinstance(outcome, Collision):
            return self._collided(outcome)
        if is_by_script():
            at = clock.now()
            return jsonify(
                saved_at=at.isoformat(), text=_receipt(outcome, clock_time(at)), revision=outcome.own
            )
        flash(_saved_words(outcome), "success")
        return redirect(then or self.arrived_url)

    @property
    def course_title(self) -> str:
        """What the draft of the course is called."""
        return title_of(self.course.id)

    @property
    def arrived_url(self) -> str:
        """This page again, for who comes from a save or gives hers up: what the device still keeps is done with."""
        return url_for(self.kind.editor, activity_id=self.activity.id, _anchor="arrived")

    def page(self, template: str, *, form: FlaskForm | None = None, **context: Any) -> ResponseReturnValue:
        """Show the editor's page; with status 422 where ``form`` was refused, and to a script only in words."""
        is_refused = bool(form is not None and form.errors)
        if is_refused and is_by_script():
            return jsonify(text=_("Not saved yet: something on this page has to be mended first.")), 422
        return render_template(template, editor=self, form=form, **context), 422 if is_refused else 200

    @property
    def is_unsaved(self) -> bool:
        """Whether the page answers a form without saving it: what stands on it is not in the draft yet."""
        return request.method not in SAFE_METHODS

    @property
    def slot(self) -> str:
        """Under which name a browser keeps what this author has not saved: two people may share a device."""
        return f"{self.activity.id}:{actor().person_id}"

    @property
    def saved(self) -> Saving:
        """Who saved the draft last, and when."""
        return last_save(self.activity.id)

    def _collided(self, collision: Collision) -> ResponseReturnValue:
        if is_by_script():
            words = _(
                "Somebody else has changed the same place. What you typed stays here: press “Save” to bring both together."
            )
            return jsonify(text=words, is_collision=True), 409
        return merge_page(self, collision), 409


def open_editor(activity_id: UUID, kind: str | None = None) -> Editor:
    """Return the editor of an activity's draft. Raises NotFound where it is not the actor's, or of another kind."""
    activity = activity_draft_for(actor(), activity_id)
    if kind is not None and activity.kind != kind:
        raise NotFound()
    revision = request.form.get("revision", type=int) if request.method not in SAFE_METHODS else None
    return Editor(
        activity,
        activity.course,
        kind_named(activity.kind),
        activity.revision if revision is None else revision,
    )


def is_by_script() -> bool:
    """Say whether a draft saves itself, so that the answer is for a script."""
    return bool(request.headers.get("X-Requested-With"))


@dataclass(frozen=True)
class Versions:
    """A conflict as the merge shows it: both versions, their words marked where they differ."""

    mine: list[Run]
    theirs: list[Run]


@dataclass(frozen=True)
class Decision:
    """What an author wants in the place of a conflict."""

    #: ``mine``, ``theirs``, ``both`` or ``own``; empty while it is open.
    choice: str
    #: Her own words, for ``own``.
    own: str

    def text(self, conflict: Conflict) -> str:
        """Return what comes in the place of ``conflict``."""
        texts = {"mine": conflict.mine, "theirs": conflict.theirs, "both": conflict.both}
        return texts.get(self.choice, self.own)


def merge_page(editor: Editor, collision: Collision, decisions: Sequence[Decision] = ()) -> str:
    """Show what collided side by side, with what is decided so far where a place was left open."""
    conflicts = collision.merge.conflicts
    versions = []
    for conflict in conflicts:
        mine, theirs = words_apart(conflict.mine, conflict.theirs)
        versions.append(Versions(mine, theirs))
    return render_template(
        "authoring/merge.html",
        editor=editor,
        collision=collision,
        versions=versions,
        by=last_other(editor.activity.id, actor().person_id, collision.revision),
        decisions=decisions or [Decision("", conflict.both) for conflict in conflicts],
        is_open_left=bool(decisions),
    )


def _receipt(saved: Saved, time: str) -> str:
    if saved.is_merged:
        words = _(
            "Saved %(time)s, together with what others changed. Load the page again to see it.", time=time
        )
        return str(words)
    return str(_("Saved %(time)s", time=time))


def _saved_words(saved: Saved) -> str:
    if saved.is_merged:
        return str(_("Saved. Somebody else has changed other parts meanwhile; both are here now."))
    return str(_("Saved.") if saved.is_new else _("Nothing has changed since the last save."))
