"""The custody of one exhibit: without fault as it is made, and each defect seen alone when one thing is taken away."""

from __future__ import annotations

import pytest

from academy.cases.rules.custody import SEVERITIES, defects
from academy.cases.rules.hours import off_by, told
from academy.cases.rules.state import Entry, Handling, Moment, State, Thing
from tests.rules.cases.custody_made import FACTS, HANDLINGS, LABEL, LINES, a_case, a_state, a_thing, log

TRACED = a_case(
    exhibits={
        "meat": {
            "title": "M", "text": "M", "place": "clearing", "kind": "bait", "traces": ["print"], "duplicate": True
        }
    }
)  # fmt: skip


def codes(state: State, case=None) -> list[tuple[str, str]]:
    return [(each.code, str(each.severity)) for each in defects(case or a_case(), state, "meat")]


def flawed(at: int, *flaws: str) -> State:
    """Return the state with one handling marred."""
    handlings = list(HANDLINGS)
    handlings[at] = handlings[at]._replace(flaws=flaws)
    return a_state(a_thing(handlings=tuple(handlings)))


def lined(*changes: tuple[int, dict[str, str]]) -> State:
    """Return the state with lines that say something else."""
    lines = [dict(line) for line in LINES]
    for at, change in changes:
        lines[at] |= change
    return a_state(a_thing(log=log(*lines)))


def labelled(**changes: str) -> State:
    return a_state(a_thing(label=LABEL | changes))


def with_facts(**changes: Moment | None) -> State:
    facts = {**FACTS, **{name.replace("__", ":"): at for name, at in changes.items()}}
    return a_state(facts={name: at for name, at in facts.items() if at})


def opened(*more: Entry, flaws: tuple[str, ...] = ()) -> State:
    handlings = (*HANDLINGS[:3], Handling("opened", 60, 6, "officer", seal="A-17", flaws=flaws), HANDLINGS[3])
    return a_state(a_thing(handlings=handlings, log=(*log(*LINES), *more)))


def unsealed() -> State:
    handlings = tuple(each._replace(seal="") for each in HANDLINGS if each.what != "sealed")
    lines = [line | {"seal": ""} for line in LINES]
    return a_state(a_thing(seal="", handlings=handlings, log=log(*lines)))


def taken_over(minute: int, *more: Entry) -> State:
    """Return the state with a colleague who took it over."""
    given = HANDLINGS[3]._replace(where="vet")
    taken = Handling("received", minute, 9, "vet", seal="A-17")
    return a_state(a_thing(handlings=(*HANDLINGS[:3], given, taken), log=(*log(*LINES), *more)))


JOINT = a_case(
    roles={"officer": {"title": "O", "kind": "ranger"}, "vet": {"title": "V", "kind": "veterinary"}}
)
SIGNED = {"step": "received", "who": "Vet", "when": "09:45", "seal": "A-17"}


@pytest.mark.parametrize(
    ("code", "severity", "state"),
    [
        ("tainted", "fatal", with_facts(tainted__meat=Moment(4, 30))),
        ("seal_differs", "fatal", lined((1, {"seal": "A-18"}))),
        ("opened_unrecorded", "fatal", opened()),
        ("no_line", "serious", opened(flaws=("noted",))),
        ("bare_hands", "serious", flawed(1, "bare")),
        ("contaminated", "serious", with_facts(contaminated__meat=Moment(4, 30))),
        ("wrong_tool", "serious", flawed(1, "wrong_tool")),
        ("wrong_container", "serious", flawed(1, "wrong_container")),
        ("decayed", "serious", with_facts(decayed__meat=Moment(7, 240))),
        ("unrecorded_position", "serious", with_facts(photographed__meat__mid=None)),
        ("unrecorded_position", "serious", with_facts(photographed__clearing__overview=Moment(6, 40))),
        ("no_seal", "serious", unsealed()),
        ("no_label", "serious", a_state(a_thing(label=None))),
        ("label_incomplete", "minor", labelled(where=" ")),
        ("label_wrong", "serious", labelled(when="10:05")),
        ("no_line", "serious", a_state(a_thing(log=log(LINES[0])))),
        ("unnamed", "serious", lined((0, {"who": ""}))),
        ("no_time", "serious", lined((1, {"when": "in the morning"}))),
        ("impossible_time", "serious", lined((0, {"when": "08:10"}))),
        ("impossible_time", "serious", a_state(a_thing(log=log(*LINES, {**LINES[0], "step": "stored"})))),
        ("gap", "serious", lined((1, {"to": ""}))),
        ("unsigned", "serious", flawed(3, "unsigned")),
        ("unchecked", "minor", flawed(3, "unchecked")),
        ("pocket", "serious", a_state(a_thing(handlings=(*HANDLINGS, Handling("stored", 50, 6, "officer", "pocket"))))),
        ("seal_unwritten", "minor", lined((1, {"seal": ""}))),
        ("late_line", "minor", a_state(a_thing(log=(Entry(LINES[0], 95, 7, "officer"), *log(LINES[1]))))),
    ],
)  # fmt: skip
def test_each_defect_is_seen_alone(code: str, severity: str, state: State) -> None:
    assert codes(state) == [(code, severity)]


def test_nothing_is_wrong_with_what_was_done_well_or_never_taken() -> None:
    assert codes(a_state()) == []
    assert defects(a_case(), a_state(), "cup") == ()
    assert codes(a_state(Thing("clearing"))) == []


def test_bare_hands_cost_traces_and_the_defence_is_owed_its_half() -> None:
    assert codes(flawed(1, "bare"), TRACED) == [("bare_hands", "fatal"), ("no_duplicate", "serious")]
    assert codes(a_state(a_thing(has_duplicate=True)), TRACED) == []


def test_two_exhibits_cannot_bear_one_number() -> None:
    other = Thing("station", "officer", label=LABEL | {"number": " 1 "})
    assert codes(a_state(things={"meat": a_thing(), "cup": other})) == [("label_wrong", "serious")]


def test_an_empty_log_names_each_step_that_is_missing() -> None:
    missing = defects(a_case(), a_state(a_thing(log=())), "meat")
    assert [dict(each.values)["step"] for each in missing] == ["collected", "sealed", "handed_over"]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (taken_over(105, Entry(SIGNED, 106, 10, "vet")), []),
        (taken_over(105), [("gap", "serious")]),
        (taken_over(180, Entry(SIGNED | {"when": "11:00"}, 181, 10, "vet")), [("gap", "serious")]),
    ],
)
def test_whoever_takes_it_over_signs_for_it_soon(state: State, found: list[tuple[str, str]]) -> None:
    assert codes(state, JOINT) == found


def test_a_line_that_tells_of_an_opening_clears_it() -> None:
    told_of = Entry({"step": "opened", "who": "Ranger 7", "when": "09:00", "seal": "A-17"}, 61, 7, "officer")
    assert codes(opened(told_of)) == []


def test_every_defect_has_its_weight() -> None:
    assert all(
        each.code in SEVERITIES for each in defects(TRACED, a_state(a_thing(log=(), label=None)), "meat")
    )


def test_times_wrap_at_midnight() -> None:
    case = a_case(clock={"starts": "23:50", "minutes": 300})
    assert told(case, 20) == "00:10"
    assert (off_by(case, "23.55", 20), off_by(case, "2 May, 0:10", 20), off_by(case, "soon", 20)) == (
        15,
        0,
        None,
    )
