"""Knots: what reading a case alone shows, each by name and at its slot."""

from __future__ import annotations

from typing import Any

import pytest

from academy.cases.content import CaseContent
from academy.cases.rules.kind import KIND
from academy.cases.rules.knots import knots
from academy.courses.content.written import read_yaml
from academy.courses.rules.checks import sentence
from tests.cases import HERE, case
from tests.cases.large import large

#: (way to what is changed, what stands there then; None takes it out) → (code, the names in its sentence).
PLANTED: list[tuple[str, Any, str, list[str]]] = [
    ("exhibits/cup/seen_if", "searched(meadow)", "case-unknown-name", ["exhibits/cup/seen_if", "meadow"]),
    ("exhibits/cup/place", "meadow", "case-unknown-name", ["exhibits/cup/place", "meadow"]),
    ("places/track/ways", {"meadow": 3}, "case-unknown-name", ["places/track/ways", "meadow"]),
    ("exhibits/cup/seen_if", "searched(vulture)", "case-unknown-name", ["exhibits/cup/seen_if", "vulture"]),
    ("exhibits/cup/seen_if", "trust > 2 and luck > 1", "case-unknown-name", ["exhibits/cup/seen_if", "luck"]),
    ("exhibits/cup/powers", ["force"], "case-unknown-name", ["exhibits/cup/powers", "force"]),
    ("events/rain/then", ["reveal dish"], "case-unknown-name", ["events/rain/then", "dish"]),
    ("criteria/cordon/earn", "sealed(it)", "case-unknown-name", ["criteria/cordon/earn", "it"]),
    ("criteria/cordon/earn", "each odd exhibit: sealed(it)", "case-unknown-name", ["criteria/cordon/earn", "odd"]),
    ("cause", "ghosts", "case-unknown-name", ["cause", "ghosts"]),
    ("culprit", "shepherd", "case-unknown-name", ["culprit", "shepherd"]),
    ("exhibits/cup/seen_if", "snow", "case-unset-fact", ["exhibits/cup/seen_if", "snow"]),
    ("exhibits/cup/seen_if", "serched(clearing)", "case-unset-fact", ["exhibits/cup/seen_if", "serched"]),
    ("exhibits/cup/seen_if", "searched", "case-arguments", ["exhibits/cup/seen_if", "searched"]),
    ("exhibits/cup/seen_if", "admitted(meat)", "case-too-early", ["exhibits/cup/seen_if", "admitted"]),
    ("exhibits/cup/seen_if", "any filed exhibit: sealed(it)", "case-too-early", ["exhibits/cup/seen_if", "filed"]),
    ("criteria/cordon/earn", "held(meat) before minute 9", "case-undated", ["criteria/cordon/earn", "held"]),
    ("elements/link/proof", "proved(act)", "case-proof-circle", ["elements/link/proof", "proved"]),
    ("elements/link/proof", "held(tin)", "case-no-court", ["elements/link/proof", "held(tin)"]),
    ("events/rain/then", ["set searched"], "case-reserved-name", ["searched"]),
    ("people/cup", {"title": "Cup", "place": "hut"}, "case-same-name", ["cup"]),
    ("expert", [], "case-empty", ["expert"]),
    ("places/laboratory/ways", {}, "case-no-way", ["laboratory"]),
    ("cause", None, "case-no-cause", []),
    ("endings/strong/is_success", False, "case-no-success", []),
    ("endings/none", None, "case-no-otherwise", ["weak"]),
]  # fmt: skip


def planted(way: str, what: Any) -> CaseContent:
    document = read_yaml((HERE / "feeding-place.case.yaml").read_text(encoding="utf-8"))
    *places, last = way.split("/")
    part = document
    for place in places:
        part = part[place]
    if what is None:
        del part[last]
    else:
        part[last] = what
    return CaseContent.model_validate(document)


@pytest.mark.parametrize("name", ["feeding-place", "handover"])
def test_none(name: str) -> None:
    assert knots(case(name)) == []


def test_none_in_others() -> None:
    assert knots(large()) == [] and KIND.findings(KIND.read(KIND.starter("New"))) == []


@pytest.mark.parametrize(("way", "what", "code", "names"), PLANTED)
def test_planted(way: str, what: Any, code: str, names: list[str]) -> None:
    found = [knot for knot in knots(planted(way, what)) if knot.code == code]
    assert names in [[value for _name, value in knot.values] for knot in found]
    assert all(name in sentence(found[0]) for name in [value for _name, value in found[0].values])


def test_expert_names_what_is_not_there() -> None:
    document = read_yaml((HERE / "feeding-place.case.yaml").read_text(encoding="utf-8"))
    document["expert"][1]["act"]["to"] = "meadow"
    document["expert"][-1]["act"]["cites"] = {"act": ["ghost"]}
    said = [dict(knot.values) for knot in knots(CaseContent.model_validate(document))]
    assert said == [
        {"slot": "expert/2/to", "name": "meadow"},
        {"slot": f"expert/{len(document['expert'])}/cited", "name": "ghost"},
    ]


def test_it_stands_for_the_exhibit_itself() -> None:
    assert knots(planted("exhibits/meat/needs", "photographed(it)")) == []
