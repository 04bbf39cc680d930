"""A true-false item as authors write it."""

from __future__ import annotations

from typing import Literal

from pydantic import StrictBool

from academy.items.content import Item


class TrueFalse(Item):
    """The prompt is a statement; ``answer`` says whether it is true."""

    kind: Literal["true-false"]
    answer: StrictBool
