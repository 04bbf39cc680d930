"""Hotspot in QTI: ``hotspotInteraction``; coordinates are in the picture's units there."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree.ElementTree import Element

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.hotspot.content import Hotspot
from academy.items.kinds.hotspot.regions import Region
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, identifiers, node

KEEPS = ("feedback",)
_COORDS = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?%?")


def read(question: Question) -> Data | None:
    """Take the places, the right ones by the key."""
    asked = question.only("hotspotInteraction")
    if asked is None:
        return None
    canvas = question.canvas(asked)
    mapped = question.mapped(asked) if question.is_mapped else {}
    rights = question.correct(asked) or [name for name, share in mapped.items() if share > 0]
    regions = []
    for number, each in enumerate(asked.findall("hotspotChoice"), start=1):
        label = each.get("hotspotLabel", "")
        if not label:
            question.notes.add("labels-made")
        region = {"label": markup.escaped(label) or str(number), **region_of(each, canvas, question.notes)}
        regions.append({**region, **({"right": True} if each.get("identifier") in rights else {})})
    if not any(each.get("right") for each in regions):
        raise CannotSay("no-right-answer")
    is_one = question.declaration(asked).get("cardinality", "single") == "single"
    marking = {} if is_one or mapped else {"marking": "all-or-nothing"}
    return {"mode": "one" if is_one else "several", **marking, "regions": regions}


def write(item: Hotspot, losses: Notes, canvas: Canvas | None) -> Written:
    """Write the places with their names."""
    if canvas is None:
        raise CannotSay("picture-size-unknown")
    if item.mode == "point":
        raise CannotSay("point-unsaid")
    if any(each.feedback for each in item.regions):
        losses.add("lost-place-feedback")
    if any("<" in richtext.inline(each.label) for each in item.regions):
        losses.add("lost-markup")
    names = identifiers(len(item.regions))
    rights = [name for name, each in zip(names, item.regions, strict=True) if each.right]
    places = [
        node(
            "hotspotChoice", identifier=name, hotspotLabel=" ".join(richtext.plain(each.label).split()),
            **_shape(each, canvas),
        )
        for name, each in zip(names, item.regions, strict=True)
    ]  # fmt: skip
    is_one = item.mode == "one"
    asked = node(
        "hotspotInteraction",
        picture(item, canvas),
        *places,
        responseIdentifier=RESPONSE,
        maxChoices=int(is_one),
    )
    is_whole = is_one or item.marking == "all-or-nothing"
    share = round(1 / len(rights), 6)
    mapping = () if is_whole else [(name, share if name in rights else -share, True) for name in names]
    response = Response(RESPONSE, "single" if is_one else "multiple", "identifier", rights, mapping)
    return Written([asked], [response], scoring="match" if is_whole else "map", is_drawn=True)


def picture(item: Hotspot, canvas: Canvas) -> Element:
    """Return the picture that is answered on."""
    words = " ".join(richtext.plain(item.picture.alt).split())
    return node("img", src=canvas.src, alt=words, width=canvas.width, height=canvas.height)


def region_of(each: Element, canvas: Canvas, notes: Notes) -> Data:
    """Return where a place is, in thousandths. Raises CannotSay for one that cannot be read."""
    numbers = _numbers(each.get("coords", ""), canvas)
    match each.get("shape", ""), numbers:
        case "circle", [x, y, radius]:
            if canvas.width != canvas.height:
                notes.add("circle-wider")
            return _round(canvas, x, y, max(1, canvas.from_left(radius)))
        case "ellipse", [x, y, across, down]:
            wide, high = canvas.from_left(across), canvas.from_top(down)
            if wide != high:
                notes.add("ellipse-rounded")
            return _round(canvas, x, y, max(1, (wide + high) // 2))
        case "rect", [left, top, right, bottom]:
            x, y = canvas.from_left(left), canvas.from_top(top)
            return {
                "shape": "rect", "x": x, "y": y, "width": max(1, canvas.from_left(right) - x),
                "height": max(1, canvas.from_top(bottom) - y),
            }  # fmt: skip
        case "poly", [_x1, _y1, _x2, _y2, _x3, _y3, *_more] if not len(numbers) % 2:
            return _polygon(numbers, canvas)
    raise CannotSay("qti-shape", shape=f"{each.get('shape', '')} {each.get('coords', '')}"[:60])


def _polygon(numbers: list[int], canvas: Canvas) -> Data:
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    if len(corners) > 3 and corners[0] == corners[-1]:
        corners.pop()
    said = " ".join(f"{canvas.from_left(x)},{canvas.from_top(y)}" for x, y in corners)
    return {"shape": "polygon", "corners": said}


def _numbers(coords: str, canvas: Canvas) -> list[int]:
    """Return coordinates in the picture's units; those in per cent are of the width and the height in turn."""
    sides = (canvas.width, canvas.height)
    return [
        round(Decimal(each[:-1]) * sides[place % 2] / 100) if each.endswith("%") else round(Decimal(each))
        for place, each in enumerate(_COORDS.findall(coords))
    ]


def _round(canvas: Canvas, x: int, y: int, radius: int) -> Data:
    return {"shape": "circle", "x": canvas.from_left(x), "y": canvas.from_top(y), "radius": radius}


def _shape(each: Region, canvas: Canvas) -> dict[str, str]:
    x, y = canvas.across(each.x or 0), canvas.down(each.y or 0)
    match each.shape:
        case "circle":
            wide, high = canvas.across(each.radius or 0), canvas.down(each.radius or 0)
            if wide == high:
                return {"shape": "circle", "coords": f"{x},{y},{wide}"}
            return {"shape": "ellipse", "coords": f"{x},{y},{wide},{high}"}
        case "rect":
            right = canvas.across((each.x or 0) + (each.width or 0))
            bottom = canvas.down((each.y or 0) + (each.height or 0))
            return {"shape": "rect", "coords": f"{x},{y},{right},{bottom}"}
    corners = [f"{canvas.across(x)},{canvas.down(y)}" for x, y in each.outline]
    return {"shape": "poly", "coords": ",".join(corners)}
