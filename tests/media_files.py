"""Files as cameras and programs write them, every one saying where it was made: small, and made here, byte by byte."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

#: Where everything here says it was made, in each way of writing it.
LATITUDE, LONGITUDE = (42, 18, 2741), (21, 37, 5309)
WRITTEN = "+42.3076-021.6248/"
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="42,18.4563N" exif:GPSLongitude="21,37.4885E"/>'
    b'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
#: Bytes that betray the place, however it was written.
TRACES = (
    b"GPS", b"42.3076", b"021.6248", b"42,18", b"2741", struct.pack(">I", 2741), struct.pack("<I", 2741),
    struct.pack(">II", 5309, 100), struct.pack("<II", 5309, 100), b"Exif", b"xmpmeta", b"xpacket", b"Rangerphone",
)  # fmt: skip


def photograph(seed: int = 1, size: tuple[int, int] = (64, 40)) -> Image.Image:
    """Draw something no two seeds draw alike."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    for _ in range(12):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        image.paste(
            tuple(chance.randrange(256) for _ in range(3)), (x, y, min(size[0], x + 9), min(size[1], y + 7))
        )
    return image


def exif(*, orientation: int = 1) -> bytes:
    """Write what a telephone says of a photograph."""
    said = Image.Exif()
    said[0x010F], said[0x0112] = "Rangerphone", orientation
    position = said.get_ifd(0x8825)
    position[1], position[2] = "N", tuple(IFDRational(part, 100 if part > 99 else 1) for part in LATITUDE)
    position[3], position[4] = "E", tuple(IFDRational(part, 100 if part > 99 else 1) for part in LONGITUDE)
    return bytes(said.tobytes())


def profile() -> bytes:
    """Write a colour profile."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Save a picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(seed: int = 1, *, orientation: int = 1, size: tuple[int, int] = (64, 40)) -> bytes:
    """A photograph of a telephone, with everything said about it and something behind its end."""
    body = saved(
        photograph(seed, size), "JPEG", exif=exif(orientation=orientation), comment=WRITTEN.encode(), xmp=XMP,
        icc_profile=profile(), quality=90,
    )  # fmt: skip
    return body + b"GPS trailer " + WRITTEN.encode()


def mpo(seed: int = 1) -> bytes:
    """Two photographs in one file, as telephones write them."""
    second = photograph(seed + 1)
    return saved(photograph(seed), "MPO", save_all=True, append_images=[second], exif=exif())


def chunk(name: bytes, data: bytes) -> bytes:
    """Write one chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(seed: int = 1, *, orientation: int = 1) -> bytes:
    """A picture with a position, notes, XMP, a profile and something behind its end."""
    body = saved(photograph(seed), "PNG", exif=exif(orientation=orientation), icc_profile=profile())
    notes = chunk(b"tEXt", b"Location\0" + WRITTEN.encode()) + chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP
    )
    return body[:33] + notes + body[33:] + b"GPS" + WRITTEN.encode()


def webp(seed: int = 1, *, lossless: bool = False) -> bytes:
    """A picture with a position, XMP and a profile."""
    return saved(photograph(seed), "WEBP", exif=exif(), xmp=XMP, icc_profile=profile(), lossless=lossless)


# --- PDF


def pdf(change: Callable[[PdfWriter], None] | None = None) -> bytes:
    """A page with a photograph on it, and everything said about the document, the page and the photograph."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    picture = StreamObject()
    picture._data = jpeg(7)
    picture.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(64), NameObject("/Height"): NumberObject(40),
        NameObject("/BitsPerComponent"): NumberObject(8), NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
        NameObject("/Filter"): NameObject("/DCTDecode"), NameObject("/Metadata"): writer._add_object(_note()),
    })  # fmt: skip
    drawing = DecodedStreamObject()
    drawing.set_data(b"q 64 0 0 40 10 10 cm /P Do Q")
    page[NameObject("/Contents")] = writer._add_object(drawing.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject({
        NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    })  # fmt: skip
    page[NameObject("/PieceInfo")] = writer._add_object(_note())
    writer.add_metadata({"/Author": "Rangerphone", "/Title": WRITTEN, "/Subject": "GPS 42,18"})
    writer.xmp_metadata = XMP
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"\n% " + WRITTEN.encode()


def _note() -> DecodedStreamObject:
    note = DecodedStreamObject()
    note.set_data(XMP)
    return note


# --- MP4


def box(name: str, *parts: bytes) -> bytes:
    """Write a box."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name.encode("latin-1") + body


