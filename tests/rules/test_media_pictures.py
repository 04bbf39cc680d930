"""Pictures: kept as they are where they are pixels only, drawn anew where they carry more."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from academy.media.rules import MediaError, accept
from academy.media.rules.pictures import LONGEST
from tests import media_files as made


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_pixels_alone_stay_as_they_are(name: str, kind: str) -> None:
    """A file that carries nothing else is not drawn anew: importing it again gives the same bytes."""
    content = made.saved(made.photograph(), kind)
    taken = accept(name, content)
    assert (taken.content, taken.width, taken.height) == (content, 64, 40)


def test_it_is_turned_upright() -> None:
    """How a telephone was held is drawn, not noted."""
    taken = accept("a.jpg", made.jpeg(orientation=6))
    assert (taken.width, taken.height) == (40, 64)


def test_transparency_stays() -> None:
    """A drawing without ground keeps it."""
    image = made.photograph().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    taken = accept("a.png", made.saved(image, "PNG", exif=made.exif()))
    kept = Image.open(io.BytesIO(taken.content))
    assert kept.mode == "RGBA"
    assert kept.getextrema() == image.getextrema()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "YCbCr", "RGBA"])
def test_every_way_of_colour(mode: str) -> None:
    """Nothing a program saves is too strange."""
    name, kind = ("a.jpg", "JPEG") if mode in ("CMYK", "YCbCr") else ("a.png", "PNG")
    image = made.photograph()
    image = Image.new(mode, image.size, 4000) if mode == "I;16" else image.convert(mode)
    taken = accept(name, made.saved(image, kind, exif=made.exif(), icc_profile=made.profile()))
    assert accept(name, taken.content) == taken


def test_a_large_one_becomes_smaller() -> None:
    """Nobody needs more pixels than a screen has."""
    taken = accept("a.jpg", made.saved(made.photograph(size=(3000, 1500)), "JPEG"))
    assert (taken.width, taken.height) == (LONGEST, LONGEST // 2)


def bomb(width: int, height: int) -> bytes:
    """Write a small PNG that claims to be large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = made.chunk(b"IHDR", head) + made.chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
    return b"\x89PNG\r\n\x1a\n" + body + made.chunk(b"IEND", b"")


def test_bombs_are_refused() -> None:
    """Before anything is unpacked."""
    with pytest.raises(MediaError, match="megapixels"):
        accept("a.png", bomb(60_000, 60_000))
    with pytest.raises(MediaError, match="megapixels"):
        accept("a.png", bomb(0, 10))
    with pytest.raises(MediaError, match="damaged"):
        accept("a.png", bomb(3000, 3000))


def test_words_hidden_after_the_pixels_go() -> None:
    """Also inside the packed data itself."""
    image = made.photograph()
    raw = b"".join(b"\0" + image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height))
    head = made.chunk(b"IHDR", struct.pack(">IIBBBBB", *image.size, 8, 2, 0, 0, 0))

    def written(packed: bytes) -> bytes:
        return b"\x89PNG\r\n\x1a\n" + head + made.chunk(b"IDAT", packed) + made.chunk(b"IEND", b"")

    plain = written(zlib.compress(raw))
    assert accept("a.png", plain).content == plain
    for hidden in (
        written(zlib.compress(raw) + made.WRITTEN.encode()),
        written(zlib.compress(raw + made.WRITTEN.encode())),
    ):
        taken = accept("a.png", hidden)
        assert taken.content != hidden
        assert accept("a.png", taken.content) == taken


def test_pictures_that_move_are_refused() -> None:
    """They are films."""
    frames = [made.photograph(seed) for seed in (1, 2)]
    for name, kind in (("a.png", "PNG"), ("a.webp", "WEBP")):
        with pytest.raises(MediaError, match="video"):
            accept(name, made.saved(frames[0], kind, save_all=True, append_images=frames[1:]))


def test_an_unreadable_profile_says_nothing() -> None:
    """The pixels are taken as they are."""
    content = made.saved(made.photograph(), "JPEG", icc_profile=b"not a profile" * 20)
    assert b"not a profile" not in accept("a.jpg", content).content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_thumbnail_goes_too(orientation: int) -> None:
    """JFIF may carry one, and EXIF another."""
    content = made.jpeg(orientation=orientation)
    small = b"JFXX\0\x10" + made.saved(made.photograph(9, (8, 8)), "JPEG")
    content = content[:2] + b"\xff\xe0" + struct.pack(">H", len(small) + 2) + small + content[2:]
    assert b"JFXX" not in accept("a.jpg", content).content
