"""The checker: a clean case is clean; of the planted ones each is caught by name, with actions that show it."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from academy.cases.content import CaseContent, Law
from academy.cases.rules.checking import Checked, Fault, check
from academy.cases.rules.checking.expert import path_of
from academy.cases.rules.court import hold_court
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Refused, State
from academy.courses.content.written import read_yaml
from academy.courses.rules.checks import SENTENCES
from tests.cases import HERE, case
from tests.cases.large import large

#: Code → way to what is planted in the feeding place, and what is planted there. None takes it out.
PLANTED: dict[str, tuple[str, Any]] = {
    "case-exhibit-unfindable": ("exhibits/meat/seen_if", "searched_well(hut)"),
    "case-ending-unreachable": ("endings/weak/when", "proved(act) and notified(police) before minute 3"),
    "case-ending-shadowed": ("endings/weak/when", "proved(act) and proved(link) and right_charge"),
    "case-dead-end": ("endings/none", None),
    "case-criterion-unearnable": ("criteria/cordon/earn", "cordoned(clearing) before visited(clearing)"),
    "case-criterion-unlosable": ("criteria/cordon/earn", "visited(track)"),
    "case-expert-refused": ("expert/notify", None),
    "case-expert-misses": ("expert/cordon", None),
    "case-expert-critical": ("expert/wear", None),
    "case-expert-fails": ("expert/charge", "cruelty"),
    "case-expert-unfinished": ("expert/conclude", None),
    "case-guessing": ("passing/score", 0.05),
}

#: What an author is told as well: where an exhibit is not found, the expert does not find it either.
FOLLOWS = {"case-exhibit-unfindable": {"case-expert-refused"}}
STATES, STATES_TO_GUESS = 8_000, 20_000


def planted(way: str, what: Any) -> CaseContent:
    """Return the feeding place with one thing changed."""
    document = read_yaml((HERE / "feeding-place.case.yaml").read_text(encoding="utf-8"))
    *places, last = way.split("/")
    if places == ["expert"]:
        document["expert"] = list(_expert(document["expert"], last, what))
    else:
        part = document
        for place in places:
            part = part[place]
        if what is None:
            del part[last]
        else:
            part[last] = what
    return CaseContent.model_validate(document)


def _expert(steps: list[Any], word: str, what: Any) -> Any:
    for step in deepcopy(steps):
        act = step["act"]
        if what is not None and word in act:
            act[word] = what
        if what is not None or act["do"] != word:
            yield step


@cache
def checked(code: str) -> Checked:
    """Return what is found in the case with one fault planted; guessing takes its time, and only where it is asked."""
    content = planted(*PLANTED[code])
    if code == "case-guessing":
        return check(content, states=STATES_TO_GUESS, seconds=60)
    return check(content, states=STATES, seconds=60, walks_each=10)


def named(code: str) -> Fault:
    """Return the fault of that name where it is planted."""
    return next(fault for fault in checked(code).findings if fault.code == code)


def played(content: CaseContent, fault: Fault) -> State:
    """Play a fault's path; its last step may be the one that is refused."""
    state = start(content, Law())
    for number, action in enumerate(fault.path or (), start=1):
        try:
            state = apply(content, Law(), state, action)
        except Refused:
            assert number == len(fault.path or ())
    return state


def test_clean() -> None:
    clean = check(case("feeding-place"))
    assert [fault for fault in clean.findings if fault.blocks] == []
    assert clean.is_in_order and clean.is_exhaustive


@pytest.mark.parametrize("code", PLANTED)
def test_planted(code: str) -> None:
    found = checked(code)
    fault = found.findings[0]
    assert fault.code == code and fault.blocks and not found.is_in_order
    assert {each.code for each in found.findings if each.blocks} - {code} <= FOLLOWS.get(code, set())
    assert fault.path and SENTENCES[code] % dict(fault.values)
    played(planted(*PLANTED[code]), fault)


def test_too_late() -> None:
    """What is gone before anybody can be there is refuted by its minutes alone."""
    fox = {"at": 4, "text": "A fox.", "then": ["lose vulture"]}
    fault = check(planted("events/fox", fox), states=STATES, walks_each=2).findings[0]
    assert fault.code == "case-exhibit-unfindable"
    assert dict(fault.values) == {"name": "vulture", "because": "found(vulture) ← minute 5 > 3"}


def test_shortest() -> None:
    """The path is no longer than it has to be."""
    meat = named("case-exhibit-unfindable")
    assert [action.do for action in meat.path or ()] == ["move"]
    assert dict(meat.values)["because"] == "found(meat) ← searched_well(hut)"
    assert [action.do for action in named("case-dead-end").path or ()] == ["conclude"]
    assert [action.do for action in named("case-expert-critical").path or ()] == [
        "move",
        "collect",
        "conclude",
    ]
    refused = named("case-expert-refused")
    assert refused.path is not None and refused.path[-1].do == "request"
    assert dict(refused.values)["reason"] == "needs"


def test_shown_in_court() -> None:
    """The path of a dead end ends nowhere; that of a shadowed ending ends in the earlier one."""
    ends = {}
    for code in ("case-dead-end", "case-ending-shadowed"):
        content = planted(*PLANTED[code])
        ends[code] = hold_court(content, Law(), played(content, named(code))).ending
    assert ends == {"case-dead-end": "", "case-ending-shadowed": "strong"}


def test_large() -> None:
    """A case of some 200 actions is looked through in few states: each takes some 100 µs, so this is seconds."""
    content = large()
    found = check(content, seconds=60, walks_each=10)
    assert [fault for fault in found.findings if fault.blocks] == []
    assert found.is_exhaustive
    assert len(path_of(content)) > 170 and found.states < 20_000


def test_not_refuted() -> None:
    """What a small budget leaves open is said, and keeps nothing back."""
    found = check(case("feeding-place"), states=10)
    assert not found.is_exhaustive and found.is_in_order
    assert {fault.code for fault in found.findings} == {"case-not-refuted"}


def test_program() -> None:
    """The checker runs as a program, a case on its input; it finds there what it finds here, to the letter."""
    content = planted(*PLANTED["case-guessing"])
    told = json.dumps({"case": content.model_dump(mode="json"), "seconds": 60, "states": STATES_TO_GUESS})
    done = subprocess.run(
        [sys.executable, "-m", "academy.cases.rules.checking"], input=told, capture_output=True, text=True, check=True
    )  # fmt: skip
    answer = json.loads(done.stdout)
    found = checked("case-guessing")
    assert tuple(Fault.read(each) for each in answer["findings"]) == found.findings
    assert answer["states"] == found.states