def full(name: str, *parts: bytes, flags: int = 0) -> bytes:
    """Write a box with version and flags."""
    return box(name, struct.pack(">I", flags), *parts)


MADE = 3_800_000_000
MATRIX = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
AVCC = box("avcC", bytes([1, 66, 0, 10, 0xFF, 0xE0, 0]))


def sei(text: bytes) -> bytes:
    """Write a message of a camera inside the coded picture."""
    payload = bytes(16) + text
    return b"\x06\x05" + bytes([len(payload)]) + payload + b"\x80"


def frame(*units: bytes) -> bytes:
    """Write a sample of H.264."""
    return b"".join(struct.pack(">I", len(unit)) + unit for unit in units)


def _entry(codec: str) -> bytes:
    name = b"\x0bRangerphone".ljust(32, b"\0")
    return box(
        codec, bytes(6), struct.pack(">H", 1), bytes(16), struct.pack(">HH", 320, 180), struct.pack(">II", 72 << 16, 72 << 16),
        bytes(4), struct.pack(">H", 1), name, struct.pack(">Hh", 24, -1), AVCC, box("loci", WRITTEN.encode()),
    )  # fmt: skip


def _track(handler: bytes, entry: bytes, sizes: list[int], offset: int) -> bytes:
    table = box(
        "stbl",
        full("stsd", struct.pack(">I", 1), entry),
        full("stts", struct.pack(">III", 1, len(sizes), 40)),
        full("stsc", struct.pack(">IIII", 1, 1, len(sizes), 1)),
        full("stsz", struct.pack(">II", 0, len(sizes)), *(struct.pack(">I", size) for size in sizes)),
        full("stco", struct.pack(">II", 1, offset)),
    )
    media = box(
        "mdia",
        full("mdhd", struct.pack(">IIIIHH", MADE, MADE, 1000, 80, 0x55C4, 0)),
        full("hdlr", bytes(4), handler, bytes(12), b"Rangerphone\0"),
        box("minf", full("vmhd", bytes(8), flags=1), box("dinf", full("dref", struct.pack(">I", 1), full("url ", flags=1))), table),
    )  # fmt: skip
    header = full(
        "tkhd", struct.pack(">IIIII", MADE, MADE, 1, 0, 80), bytes(16), MATRIX, struct.pack(">II", 320 << 16, 180 << 16)
    )  # fmt: skip
    return box("trak", header, media, box("udta", box("\xa9xyz", WRITTEN.encode())))


def mp4(*, codec: str = "avc1", brand: bytes = b"isom") -> bytes:
    """A film with a picture track, a track of positions, and every place a telephone writes where it was."""
    samples = [frame(sei(WRITTEN.encode()), b"\x65" + bytes(20)), frame(b"\x41" + bytes(9))]
    places = [b"GPS " + WRITTEN.encode()] * 2
    head = box("ftyp", brand, bytes(4), brand, b"mp42") + box("uuid", bytes(16), XMP)
    start = len(head) + 8
    payload = b"".join(samples) + b"".join(places) + b"between " + WRITTEN.encode()
    pictures = _track(b"vide", _entry(codec), [len(each) for each in samples], start)
    metres = box("mett", bytes(6), struct.pack(">H", 1), b"GPS\0")
    positions = _track(b"meta", metres, [len(each) for each in places], start + sum(map(len, samples)))
    moov = box(
        "moov",
        full("mvhd", struct.pack(">IIII", MADE, MADE, 1000, 80), struct.pack(">IH", 65536, 256), bytes(10), MATRIX, bytes(28)),
        pictures,
        positions,
        box("udta", box("\xa9xyz", struct.pack(">HH", len(WRITTEN), 0), WRITTEN.encode()), box("loci", WRITTEN.encode())),
        full("meta", full("hdlr", bytes(4), b"mdta", bytes(12)), box("keys", b"com.apple.quicktime.location.ISO6709"), box("ilst", WRITTEN.encode())),
    )  # fmt: skip
    return head + box("mdat", payload) + moov + box("free", WRITTEN.encode()) + b"GPS " + WRITTEN.encode()


# --- WebM


def element(name: int, *parts: bytes, size: int | None = None) -> bytes:
    """Write an element; ``size`` as given, where it lies or is not known."""
    body = b"".join(parts)
    length = (1 << 56) | (len(body) if size is None else size)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + length.to_bytes(8, "big") + body


