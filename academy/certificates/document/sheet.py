"""The certificate itself: what it says in one language or two, and printing it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from PIL import Image

from academy.certificates.document.code import code_of
from academy.typesetting import Press, Unprintable, language_of

_PRESS: Final = Press(Path(__file__).parent / "certificate.typ", "contours.svg", "mark.svg")

#: Pictures kept ready for the next sheet: those of a few templates.
_MOST_READY: Final = 32


class UnprintableFacts(ValueError):
    """A word of the certificate cannot be set with the fonts the academy carries."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing on the record: what it was, on which day, and under whose eyes."""

    title: str
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Things of one kind on the record, under their heading and the heads of their three columns."""

    title: str
    heads: tuple[str, str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What stands behind the sheet: the practicals signed off and the exams sat, one by one."""

    title: str
    practicals: Listing
    exams: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything the certificate prints in one language, as finished sentences with their dates and numbers."""

    locale: str
    academy: str
    title: str
    preamble: str
    achievement: str
    course_title: str
    level: str
    track: str | None
    statement: str
    hours: str
    number: str
    edition: str
    #: Say what the digests below them are of.
    edition_digest: str
    rendition_digest: str
    #: Whose law was taught, and of which day; None where the course leaned on no country's law.
    law: str | None
    issued_on: str
    valid_until: str | None
    #: What each signatory signs as, in their order.
    roles: tuple[str, ...]
    check: str
    check_note: str
    #: Which practicals were signed off; None where none was.
    practical: str | None = None
    #: Where none was: that online completion alone certifies no practical competence.
    accuracy: str | None = None
    #: Which earlier certificates it stands in for or goes on from.
    earlier: tuple[str, ...] = ()
    #: That the record stands behind the sheet.
    overleaf: str | None = None
    record: Record | None = None
    mark_alt: str
    qr_alt: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs, and the picture of her signature with words for who does not see it."""

    name: str
    picture: bytes | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A mark of somebody who stands behind the training."""

    picture: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What one certificate says. ``english`` is None when the certificate's own language is English."""

    number: str
    holder: str
    #: The Latin form of the name, printed below it.
    latin_name: str | None = None
    edition_digest: str
    rendition_digest: str
    issued_at: datetime
    signatories: tuple[Hand, ...]
    logos: tuple[Logo, ...] = ()
    verify_url: str
    wording: Wording
    english: Wording | None
    #: Of nobody: its number is written across it.
    is_specimen: bool = False


def render(facts: CertificateFacts) -> bytes:
    """Return the certificate as a PDF: a sheet, and its record behind it where there is one.

    Raises UnprintableFacts when a character has no glyph in the fonts that come with the academy.
    """
    pictures = {
        **_named("signature", [each.picture for each in facts.signatories]),
        **_named("logo", [each.picture for each in facts.logos]),
    }
    said = json.dumps(_said(facts), ensure_ascii=False, sort_keys=True).encode()
    try:
        return _PRESS.print(
            {**pictures, "facts.json": said, "code.svg": code_of(facts.verify_url)}, at=facts.issued_at
        )
    except Unprintable as error:
        raise UnprintableFacts(str(error)) from error


def printed_address(url: str) -> str:
    """Return an address as it is read on paper: without its scheme, and without what only a machine reads."""
    return (url.partition("://")[2] or url).partition("#")[0]


def _said(facts: CertificateFacts) -> dict[str, Any]:
    """Return what the template reads: the facts, and where the pictures are."""
    return {
        "number": facts.number,
        "holder": facts.holder,
        "latin_name": facts.latin_name,
        "edition_digest": facts.edition_digest,
        "rendition_digest": facts.rendition_digest,
        "signatories": [
            {"name": each.name, "file": f"signature-{place}.svg" if each.picture else None, "alt": each.alt}
            for place, each in enumerate(facts.signatories)
        ],
        "logos": [{"file": f"logo-{place}.svg", "alt": each.alt} for place, each in enumerate(facts.logos)],
        "is_specimen": facts.is_specimen,
        "verify_address": printed_address(facts.verify_url),
        "wordings": [
            asdict(words) | language_of(words.locale) for words in (facts.wording, facts.english) if words
        ],
    }


def _named(kind: str, pictures: Sequence[bytes | None]) -> dict[str, bytes]:
    return {f"{kind}-{place}.svg": _wrapped(picture) for place, picture in enumerate(pictures) if picture}


@lru_cache(maxsize=_MOST_READY)
def _wrapped(picture: bytes) -> bytes:
    """Return a PNG or JPEG inside an SVG: Typst's binding takes text files only."""
    with Image.open(io.BytesIO(picture)) as opened:
        (wide, high), media = opened.size, Image.MIME[opened.format or ""]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"><image width="{wide}" height="{high}" '
        f'href="data:{media};base64,{base64.b64encode(picture).decode()}"/></svg>'
    ).encode()
