"""The holder's door to her membership card."""

from __future__ import annotations

from uuid import UUID

from flask import make_response
from flask.typing import ResponseReturnValue

from academy import clock, i18n
from academy.certificates import queries
from academy.certificates.document import UnprintableFacts, render_card
from academy.certificates.document.wording import card as card_of
from academy.certificates.rules import Standing
from academy.certificates.views.blueprint import blueprint, issuer
from academy.errors import Invalid, NotFound
from academy.web.access import actor, signed_in


@blueprint.get("/certificates/<uuid:certificate_id>/card")
@signed_in
def card(certificate_id: UUID) -> ResponseReturnValue:
    """Hand out the membership card to its holder, as long as her certificate holds; made from its frozen facts."""
    found = queries.own_certificate(actor(), certificate_id)
    if found.standing_at(clock.now()) is not Standing.VALID or found.holder_name is None:
        raise NotFound
    # without the slip: a code of few modules is read from a worn card, and stays the same when a key is changed
    address = f"{issuer().base_url}/{found.locale}/verify/{found.code}"
    try:
        document = render_card(card_of(found.said, language=i18n.LANGUAGES[found.locale], verify_url=address))
    except UnprintableFacts as error:
        raise Invalid("name-unprintable") from error
    response = make_response(document)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.number}-card.pdf")
    return response