#: How a length that is not known is written.
OPEN = (1 << 56) - 1


def webm(*, codec: bytes = b"V_VP8", is_live: bool = False, private: bytes = b"") -> bytes:
    """A film with a track of pictures, one of positions, tags, attachments and a date."""
    said = WRITTEN.encode()
    info = element(
        0x1549A966, element(0xBF, bytes(4)), element(0x2AD7B1, (1_000_000).to_bytes(3, "big")),
        element(0x4489, struct.pack(">d", 80.0)), element(0x7BA9, said), element(0x4461, bytes(7) + b"\x42"),
        element(0x4D80, b"Rangerphone"), element(0x5741, b"Rangerphone"),
    )  # fmt: skip
    kind = b"\x02" if codec.startswith(b"A_") else b"\x01"
    pictures = element(
        0xAE, element(0xD7, b"\x01"), element(0x73C5, b"\x01"), element(0x83, kind), element(0x86, codec), element(0x536E, said),
        *([element(0x63A2, private)] if private else []), element(0xE0, element(0xB0, b"\x01\x40"), element(0xBA, b"\xb4")),
    )  # fmt: skip
    positions = element(
        0xAE,
        element(0xD7, b"\x02"),
        element(0x73C5, b"\x02"),
        element(0x83, b"\x11"),
        element(0x86, b"D_WEBVTT/METADATA"),
    )
    cluster = element(
        0x1F43B675, element(0xE7, b"\x00"), element(0xA3, b"\x81\0\0\x80" + bytes(30)), element(0xA3, b"\x82\0\0\x80GPS " + said),
        element(0xA0, element(0xA1, b"\x82\0\0\0" + said), element(0x9B, b"\x05")), size=OPEN if is_live else None,
    )  # fmt: skip
    tags = element(
        0x1254C367, element(0x7373, element(0x67C8, element(0x45A3, b"LOCATION"), element(0x4487, said)))
    )
    attached = element(0x1941A469, element(0x61A7, element(0x466E, b"GPS.txt"), element(0x465C, said)))
    body = info + element(0x1654AE6B, pictures, positions) + cluster + tags + attached + element(0xEC, said)
    head = element(0x1A45DFA3, element(0x4282, b"webm")).replace(
        element(0x4282, b"webm"), b"\x42\x82\x84webm"
    )  # as programs write it
    head = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm"
    if is_live:
        return head + element(0x18538067, body, size=OPEN)
    return head + element(0x18538067, body) + b"GPS " + said


def vorbis() -> bytes:
    """The three headers of Vorbis, with a place among the comments."""
    comment = b"LOCATION=" + WRITTEN.encode()
    first = b"\x01vorbis" + bytes(23)
    second = (
        b"\x03vorbis"
        + struct.pack("<I", 11)
        + b"Rangerphone"
        + struct.pack("<II", 1, len(comment))
        + comment
        + b"\x01"
    )
    return bytes([2, len(first), len(second)]) + first + second + b"\x05vorbis" + bytes(9)


# --- MP3 and captions


def mp3(frames: int = 20) -> bytes:
    """Sound with tags before, between and after it."""
    one = b"\xff\xfb\x90\x00" + bytes(413)
    said = WRITTEN.encode()
    body = b"GEOB" + struct.pack(">I", len(said)) + bytes(2) + said + b"\xff\xfb\x90\x00"
    size = len(body)
    tag = b"ID3\x04\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + body
    ape = b"APETAGEX" + said + b"APETAGEX" + bytes(24)
    lyrics = b"LYRICSBEGIN" + said + b"000123LYRICS200"
    old = b"TAG" + said.ljust(125, b"\0")
    half = frames // 2
    return tag + one * half + b"GPS " + said + one * (frames - half) + ape + lyrics + old


def vtt() -> bytes:
    """Captions with notes, styles, settings and tags."""
    return (
        f"\ufeffWEBVTT {WRITTEN}\r\n\r\nNOTE GPS {WRITTEN}\r\n\r\nSTYLE\r\n::cue {{ background: url(x) }}\r\n\r\n"
        "intro\r\n00:01.000 --> 00:02.500 line:0 align:start\r\n<v Ranger><b>Stop</b> &amp; look</v>\r\n\r\n"
        "00:00:03.000 --> 00:00:04.000\r\nUpwind <00:03.500>first\r\n"
    ).encode()
