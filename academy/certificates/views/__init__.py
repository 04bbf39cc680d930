"""The doors of certificates: the holder's, the public's, the agency's, and those of programs that check."""

from academy.certificates.views import (
    agency,
    batches,
    cards,
    decisions,
    holder,
    offline,
    proposing,
    public,
    published,
    renewals,
    template_parts,
    templates,
    warnings,
    working,
)
from academy.certificates.views.blueprint import blueprint

__all__ = [
    "agency", "batches", "blueprint", "cards", "decisions", "holder", "offline", "proposing", "public", "published", "renewals", "template_parts", "templates",
    "warnings", "working",
]  # fmt: skip
