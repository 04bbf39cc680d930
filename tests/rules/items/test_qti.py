"""QTI: what others write comes in, what goes out is well made, and nothing is lost without a word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from academy.items import formats
from academy.items.formats import Going, Level, Reading
from academy.items.kinds import parse
from tests.rules.items.going import KINDS, PICTURE, going, meaning
from tests.rules.items.writing import CLOZE

SAID = frozenset(
    ("single-choice", "multiple-choice", "true-false", "ordering", "matching", "numeric", "short-answer", "cloze",
     "categorise", "hotspot", "labels", "essay", "upload")
)  # fmt: skip
NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
#: Elements of an item: what they must have, and what else they may.
SHAPE = {
    "qti-assessment-item": ("identifier title adaptive time-dependent", "schemaLocation"),
    "qti-response-declaration": ("identifier cardinality base-type", ""),
    "qti-outcome-declaration": ("identifier cardinality base-type", "normal-maximum external-scored"),
    "qti-correct-response": ("", ""), "qti-default-value": ("", ""), "qti-value": ("", ""),
    "qti-mapping": ("", "default-value lower-bound"), "qti-map-entry": ("map-key mapped-value", "case-sensitive"),
    "qti-item-body": ("", ""), "qti-content-body": ("", ""), "qti-rubric-block": ("use view", ""),
    "qti-choice-interaction": ("response-identifier max-choices", "shuffle"), "qti-simple-choice": ("identifier", ""),
    "qti-order-interaction": ("response-identifier", "shuffle"),
    "qti-match-interaction": ("response-identifier", "max-associations shuffle"), "qti-simple-match-set": ("", ""),
    "qti-simple-associable-choice": ("identifier match-max", ""), "qti-text-entry-interaction": ("response-identifier", ""),
    "qti-inline-choice-interaction": ("response-identifier", "shuffle"), "qti-inline-choice": ("identifier", ""),
    "qti-extended-text-interaction": ("response-identifier", ""), "qti-upload-interaction": ("response-identifier", ""),
    "qti-hotspot-interaction": ("response-identifier max-choices", ""),
    "qti-hotspot-choice": ("identifier shape coords", "hotspot-label"),
    "qti-graphic-gap-match-interaction": ("response-identifier", ""), "qti-gap-text": ("identifier match-max", ""),
    "qti-associable-hotspot": ("identifier shape coords match-max", ""),
    "qti-feedback-inline": ("outcome-identifier identifier show-hide", ""),
    "qti-modal-feedback": ("outcome-identifier identifier show-hide", ""), "qti-response-processing": ("", "template"),
    "qti-response-condition": ("", ""), "qti-response-if": ("", ""), "qti-response-else": ("", ""),
    "qti-match": ("", ""), "qti-variable": ("identifier", ""), "qti-correct": ("identifier", ""), "qti-gte": ("", ""),
    "qti-equal": ("tolerance-mode", "tolerance"), "qti-set-outcome-value": ("identifier", ""), "qti-sum": ("", ""),
    "qti-product": ("", ""), "qti-map-response": ("identifier", ""), "qti-base-value": ("base-type", ""),
    "img": ("src alt", "width height"), "a": ("href", ""), "span": ("", "class"), "div": ("", "class"),
    "p": ("", ""), "br": ("", ""), "strong": ("", ""), "em": ("", ""), "code": ("", ""),
}  # fmt: skip
ORDER = ("qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing", "qti-modal-feedback")  # fmt: skip


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return made.getvalue()


def faults_of(root: Element) -> Iterator[str]:
    """Yield what the standard does not allow: names, attributes, order, and identifiers that lead nowhere."""
    for each in root.iter():
        name = each.tag.removeprefix(f"{{{NAMESPACE}}}")
        if name not in SHAPE:
            yield f"no element {name}"
            continue
        must, may = (set(words.split()) for words in SHAPE[name])
        has = {attribute.rpartition("}")[2] for attribute in each.attrib}
        if must - has or has - must - may:
            yield f"{name}: {must - has or has - must - may}"
    children = [ORDER.index(each.tag.removeprefix(f"{{{NAMESPACE}}}")) for each in root]
    if children != sorted(children):
        yield "order"
    declared = {each.get("identifier") for each in root if each.tag.endswith("-declaration")}
    named = {value for each in root.iter() for name, value in each.attrib.items()
             if name in ("response-identifier", "outcome-identifier")}  # fmt: skip
    if named - declared:
        yield f"not declared: {named - declared}"
    for each in root:
        identifiers = [
            one.get("identifier") for one in each.iter() if one.tag.endswith(("-choice", "gap-text"))
        ]
        if len(set(identifiers)) < len(identifiers) and not each.findall(".//{*}qti-inline-choice"):
            yield "identifiers come twice"


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_is_well_made_and_comes_back(kind: str) -> None:
    """Every kind that QTI has words for: names, attributes and order are the standard's; what is not lost comes back."""

    @settings(max_examples=8, deadline=None)
    @given(going(kinds=(kind,), is_bare=True))
    def there_and_back(item: Going) -> None:
        gone = formats.write("qti", [item])
        left_out = [loss for loss in gone.losses if loss.is_left_out]
        if item.item.kind not in SAID:
            assert [loss.code for loss in left_out] == ["kind-unsaid"]
            return
        assert left_out == []
        files = unpacked(gone.content)
        assert list(faults_of(fromstring(files[f"items/{item.item.key}.xml"]))) == []
        reading = formats.read(gone.content, "x.zip")
        (entry,) = reading.items
        told = {line.code for line in reading.lines if line.level is not Level.UNDERSTOOD}
        if {loss.code for loss in gone.losses} <= {"lost-leniency"} and not told:
            assert meaning(parse(entry.data)) == meaning(item.item)
            assert (entry.category, dict(entry.files)) == (item.category, dict(item.files))

    there_and_back()


