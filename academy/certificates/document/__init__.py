"""The certificate as a document: one sheet of A4, and the record behind it; and the card that is worn.

Both are set by Typst from finished words and are pure functions of what they are given: the same facts give the same
bytes, so a digest of the file can be kept beside it. The words come translated and formatted; nothing is looked up.
"""

from academy.certificates.document.card import CardFacts, CardWording, render_card
from academy.certificates.document.sheet import (
    CertificateFacts,
    Hand,
    Listing,
    Logo,
    Record,
    Row,
    UnprintableFacts,
    Wording,
    render,
)

__all__ = [
    "CardFacts", "CardWording", "CertificateFacts", "Hand", "Listing", "Logo", "Record", "Row", "UnprintableFacts",
    "Wording", "render", "render_card",
]  # fmt: skip
