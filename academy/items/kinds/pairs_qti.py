"""Pairs in QTI: ``matchInteraction``, or ``associateInteraction``, whose pairs say which side is which."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from academy.items.kinds.exchange import CannotSay
from academy.items.kinds.qti import RESPONSE, Question, Response, identifiers, node, rich


@dataclass(frozen=True)
class Sides:
    """Left sides with the right side of each (empty: none), and all right sides, in order."""

    pairs: list[tuple[str, str]]
    rights: list[str]
    #: Whether a right side can be used by any number of left ones.
    is_open: bool


def sides_of(question: Question) -> Sides | None:
    """Read pairs; None where none are asked for."""
    asked = question.only("matchInteraction")
    if asked is not None:
        sets = asked.findall("simpleMatchSet")
        lefts, rights = (
            [*each.findall("simpleAssociableChoice")] for each in (*sets, Element("x"), Element("x"))[:2]
        )
    else:
        asked = question.only("associateInteraction")
        if asked is None:
            return None
        firsts = {pair.split()[0] for pair in question.correct(asked) if pair.split()}
        found = asked.findall("simpleAssociableChoice")
        lefts = [each for each in found if each.get("identifier") in firsts]
        rights = [each for each in found if each.get("identifier") not in firsts]
    texts = {each.get("identifier", ""): question.text_of(each) for each in (*lefts, *rights)}
    partner: dict[str, str] = {}
    for pair in question.correct(asked) or [
        key for key, share in question.mapped(asked).items() if share > 0
    ]:
        left, _, right = pair.partition(" ")
        if left not in texts or right.strip() not in texts or left in partner:
            raise CannotSay("qti-pairs")
        partner[left] = texts[right.strip()]
    pairs = [(texts[name], partner.get(name, "")) for name in (each.get("identifier", "") for each in lefts)]
    return Sides(
        pairs, [texts[each.get("identifier", "")] for each in rights],
        all(each.get("matchMax", "1") != "1" for each in rights),
    )  # fmt: skip


def interaction(lefts: list[str], rights: list[str], *, most: int) -> Element:
    """Return left sides and right sides; ``most`` left ones can have the same right one."""
    sides = [
        node("simpleMatchSet", *(
            rich("simpleAssociableChoice", text, identifier=name, matchMax=bound)
            for name, text in zip(identifiers(len(texts), prefix), texts, strict=True)
        ))
        for prefix, texts, bound in (("L", lefts, 1), ("R", rights, most))
    ]  # fmt: skip
    return node(
        "matchInteraction", *sides, responseIdentifier=RESPONSE, maxAssociations=len(lefts), shuffle="true"
    )


def response(pairs: list[tuple[int, int]], *, is_whole: bool = False) -> Response:
    """Return what is right: which left side, from 0, has which right one."""
    right = [f"L{left + 1} R{place + 1}" for left, place in pairs]
    share = round(1 / len(right), 6)
    mapping = () if is_whole else [(each, share, True) for each in right]
    return Response(RESPONSE, "multiple", "directedPair", right, mapping)
