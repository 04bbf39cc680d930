"""SVG made of nothing but shapes and short labels."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from academy.media.rules.errors import MediaError

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


def size_of_drawing(content: bytes) -> tuple[int | None, int | None]:
    """Return the width and height a drawing states. Raises MediaError for anything but shapes and labels."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise MediaError("svg-xml") from error
    if root.tag != f"{SVG}svg":
        raise MediaError("svg-root")
    for element in root.iter():
        _check_element(element)
    return _sides(root)


def _check_element(element: Element) -> None:
    tag = str(element.tag).removeprefix(SVG)
    if tag not in ELEMENTS:
        raise MediaError("svg-element", name=tag)
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            raise MediaError("svg-attribute", name=name, element=tag)
        if FETCHES.search(value):
            raise MediaError("svg-fetch", name=name, element=tag)


def _sides(root: Element) -> tuple[int | None, int | None]:
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and height:
        return width, height
    box = re.fullmatch(
        r"[-\d.]+[ ,]+[-\d.]+[ ,]+(\d{1,5})(?:\.\d*)?[ ,]+(\d{1,5})(?:\.\d*)?", root.get("viewBox") or ""
    )
    return (int(box[1]), int(box[2])) if box else (width, height)


def _length(value: str | None) -> int | None:
    found = re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:px)?", value or "")
    return int(found[1]) if found else None