def item(body: str, declared: str = "", *, processing: str = "", version: str = "2p1") -> str:
    return (
        f'<?xml version="1.0"?><assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v{version}" identifier="one" '
        f'title="A title" adaptive="false" timeDependent="false">{declared}<itemBody>{body}</itemBody>{processing}</assessmentItem>'
    )


def declared(
    correct: list[str], cardinality: str = "single", base_type: str = "identifier", mapping: str = ""
) -> str:
    values = "".join(f"<value>{each}</value>" for each in correct)
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base_type}">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )


def taken(text: str) -> tuple[dict[str, Any], list[str]]:
    reading: Reading = formats.read(text.encode(), "item.xml")
    assert reading.format == "qti"
    (entry,) = reading.items
    return entry.data, [line.code for line in reading.lines if line.level is not Level.UNDERSTOOD]


def test_items_of_version_two() -> None:
    """The standard's own kinds of interaction, as other systems write them."""
    choice, told = taken(item(
        '<p>Look at <b>this</b>.</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        "<prompt>Which?</prompt><simpleChoice identifier=\"A\">one<feedbackInline outcomeIdentifier=\"FEEDBACK\" "
        'identifier="A" showHide="show">Yes.</feedbackInline></simpleChoice><simpleChoice identifier="B"><p>two</p>'
        "</simpleChoice></choiceInteraction>",
        declared(["A"]),
        processing='<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="correct" showHide="show">Well done.</modalFeedback>',
    ))  # fmt: skip
    assert told == []
    assert choice == {
        "key": "one", "kind": "single-choice", "prompt": "Look at **this**.\n\nWhich?", "feedback": {"right": "Well done."},
        "choices": [{"text": "one", "right": True, "feedback": "Yes."}, {"text": "two"}],
    }  # fmt: skip
    mapping = '<mapping lowerBound="0" defaultValue="-2"><mapEntry mapKey="H" mappedValue="1"/><mapEntry mapKey="O" mappedValue="1"/><mapEntry mapKey="C" mappedValue="-1"/></mapping>'
    several, told = taken(item(
        '<choiceInteraction responseIdentifier="RESPONSE" maxChoices="0"><prompt>Water?</prompt>'
        + "".join(f'<simpleChoice identifier="{each}">{each}</simpleChoice>' for each in "HOC") + "</choiceInteraction>",
        declared(["H", "O"], "multiple", mapping=mapping),
        processing='<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>',
    ))  # fmt: skip
    assert (several["marking"], several["keep_order"], told) == ("partial", True, [])
    order, told = taken(item(
        '<orderInteraction responseIdentifier="RESPONSE" shuffle="true"><prompt>Order.</prompt><simpleChoice identifier="A">'
        'a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></orderInteraction>', declared(["B", "A"], "ordered"),
    ))  # fmt: skip
    assert (order["steps"], told) == (["b", "a"], [])
    number, told = taken(item(
        '<p>How many? <textEntryInteraction responseIdentifier="RESPONSE"/></p>', declared(["4,5"], base_type="float"),
        processing='<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.5 0.5">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal></responseIf></responseCondition></responseProcessing>',
    ))  # fmt: skip
    assert (number["answer"], number["tolerance"], told) == (4.5, 0.5, [])
    short, told = taken(item(
        '<p>Where?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>',
        declared(["York"], base_type="string", mapping='<mapping><mapEntry mapKey="York" mappedValue="2" caseSensitive="true"/><mapEntry mapKey="york" mappedValue="1" caseSensitive="true"/></mapping>'),
    ))  # fmt: skip
    assert (short["answers"], short["case_sensitive"]) == (
        [{"text": "York"}, {"text": "york", "score": 0.5}],
        True,
    )


