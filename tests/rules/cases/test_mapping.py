"""The map of a case: what there is, how it hangs together, and the drawing of it."""

from __future__ import annotations

import pytest

from academy.cases.content import CaseContent
from academy.cases.rules.drawing import Box, drawn
from academy.cases.rules.kind import KIND
from academy.cases.rules.mapping import COLUMNS, CaseMap, Link, mapped
from tests.cases import case

CASES = ("feeding-place", "handover")


def links(found: CaseMap, kind: str) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in found.links if link.kind == kind}


def small(more: str) -> CaseContent:
    content = KIND.read(f"title: A case\nminutes: 5\n{more}")
    assert isinstance(content, CaseContent)
    return content


def test_what_hangs_together() -> None:
    found = mapped(KIND.read(KIND.starter("A case")))  # type: ignore[arg-type]  # a kind reads its own content
    assert links(found, "way") == {("place-yard", "place-station")}
    assert ("place-yard", "exhibit-owl") in links(found, "holds")
    assert links(found, "goes_with") == {("exhibit-owl", "request-xray")}
    assert links(found, "made_to") == {("request-xray", "authority-vet")}
    assert links(found, "needs") >= {
        ("exhibit-owl", "element-act"), ("request-xray", "element-act"), ("element-act", "ending-stands"),
        ("cause-shot", "ending-stands"), ("charge-killing", "ending-stands"),
    }  # fmt: skip


def test_facts_lead_from_who_sets_them_to_who_asks_for_them() -> None:
    found = mapped(
        small(
            "places: {wood: {title: Wood}}\n"
            "exhibits: {cup: {title: Cup, text: A cup, place: wood, kind: object, seen_if: rain, lost_if: minute > 9 and rain}}\n"
            "events: {rain_falls: {text: It rains, at: 5, then: [set rain, disturb wood]}}\n"
        )
    )
    assert Link("needs", "event-rain_falls", "exhibit-cup", "rain") in found.links
    assert Link("loses", "event-rain_falls", "exhibit-cup", "minute > 9 and rain") in found.links
    assert Link("brings", "event-rain_falls", "place-wood", "disturb wood") in found.links


def test_names_that_lead_nowhere_are_left_out() -> None:
    found = mapped(small("places: {wood: {title: Wood, ways: {moon: 5}, needs: held(sword)}}\n"))
    assert [part.id for part in found.parts] == ["place-wood"]
    assert found.links == ()


@pytest.mark.parametrize("name", CASES)
def test_the_drawing_is_tidy(name: str) -> None:
    found = mapped(case(name))
    drawing = drawn(found)
    assert {box.part.id for box in drawing.boxes} == {part.id for part in found.parts}
    assert not [(one, other) for one in drawing.boxes for other in drawing.boxes if _overlap(one, other)]
    assert all(box.x >= 0 and box.x + box.width <= drawing.width for box in drawing.boxes)
    assert all(box.y + box.height <= drawing.height for box in drawing.boxes)
    middles = [drawing.columns[column] for column in COLUMNS]
    assert middles == sorted(middles)
    drawn_pairs = {frozenset((stroke.link.source, stroke.link.target)) for stroke in drawing.strokes}
    spots = {frozenset((part.within, part.id)) for part in found.parts if part.within}
    assert {frozenset((link.source, link.target)) for link in found.links} - spots <= drawn_pairs


def test_from_right_to_left_it_is_the_same_mirrored() -> None:
    one, other = drawn(mapped(case("handover"))), drawn(mapped(case("handover")), is_mirrored=True)
    assert [round(one.width - box.x - box.width, 6) for box in one.boxes] == [
        round(box.x, 6) for box in other.boxes
    ]


def _overlap(one: Box, other: Box) -> bool:
    return (
        one is not other
        and one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
