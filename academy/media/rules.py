"""What a picture may be: sniffed, capped, and for SVG made of nothing but shapes. Raises MediaError otherwise."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

#: Bytes.
LARGEST = 300_000
SVG = "{http://www.w3.org/2000/svg}"
#: Shapes and short labels; nothing that runs, loads, styles or links.
ELEMENTS = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "dx", "dy",
    "fill", "fill-opacity", "fill-rule", "clip-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "opacity", "transform", "version",
    "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "letter-spacing", "paint-order",
    "role", "aria-hidden", "preserveAspectRatio", "vector-effect", "pathLength",
})  # fmt: skip
#: A value may not fetch anything, whatever attribute it stands in.
FETCHES = re.compile(r"url\s*\(|javascript:|data:|//", re.IGNORECASE)


class MediaError(ValueError):
    """A file that is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Media:
    """A file that is safe to keep and show."""

    digest: str
    content: bytes
    content_type: str
    width: int | None
    height: int | None


def accept(name: str, content: bytes) -> Media:
    """Return ``content`` as a safe file. Today's courses show drawings: SVG is all that is taken."""
    if len(content) > LARGEST:
        raise MediaError(f"is larger than {LARGEST // 1000} kB: simplify the drawing")
    if not name.endswith(".svg"):
        raise MediaError("is not an SVG drawing: only .svg is taken")
    width, height = _check_svg(content)
    return Media(hashlib.sha256(content).hexdigest(), content, "image/svg+xml", width, height)


def _check_svg(content: bytes) -> tuple[int | None, int | None]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise MediaError("is not a plain SVG drawing: save it without DTD and entities") from error
    if root.tag != f"{SVG}svg":
        raise MediaError("does not start with an <svg> element")
    for element in root.iter():
        _check_element(element)
    return _length(root.get("width")), _length(root.get("height"))


def _check_element(element: Element) -> None:
    tag = str(element.tag).removeprefix(SVG)
    if tag not in ELEMENTS:
        raise MediaError(f"holds <{tag}>: only shapes and short labels are taken")
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            raise MediaError(f"has the attribute {name!r} on <{tag}>: remove it")
        if FETCHES.search(value):
            raise MediaError(f"fetches something in {name!r} on <{tag}>: remove it")


def _length(value: str | None) -> int | None:
    found = re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:px)?", value or "")
    return int(found[1]) if found else None
