"""The holder's way to a renewed certificate: the re-test."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.certificates import queries, service
from academy.certificates.views.blueprint import blueprint
from academy.web.access import actor, signed_in


@blueprint.post("/certificates/<uuid:certificate_id>/renew")
@signed_in
def renew(certificate_id: UUID) -> ResponseReturnValue:
    """Enrol the holder in the re-test of her certificate, and lead her there."""
    found = queries.own_certificate(actor(), certificate_id)
    enrolment = service.begin_retest(certificate=found, by=actor(), at=clock.now())
    flash(_("You are enrolled. Begin with the first activity."), "success")
    return redirect(url_for("learning.course", course=enrolment.course.slug))
