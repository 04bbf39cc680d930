"""What a translation unit is known by, and how far its translation is."""

from __future__ import annotations

import hashlib
import unicodedata
from enum import StrEnum

from academy.richtext import folded

#: Parts context and text, as in gettext's compiled catalogues; no authored text holds it.
_GLUE = "\x04"


class State(StrEnum):
    """How far the translation of a unit is; the later states may replace the earlier ones."""

    MISSING = "missing"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    #: It translates an earlier source text of the same slot.
    STALE = "stale"

    def replaces(self) -> tuple[State, ...]:
        """Return the states that a translation in this state may overwrite: never a better one."""
        order = (State.MISSING, State.STALE, State.MACHINE, State.DRAFT, State.REVIEWED)
        return order[: order.index(self) + 1]


def canonical(source: str) -> str:
    """Return the text a unit stands for: NFC, one line a paragraph, edges trimmed.

    An author who only breaks a line elsewhere has not changed the text, so its translations stay.
    """
    return folded(unicodedata.normalize("NFC", source))


def digest(source: str, context: str = "") -> str:
    """Return the unit's name: the SHA-256, in hexadecimal, of its canonical text in UTF-8.

    A context that tells two uses of the same text apart goes before it, parted by U+0004.
    """
    text = canonical(source)
    if context:
        text = unicodedata.normalize("NFC", context) + _GLUE + text
    return hashlib.sha256(text.encode()).hexdigest()
