"""How large a picture is, without looking at more of it than its head."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from academy.media.rules import MediaError
from academy.media.rules.drawings import size_of_drawing

_FORMATS = ("PNG", "JPEG", "WEBP")
#: Pixels along a side; no picture of a question is larger.
_LONGEST = 20_000


def size_of(name: str, content: bytes) -> tuple[int, int] | None:
    """Return width and height; None where they cannot be told."""
    try:
        if name.casefold().endswith(".svg"):
            width, height = size_of_drawing(content)
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                width, height = Image.open(io.BytesIO(content), formats=_FORMATS).size
    except (MediaError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if not width or not height or max(width, height) > _LONGEST:
        return None
    return width, height
