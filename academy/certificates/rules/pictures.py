"""Signatures and logos as they are printed: pixels alone, no larger than paper can show, and light enough for every sheet."""

from __future__ import annotations

import io

from PIL import Image

#: The longer side of what is kept: 54 mm at 300 dots an inch.
LONGEST = 640
#: Bytes above which a picture is drawn with fewer colours; it is inside every document.
LIGHT = 60_000


def printable_picture(content: bytes) -> bytes:
    """Return a picture that is known to be sound (``media.rules.accept``) as PNG, in the size that is printed."""
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as given:
        given.load()
        mode = "RGBA" if given.has_transparency_data else "RGB"
        image = given.convert(mode)
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    plain = Image.frombytes(mode, image.size, image.tobytes())
    kept = _written(plain)
    if len(kept) > LIGHT:
        kept = _written(plain.quantize(256, method=Image.Quantize.FASTOCTREE).convert(mode))
    return kept


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
