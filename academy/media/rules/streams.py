"""What lies inside a PDF's streams: photographs without what is said about them, and no end of unpacking."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from pypdf.generic import ArrayObject, NameObject, PdfObject, StreamObject

from academy.media.rules import jpeg
from academy.media.rules.errors import MediaError

#: Bytes a picture may unpack to: 40 megapixels in four colours; and any other stream.
LARGEST_PICTURE = 160_000_000
LARGEST_OTHER = 20_000_000
#: How photographs say where they were taken, wherever they hide.
HIDDEN = (b"Exif\x00\x00", b"http://ns.adobe.com/xap/", b"<x:xmpmeta", b"<?xpacket")
DEFLATE, PHOTOGRAPH = "/FlateDecode", "/DCTDecode"
#: Packings that say nothing but the picture or the text.
PLAIN = frozenset(
    {"/CCITTFaxDecode", "/JBIG2Decode", "/RunLengthDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
)


@dataclass
class Budget:
    """How many bytes a whole document may still unpack to."""

    left: int = 300_000_000


def safe_stream(stream: StreamObject, budget: Budget) -> tuple[bytes, PdfObject | None]:
    """Return a stream's bytes as they are kept, and its filters. Raises MediaError."""
    data, names = bytes(stream._data), _filters(stream)
    if names[:1] == [DEFLATE]:
        data, names = _repacked(stream, data, names, budget)
    if names == [PHOTOGRAPH]:
        parts, _end = jpeg.segments(data)
        jpeg.size(parts)
        data = jpeg.bare(parts)
    elif not all(name in PLAIN | {DEFLATE} for name in names):
        raise MediaError("pdf-picture")
    else:
        _refuse_hidden(data)
    if not names:
        return data, None
    return data, NameObject(names[0]) if len(names) == 1 else ArrayObject(NameObject(name) for name in names)


def _filters(stream: StreamObject) -> list[str]:
    given = stream.get("/Filter")
    given = given.get_object() if given is not None else None
    if given is None:
        return []
    return [str(each.get_object()) for each in given] if isinstance(given, ArrayObject) else [str(given)]


def _repacked(stream: StreamObject, data: bytes, names: list[str], budget: Budget) -> tuple[bytes, list[str]]:
    """Look into a deflated stream; return it up to its end, or the photograph that was deflated once more."""
    is_picture = stream.get("/Subtype") == "/Image"
    is_looked_at = len(names) > 1 or not is_picture
    data, plain = _deflated(data, budget, LARGEST_PICTURE if is_picture else LARGEST_OTHER, is_looked_at)
    if len(names) == 1:
        _refuse_hidden(plain)
        return data, names
    if names[1:] != [PHOTOGRAPH] or "/DecodeParms" in stream:
        raise MediaError("pdf-picture")
    return plain, names[1:]


def _deflated(data: bytes, budget: Budget, most: int, is_looked_at: bool) -> tuple[bytes, bytes]:
    """Return packed bytes up to where they end, and what they unpack to where that is looked at."""
    unpacker = zlib.decompressobj()
    seen, waiting, plain = 0, data, bytearray()
    try:
        while not unpacker.eof and waiting:
            piece = unpacker.decompress(waiting, 1 << 20)
            waiting = unpacker.unconsumed_tail
            seen += len(piece)
            if seen > min(most, budget.left):
                raise MediaError("pdf-too-much")
            if is_looked_at:
                plain += piece
    except zlib.error as error:
        raise MediaError("broken") from error
    budget.left -= seen
    return data[: len(data) - len(unpacker.unused_data)], bytes(plain)


def _refuse_hidden(data: bytes) -> None:
    if any(mark in data for mark in HIDDEN):
        raise MediaError("pdf-picture")
