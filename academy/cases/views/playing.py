"""Playing a case: the scene, the pages of fields, and the one door that every action goes through."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from academy import clock
from academy.cases import queries, service
from academy.cases.content import CaseContent, Law
from academy.cases.forms import read_action
from academy.cases.models import CaseRun
from academy.cases.queries import Seated
from academy.cases.rules.retelling import retold
from academy.cases.rules.showing import Told
from academy.cases.rules.state import State
from academy.cases.rules.words import words
from academy.cases.service import Sent, Unfit
from academy.cases.service.law import entries_of
from academy.cases.views import words as craft
from academy.cases.views.blueprint import blueprint
from academy.cases.views.fields import FIELDS, title_of
from academy.cases.views.play import Addresses, Play
from academy.cases.views.retold import deed_words, when
from academy.cases.views.wording import sentence_of
from academy.courses.queries import Reading, reading
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.jurisdictions.queries import entries_for
from academy.learning.forms.envelope import envelope
from academy.learning.service import too_late
from academy.web.access import actor, arrived_at, signed_in
from academy.web.errors import words_for
from academy.web.locale import content_locale


@blueprint.get("/cases/runs/<uuid:run_id>")
@signed_in
def scene(run_id: UUID) -> ResponseReturnValue:
    """Show where a run stands, and what can be done; a closed one goes on in court."""
    seated = queries.own_run(actor(), run_id)
    if (elsewhere := _elsewhere(seated.run)) is not None:
        return elsewhere
    return _scene_page(seated)


@blueprint.get("/cases/runs/<uuid:run_id>/do/<slug:deed>")
@signed_in
def fields(run_id: UUID, deed: str) -> ResponseReturnValue:
    """Show the fields of one action."""
    if deed not in FIELDS:
        raise NotFound()
    seated = queries.own_run(actor(), run_id)
    if (elsewhere := _elsewhere(seated.run)) is not None:
        return elsewhere
    return _fields_page(seated, deed, request.args)


@blueprint.post("/cases/runs/<uuid:run_id>")
@signed_in
def act(run_id: UUID) -> ResponseReturnValue:
    """Take one action. Refused, its page is shown again with what was typed."""
    who = actor()
    sent = envelope(request.form, page=f"page-{who.session_id}")
    seated = queries.run_in_turn(who, run_id, key=sent.key)
    begun = seated.attempt
    read = reading(edition_id=begun.edition_id, locale=begun.locale, digest=begun.rendition_digest)
    try:
        action = read_action(request.form, role=seated.seat.role)
        taken = Sent(action, _after(), sent.key, sent.device)
        receipt = service.act(seated=seated, case=case_in(read, seated), sent=taken, at=arrived_at())
    except (Invalid, Conflict, Unfit) as refusal:
        return _again(seated, refusal), refusal.status
    if receipt.is_late:
        flash(_("This case is closed. Your action is kept, but nothing came of it."), "warning")
    return redirect(url_for("cases.scene", run_id=run_id, _anchor="news"))


@blueprint.get("/cases/runs/<uuid:run_id>/book")
@signed_in
def book(run_id: UUID) -> ResponseReturnValue:
    """Show the case book: what was done so far, every custody log, and whom to call."""
    seated = queries.own_run(actor(), run_id)
    if seated.run.begun_at is None:
        return redirect(url_for("cases.team", run_id=run_id))
    play = play_of(seated)
    log = retold(play.case, play.law, [each.action for each in queries.log_of(run_id)], play.role)
    done = [
        (
            when(play.case, each.minute),
            deed_words(play.case, each.action),
            [
                (sentence_of(Told(one.code, "", dict(one.values)), play.scene.names), words(play.case, one.slot))
                for one in each.news
            ],
            getattr(each.action, "text", ""),
        )
        for each in log
    ]  # fmt: skip
    return render_template("cases/book.html", play=play, seated=seated, done=done, words=craft)


def _elsewhere(run: CaseRun) -> ResponseReturnValue | None:
    """Return where a run goes on whose scene is not open: with its team before, in court after; None where it is."""
    if run.concluded_at is not None:
        return redirect(url_for("cases.court", run_id=run.id))
    return redirect(url_for("cases.team", run_id=run.id)) if run.begun_at is None else None


def play_of(seated: Seated, *, refusal: str = "", said: str = "") -> Play:
    """Return a run as the page of one of its seats shows it, in the reader's language."""
    run, seat = seated.run, seated.seat
    read = reading(edition_id=run.edition_id, locale=content_locale(actor()))
    case, law = case_in(read, seated), Law.model_validate(run.law)
    team = queries.team_at(run) if case.is_joint else None
    return Play(
        case, law, State.read(run.snapshot), seat.role, seat.acted, _addresses(run, read.course.slug, is_team=case.is_joint),
        pictures=read.extras.get(run.activity) or {},
        entries=entries_for(
            country=law.country, keys=entries_of(case), locale=read.locale, on=run.started_at.date()
        ),
        holders=team.holders if team else {}, tick=team.tick if team else "",
        refusal=refusal, said=words(case, said), is_shut=too_late(seated.attempt, clock.now()) is not None,
    )  # fmt: skip


def case_in(read: Reading, seated: Seated) -> CaseContent:
    """Return the case of a run in an edition. Raises NotFound."""
    found = read.course.activity(seated.run.activity)
    if found is None or not isinstance(found[1].content, CaseContent):
        raise NotFound()
    return found[1].content


def _addresses(run: CaseRun, course: str, *, is_team: bool) -> Addresses:
    run_id = run.id
    return Addresses(
        act=url_for("cases.act", run_id=run_id),
        scene=url_for("cases.scene", run_id=run_id),
        book=url_for("cases.book", run_id=run_id),
        fields=lambda deed, **about: url_for("cases.fields", run_id=run_id, deed=deed, **about),
        pause=url_for("cases.overview", course=course, activity=run.activity),
        team=url_for("cases.team", run_id=run_id) if is_team else "",
        version=url_for("cases.version", run_id=run_id) if is_team else "",
    )


def _after() -> int:
    typed = request.form.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1


def _again(seated: Seated, refusal: DomainError) -> str:
    """Show the page an action came from once more: with why it was refused, what was typed, and a key of its own."""
    said = refusal.said if isinstance(refusal, Unfit) else ""
    deed = request.form.get("from", "")
    if deed in FIELDS and refusal.reason != "case-over":
        return _fields_page(seated, deed, request.form, words_for(refusal), said)
    return _scene_page(seated, words_for(refusal), said)


def _scene_page(seated: Seated, refusal: str = "", said: str = "") -> str:
    play = play_of(seated, refusal=refusal, said=said)
    return render_template("cases/scene.html", play=play, seated=seated, words=craft)


def _fields_page(
    seated: Seated, deed: str, given: MultiDict[str, str], refusal: str = "", said: str = ""
) -> str:
    play = play_of(seated, refusal=refusal, said=said)
    return render_template(
        "cases/fields.html", play=play, seated=seated, words=craft, deed=deed, shape=FIELDS[deed], given=given,
        title=title_of(deed, play, given),
    )  # fmt: skip
