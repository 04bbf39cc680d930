"""A short-answer item as authors write it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from academy.items.content import Item
from academy.items.kinds.accepted import MOST_ACCEPTED, Accepted, ensure_answerable, model_answer, taken
from academy.items.kinds.typed import Strictness


class ShortAnswer(Item):
    """The first of ``answers`` that takes what was typed decides; with ``wildcards`` a ``*`` stands for any text."""

    kind: Literal["short-answer"]
    answers: Annotated[tuple[Accepted, ...], Field(min_length=1, max_length=MOST_ACCEPTED)]
    wildcards: StrictBool = False
    case_sensitive: StrictBool = False
    strict_diacritics: StrictBool = False

    @property
    def strictness(self) -> Strictness:
        """What must be as the author wrote it."""
        return Strictness(case=self.case_sensitive, diacritics=self.strict_diacritics)

    @property
    def model(self) -> str:
        """The first fully right answer."""
        return model_answer(self.answers, wildcards=self.wildcards)

    def taken_by(self, typed: str) -> Accepted | None:
        """Return the answer that decides about what was typed."""
        return taken(self.answers, typed, self.strictness, wildcards=self.wildcards)

    @model_validator(mode="after")
    def _has_a_right_answer(self) -> Self:
        ensure_answerable(self.answers, self.strictness, wildcards=self.wildcards)
        return self
