"""What an author accepts as a typed answer: with a score each, and what the review says to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field, PrivateAttr
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Words
from academy.items.kinds.typed import ANY, Strictness, comparable, is_match, own_words
from academy.languages.content import Text

MOST_ACCEPTED = 40


class Accepted(Authored):
    """One answer; a translated one goes on taking the words it was written in, whatever the reader's language."""

    text: Words
    #: The share of the points it is worth.
    score: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)
    feedback: Text | None = None
    _authored: str = PrivateAttr(default="")

    def model_post_init(self, _context: Any) -> None:
        """Remember the words before any translation takes their place."""
        self._authored = self.text

    def takes(self, typed: str, strictness: Strictness, *, wildcards: bool) -> bool:
        """Say whether what was typed is this answer, in its own language or in the reader's."""
        return any(
            is_match(words, typed, strictness, wildcards=wildcards)
            for words in dict.fromkeys((str(self.text), self._authored))
        )


def taken(
    answers: Sequence[Accepted], typed: str, strictness: Strictness, *, wildcards: bool
) -> Accepted | None:
    """Return the first of ``answers`` that takes what was typed."""
    return next((each for each in answers if each.takes(typed, strictness, wildcards=wildcards)), None)


def model_answer(answers: Sequence[Accepted], *, wildcards: bool) -> str:
    """Return the first fully right answer, without its wildcards."""
    return next(own_words(each.text, wildcards=wildcards) for each in answers if each.score == 1)


def ensure_answerable(answers: Sequence[Accepted], strictness: Strictness, *, wildcards: bool) -> None:
    """Raise pydantic's error unless some answer is fully right, and no earlier one takes its words."""
    for each in answers:
        is_open = wildcards and ANY in each.text
        if not is_open and not comparable(each.text, strictness):
            raise PydanticCustomError("no_words", "an accepted answer has neither letters nor digits")
    full = next((each for each in answers if each.score == 1), None)
    if full is None:
        raise PydanticCustomError("none_right", "no accepted answer is fully right")
    words = own_words(full.text, wildcards=wildcards)
    if not comparable(words, strictness):
        raise PydanticCustomError("no_words", "an accepted answer has neither letters nor digits")
    if taken(answers, words, strictness, wildcards=wildcards) is not full:
        raise PydanticCustomError("answer_hidden", "an earlier answer takes what a fully right one says")
