"""What a certificate says, in the one form that is digested."""

from __future__ import annotations

from academy.certificates.content import Facts
from academy.courses.rules import canonical


def frozen(facts: Facts) -> str:
    """Return the facts as canonical JSON; fields that came later and say nothing are left out."""
    return canonical(facts.model_dump(mode="json"))
