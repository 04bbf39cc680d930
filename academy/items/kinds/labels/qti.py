"""Labels onto a picture in QTI: ``graphicGapMatchInteraction``, with a small circle for each place."""

from __future__ import annotations

from academy import richtext
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.hotspot.qti import region_of
from academy.items.kinds.hotspot.regions import Region
from academy.items.kinds.labels.content import Labels
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, gap_text, identifiers, node

KEEPS = ("feedback",)
#: How far a place reaches, in thousandths of the picture's width.
_REACH = 30


def read(question: Question) -> Data | None:
    """Take the middle of each place, and the label that belongs there."""
    asked = question.only("graphicGapMatchInteraction")
    if asked is None:
        return None
    canvas = question.canvas(asked)
    if asked.find("gapImg") is not None:
        raise CannotSay("qti-gap-pictures")
    words = {each.get("identifier", ""): question.text_of(each) for each in asked.findall("gapText")}
    homes: dict[str, str] = {}
    for pair in question.correct(asked):
        label, _, place = pair.partition(" ")
        if label not in words or place.strip() in homes:
            raise CannotSay("qti-pairs")
        homes[place.strip()] = label
    spots = []
    for each in asked.findall("associableHotspot"):
        if each.get("identifier") not in homes:
            raise CannotSay("qti-pairs")
        x, y = Region.model_validate({"label": "x", **region_of(each, canvas, Notes())}).middle
        spots.append({"x": x, "y": y, "label": words[homes[each.get("identifier", "")]]})
    data: Data = {"spots": spots, **({} if question.is_mapped else {"marking": "all-or-nothing"})}
    extra = [text for name, text in words.items() if name not in homes.values()]
    return {**data, "extra": extra} if extra else data


def write(item: Labels, losses: Notes, canvas: Canvas | None) -> Written:
    """Write the labels, then the places."""
    if canvas is None:
        raise CannotSay("picture-size-unknown")
    texts = [
        gap_text("gapText", label, losses, identifier=name, matchMax=1)
        for name, label in zip(identifiers(len(item.labels), "L"), item.labels, strict=True)
    ]
    reach = canvas.across(_REACH)
    places = [
        node(
            "associableHotspot", identifier=name, matchMax=1, shape="circle",
            coords=f"{canvas.across(spot.x)},{canvas.down(spot.y)},{reach}",
        )
        for name, spot in zip(identifiers(len(item.spots), "P"), item.spots, strict=True)
    ]  # fmt: skip
    words = " ".join(richtext.plain(item.picture.alt).split())
    shown = node("img", src=canvas.src, alt=words, width=canvas.width, height=canvas.height)
    asked = node("graphicGapMatchInteraction", shown, *texts, *places, responseIdentifier=RESPONSE)
    right = [f"L{number} P{number}" for number in range(1, len(places) + 1)]
    share = round(1 / len(right), 6)
    is_whole = item.marking == "all-or-nothing"
    mapping = () if is_whole else [(each, share, True) for each in right]
    response = Response(RESPONSE, "multiple", "directedPair", right, mapping)
    return Written([asked], [response], scoring="match" if is_whole else "map", is_drawn=True)
