"""PNG and WebP, chunk by chunk: what is picture and what is said about it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

from academy.media.rules.errors import MediaError

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB"})
PNG_MOVES = frozenset({b"acTL", b"fcTL", b"fdAT"})
#: Said about a picture and needed to show it as meant: how it is turned, what its colours mean.
PNG_MEANING = frozenset({b"eXIf", b"iCCP"})
WEBP_PIXELS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
WEBP_MOVES = frozenset({b"ANIM", b"ANMF"})
WEBP_MEANING = frozenset({b"EXIF", b"ICCP"})
#: Flags of VP8X that speak of what is said about the picture, or are reserved.
WEBP_SAID = 0b1110_1111
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

Chunk = tuple[bytes, bytes]


def png_chunks(content: bytes) -> tuple[list[Chunk], int]:
    """Return the chunks of a PNG and where it ends. Raises MediaError."""
    place, found = len(PNG_HEAD), list[Chunk]()
    if not content.startswith(PNG_HEAD):
        raise MediaError("broken")
    while not found or found[-1][0] != b"IEND":
        length, name = struct.unpack(">I4s", _whole(content[place : place + 8], 8))
        data = _whole(content[place + 8 : place + 8 + length], length)
        check = _whole(content[place + 8 + length : place + 12 + length], 4)
        if zlib.crc32(name + data).to_bytes(4, "big") != check:
            raise MediaError("broken")
        found.append((name, data))
        place += 12 + length
    if any(name in PNG_MOVES for name, _data in found):
        raise MediaError("moving-picture")
    return found, place


def png_written(chunks: list[Chunk]) -> bytes:
    """Return the picture with what is needed to show it as meant, and nothing else."""
    kept = [chunk for chunk in chunks if chunk[0] in PNG_PIXELS | PNG_MEANING]
    return PNG_HEAD + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in kept
    )


def png_size(chunks: list[Chunk]) -> tuple[int, int]:
    """Return width and height."""
    name, data = chunks[0]
    if name != b"IHDR" or len(data) != 13 or sum(each == b"IHDR" for each, _data in chunks) > 1:
        raise MediaError("broken")
    width, height = struct.unpack(">II", data[:8])
    return width, height


def is_bare_png(chunks: list[Chunk]) -> bool:
    """Say whether a PNG is pixels only: known chunks, and coded data that ends where the pixels end."""
    names = [name for name, _data in chunks]
    allowed = all(name in PNG_PIXELS for name in names) and len(chunks[-1][1]) == 0
    parted = sum(one != b"IDAT" and two == b"IDAT" for one, two in pairwise(names)) > 1
    return allowed and not parted and _ends_with_its_pixels(chunks)


def _ends_with_its_pixels(chunks: list[Chunk]) -> bool:
    width, height, depth, colour, _deflate, _filter, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    if interlaced or colour not in SAMPLES:
        return False
    expected = height * (1 + (width * depth * SAMPLES[colour] + 7) // 8)
    unpacker = zlib.decompressobj()
    seen, coded = 0, b"".join(data for name, data in chunks if name == b"IDAT")
    try:
        while not unpacker.eof and seen <= expected:
            piece = unpacker.decompress(coded, 1 << 20)
            coded = unpacker.unconsumed_tail
            if not piece and not coded and not unpacker.eof:
                return False
            seen += len(piece)
    except zlib.error as error:
        raise MediaError("broken") from error
    return seen == expected and not unpacker.unused_data and not unpacker.unconsumed_tail


def webp_chunks(content: bytes) -> tuple[list[Chunk], int]:
    """Return the chunks of a WebP and where it ends. Raises MediaError."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise MediaError("broken")
    end = 8 + struct.unpack("<I", content[4:8])[0]
    found = list(_riff(_whole(content[12:end], end - 12)))
    names = [name for name, _data in found]
    if any(name in WEBP_MOVES for name in names):
        raise MediaError("moving-picture")
    if sum(name in (b"VP8 ", b"VP8L") for name in names) != 1:
        raise MediaError("broken")
    return found, end


def webp_written(chunks: list[Chunk]) -> bytes:
    """Return the picture with what is needed to show it as meant, and nothing else."""
    kept = [chunk for chunk in chunks if chunk[0] in WEBP_PIXELS | WEBP_MEANING]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for name, data in kept
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def is_bare_webp(chunks: list[Chunk]) -> bool:
    """Say whether a WebP is pixels only."""
    said = any(name == b"VP8X" and data[:1] and data[0] & WEBP_SAID for name, data in chunks)
    return all(name in WEBP_PIXELS for name, _data in chunks) and not said


def webp_size(chunks: list[Chunk]) -> tuple[int, int]:
    """Return width and height as the coded picture says them."""
    name, data = next(chunk for chunk in chunks if chunk[0] in (b"VP8 ", b"VP8L"))
    if name == b"VP8L":
        bits = int.from_bytes(_whole(data[1:5], 4), "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", _whole(data[6:10], 4))
    return width & 0x3FFF, height & 0x3FFF


def _riff(body: bytes) -> Iterator[Chunk]:
    place = 0
    while place < len(body):
        name, length = struct.unpack("<4sI", _whole(body[place : place + 8], 8))
        yield name, _whole(body[place + 8 : place + 8 + length], length)
        place += 8 + length + length % 2


def _whole(data: bytes, length: int) -> bytes:
    if len(data) != length or length < 0:
        raise MediaError("broken")
    return data
