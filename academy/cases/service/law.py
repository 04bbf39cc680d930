"""The law of the country a case is played in, taken down as it begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from academy.cases.content import CaseContent, Law, LawEntry
from academy.cases.content.keys import RoleKind
from academy.jurisdictions.queries import terms_for


def law_for(case: CaseContent, *, country: str | None, on: date) -> Law:
    """Return what the entries a case leans on say in a country on a day; without a country nothing is known."""
    found = terms_for(country=country, keys=entries_of(case), on=on) if country else {}
    return Law(country=country, entries={key: _entry(*each) for key, each in found.items()})


def entries_of(case: CaseContent) -> frozenset[str]:
    """Return the keys of the jurisdiction entries that a case leans on."""
    leaning = [
        *(each.entry for each in case.authorities.values()),
        *(each.entry for each in case.powers.values()),
        *(each.entry for each in case.charges.values()),
    ]
    return frozenset(entry for entry in leaning if entry)


def _entry(terms: Mapping[str, Any], is_verified: bool) -> LawEntry:
    """Read an entry's terms; holders that cases know nothing of are left out."""
    holders = terms.get("holders")
    return LawEntry(
        holders=None if holders is None else tuple(RoleKind(each) for each in holders if each in set(RoleKind)),
        witnesses=terms.get("witnesses"), caution=terms.get("caution"), record=terms.get("record"), is_verified=is_verified,
    )  # fmt: skip
