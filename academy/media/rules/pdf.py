"""PDF: the pages as they are seen, written anew; nothing that runs, and nothing said about them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from academy.media.rules.errors import MediaError
from academy.media.rules.streams import Budget, safe_stream

#: What a page keeps; the rest of it is links, marks and notes about it.
OF_A_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources", "/Contents")
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
#: What goes wherever it stands: notes of programs and people, places on a map, thumbnails, further actions.
SAID = frozenset({
    "/Metadata", "/PieceInfo", "/LastModified", "/Measure", "/PtData", "/VP", "/Thumb", "/AA", "/A", "/AF", "/EF", "/OPI",
    "/Alternates", "/StructParent", "/StructParents", "/Usage", "/Ref", "/Parent", "/Annots", "/Author", "/Creator",
    "/CreationDate", "/ModDate", "/Length",
})  # fmt: skip
RUNS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/Movie"}
)
MOST_OBJECTS = 200_000
MOST_PAGES = 500
DEEPEST = 100


def safe_pdf(content: bytes) -> bytes:
    """Return a PDF of its pages only. Raises MediaError."""
    if not content.startswith(b"%PDF-"):
        raise MediaError("broken")
    try:
        return _written(content)
    except MediaError:
        raise
    except Exception as error:  # whatever a parser of hostile bytes may stumble over
        raise MediaError("broken") from error


def _written(content: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise MediaError("pdf-locked")
    root = reader.trailer["/Root"].get_object()
    if not isinstance(root, DictionaryObject):
        raise MediaError("broken")
    _refuse_what_acts(root)
    writer = _Writer()
    return writer.document(list(_pages(root["/Pages"], {}, set())))


def _refuse_what_acts(root: DictionaryObject) -> None:
    """Refuse what cannot be left out without changing what a reader sees, and what runs."""
    form = _at(root, "/AcroForm")
    if isinstance(form, DictionaryObject) and (_at(form, "/Fields") or "/XFA" in form):
        raise MediaError("pdf-form")
    layers = _at(root, "/OCProperties")
    if isinstance(layers, DictionaryObject) and _hides_layers(layers):
        raise MediaError("pdf-layer")
    for each in _everything(root):
        if each.get("/S") in RUNS or "/JS" in each:
            raise MediaError("pdf-script")
        if each.get("/Type") == "/EmbeddedFile" or "/EF" in each or "/EmbeddedFiles" in each:
            raise MediaError("pdf-attachment")
        mark = str(each["/Subtype"]) if "/Rect" in each and "/Subtype" in each else "/Link"
        if mark not in ("/Link", "/Popup"):
            raise MediaError("pdf-form" if mark == "/Widget" else "pdf-comment")


def _hides_layers(layers: DictionaryObject) -> bool:
    usual = _at(layers, "/D")
    return isinstance(usual, DictionaryObject) and bool(
        _at(usual, "/OFF") or usual.get("/BaseState") == "/OFF"
    )


def _everything(root: PdfObject) -> Iterator[DictionaryObject]:
    """Yield every dictionary that the document leads to."""
    waiting: list[PdfObject] = [root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object() or NullObject()
        count += 1
        if count > MOST_OBJECTS * 10:
            raise MediaError("pdf-too-much")
        if isinstance(each, DictionaryObject):
            yield each
            waiting.extend(each.raw_get(key) for key in each)
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))


def _pages(node: PdfObject, handed: dict[str, PdfObject], above: set[int]) -> Iterator[dict[str, PdfObject]]:
    """Yield each page's own keys and what it inherits, in order."""
    found = node.get_object()
    if not isinstance(found, DictionaryObject) or id(found) in above or len(above) > DEEPEST:
        raise MediaError("broken")
    own = {**handed, **{key: found.raw_get(key) for key in INHERITED if key in found}}
    if "/Kids" in found:
        for kid in list.__iter__(_array(found["/Kids"])):
            yield from _pages(kid, own, above | {id(found)})
    else:
        own.update({key: found.raw_get(key) for key in OF_A_PAGE if key in found})
        yield own