def test_gaps_of_version_two() -> None:
    """Gaps in the text, chosen or typed; words that are dragged into gaps are chosen here."""
    gaps, told = taken(item(
        '<p>Richard III.</p><p>Now is the <inlineChoiceInteraction responseIdentifier="RESPONSE"><inlineChoice identifier="L">'
        'winter</inlineChoice><inlineChoice identifier="Y">summer</inlineChoice></inlineChoiceInteraction> of our <b>discontent</b>.</p>',
        declared(["L"]),
    ))  # fmt: skip
    assert (gaps["prompt"], gaps["text"], told) == (
        "Richard III.",
        "Now is the {{1}} of our **discontent**.",
        [],
    )
    dragged, told = taken(item(
        '<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill.</prompt><gapText identifier="W" matchMax="1">winter'
        '</gapText><gapText identifier="S" matchMax="1">summer</gapText><p>Now is the <gap identifier="G1"/>.</p></gapMatchInteraction>',
        declared(["W G1"], "multiple", "directedPair"),
    ))  # fmt: skip
    assert (dragged["prompt"], dragged["text"], told) == ("Fill.", "Now is the {{1}}.", ["dragged-chosen"])
    assert dragged["gaps"] == [{"choices": [{"text": "winter", "right": True}, {"text": "summer"}]}]


def test_pairs_of_version_two() -> None:
    """Each used once: matching. Used by several: sorting into categories."""
    sides = (
        '<matchInteraction responseIdentifier="RESPONSE"><prompt>Who?</prompt><simpleMatchSet><simpleAssociableChoice '
        'identifier="C" matchMax="1">Capulet</simpleAssociableChoice><simpleAssociableChoice identifier="D" matchMax="1">'
        'Demetrius</simpleAssociableChoice></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="M" matchMax="1">'
        'Dream</simpleAssociableChoice><simpleAssociableChoice identifier="R" matchMax="1">Romeo</simpleAssociableChoice>'
        "</simpleMatchSet></matchInteraction>"
    )
    pairs, told = taken(item(sides, declared(["C R", "D M"], "multiple", "directedPair")))
    assert pairs["pairs"] == [
        {"left": "Capulet", "right": "Romeo"},
        {"left": "Demetrius", "right": "Dream"},
    ]
    assert told == ["whole-by-part"]
    sorted_, told = taken(item(sides, declared(["C R", "D R"], "multiple", "directedPair")))
    assert sorted_["categories"] == [
        {"text": "Dream", "cards": []},
        {"text": "Romeo", "cards": ["Capulet", "Demetrius"]},
    ]


