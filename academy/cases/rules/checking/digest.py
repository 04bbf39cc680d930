"""Under which name a check is kept: the case as it stands, its order included, and the checker that looked at it."""

from __future__ import annotations

from academy.cases.content import CaseContent
from academy.courses.rules.freezing import canonical, digest

#: Grows whenever the checker finds more or something else; what an older one found is then found anew.
CHECKER_VERSION = 1


def digest_of(case: CaseContent) -> str:
    """Return the SHA-256 that a check of this case is kept under, in hexadecimal."""
    return digest(canonical({"checker": CHECKER_VERSION, "case": case.model_dump(mode="json")}))
