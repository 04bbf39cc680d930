"""The membership card that graduates wear: both its sides for a card printer, and on a sheet to be cut and folded."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from academy.certificates.document.code import code_of
from academy.certificates.document.sheet import UnprintableFacts, printed_address
from academy.typesetting import Press, Unprintable, language_of

_PRESS: Final = Press(Path(__file__).parent / "card.typ", "contours.svg", "mark.svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWording:
    """Everything the card prints in one language."""

    locale: str
    academy: str
    title: str
    course_title: str
    level: str
    track: str | None
    number: str
    valid_until: str | None
    check: str
    #: What to do with the sheet on which both sides stand.
    fold: str
    mark_alt: str
    qr_alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What one card says. ``english`` is None when its own language is English."""

    number: str
    holder: str
    latin_name: str | None
    issued_at: datetime
    verify_url: str
    wording: CardWording
    english: CardWording | None


def render_card(facts: CardFacts) -> bytes:
    """Return the card as a PDF of three pages: its front, its back, and a sheet of A4 with both side by side.

    Raises UnprintableFacts when a character has no glyph in the fonts that come with the academy.
    """
    said = {
        "number": facts.number,
        "holder": facts.holder,
        "latin_name": facts.latin_name,
        "verify_address": printed_address(facts.verify_url),
        "wordings": [
            asdict(words) | language_of(words.locale) for words in (facts.wording, facts.english) if words
        ],
    }
    files = {
        "facts.json": json.dumps(said, ensure_ascii=False, sort_keys=True).encode(),
        "code.svg": code_of(facts.verify_url),
    }
    try:
        return _PRESS.print(files, at=facts.issued_at)
    except Unprintable as error:
        raise UnprintableFacts(str(error)) from error
