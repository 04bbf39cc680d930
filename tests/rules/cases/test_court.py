"""The court step: what is admitted, what is proved with it, and how the case ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from academy.cases.rules.court import CANNOT_SAY, Standing, admission, hold_court
from academy.cases.rules.custody import Defect, Severity
from academy.cases.rules.state import Conclusion, State
from tests.rules.cases.custody_made import FACTS, LAW, a_case, a_state, a_thing, log

SERIOUS, FATAL, MINOR = (Defect("x", severity) for severity in ("serious", "fatal", "minor"))


def concluded(**changes: object) -> State:
    sent = a_state().conclusion
    assert sent
    return a_state(conclusion=replace(sent, **changes))


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        ([], Standing.ADMITTED),
        ([MINOR] * 5, Standing.ADMITTED),
        ([SERIOUS, MINOR], Standing.REDUCED),
        ([SERIOUS] * 2, Standing.REDUCED),
        ([SERIOUS] * 3, Standing.EXCLUDED),
        ([FATAL], Standing.EXCLUDED),
    ],
)
def test_how_an_exhibit_is_taken(found: list[Defect], standing: Standing) -> None:
    weighed = [replace(each, severity=Severity(each.severity)) for each in found]
    assert admission(weighed).standing is standing


def test_a_good_file_stands() -> None:
    found = hold_court(a_case(), LAW, a_state())
    assert (found.ending, found.proved, found.is_premature) == ("strong", {"act": True}, False)
    assert found.facts >= {
        "filed:meat", "admitted:meat", "unbroken:meat", "right_cause", "right_charge", "right_culprit",
        "cited:act:meat", "charged:bait", "concluded:poisoning", "proved:act",
    }  # fmt: skip


def test_what_is_reduced_is_admitted_but_not_unbroken() -> None:
    found = hold_court(a_case(), LAW, a_state(a_thing(label=None)))
    assert found.exhibits["meat"].standing is Standing.REDUCED
    assert "unbroken:meat" not in found.facts
    assert found.ending == "strong"


def test_what_is_excluded_takes_the_charge_with_it() -> None:
    found = hold_court(a_case(), LAW, a_state(a_thing(log=log())))
    assert found.exhibits["meat"].standing is Standing.EXCLUDED
    assert (found.proved, found.ending) == ({"act": False}, "weak")


def test_what_is_not_in_the_file_helps_nobody() -> None:
    found = hold_court(a_case(), LAW, concluded(file=()))
    assert (found.exhibits, found.ending) == ({}, "weak")
    assert "unbroken:meat" in found.facts


def test_a_cause_before_its_proof_is_premature_and_that_it_cannot_be_said_never_is() -> None:
    early = {name: at for name, at in FACTS.items() if name != "result:toxicology"}
    assert hold_court(a_case(), LAW, a_state(facts=early)).is_premature
    unsure = replace(concluded(cause=CANNOT_SAY), facts=early)
    found = hold_court(a_case(), LAW, unsure)
    assert not found.is_premature
    assert "right_cause" not in found.facts


def test_that_it_cannot_be_said_is_right_where_it_cannot_and_no_charge_where_there_is_none() -> None:
    case = a_case(cause=None, charges={})
    found = hold_court(case, LAW, concluded(cause=CANNOT_SAY, charge=None))
    assert {"right_cause", "right_charge"} <= found.facts
    assert "right_charge" not in hold_court(a_case(), LAW, concluded(charge="litter")).facts


def test_before_the_end_there_is_no_ending() -> None:
    found = hold_court(a_case(), LAW, a_state(conclusion=None))
    assert (found.ending, found.exhibits, found.proved) == ("", {}, {"act": False})


def test_the_order_of_the_document_rules_not_that_of_the_file() -> None:
    state = a_state(
        conclusion=Conclusion("poisoning", None, None, ("cup", "meat"), {}, 5, "officer"),
        things={"cup": a_thing(label=None), "meat": a_thing()},
    )
    assert [*hold_court(a_case(), LAW, state).exhibits] == ["meat", "cup"]
