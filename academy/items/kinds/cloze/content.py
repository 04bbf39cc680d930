"""A cloze item as authors write it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import MOST_PARTS, Authored, Choice, Item, Words, ensure_distinct, letters
from academy.items.kinds.accepted import MOST_ACCEPTED, Accepted, ensure_answerable, model_answer, taken
from academy.items.kinds.typed import Strictness

MOST_GAPS = 20
#: The mark of a gap in the text; tags are taken whole, so that no mark inside one parts it.
_MARK_OR_TAG = re.compile(r"<[^<>]*>|\{\{(\d{1,2})\}\}")


class ClozeGap(Authored):
    """One gap: ``answers`` that can be typed, or ``choices`` of which one is right."""

    answers: Annotated[tuple[Accepted, ...], Field(max_length=MOST_ACCEPTED)] = ()
    choices: Annotated[tuple[Choice, ...], Field(max_length=MOST_PARTS)] = ()
    points: float = Field(default=1.0, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _is_typed_or_chosen(self) -> Self:
        if bool(self.answers) == bool(self.choices):
            raise PydanticCustomError("typed_or_chosen", "a gap has either accepted answers or choices")
        if self.choices:
            ensure_distinct([choice.text for choice in self.choices], "choices")
            if len(self.choices) < 2 or sum(choice.right for choice in self.choices) != 1:
                raise PydanticCustomError("one_right", "a gap has exactly one right choice of several")
        return self


class Cloze(Item):
    """``text`` holds ``{{1}}``, ``{{2}}`` … in any order, each once: where a translation needs them."""

    kind: Literal["cloze"]
    text: Words
    gaps: Annotated[tuple[ClozeGap, ...], Field(min_length=1, max_length=MOST_GAPS)]
    wildcards: StrictBool = False
    case_sensitive: StrictBool = False
    strict_diacritics: StrictBool = False

    @property
    def strictness(self) -> Strictness:
        """What must be as the author wrote it in what is typed."""
        return Strictness(case=self.case_sensitive, diacritics=self.strict_diacritics)

    @property
    def running(self) -> tuple[str | int, ...]:
        """The text in pieces of clean markup, with the numbers of its gaps between them."""
        markup: Any = getattr(self.text, "html", None)
        return pieces(html.escape(self.text) if markup is None else markup, len(self.gaps))

    def taken_by(self, number: int, typed: str) -> Accepted | None:
        """Return the answer that decides about what was typed into a gap."""
        return taken(self.gaps[number - 1].answers, typed, self.strictness, wildcards=self.wildcards)

    def model(self, number: int) -> str:
        """Return what is right in a gap, in words."""
        gap = self.gaps[number - 1]
        if gap.answers:
            return model_answer(gap.answers, wildcards=self.wildcards)
        return next(choice.text for choice in gap.choices if choice.right)

    def words_of(self, number: int, value: str) -> str:
        """Return what a gap was given, in words."""
        picked = self._picked(number, value)
        return picked.text if picked else value

    def feedback_to(self, number: int, value: str) -> str | None:
        """Return what the review says to what a gap was given."""
        found = self._picked(number, value) or self.taken_by(number, value)
        return found.feedback if found else None

    def _picked(self, number: int, value: str) -> Choice | None:
        choices = self.gaps[number - 1].choices
        return choices[letters(len(choices)).index(value)] if choices else None

    @model_validator(mode="after")
    def _gaps_are_marked_and_answerable(self) -> Self:
        marks = sorted(int(mark) for mark in re.findall(r"\{\{(\d{1,2})\}\}", self.text))
        if marks != list(range(1, len(self.gaps) + 1)):
            raise PydanticCustomError("gap_marks", "the text does not mark each gap once, from {{1}} on")
        for gap in self.gaps:
            if gap.answers:
                ensure_answerable(gap.answers, self.strictness, wildcards=self.wildcards)
        return self


def pieces(markup: str, count: int) -> tuple[str | int, ...]:
    """Part clean markup at its marks. What a translation marks twice is shown once, and what it forgot at the end."""
    found: list[str | int] = []
    start, text = 0, ""
    for match in _MARK_OR_TAG.finditer(markup):
        if match[1] is None:
            continue
        text += markup[start : match.start()]
        start, number = match.end(), int(match[1])
        if 1 <= number <= count and number not in found:
            found += [text, number]
            text = ""
    found.append(text + markup[start:])
    return (*found, *_forgotten(found, count))


def _forgotten(found: Sequence[str | int], count: int) -> list[int]:
    return [number for number in range(1, count + 1) if number not in found]
