"""Issuing certificates exactly once, deciding about them, and answering about the name on them."""

from academy.certificates.service.crediting import Crediting, give_credential
from academy.certificates.service.deciding import Why, decide, lift, replace, revoke, suspend
from academy.certificates.service.issuing import claim
from academy.certificates.service.looking import gauge_of, look_up
from academy.certificates.service.naming import choose_name_shown, confirm_name, show_everywhere
from academy.certificates.service.printing import (
    Identity,
    Issuer,
    Order,
    Prepared,
    draw_identity,
    printed,
    state_facts,
)
from academy.certificates.service.records import erase_person, note_consultation, note_deed, note_export
from academy.certificates.service.renewing import begin_retest, note_warnings

__all__ = [
    "Crediting",
    "Identity",
    "Issuer",
    "Order",
    "Prepared",
    "Why",
    "begin_retest",
    "choose_name_shown",
    "claim",
    "confirm_name",
    "decide",
    "draw_identity",
    "erase_person",
    "gauge_of",
    "give_credential",
    "lift",
    "look_up",
    "note_consultation",
    "note_deed",
    "note_export",
    "note_warnings",
    "printed",
    "replace",
    "revoke",
    "show_everywhere",
    "state_facts",
    "suspend",
]  # fmt: skip
