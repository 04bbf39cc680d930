"""The law a case is played under: what the player's jurisdiction said on the day it began, kept with the run."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from academy.cases.content.keys import RoleKind


class LawEntry(BaseModel):
    """One entry of a jurisdiction as it stood. What it does not say (None) is not demanded, and is shown as unknown."""

    model_config = ConfigDict(frozen=True)

    #: Who holds the power.
    holders: tuple[RoleKind, ...] | None = None
    #: How many witnesses must be there.
    witnesses: int | None = None
    #: Whether the person must be told her rights, and whether a record must be written.
    caution: bool | None = None
    record: bool | None = None
    is_verified: bool = False


class Law(BaseModel):
    """The entries a case leans on, by key; a key that is not there has no entry in that country."""

    model_config = ConfigDict(frozen=True)

    country: str | None = None
    entries: dict[str, LawEntry] = {}

    def entry(self, key: str | None) -> LawEntry:
        """Return an entry; an empty one where the country has none."""
        return self.entries.get(key or "", _UNKNOWN)


_UNKNOWN = LawEntry()