def test_a_package_with_pictures() -> None:
    """Items in folders with pictures beside them, and keywords of the manifest; what is no item is said."""
    spots = (
        '<p>Where?</p><hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1"><object type="image/png" width="60" '
        'height="90" data="../media/map%20one.png">A map</object><hotspotChoice shape="circle" coords="30,45,6" identifier="A" '
        'hotspotLabel="Here"/><hotspotChoice shape="rect" coords="0,0,30,9" identifier="B"/></hotspotInteraction>'
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources><resource identifier="a" type="imsqti_item_xmlv2p1" '
        'href="items/a.xml"><metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword><string>Field work</string>'
        '</keyword></general></lom></metadata></resource><resource type="imsqti_item_xmlv2p1" href="items/none.xml"/>'
        '<resource type="imsqti_item_xmlv2p1" href="items/test.xml"/><resource type="webcontent" href="x.html"/></resources></manifest>'
    )
    reading = formats.read(
        packed({
            "imsmanifest.xml": manifest, "items/a.xml": item(spots, declared(["A"])), "media/map one.png": PICTURE,
            "items/test.xml": "<assessmentTest/>",
        }),
        "x.zip",
    )  # fmt: skip
    (entry,) = reading.items
    assert entry.data["tags"] == ["field-work"]
    assert entry.data["picture"] == {"file": "map-one.png", "alt": "A map"}
    assert entry.files == {"map-one.png": PICTURE}
    assert entry.data["regions"] == [
        {"label": "Here", "shape": "circle", "x": 500, "y": 500, "radius": 100, "right": True},
        {"label": "2", "shape": "rect", "x": 0, "y": 0, "width": 500, "height": 100},
    ]
    told = [(line.number, line.code) for line in reading.lines if line.level is not Level.UNDERSTOOD]
    assert sorted(told) == [
        (1, "circle-wider"), (1, "labels-made"), (1, "tag-changed"), (2, "qti-no-file"), (3, "qti-no-item"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (item("<p>Only words.</p>"), "type-description"),
        (item('<sliderInteraction responseIdentifier="RESPONSE"/>'), "type-unknown"),
        (
            item('<choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="A">a</simpleChoice></choiceInteraction>'),
            "no-right-answer",
        ),
        (item('<p>n <textEntryInteraction responseIdentifier="RESPONSE"/></p>', declared(["x"], base_type="float")), "number-unreadable"),
        (item('<hotspotInteraction responseIdentifier="RESPONSE"/>', declared(["A"])), "qti-no-picture"),
        ("<assessmentItem/>", "qti-no-body"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_taken_is_refused_in_words(text: str, code: str) -> None:
    """It is left out, and its line says what to do."""
    reading = formats.read(text.encode(), "x.xml")
    assert reading.items == []
    assert [line.code for line in reading.lines] == [code]


def test_keys_that_come_twice_or_begin_with_a_digit() -> None:
    """Identifiers of a package differ and are names; read again they are the keys, as far as these differed."""
    one = {"key": "1-a", "kind": "true-false", "prompt": "P", "answer": True}
    gone = formats.write("qti", [Going(parse(one)), Going(parse(one)), Going(parse(CLOZE))])
    assert [entry.data["key"] for entry in formats.read(gone.content, "x.zip").items] == [
        "1-a",
        "1-a-2",
        "note",
    ]
    assert b'identifier="_1-a-2"' in unpacked(gone.content)["items/1-a-2.xml"]


def test_standard_processing_where_it_says_all() -> None:
    """One point and nothing to say: the standard's own template; else the rules are written out."""
    plain = {"key": "k", "kind": "true-false", "prompt": "P", "answer": True}
    standard = unpacked(formats.write("qti", [Going(parse(plain))]).content)["items/k.xml"]
    assert b'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"' in standard
    own = unpacked(formats.write("qti", [Going(parse({**plain, "points": 2}))]).content)["items/k.xml"]
    assert b"template=" not in own
    assert b'<qti-base-value base-type="float">2</qti-base-value>' in own
