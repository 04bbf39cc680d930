"""Words of a case by their slot, as happenings and refusals name them."""

from __future__ import annotations

from pydantic import BaseModel

from academy.cases.content import CaseContent


def words(case: CaseContent, slot: str) -> str:
    """Return the words in a slot (``places/hut/closed``), as a phrase where the case is one read in a language.

    Empty where the author wrote none, or the slot leads nowhere.
    """
    found: object = case
    for name in slot.split("/") if slot else ():
        if isinstance(found, dict):
            found = found.get(name)
        else:
            found = getattr(found, name, None) if isinstance(found, BaseModel) else None
    return found if isinstance(found, str) else ""
