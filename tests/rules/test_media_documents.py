"""PDF and captions: what is read stays, what runs or is hidden is refused or goes."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from academy.media.rules import MediaError, accept
from tests import media_files as made


def test_the_pages_stay() -> None:
    """As they are seen, with the photographs on them."""
    read = PdfReader(io.BytesIO(accept("a.pdf", made.pdf()).content))
    page = read.pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (200, 100)
    assert page.get_contents().get_data() == b"q 64 0 0 40 10 10 cm /P Do Q"
    picture = Image.open(io.BytesIO(page["/Resources"]["/XObject"]["/P"]._data))
    assert picture.size == (64, 40)
    assert not picture.getexif()
    assert read.metadata is None
    assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}


def javascript(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def launch(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def attachment(writer: PdfWriter) -> None:
    writer.add_attachment("case.txt", b"real")


def form(writer: PdfWriter) -> None:
    field = DictionaryObject({
        NameObject("/Subtype"): NameObject("/Widget"), NameObject("/FT"): NameObject("/Tx"),
        NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4), NameObject("/T"): TextStringObject("name"),
    })  # fmt: skip
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([writer._add_object(field)])}
    )


def comment(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="Mr N. was here", rect=(10, 10, 60, 30)))


def layer(writer: PdfWriter) -> None:
    group = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    usual = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/D"): usual})


def locked(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


def jpeg2000(writer: PdfWriter) -> None:
    picture = EncodedStreamObject()
    picture._data = b"\0\0\0\x0cjP  "
    picture[NameObject("/Filter")] = NameObject("/JPXDecode")
    writer.pages[0]["/Resources"]["/XObject"][NameObject("/Q")] = writer._add_object(picture)


def bomb(writer: PdfWriter) -> None:
    picture = EncodedStreamObject()
    picture._data = zlib.compress(bytes(21_000_000), 9)
    picture[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0]["/Resources"]["/XObject"][NameObject("/Q")] = writer._add_object(picture)


def inline_photograph(writer: PdfWriter) -> None:
    drawing = DecodedStreamObject()
    drawing.set_data(b"BI /F /DCT ID " + made.jpeg() + b" EI")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(drawing.flate_encode())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (javascript, "runs something"), (launch, "runs something"), (attachment, "other files"), (form, "fields"),
        (comment, "comments"), (layer, "layers"), (locked, "password"), (jpeg2000, "a form that is not taken"),
        (bomb, "unpacks"), (inline_photograph, "a form that is not taken"),
    ],
)  # fmt: skip
def test_what_acts_or_hides_is_refused(change: Callable[[PdfWriter], None], words: str) -> None:
    """With words that say how to do without."""
    with pytest.raises(MediaError, match=words):
        accept("a.pdf", made.pdf(change))


def test_links_go_and_their_words_stay() -> None:
    """A document is read; where it would lead is not for it to say."""

    def link(writer: PdfWriter) -> None:
        writer.add_annotation(0, Link(rect=(10, 10, 60, 30), url="https://evil.example/?who=learner"))

    assert b"evil.example" not in accept("a.pdf", made.pdf(link)).content


def test_a_photograph_packed_twice_is_found() -> None:
    """Some programs deflate a JPEG once more."""

    def twice(writer: PdfWriter) -> None:
        picture = StreamObject()
        picture._data = zlib.compress(made.jpeg(3)) + b"GPS"
        picture[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
        writer.pages[0]["/Resources"]["/XObject"][NameObject("/Q")] = writer._add_object(picture)

    taken = accept("a.pdf", made.pdf(twice)).content
    assert not any(trace in taken for trace in made.TRACES)


def test_circles_end() -> None:
    """A page tree or an object that contains itself is damage, not an endless walk."""

    def circle(writer: PdfWriter) -> None:
        pages = writer.root_object["/Pages"]
        pages["/Kids"].append(pages.indirect_reference)

    with pytest.raises(MediaError):
        accept("a.pdf", made.pdf(circle))


def test_captions_are_times_and_plain_words() -> None:
    """Written in one way, whatever program they come from."""
    taken = accept("a.vtt", made.vtt())
    assert taken.content.decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nStop &amp; look\n\n00:00:03.000 --> 00:00:04.000\nUpwind first\n"
    )
    assert taken.duration == 4000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WEBVTT\n\n00:01 --> 00:04\nwords\n", "Line 3"), ("WEBVTT\n\n00:01,000 --> 00:04,000\nwords\n", "Line 3"),
        ("WEBVTT\n", "at least one"), ("00:01.000 --> 00:04.000\nwords\n", "Line 1"), ("WEBVTT\n\n\xff", "damaged"),
        ("WEBVTT\n\n00:04.000 --> 00:01.000\nwords\n", "at least one"),
    ],
)  # fmt: skip
def test_captions_that_cannot_be_read(text: str, words: str) -> None:
    """No caption is left out without a word."""
    with pytest.raises(MediaError, match=words):
        accept("a.vtt", text.encode("latin-1"))
