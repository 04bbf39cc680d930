"""A document with faults as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Authored, Item, Slug, Words, ensure_distinct, letters
from academy.languages.content import Text

MOST_COLUMNS = 6


class Reason(Authored):
    """Something that can be wrong with a line; ``key`` is how the lines name it."""

    key: Slug
    text: Words


class Line(Authored):
    """A line of the document; ``feedback`` explains its fault and what a defence lawyer would make of it."""

    #: One text for each column; a dash where the document has nothing.
    cells: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_COLUMNS)]
    faulty: StrictBool = False
    #: The key of what is wrong with it, where the item lists reasons.
    reason: Slug | None = None
    feedback: Text | None = None


class Faults(Item):
    """A document of ``lines`` under ``columns``: at least one line is faulty and at least one is sound.

    With ``reasons`` the learner also says what is wrong with each line; without, marking it is enough.
    """

    kind: Literal["faults"]
    document: Literal["custody-log", "exhibit-label", "photo-record", "report", "other"] = "other"
    columns: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_COLUMNS)]
    lines: Annotated[tuple[Line, ...], Field(min_length=2, max_length=MOST_PARTS)]
    reasons: Annotated[tuple[Reason, ...], Field(max_length=MOST_PARTS)] = ()

    @property
    def lines_by_letter(self) -> dict[str, Line]:
        """The lines under their letters."""
        return dict(zip(letters(len(self.lines)), self.lines, strict=True))

    @property
    def reasons_by_letter(self) -> dict[str, Reason]:
        """The reasons under their letters."""
        return dict(zip(letters(len(self.reasons)), self.reasons, strict=True))

    def number_of(self, letter: str) -> int:
        """Return the number of the line under a letter, from 1."""
        return letters(len(self.lines)).index(letter) + 1

    @property
    def key_of(self) -> dict[str, str | None]:
        """The faulty lines, each with the letter of its reason; None where no reasons are listed."""
        named = {reason.key: letter for letter, reason in self.reasons_by_letter.items()}
        return {
            letter: named[line.reason] if line.reason else None
            for letter, line in self.lines_by_letter.items()
            if line.faulty
        }

    @model_validator(mode="after")
    def _is_a_table(self) -> Self:
        for number, line in enumerate(self.lines, start=1):
            if len(line.cells) != len(self.columns):
                raise PydanticCustomError(
                    "cells_differ", "line {number} has not one text for each column", {"number": number}
                )
        if len({line.faulty for line in self.lines}) != 2:
            raise PydanticCustomError("faulty_and_sound", "a document has faulty lines and sound ones")
        return self

    @model_validator(mode="after")
    def _gives_reasons(self) -> Self:
        ensure_distinct([reason.text for reason in self.reasons], "reasons")
        known = {reason.key for reason in self.reasons}
        if len(known) < len(self.reasons) or len(known) == 1:
            raise PydanticCustomError(
                "reasons_differ", "there are at least two reasons, each with its own key"
            )
        for number, line in enumerate(self.lines, start=1):
            if (line.faulty and known and line.reason is None) or (line.reason and not line.faulty):
                raise PydanticCustomError(
                    "reason_of_fault",
                    "line {number}: faulty lines name a reason, and no others",
                    {"number": number},
                )
            if line.reason and line.reason not in known:
                raise PydanticCustomError(
                    "unknown_reason", "line {number} names a reason that is not listed", {"number": number}
                )
        return self
