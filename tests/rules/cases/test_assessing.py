"""What a case is worth: points, caps, roles, and failures that nothing makes up for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.cases.rules.assessing import assess
from academy.cases.rules.state import Moment
from tests.rules.cases.custody_made import FACTS, LAW, a_case, a_state, a_thing, criterion


def test_everything_done_well_earns_everything() -> None:
    found = assess(a_case(), LAW, a_state())
    assert (found.score, found.is_passed, found.critical) == (1.0, True, ())
    assert found.competencies == {"custody": (6, 6), "reasoning": (4, 4), "law": (2, 2)}


def test_points_are_lost_where_the_record_is_broken() -> None:
    found = assess(a_case(), LAW, a_state(a_thing(label=None)))
    assert found.score == pytest.approx(0.5)
    assert not found.criteria["custody"].is_earned
    assert not found.is_passed


def test_a_critical_failure_says_when() -> None:
    found = assess(a_case(), LAW, a_state(facts={**FACTS, "unlawful": Moment(4, 30)}))
    assert (found.critical, found.is_passed) == (("lawful",), False)
    assert found.criteria["lawful"].at == Moment(4, 30)
    assert found.criteria["lawful"].points == 0


@given(
    points=st.lists(st.integers(0, 50), min_size=1, max_size=8),
    cap=st.integers(0, 60),
    score=st.floats(0.01, 1),
    failing=st.integers(0, 50),
)
def test_no_points_hide_a_critical_failure(points: list[int], cap: int, score: float, failing: int) -> None:
    criteria = {f"c{number}": criterion("craft", points=each) for number, each in enumerate(points)}
    case = a_case(
        criteria={**criteria, "grave": criterion("law", points=failing, fails_if="exposed")},
        caps={"craft": cap},
        passing={"score": score},
    )
    exposed = a_state(facts={**FACTS, "exposed": Moment(4, 30)})
    assert not assess(case, LAW, exposed).is_passed
    well = assess(case, LAW, a_state())
    assert well.is_passed is bool(failing or (min(sum(points), cap)))
    assert well.score in (0.0, 1.0)


def test_a_competency_counts_no_more_than_its_cap() -> None:
    case = a_case(caps={"custody": 4})
    assert assess(case, LAW, a_state()).competencies["custody"] == (4, 4)


def test_a_role_is_assessed_by_its_own_and_the_teams() -> None:
    case = a_case(
        roles={"officer": {"title": "O", "kind": "ranger"}, "vet": {"title": "V", "kind": "veterinary"}},
        criteria={
            "own": criterion("a", earn="unbroken(meat)", roles=["officer"]),
            "hers": criterion("a", earn="visited(moon)", roles=["vet"]),
            "both": criterion("b"),
        },
    )
    assert [*assess(case, LAW, a_state(), "officer").criteria] == ["own", "both"]
    assert assess(case, LAW, a_state(), "officer").is_passed
    assert not assess(case, LAW, a_state(), "vet").is_passed
    assert len(assess(case, LAW, a_state()).criteria) == 3


def test_a_role_nobody_set_points_for_stands_and_falls_with_the_team() -> None:
    roles = {name: {"title": name, "kind": "police"} for name in ("officer", "idle")}
    case = a_case(roles=roles, criteria={"own": criterion("a", earn="unbroken(meat)", roles=["officer"])})
    assert assess(case, LAW, a_state(), "idle").is_passed
    assert not assess(case, LAW, a_state(a_thing(label=None)), "idle").is_passed


def test_nothing_passes_before_the_end() -> None:
    assert not assess(a_case(), LAW, a_state(conclusion=None)).is_passed
