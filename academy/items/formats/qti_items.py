"""An item as QTI 3 has it, written: declarations, the body, how it is marked and what is said."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

from academy import richtext
from academy.items.content import Item
from academy.items.formats.qti_names import as_three
from academy.items.formats.settling import title_of
from academy.items.kinds.exchange import written_number
from academy.items.kinds.qti import RESPONSE, Response, Written, node, paragraphs

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = f"{NAMESPACE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def written(item: Item, name: str, made: Written, *, src: str) -> bytes:
    """Return an item as a file; ``src`` is its picture's address, empty where none is shown."""
    root = node(
        "assessmentItem", identifier=name, title=title_of(item), adaptive="false", timeDependent="false"
    )
    root.extend(_declared(each, made) for each in made.responses)
    root.extend(_outcomes(item, made))
    body = node("itemBody", *paragraphs(item.prompt))
    if src and not made.is_drawn and item.picture is not None:
        body.append(node("p", node("img", src=src, alt=_words(item.picture.alt))))
    body.extend(made.body)
    root.append(body)
    if made.scoring:
        root.append(_processing(item, made))
        root.extend(_said(item))
    for child in root:
        child.tail = "\n"
    out = as_three(root)
    out.text = "\n"
    out.set("xmlns", NAMESPACE)
    out.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    out.set("xsi:schemaLocation", _SCHEMA)
    return HEAD + bytes(tostring(out, "utf-8")) + b"\n"


def _declared(response: Response, made: Written) -> Element:
    element = node(
        "responseDeclaration", identifier=response.identifier, cardinality=response.cardinality,
        baseType=response.base_type,
    )  # fmt: skip
    if response.correct:
        element.append(node("correctResponse", *(node("value", text=each) for each in response.correct)))
    if response.mapping:
        mapping = node("mapping", defaultValue=0, lowerBound=0)
        for key, share, is_strict in response.mapping:
            entry = node("mapEntry", mapKey=key, mappedValue=written_number(share))
            if response.base_type == "string":
                entry.set("caseSensitive", "true" if is_strict else "false")
            mapping.append(entry)
        element.append(mapping)
    return element


def _outcomes(item: Item, made: Written) -> Iterable[Element]:
    score = node("outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    score.set("normalMaximum", written_number(item.points))
    if not made.scoring:
        score.set("externalScored", "human")
    yield score
    yield node(
        "outcomeDeclaration", node("defaultValue", node("value", text=written_number(item.points))),
        identifier="MAXSCORE", cardinality="single", baseType="float",
    )  # fmt: skip
    if _is_said(item) and made.scoring:
        yield node("outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    if made.says:
        yield node(
            "outcomeDeclaration", identifier="CHOSEN", cardinality=made.responses[0].cardinality,
            baseType="identifier",
        )  # fmt: skip


def _processing(item: Item, made: Written) -> Element:
    """Return the standard template where it says all there is to say, else the rules one by one."""
    is_standard = made.scoring in ("match", "map") and made.total == 1 and len(made.responses) == 1
    if is_standard and item.points == 1 and not _is_said(item) and not made.says:
        name = "match_correct" if made.scoring == "match" else "map_response"
        return node("responseProcessing", template=f"{_TEMPLATES}/{name}.xml")
    rules = node("responseProcessing", _scored(item, made))
    if _is_said(item):
        rules.append(node(
            "responseCondition",
            node("responseIf", _is_right(item, made), _set("FEEDBACK", "identifier", "right")),
            node("responseElse", _set("FEEDBACK", "identifier", "wrong")),
        ))  # fmt: skip
    if made.says:
        rules.append(node("setOutcomeValue", node("variable", identifier=RESPONSE), identifier="CHOSEN"))
    return rules


def _scored(item: Item, made: Written) -> Element:
    if made.scoring == "map":
        mapped = node("sum", *(node("mapResponse", identifier=each.identifier) for each in made.responses))
        factor = _value("float", written_number(item.points / made.total))
        return node("setOutcomeValue", node("product", factor, mapped), identifier="SCORE")
    return node(
        "responseCondition",
        node("responseIf", _is_right(item, made), _set("SCORE", "float", written_number(item.points))),
        node("responseElse", _set("SCORE", "float", "0")),
    )


def _is_right(item: Item, made: Written) -> Element:
    if not all(each.is_matched for each in made.responses):
        nearly = written_number(round(item.points * 0.999, 6))
        return node("gte", node("variable", identifier="SCORE"), _value("float", nearly))
    name = made.responses[0].identifier
    sides = (node("variable", identifier=name), node("correct", identifier=name))
    if made.scoring != "equal":
        return node("match", *sides)
    mode, bounds = made.tolerance
    return node("equal", *sides, toleranceMode=mode, **({"tolerance": bounds} if bounds else {}))


def _set(outcome: str, base_type: str, value: str) -> Element:
    return node("setOutcomeValue", _value(base_type, value), identifier=outcome)


def _value(base_type: str, value: str) -> Element:
    return node("baseValue", text=value, baseType=base_type)


def _said(item: Item) -> Iterable[Element]:
    for side in ("right", "wrong"):
        words = getattr(item.feedback, side, None)
        if words:
            yield node(
                "modalFeedback", node("contentBody", *paragraphs(words)), outcomeIdentifier="FEEDBACK",
                identifier=side, showHide="show",
            )  # fmt: skip


def _is_said(item: Item) -> bool:
    return item.feedback is not None and bool(item.feedback.right or item.feedback.wrong)


def _words(markdown: str) -> str:
    return " ".join(richtext.plain(markdown).split())
