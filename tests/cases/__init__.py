"""Cases for the tests: small, honest, and whole."""

from functools import cache
from pathlib import Path
from typing import Any

from academy.cases.content import Action, CaseContent, Law, LawEntry
from academy.cases.content.keys import RoleKind
from academy.courses.content.written import read_yaml

HERE = Path(__file__).parent
#: A country that asks for nothing, and one that asks for all its forms.
NO_LAW = Law()
STRICT_LAW = Law(
    country="XA",
    entries={
        "search": LawEntry(
            holders=(RoleKind.POLICE, RoleKind.RANGER), witnesses=2, record=True, is_verified=True
        ),
        "seize": LawEntry(holders=(RoleKind.POLICE, RoleKind.RANGER), record=True, is_verified=True),
        "interview": LawEntry(caution=True, record=True),
    },
)


def document(name: str) -> Any:
    """Return a case as its file says it, to change and read."""
    return read_yaml((HERE / f"{name}.case.yaml").read_text(encoding="utf-8"))


@cache
def case(name: str) -> CaseContent:
    """Read a case: ``feeding-place``, ``handover``."""
    return CaseContent.model_validate(document(name))


def expert(content: CaseContent) -> list[Action]:
    """Return the actions of a case's expert."""
    return [step.act for step in content.expert]
