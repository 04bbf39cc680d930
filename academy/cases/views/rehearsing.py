"""An author plays her own draft, from any point, forth and back. Nothing of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from academy import clock
from academy.agencies.queries import countries
from academy.cases.content import CaseContent, Law, action_of, plain
from academy.cases.forms.actions import read_action
from academy.cases.forms.rehearsal import BeginForm
from academy.cases.models import CaseRehearsal
from academy.cases.queries.rehearsals import rehearsal_of
from academy.cases.rules.checking.telling import step_in_words
from academy.cases.rules.rehearsing import Played, played
from academy.cases.rules.words import words as words_at
from academy.cases.service import Unfit, law_for
from academy.cases.service.law import entries_of
from academy.cases.service.rehearsing import begin_rehearsal as begin
from academy.cases.service.rehearsing import rehearse as go_on
from academy.cases.service.rehearsing import step_back
from academy.cases.views import words as craft
from academy.cases.views.beginnings import begin_form, chosen
from academy.cases.views.blueprint import blueprint
from academy.cases.views.fields import FIELDS, title_of
from academy.cases.views.outcome import outcome_of
from academy.cases.views.play import Addresses, Play
from academy.cases.views.wording import reason_words
from academy.courses.editing import Editor, open_editor
from academy.courses.queries.drafts import AUTHORS
from academy.courses.queries.media import shown_of_draft
from academy.errors import Conflict, DomainError, NotFound
from academy.items.editing.preview import as_shown
from academy.jurisdictions.queries import entries_for
from academy.web.access import actor, allow
from academy.web.errors import say, words_for
from academy.web.locale import content_locale

say(
    {"case-check-outdated": _l("The case has changed since this page was made. Choose again where to begin.")}
)


@dataclass(frozen=True)
class Rehearsal:
    """A draft as its author plays it."""

    editor: Editor
    #: The draft with its texts as players see them.
    case: CaseContent
    kept: CaseRehearsal
    law: Law
    played: Played
    #: The role she acts in just now.
    role: str

    @property
    def named_role(self) -> str:
        """The role, where there are several to name."""
        return self.role if self.case.is_joint else ""

    @property
    def step(self) -> int:
        """How many actions were taken."""
        return len(self.played.actions)


@blueprint.get("/author/cases/<uuid:activity_id>/rehearsal")
@allow(*AUTHORS)
def rehearse(activity_id: UUID) -> str:
    """Show where the rehearsal stands, or where one can begin."""
    return _page(open_editor(activity_id, "case"))


@blueprint.get("/author/cases/<uuid:activity_id>/rehearsal/do/<slug:deed>")
@allow(*AUTHORS)
def rehearse_fields(activity_id: UUID, deed: str) -> ResponseReturnValue:
    """Show the fields of one action."""
    editor = open_editor(activity_id, "case")
    kept = rehearsal_of(actor(), activity_id)
    if deed not in FIELDS or kept is None:
        raise NotFound()
    rehearsal = _opened(editor, kept)
    if rehearsal.played.state.is_over:
        return _back_to(activity_id, rehearsal.named_role)
    return _fields_page(rehearsal, deed, request.args)


@blueprint.post("/author/cases/<uuid:activity_id>/rehearsal")
@allow(*AUTHORS)
def begin_rehearsal(activity_id: UUID) -> ResponseReturnValue:
    """Begin at the chosen point, under the chosen law."""
    editor = open_editor(activity_id, "case")
    case, kept = _case(editor), rehearsal_of(actor(), activity_id)
    form = begin_form(case, countries=_countries(), country=_country(kept))
    if form.validate():
        try:
            begin(
                activity_id=activity_id, person_id=actor().person_id, country=form.country.data or None,
                actions=chosen(case, form), at=clock.now(),
            )  # fmt: skip
            return _back_to(activity_id)
        except Conflict as refusal:
            form.refuse(refusal)
            return _page(editor, form=form), refusal.status
    return _page(editor, form=form), 422


@blueprint.post("/author/cases/<uuid:activity_id>/rehearsal/act")
@allow(*AUTHORS)
def act_in_rehearsal(activity_id: UUID) -> ResponseReturnValue:
    """Take one action."""
    rehearsal = _in_turn(activity_id)
    try:
        action = read_action(request.form, role=rehearsal.role)
        go_on(
            rehearsal=rehearsal.kept, case=rehearsal.case, law=rehearsal.law, played=rehearsal.played, action=action,
            after=request.form.get("after", -1, type=int), at=clock.now(),
        )  # fmt: skip
    except DomainError as refusal:
        return _again(rehearsal, refusal), refusal.status
    return _back_to(activity_id, rehearsal.named_role)


@blueprint.post("/author/cases/<uuid:activity_id>/rehearsal/back")
@allow(*AUTHORS)
def step_back_in_rehearsal(activity_id: UUID) -> ResponseReturnValue:
    """Take the last action back."""
    rehearsal = _in_turn(activity_id)
    after = request.form.get("after", -1, type=int)
    step_back(rehearsal=rehearsal.kept, played=rehearsal.played, after=after, at=clock.now())
    flash(_("The last action is taken back."), "info")
    return _back_to(activity_id, rehearsal.named_role)


def _case(editor: Editor) -> CaseContent:
    return as_shown(cast(CaseContent, editor.content))


def _country(kept: CaseRehearsal | None) -> str | None:
    return kept.country if kept else actor().jurisdiction


def _countries() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in countries(is_active=True)]


def _opened(editor: Editor, kept: CaseRehearsal) -> Rehearsal:
    case = _case(editor)
    law = law_for(case, country=kept.country, on=clock.now().date())
    stands = played(case, law, [action_of(each) for each in kept.actions])
    role = request.values.get("role", "")
    return Rehearsal(editor, case, kept, law, stands, role if role in case.seats else case.seats[0])


def _in_turn(activity_id: UUID) -> Rehearsal:
    """Return the rehearsal to act in, held until the write unit ends. Raises NotFound."""
    editor = open_editor(activity_id, "case")
    kept = rehearsal_of(actor(), activity_id, in_turn=True)
    if kept is None:
        raise NotFound()
    return _opened(editor, kept)


def _back_to(activity_id: UUID, role: str = "") -> ResponseReturnValue:
    return redirect(url_for("cases.rehearse", activity_id=activity_id, role=role or None, _anchor="news"))


def _page(editor: Editor, *, form: BeginForm | None = None, refusal: DomainError | None = None) -> str:
    """Show where the rehearsal stands, with a form that was refused or the reason why an action was."""
    kept = rehearsal_of(actor(), editor.activity.id)
    form = form or begin_form(_case(editor), countries=_countries(), country=_country(kept))
    if kept is None:
        return render_template("cases/rehearsal.html", editor=editor, form=form, rehearsal=None)
    rehearsal = _opened(editor, kept)
    stands = rehearsal.played
    return render_template(
        "cases/rehearsal.html",
        editor=editor,
        form=form,
        rehearsal=rehearsal,
        play=_play(rehearsal, refusal),
        words=craft,
        stopped=reason_words(stands.refused.reason) if stands.refused else "",
        next_step=step_in_words(plain(stands.left[0])) if stands.left else "",
        taken=[step_in_words(plain(action)) for action in stands.actions],
        outcome=outcome_of(rehearsal.case, rehearsal.law, stands.state),
    )


def _fields_page(
    rehearsal: Rehearsal, deed: str, given: MultiDict[str, str], refusal: DomainError | None = None
) -> str:
    play = _play(rehearsal, refusal)
    return render_template(
        "cases/rehearsal_fields.html",
        editor=rehearsal.editor, rehearsal=rehearsal, play=play, words=craft, deed=deed, shape=FIELDS[deed], given=given,
        title=title_of(deed, play, given),
    )  # fmt: skip


def _again(rehearsal: Rehearsal, refusal: DomainError) -> str:
    """Show the page an action came from once more, with why it was refused."""
    deed = request.form.get("from", "")
    if deed in FIELDS and refusal.reason not in ("case-over", "case-moved-on"):
        return _fields_page(rehearsal, deed, request.form, refusal)
    return _page(rehearsal.editor, refusal=refusal)


def _play(rehearsal: Rehearsal, refusal: DomainError | None) -> Play:
    """Return the draft as a player's page shows it."""
    case, law, editor = rehearsal.case, rehearsal.law, rehearsal.editor
    files = shown_of_draft(editor.course.id)
    return Play(
        case, law, rehearsal.played.state, rehearsal.role, rehearsal.step, _addresses(editor.activity.id, rehearsal.named_role),
        pictures={
            key: files[place.picture.file].url
            for key, place in case.places.items()
            if place.picture and place.picture.file in files
        },
        entries=entries_for(
            country=law.country, keys=entries_of(case), locale=content_locale(actor()), on=clock.now().date()
        ),
        refusal=words_for(refusal) if refusal else "",
        said=words_at(case, refusal.said) if isinstance(refusal, Unfit) else "",
    )  # fmt: skip


def _addresses(activity_id: UUID, role: str) -> Addresses:
    here = url_for("cases.rehearse", activity_id=activity_id, role=role or None)
    return Addresses(
        act=url_for("cases.act_in_rehearsal", activity_id=activity_id),
        scene=here,
        book=f"{here}#taken",
        fields=lambda deed, **about: url_for(
            "cases.rehearse_fields", activity_id=activity_id, deed=deed, role=role or None, **about
        ),
        role=role,
    )
