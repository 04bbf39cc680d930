"""The one way in for a file: sniffed, capped, made safe."""

from __future__ import annotations

from pathlib import PurePath

from academy.media.rules.captions import safe_captions
from academy.media.rules.drawings import size_of_drawing
from academy.media.rules.errors import MediaError
from academy.media.rules.formats import FORMATS, Format, Media, digest_of, format_of, sniffed
from academy.media.rules.mp3 import safe_mp3
from academy.media.rules.mp4 import safe_mp4
from academy.media.rules.pdf import safe_pdf
from academy.media.rules.pictures import safe_picture
from academy.media.rules.webm import safe_webm

#: What a first look may say of a format although its own walk is to decide.
_ALIKE = {"image/apng": "image/png", "video/x-m4v": "video/mp4"}


def accept(name: str, content: bytes) -> Media:
    """Return ``content`` as a file that is safe to keep and show; accepting that again changes nothing.

    Raises:
        MediaError: it is not taken; the message says why and what to do.
    """
    claimed = format_of(name)
    if claimed is None:
        raise MediaError("name", name=name, suffixes=", ".join(each.suffixes[0] for each in FORMATS))
    if not content:
        raise MediaError("empty")
    if len(content) > claimed.largest:
        raise MediaError("too-large", most=f"{claimed.largest / 1_000_000:g}")
    seen = sniffed(content)
    if seen is not None and _ALIKE.get(seen, seen) != claimed.content_type:
        raise MediaError("other-format", suffix=PurePath(name).suffix)
    return _made_safe(claimed, content)


def _made_safe(claimed: Format, content: bytes) -> Media:
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    match claimed.content_type:
        case "image/svg+xml":
            width, height = size_of_drawing(content)
        case "image/png" | "image/jpeg" | "image/webp":
            content, width, height = safe_picture(content, claimed.content_type)
        case "application/pdf":
            content = safe_pdf(content)
        case "audio/mpeg":
            content, duration = safe_mp3(content)
        case "text/vtt":
            content, duration = safe_captions(content)
        case "video/mp4":
            content, width, height, duration = safe_mp4(content)
        case _:
            content, width, height, duration = safe_webm(content)
    return Media(digest_of(content), content, claimed.content_type, width, height, duration)
