"""Matching in Moodle XML: ``matching`` (or ``match``); right sides are plain words there."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from academy import richtext
from academy.items.kinds import markup
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.moodle import (
    Question,
    Written,
    combined_feedback,
    plain,
    read_combined_feedback,
    rich,
    words_of,
)

TYPES = ("matching", "match", "ddmatch")
KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take a subquestion without words as a right side that belongs to nothing."""
    pairs, extra = [], []
    for each in question.element.findall("subquestion"):
        left, right = question.text_of(each), _right(question, each)
        if left:
            pairs.append({"left": left, "right": right})
        elif right:
            extra.append(right)
    rights = [pair["right"] for pair in pairs]
    if len(set(rights)) < len(rights):
        return None  # two left sides share one: that is sorting into categories
    if not question.is_true("shuffleanswers", default=True):
        question.notes.add("shuffled-here")
    data: Data = {"pairs": pairs}
    if extra:
        data["extra"] = [text for text in dict.fromkeys(extra) if text not in rights]
    if feedback := read_combined_feedback(question):
        data["feedback"] = feedback
    return data


def write(item: Matching, losses: Notes) -> Written:
    """Write the pairs, then the extra right sides beside no words."""
    for right in item.rights:
        if "<" in richtext.inline(right):
            losses.add("lost-markup")
    sides = [*((pair.left, pair.right) for pair in item.pairs), *(("", extra) for extra in item.extra)]
    return Written(
        "matching",
        [
            plain("shuffleanswers", "true"),
            *combined_feedback(item),
            *(subquestion(left, right) for left, right in sides),
        ],
    )


def subquestion(left: str, right: str) -> Element:
    """Return one left side with its right side."""
    element = rich("subquestion", left)
    SubElement(SubElement(element, "answer"), "text").text = richtext.plain(right)
    return element


def _right(question: Question, subquestion: Element) -> str:
    found = subquestion.find("answer")
    if found is None:
        return ""
    given = "html" if question.kind == "ddmatch" else "plain"
    return markup.read(words_of(found), given, question.notes)
