"""Several roles at once: what each sees, what they owe each other, and a log without somebody's words."""

from __future__ import annotations

from typing import Any

import pytest

from academy.cases.content import Action, CaseContent, action_of, plain
from academy.cases.rules import Refused, State, apply, replay, shown, start
from academy.cases.rules.assessing import assess
from academy.cases.rules.blanking import blanked
from academy.cases.rules.machine import can_begin, leave_others_their_day
from academy.cli import CURRICULUM
from academy.courses.content.written import read_yaml
from tests.cases import NO_LAW, case, expert
from tests.cases.walks import walk

CASE = case("handover")
FOLD = CURRICULUM / "casebook" / "modules" / "together" / "handover-at-the-fold.case.yaml"
NEAR = {"do": "observe", "role": "patrol", "what": "eagle", "near": True}


def after(*actions: dict[str, Any]) -> State:
    return replay(CASE, NO_LAW, [action_of(each) for each in actions])


def until(do: str) -> State:
    """Return the expert's state just before her first action of this kind."""
    steps = expert(CASE)
    return replay(CASE, NO_LAW, steps[: next(number for number, step in enumerate(steps) if step.do == do)])


def wait(state: State, role: str, minutes: int | None, held: set[str]) -> str:
    action = action_of({"do": "wait", "role": role, **({"minutes": minutes} if minutes else {})})
    try:
        leave_others_their_day(CASE, NO_LAW, state, action, held)
    except Refused as refused:
        return refused.reason
    return "goes"


def test_close_words_are_for_whoever_looked() -> None:
    """The fact is the team's; what is written beside the exhibit is hers who went close."""
    state = after(NEAR, {"do": "tell", "role": "patrol", "to": "vet", "what": "eagle"})
    seen = {
        role: {each.key: each.close for each in shown(CASE, NO_LAW, state, role).exhibits}
        for role in CASE.seats
    }
    assert seen["patrol"]["eagle"].startswith("There is a small hole")
    assert seen["vet"] == {"eagle": ""}
    assert seen["prosecutor"] == {}
    assert "observed:eagle:near" in state.facts


def test_a_colleagues_packing_is_not_seen_from_afar() -> None:
    """Seal, label and log of what another holds are hers, until she hands it over."""
    state = until("move")
    told = apply(
        CASE, NO_LAW, state, action_of({"do": "tell", "role": "patrol", "to": "vet", "what": "eagle"})
    )
    (hers,), (theirs,) = (shown(CASE, NO_LAW, told, role).exhibits for role in ("patrol", "vet"))
    assert hers.seal
    assert hers.label
    assert (theirs.holder, theirs.seal, theirs.label, theirs.container, theirs.log) == (
        "patrol",
        "",
        None,
        "",
        (),
    )
    (offered,) = shown(CASE, NO_LAW, until("receive"), "vet").exhibits
    assert (offered.seal, bool(offered.log)) == (hers.seal, True)


def test_who_is_where() -> None:
    """A role sees where the others are and how far their time has come, and nothing else of them."""
    colleagues = {each.key: each for each in shown(CASE, NO_LAW, until("receive"), "vet").colleagues}
    assert colleagues["patrol"].is_here
    assert (colleagues["prosecutor"].place, colleagues["prosecutor"].time) == ("The office", "08:00")


def test_nobody_ends_the_others_day() -> None:
    """A wait past the end of the day is refused while a held role is out; it goes once it is in, or nobody plays it."""
    state = start(CASE, NO_LAW)
    everybody = {"patrol", "vet", "prosecutor"}
    assert wait(state, "vet", 240, everybody) == "others-at-work"
    assert wait(state, "vet", 235, everybody) == "goes"
    assert wait(state, "vet", 240, {"vet", "prosecutor"}) == "goes"
    assert wait(state, "patrol", 240, everybody) == "goes"  # she ends her own day, and the others are in
    assert wait(state, "vet", None, everybody) == "wait-nothing"
    assert wait(until("hand_over"), "vet", 240, everybody) == "goes"


def test_no_expert_ends_the_others_day() -> None:
    """The rule stands in the way of neither joint case."""
    fold = CaseContent.model_validate(read_yaml(FOLD.read_text(encoding="utf-8")))
    for content in (CASE, fold):
        state = start(content, NO_LAW)
        for action in expert(content):
            leave_others_their_day(content, NO_LAW, state, action, content.seats)
            state = apply(content, NO_LAW, state, action)
        assert state.is_over


def test_who_can_begin() -> None:
    """Two at least, and one who can close the case."""
    state = start(CASE, NO_LAW)
    assert not can_begin(CASE, state, {"prosecutor"})
    assert not can_begin(CASE, state, {"patrol", "vet"})
    assert can_begin(CASE, state, {"patrol", "prosecutor"})


def test_each_role_has_its_own_criteria() -> None:
    """What is of one role counts for nobody else; what is of nobody's counts for all."""
    state = replay(CASE, NO_LAW, [each for each in expert(CASE) if each.do != "wear"])
    found = {role: assess(CASE, NO_LAW, state, role) for role in CASE.seats}
    assert (set(found["patrol"].criteria), found["patrol"].is_passed) == ({"gloves"}, False)
    assert (set(found["vet"].criteria), found["vet"].is_passed) == ({"ranked"}, True)


TYPED: list[dict[str, Any]] = [
    {"do": "note", "text": "Amina saw it"},
    {"do": "open", "exhibit": "eagle", "note": "Amina looked"},
    {"do": "seal", "exhibit": "eagle", "seal": "Amina Prvić"},
    {
        "do": "label",
        "exhibit": "eagle",
        "label": {"number": "3", "who": "Amina", "when": "09:40", "where": ""},
    },
    {
        "do": "record",
        "exhibit": "eagle",
        "line": {"step": "collected", "who": "Amina", "seal": "DM-401", "to": "Boris"},
    },
]


@pytest.mark.parametrize("action", TYPED)
def test_blanked_names_nobody(action: dict[str, Any]) -> None:
    """Words go, times and numbers stay, and what was left empty stays empty."""
    kept = plain(blanked(action_of(action)))
    assert "Amina" not in str(kept)
    assert "Boris" not in str(kept)
    for word in ("09:40", "DM-401", "collected"):
        assert (word in str(kept)) == (word in str(action))
    assert kept.get("label", {}).keys() <= {"number", "who", "when"}


@pytest.mark.parametrize("seed", range(12))
def test_a_blanked_log_leads_to_the_same_place(seed: int) -> None:
    """With one member's words gone everything that happened has happened, at the same minute."""
    taken = walk(CASE, NO_LAW, seed, steps=25)
    log: list[Action] = [blanked(each) if each.role == "patrol" else each for each in taken.log]
    state = replay(CASE, NO_LAW, log)
    for name in ("step", "minute", "clocks", "places", "facts", "known", "due", "conclusion"):
        assert getattr(state, name) == getattr(taken.state, name), name
    assert assess(CASE, NO_LAW, state).criteria == assess(CASE, NO_LAW, taken.state).criteria