def _array(value: PdfObject) -> ArrayObject:
    found = value.get_object()
    if not isinstance(found, ArrayObject):
        raise MediaError("broken")
    return found


def _at(holder: DictionaryObject, key: str) -> PdfObject | None:
    return holder[key].get_object() if key in holder else None


class _Writer:
    """Writes what the pages lead to, numbered in the order it is met, so that the same pages give the same bytes."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.numbers: dict[tuple[int, int], int] = {}
        self.written: list[bytes] = [b"", b""]  # the catalogue and the page tree come first

    def document(self, pages: list[dict[str, PdfObject]]) -> bytes:
        """Return the whole file."""
        if not 0 < len(pages) <= MOST_PAGES:
            raise MediaError("broken" if not pages else "pdf-too-much")
        kids = [self.add(self.page(page)) for page in pages]
        self.written[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        listed = b" ".join(b"%d 0 R" % kid for kid in kids)
        self.written[1] = b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (len(kids), listed)
        out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self.written, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
        return bytes(out)

    def page(self, page: dict[str, PdfObject]) -> bytes:
        """Return one page."""
        inside = b" ".join(
            b"%b %b" % (key.encode(), self.value(page[key], 0)) for key in OF_A_PAGE if key in page
        )
        return b"<< /Type /Page /Parent 2 0 R %b >>" % inside

    def add(self, body: bytes) -> int:
        """Keep one object; return its number."""
        self.written.append(body)
        if len(self.written) > MOST_OBJECTS:
            raise MediaError("pdf-too-much")
        return len(self.written)

    def value(self, value: PdfObject, depth: int) -> bytes:
        """Return a value as it is written; what it leads to is kept on the way."""
        if depth > DEEPEST:
            raise MediaError("broken")
        if isinstance(value, IndirectObject):
            return self.reference(value, depth)
        if isinstance(value, StreamObject):
            raise MediaError("broken")  # a stream always stands by itself
        if isinstance(value, DictionaryObject):
            return self.dictionary(value, depth)
        if isinstance(value, ArrayObject):
            return b"[ %b ]" % b" ".join(self.value(each, depth + 1) for each in list.__iter__(value))
        out = io.BytesIO()
        value.write_to_stream(out)
        return out.getvalue()

    def reference(self, value: IndirectObject, depth: int) -> bytes:
        """Return a reference to an object, which is kept when it is first met."""
        name = (value.idnum, value.generation)
        if name not in self.numbers:
            found = value.get_object()
            if found is None or isinstance(found, NullObject):
                return b"null"
            self.numbers[name] = self.add(b"")
            body = (
                self.stream(found, depth) if isinstance(found, StreamObject) else self.value(found, depth + 1)
            )
            self.written[self.numbers[name] - 1] = body
        return b"%d 0 R" % self.numbers[name]

    def stream(self, stream: StreamObject, depth: int) -> bytes:
        """Return a stream without what is hidden in it."""
        data, filters = safe_stream(stream, self.budget)
        changed = DictionaryObject(
            {NameObject(key): stream.raw_get(key) for key in stream if key != "/Filter"}
        )
        changed[NameObject("/Length")] = NumberObject(len(data))
        if filters is not None:
            changed[NameObject("/Filter")] = filters
        head = self.dictionary(changed, depth, is_stream=True)
        return b"%b\nstream\n%b\nendstream" % (head, data)

    def dictionary(self, value: DictionaryObject, depth: int, *, is_stream: bool = False) -> bytes:
        """Return a dictionary without what is said in it."""
        kept = sorted(str(key) for key in value if key not in SAID or (is_stream and key == "/Length"))
        parts = (b"%b %b" % (_name(key), self.value(value.raw_get(key), depth + 1)) for key in kept)
        return b"<< %b >>" % b" ".join(parts)


def _name(key: str) -> bytes:
    out = io.BytesIO()
    NameObject(key).write_to_stream(out)
    return out.getvalue()
