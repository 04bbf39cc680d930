"""Photographs and other pictures of pixels. A file of pixels only is kept as it is; any other is drawn anew."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from academy.media.rules import boxed_pictures as boxed
from academy.media.rules import jpeg
from academy.media.rules.errors import MediaError

#: Pixels that may be unpacked; more would be a bomb.
MOST_PIXELS = 40_000_000
#: The longer side of what is kept.
LONGEST = 2400
#: Bytes of what is kept.
LARGEST_KEPT = 5_000_000
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True)
class _Look:
    """What a walk through a file showed."""

    #: Whether there is nothing in it but pixels.
    is_bare: bool
    width: int
    height: int
    #: The picture for drawing it anew: what is said about it left out, but how it is turned and what its colours mean.
    picture: bytes


def safe_picture(content: bytes, content_type: str) -> tuple[bytes, int, int]:
    """Return a picture of pixels only, with its width and height. Raises MediaError."""
    look = _look(content, content_type)
    if not 0 < look.width * look.height <= MOST_PIXELS:
        raise MediaError("too-many-pixels", most=MOST_PIXELS // 1_000_000)
    is_kept = look.is_bare and max(look.width, look.height) <= LONGEST
    try:
        if is_kept:
            _unpacked(content, content_type)
            kept, size = content, (look.width, look.height)
        else:
            kept, size = _drawn_anew(look.picture, content_type)
    except (
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
    ) as error:
        raise MediaError("broken") from error
    if len(kept) > LARGEST_KEPT:
        raise MediaError("too-large", most=LARGEST_KEPT // 1_000_000)
    return kept, *size


def _look(content: bytes, content_type: str) -> _Look:
    looks: dict[str, Callable[[bytes], _Look]] = {
        "image/jpeg": _look_at_jpeg,
        "image/png": _look_at_png,
        "image/webp": _look_at_webp,
    }
    return looks[content_type](content)


def _look_at_jpeg(content: bytes) -> _Look:
    parts, _end = jpeg.segments(content)
    meant = jpeg.bare(parts, keep=frozenset({jpeg.EXIF, jpeg.ICC}))
    return _Look(jpeg.bare(parts) == content, *jpeg.size(parts), meant)


def _look_at_png(content: bytes) -> _Look:
    chunks, end = boxed.png_chunks(content)
    size = boxed.png_size(chunks)
    if size[0] * size[1] > MOST_PIXELS:
        return _Look(False, *size, b"")
    return _Look(end == len(content) and boxed.is_bare_png(chunks), *size, boxed.png_written(chunks))


def _look_at_webp(content: bytes) -> _Look:
    chunks, end = boxed.webp_chunks(content)
    is_bare = end == len(content) and boxed.is_bare_webp(chunks)
    return _Look(is_bare, *boxed.webp_size(chunks), boxed.webp_written(chunks))


def _unpacked(content: bytes, content_type: str) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]])
    image.load()
    return image


def _drawn_anew(content: bytes, content_type: str) -> tuple[bytes, tuple[int, int]]:
    image = _unpacked(content, content_type)
    is_lossless = b"VP8L" in content[:64]
    upright = ImageOps.exif_transpose(image)
    fresh = _plain(upright, image.info.get("icc_profile"))
    if max(fresh.size) > LONGEST:
        fresh.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    options: dict[str, dict[str, object]] = {
        "image/png": {"optimize": True},
        "image/jpeg": {"quality": 88, "progressive": True, "optimize": True},
        "image/webp": {"lossless": is_lossless, "quality": 88, "method": 4},
    }
    fresh.save(out, _FORMATS[content_type], **options[content_type])
    return out.getvalue(), fresh.size


def _plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the pixels alone, in sRGB: a new picture that knows nothing of the old one."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in ("1", "L") else "RGB"
    if mode == "RGBA" or image.mode not in ("L", "CMYK"):
        image = image.convert(mode)
    plain = (_in_srgb(image, profile) if profile else image).convert(mode)
    return Image.frombytes(mode, plain.size, plain.tobytes())


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    output = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, given, _SRGB, outputMode=output) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile nobody can read says nothing
