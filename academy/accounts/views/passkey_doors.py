"""Coming in by a passkey: alone, after the password, and before a step-up door.

Each way has two doors: one that says what the browser must ask the authenticator, and one that takes its answer.
"""

from __future__ import annotations

from functools import partial

from flask import Response, redirect, session
from flask.typing import ResponseReturnValue

from academy import clock
from academy.accounts import queries, service
from academy.accounts.forms import CodeForm, ConfirmForm, SignInForm
from academy.accounts.rules.passkeys import credential_in
from academy.accounts.views import sign_in, tries, way
from academy.accounts.views.account import own_person
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.ceremony import answer, asked, counting_refusals, must_have_party
from academy.accounts.views.second_factor import confirm_page
from academy.errors import Invalid, NotFound
from academy.web.access import actor, public, signed_in


@blueprint.post("/sign-in/passkey/options")
@public
def passkey_options() -> Response:
    """Say what to ask the authenticator of whoever signs in by a passkey alone."""
    return asked(service.begin_proving(person=None, party=must_have_party(), at=clock.now()))


@blueprint.post("/sign-in/passkey")
@public
def sign_in_by_passkey() -> ResponseReturnValue:
    """Let somebody in whose passkey is two factors at once: she has it, and it asked for finger, face or code."""
    at, known_as = clock.now(), credential_in(answer())
    claimed = queries.passkey_by_credential(known_as)
    claimant = claimed.person if claimed else None
    claimant_id = claimant.id if claimant else None
    gauges = tries.at_sign_in(claimant, known_as)
    count = partial(service.note_wrong_sign_in, gauges=gauges, person_id=claimant_id, at=at)
    form = SignInForm()
    try:
        with counting_refusals(gauges, count, at):
            proved = service.prove(person=None, answer=answer(), party=must_have_party(), at=at)
    except Invalid as refusal:
        form.refuse(refusal)
        return sign_in.sign_in_page(form), 422
    return sign_in.let_in(
        proved.person, is_shared=bool(form.is_shared.data), has_second_factor=True, rehashed=None, at=at
    )


@blueprint.post("/sign-in/code/options")
@public
def second_step_options() -> Response:
    """Say what to ask the authenticator of somebody whose password was right."""
    at = clock.now()
    step = sign_in.open_step(at)
    return asked(service.begin_proving(person=step.person, party=must_have_party(), at=at))


@blueprint.post("/sign-in/code/passkey")
@public
def second_step_by_passkey() -> ResponseReturnValue:
    """Take her passkey in the place of a code."""
    at = clock.now()
    try:
        step = sign_in.open_step(at)
    except NotFound:
        return sign_in.too_late()
    person, person_id = step.person, step.person_id
    gauges = tries.at_sign_in(person, "")
    count = partial(service.note_wrong_sign_in, gauges=gauges, person_id=person_id, at=at)
    try:
        with counting_refusals(gauges, count, at):
            service.prove(person=person, answer=answer(), party=must_have_party(), at=at)
    except Invalid as refusal:
        form = CodeForm()
        form.refuse(refusal)
        return sign_in.second_step_page(step, form), 422
    service.end_second_step(step=step, at=at)
    return sign_in.let_in(
        person, is_shared=bool(session.get("is_shared")), has_second_factor=True, rehashed=None, at=at
    )


@blueprint.post("/account/confirm/options")
@signed_in
def confirm_options() -> Response:
    """Say what to ask the authenticator before a step-up door."""
    return asked(service.begin_proving(person=own_person(), party=must_have_party(), at=clock.now()))


@blueprint.post("/account/confirm/passkey")
@signed_in
def confirm_by_passkey() -> ResponseReturnValue:
    """Open step-up doors by a passkey, in the place of password and code."""
    at, person = clock.now(), own_person()
    gauges = tries.at_confirmation(person)
    count = partial(service.count_failure, gauges=gauges, at=at)
    try:
        with counting_refusals(gauges, count, at):
            service.confirm_by_passkey(
                person=person, answer=answer(), party=must_have_party(), by=actor(), at=at
            )
    except Invalid as refusal:
        form = ConfirmForm()
        form.refuse(refusal)
        return confirm_page(person, form), 422
    service.forget_failures(gauges=gauges)
    return redirect(way.wanted() or way.home())
