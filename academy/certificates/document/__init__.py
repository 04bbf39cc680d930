"""The certificate as a document: one sheet of A4, typeset by Typst from finished words.

`render` is a pure function of its facts: the same facts give the same bytes, so a digest of the file can be kept
beside it. The words come translated and formatted from the caller; here nothing is looked up.
"""

import io
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import segno

from academy.typesetting import Press, Unprintable, language_of

HERE: Final = Path(__file__).parent
TEMPLATE: Final = HERE / "certificate.typ"

QUIET_ZONE_MODULES: Final = 4


class UnprintableFacts(ValueError):
    """A word of the certificate cannot be set with the fonts the academy carries."""


_PRESS: Final = Press(TEMPLATE)


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
    #: Says what the digest below it is of.
    digest: str
    #: Whose law was taught, and of which day; None where the course leaned on no country's law.
    law: str | None
    issued_on: str
    valid_until: str | None
    signatory_role: str
    check: str
    check_note: str
    #: That online completion alone certifies no practical competence.
    accuracy: str
    mark_alt: str
    qr_alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What one certificate says. `english` is None when the certificate's own language is English."""

    number: str
    holder: str
    edition_digest: str
    issued_at: datetime
    signatory: str
    verify_url: str
    wording: Wording
    english: Wording | None


def render(facts: CertificateFacts) -> bytes:
    """The certificate as a PDF of one page; the same facts always give the same bytes.

    Raises UnprintableFacts when a character has no glyph in the fonts that come with the academy.
    """
    try:
        return _PRESS.print(_inputs(facts), at=facts.issued_at)
    except Unprintable as error:
        raise UnprintableFacts(str(error)) from error


def _inputs(facts: CertificateFacts) -> dict[str, str]:
    """What the template reads: the facts as JSON, and the code that opens the verification page as a drawing."""
    sheet = {
        "number": facts.number,
        "holder": facts.holder,
        "edition_digest": facts.edition_digest,
        "signatory": facts.signatory,
        "verify_address": facts.verify_url.partition("://")[2] or facts.verify_url,
        "wordings": [_page_words(words) for words in (facts.wording, facts.english) if words is not None],
    }
    return {"facts": json.dumps(sheet, ensure_ascii=False, sort_keys=True), "qr": _qr(facts.verify_url)}


def _page_words(wording: Wording) -> dict[str, str | None]:
    return asdict(wording) | language_of(wording.locale)


def _qr(address: str) -> str:
    """A QR code as SVG: a quarter of it may be soiled or folded away by level M, and it keeps its quiet zone."""
    drawing = io.BytesIO()
    # any of the eight masks can be read; trying all of them would take longer than the rest of the sheet
    segno.make(address, error="m", micro=False, boost_error=False, mask=3).save(
        drawing, kind="svg", border=QUIET_ZONE_MODULES, light="white", xmldecl=False, nl=False
    )
    return drawing.getvalue().decode()
