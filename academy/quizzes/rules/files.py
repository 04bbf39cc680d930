"""Files that learners hand in: what is taken, made safe before anything is kept."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from academy.media.rules import Media, MediaError, accept
from academy.media.rules.formats import digest_of

MOST_BYTES = 10_000_000
#: Ends of names of the files that are taken.
TAKEN = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".txt")
#: How long a name may be; its beginning goes.
LONGEST_NAME = 100

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def accepted(name: str, content: bytes) -> Media:
    """Return a file as it may be kept: pictures and PDFs written anew without what is said about them.

    Raises:
        MediaError: it is not taken; the message says why and what to do.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in TAKEN:
        raise MediaError("name", name=name, suffixes=", ".join(TAKEN))
    if not content:
        raise MediaError("empty")
    if len(content) > MOST_BYTES:
        raise MediaError("too-large", most=f"{MOST_BYTES / 1_000_000:g}")
    return _plain_text(content) if suffix == ".txt" else accept(name, content)


def shown_name(sent: str) -> str:
    """Return the name a browser sent without folders, without signs that nobody sees, and not too long."""
    name = PurePosixPath(unicodedata.normalize("NFC", sent).replace("\\", "/")).name
    seen = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())[-LONGEST_NAME:].strip() or "file"


def _plain_text(content: bytes) -> Media:
    coding = next((coding for mark, coding in _MARKS if content.startswith(mark)), "utf-8-sig")
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as error:
        raise MediaError("other-format", suffix=".txt") from error
    if _CONTROLS.search(text):
        raise MediaError("other-format", suffix=".txt")
    kept = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return Media(digest_of(kept), kept, "text/plain")
