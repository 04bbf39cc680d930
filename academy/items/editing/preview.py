"""Items as their authors look at them before anybody else does."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from academy import richtext
from academy.languages.content import Phrase, replace_texts

M = TypeVar("M", bound=BaseModel)


def as_shown(document: M) -> M:
    """Return an item, or what holds some, with its texts as a reader sees them: their Markdown become markup."""
    return replace_texts(document, lambda _slot, text: Phrase(text, html=richtext.inline(text)))
