"""An evidence-first differential as authors write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Slug, Words, ensure_distinct, letters
from academy.languages.content import Text

MOST_HYPOTHESES = 10
MOST_SIGNS = 8

#: What may be held at a stage: one hypothesis, or any of several.
Accepted = Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MOST_HYPOTHESES)]


class Hypothesis(Authored):
    """What may have happened; ``key`` is how the stages name it."""

    key: Slug
    text: Words
    #: That it cannot be said yet: a hypothesis like the others, and the right one as long as the signs allow several.
    undecided: StrictBool = False


class Sign(Authored):
    """A sign that comes when it is asked for; ``accepted`` are the hypotheses that hold once it is known."""

    text: Words
    accepted: Accepted
    #: Why these and no others, for the review.
    reason: Text | None = None


class Differential(Item):
    """A finding (the prompt) with its ``signs`` in order.

    At each stage, before the first sign and after each, stands a hypothesis with a certainty; the last one is the
    conclusion. ``accepted`` and ``reason`` are those of the stage before any sign.
    """

    kind: Literal["differential"]
    hypotheses: Annotated[tuple[Hypothesis, ...], Field(min_length=2, max_length=MOST_HYPOTHESES)]
    accepted: Accepted
    reason: Text | None = None
    signs: Annotated[tuple[Sign, ...], Field(min_length=1, max_length=MOST_SIGNS)]

    @property
    def hypotheses_by_letter(self) -> dict[str, Hypothesis]:
        """The hypotheses under their letters."""
        return dict(zip(letters(len(self.hypotheses)), self.hypotheses, strict=True))

    @property
    def accepted_letters(self) -> tuple[tuple[str, ...], ...]:
        """The letters of the hypotheses that hold, stage by stage."""
        named = {each.key: letter for letter, each in self.hypotheses_by_letter.items()}
        return tuple(tuple(named[key] for key in accepted) for accepted, _reason in self.stages())

    def stages(self) -> Iterator[tuple[tuple[str, ...], str | None]]:
        """Yield what is accepted at each stage, and why."""
        yield self.accepted, self.reason
        yield from ((sign.accepted, sign.reason) for sign in self.signs)

    @model_validator(mode="after")
    def _names_its_hypotheses(self) -> Self:
        ensure_distinct([each.text for each in self.hypotheses], "hypotheses")
        keys = {each.key for each in self.hypotheses}
        if len(keys) < len(self.hypotheses):
            raise PydanticCustomError("same_key", "two hypotheses have the same key")
        if sum(each.undecided for each in self.hypotheses) > 1:
            raise PydanticCustomError(
                "one_undecided", "at most one hypothesis says that it cannot be said yet"
            )
        for accepted, _reason in self.stages():
            if missing := sorted(set(accepted) - keys):
                raise PydanticCustomError(
                    "unknown_hypothesis", "no hypothesis is called {key}", {"key": missing[0]}
                )
            if len(set(accepted)) in (0, len(keys)) or len(set(accepted)) < len(accepted):
                raise PydanticCustomError(
                    "accepts_all", "a stage accepts each hypothesis once, and not all of them"
                )
        return self
