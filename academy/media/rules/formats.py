"""The kinds of file that are taken, each known by the end of its name and by its first bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from filetype import guess_mime

Kind = Literal["picture", "document", "audio", "video", "captions"]


@dataclass(frozen=True)
class Format:
    """One kind of file: how it is served, how it is shown, how large it may be."""

    content_type: str
    kind: Kind
    #: What it ends in; the first is the one new files get.
    suffixes: tuple[str, ...]
    #: Bytes that may be sent.
    largest: int


MB = 1_000_000
FORMATS = (
    Format("image/svg+xml", "picture", (".svg",), 300_000),
    Format("image/png", "picture", (".png",), 15 * MB),
    Format("image/jpeg", "picture", (".jpg", ".jpeg"), 15 * MB),
    Format("image/webp", "picture", (".webp",), 15 * MB),
    Format("application/pdf", "document", (".pdf",), 20 * MB),
    Format("audio/mpeg", "audio", (".mp3",), 20 * MB),
    Format("video/mp4", "video", (".mp4",), 50 * MB),
    Format("video/webm", "video", (".webm",), 50 * MB),
    Format("text/vtt", "captions", (".vtt",), 500_000),
)
#: Bytes of the largest file of all.
LARGEST = max(each.largest for each in FORMATS)


@dataclass(frozen=True)
class Media:
    """A file that is safe to keep and show."""

    digest: str
    content: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
    #: How long it plays, in milliseconds.
    duration: int | None = None


def format_of(name: str) -> Format | None:
    """Return the kind of file a name claims to be."""
    suffix = PurePath(name).suffix.lower()
    return next((each for each in FORMATS if suffix in each.suffixes), None)


def sniffed(content: bytes) -> str | None:
    """Return the content type that the first bytes of a file show."""
    found: str | None = guess_mime(content[:8192])
    if found is None and content[:64].lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "text/vtt"
    return found


def digest_of(content: bytes) -> str:
    """Return the SHA-256 by which a file is known."""
    return hashlib.sha256(content).hexdigest()
