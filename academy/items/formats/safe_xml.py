"""XML from strangers: no document type, no entity, no inclusion, nothing fetched, and an end to depth and number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from academy.items.formats.decoding import decoded
from academy.items.formats.reading import Refused

DEEPEST = 60
MOST_ELEMENTS = 150_000
#: Bytes given to the parser at a time, and bytes that may wait for the end of a tag.
_STEP = 65_536
_MOST_PENDING = 262_144
#: How deep elements lie whose lines a report names.
_TOLD = 2
_INCLUSION = "{http://www.w3.org/2001/XInclude}"
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9._-]{1,40})[\"']")


@dataclass(frozen=True)
class Document:
    """A document that was read whole, with the lines in which its outer elements begin."""

    root: Element
    lines: dict[Element, int]

    def line_of(self, element: Element) -> int:
        """Return the line an outer element begins in, from 1; 0 for one further in."""
        return self.lines.get(element, 0)


class _Builder(TreeBuilder):
    """Builds the tree, counting what it builds."""

    def __init__(self) -> None:
        super().__init__()
        self.expat: Any = None
        self.depth = self.count = 0
        self.lines: dict[Element, int] = {}

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise Refused("xml-deep", line=self.expat.CurrentLineNumber, most=DEEPEST)
        if self.count > MOST_ELEMENTS:
            raise Refused("xml-many", line=self.expat.CurrentLineNumber, most=MOST_ELEMENTS)
        if tag.startswith(_INCLUSION):
            raise Refused("xml-include", line=self.expat.CurrentLineNumber)
        element = super().start(tag, attrs)
        if self.depth <= _TOLD:
            self.lines[element] = self.expat.CurrentLineNumber
        return element

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def parsed(content: bytes) -> Document:
    """Read a document. Raises Refused, with the line where there is one."""
    text = decoded(content)
    named = _DECLARATION.match(text.lstrip())
    if named and named[1].casefold() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused("encoding-other", encoding=named[1])
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    builder.expat = parser.parser
    try:
        return Document(_fed(parser, text.lstrip("\n ").encode()), builder.lines)
    except Refused:
        raise
    except ParseError as error:
        raise Refused(
            "xml-broken", line=error.position[0], message=str(error.msg).partition(":")[0]
        ) from None
    except (DefusedXmlException, ValueError):
        raise Refused("xml-forbidden", line=parser.parser.CurrentLineNumber) from None


def _fed(parser: Any, content: bytes) -> Element:
    fed = 0
    for start in range(0, len(content), _STEP):
        piece = content[start : start + _STEP]
        parser.feed(piece)
        fed += len(piece)
        if fed - max(parser.parser.CurrentByteIndex, 0) > _MOST_PENDING:
            raise Refused("xml-tag-long", line=parser.parser.CurrentLineNumber)
    return cast(Element, parser.close())
