"""The debrief: a run beside the expert's path, and what each difference changed in court."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from academy.cases.content import Action, Law, LawEntry, action_of
from academy.cases.rules.debriefing import Debrief, debrief, milestones
from academy.cases.rules.machine import apply, replay, start
from academy.cases.rules.state import Refused
from tests.cases import STRICT_LAW, case, expert

CASE = case("feeding-place")
AS_IT_IS = dict.fromkeys(("who", "when", "where", "seal"), "as_it_is")


def acts(*plain: dict[str, object]) -> list[Action]:
    return [action_of(each) for each in plain]


def after(log: list[Action], do: str, exhibit: str, *more: dict[str, object]) -> list[Action]:
    """Return a log with more done right after the first deed of a kind with an exhibit."""
    at = next(n for n, each in enumerate(log) if each.do == do and getattr(each, "exhibit", "") == exhibit)
    return [*log[: at + 1], *acts(*more), *log[at + 1 :]]


def without(log: list[Action], *dos: str) -> list[Action]:
    return [each for each in log if each.do not in dos]


def of(log: list[Action]) -> Debrief:
    return debrief(CASE, STRICT_LAW, log)


def test_the_experts_own_path_has_nothing_to_learn_from() -> None:
    found = of(expert(CASE))
    assert (found.assessment.score, found.assessment.is_passed) == (1.0, True)
    assert (found.divergences, found.spared, found.judgement.ending) == ((), {}, "strong")
    assert all(each.own == each.expert for each in found.milestones)
    assert len(found.steps) == len(found.expert) == len(CASE.expert)


def test_times_are_those_at_which_the_experts_steps_were_reached() -> None:
    late = acts({"do": "wait", "minutes": 30}) + expert(CASE)
    found = {each.key: each for each in of(late).milestones}
    assert found["cordoned:clearing"].own == found["cordoned:clearing"].expert + 30
    state = replay(CASE, STRICT_LAW, without(expert(CASE), "cordon", "conclude"))
    steps = milestones(CASE, STRICT_LAW, state)
    assert str(found["cordoned:clearing"].step) not in steps
    assert steps[str(found["wore:gloves"].step)] < found["wore:gloves"].expert
    assert str(found["concluded"].step) not in steps


def test_a_seal_broken_without_a_word_costs_the_exhibit_and_with_it_the_poisoner() -> None:
    again = {"do": "seal", "exhibit": "tin", "seal": "as_it_is"}
    line = {"do": "record", "exhibit": "tin", "line": {"step": "sealed", **AS_IT_IS}}
    found = of(after(expert(CASE), "collect", "tin", {"do": "open", "exhibit": "tin"}, again, line))
    tin = found.judgement.exhibits["tin"]
    assert [each.code for each in tin.defects] == ["opened_unrecorded"]
    assert (found.judgement.ending, found.judgement.proved) == ("weak", {"act": True, "link": False})
    assert found.spared == {"tin": "strong"}
    assert [(each.criterion, each.changes_ending) for each in found.divergences] == [("custody", "strong")]


def test_a_slip_that_changed_nothing_is_told_as_that() -> None:
    found = of(without(expert(CASE), "cordon"))
    assert [(each.criterion, each.changes_ending, each.has_failed) for each in found.divergences] == [
        ("cordon", None, False)
    ]


def test_whoever_names_the_cause_before_the_laboratory_is_told_so() -> None:
    found = of(
        [each for each in expert(CASE) if getattr(each, "request", "") != "toxicology" or each.do != "read"]
    )
    assert found.judgement.is_premature
    assert found.supported_at is None
    assert (found.judgement.ending, found.judgement.proved["act"]) == ("none", False)
    assert [(each.criterion, each.changes_ending) for each in found.divergences] == [("patience", "strong")]


def test_a_search_without_its_power_taints_what_it_finds_whatever_the_points() -> None:
    log = [
        each.model_copy(update={"power": each.power.model_copy(update={"power": None})})
        if each.do == "search" and each.pattern == "zone"
        else each
        for each in expert(CASE)
    ]
    found = of(log)
    assert [each.code for each in found.judgement.exhibits["tin"].defects] == ["tainted"]
    failed = [each for each in found.divergences if each.has_failed]
    assert [(each.criterion, each.changes_ending) for each in failed] == [("search", "strong")]
    assert not found.assessment.is_passed


def test_every_act_by_a_power_is_told_with_what_it_wanted() -> None:
    lawful = [(each.action.do, each.power, each.wants) for each in of(expert(CASE)).powers]
    assert ("search", "search_store", ()) in lawful
    assert not any(wants for *_act, wants in lawful)
    bare = {"witnesses": 1, "caution": False, "record": False}
    log = [
        each.model_copy(update={"power": each.power.model_copy(update=bare)})
        if each.do == "search" or (each.do == "interview" and each.power.power)
        else each
        for each in expert(CASE)
    ]
    found = {each.power: each.wants for each in of(log).powers if each.action.do != "collect"}
    assert found == {"search_store": ("witnesses", "record"), "questioning": ("caution", "record")}
    owed = [each.wants for each in debrief(CASE, Law(entries={"seize": LawEntry(holders=())}), log).powers]
    assert ("holder",) in owed


def test_that_it_cannot_be_said_yet_is_never_premature_and_one_answer_alone_is() -> None:
    sure = dict.fromkeys(CASE.causes, 0) | {"shooting": 3}
    doubts = acts({"do": "hypothesise", "cannot_say": True}, {"do": "hypothesise", "causes": sure})
    found = of(doubts + expert(CASE))
    assert [each.is_premature for each in found.hypotheses] == [False, True, False]
    assert [each.kind for each in found.evidence if each.key == "toxicology"] == ["result"]


def test_a_team_is_told_together_and_each_of_her_own() -> None:
    joint = case("handover")
    team = debrief(joint, STRICT_LAW, expert(joint))
    assert team.assessment.is_passed
    for role in joint.roles:
        own = debrief(joint, STRICT_LAW, expert(joint), role)
        assert own.judgement == team.judgement
        assert own.assessment.score == 1.0
        assert set(own.assessment.criteria) <= set(team.assessment.criteria)


def test_nothing_done_but_the_end_is_a_debrief_too() -> None:
    found = of(acts({"do": "conclude", "cause": "cannot_say"}))
    assert (found.judgement.ending, found.judgement.is_premature) == ("none", False)
    assert len(found.divergences) == len(CASE.criteria)
    reached = {each.key for each in found.milestones if each.own is not None}
    assert reached == {"concluded"}


@settings(max_examples=40)
@given(st.sets(st.integers(0, len(CASE.expert) - 1)))
def test_whatever_is_left_out_it_can_be_explained(left_out: set[int]) -> None:
    done: list[Action] = []
    state = start(CASE, STRICT_LAW)
    for number, action in enumerate(expert(CASE)):
        try:
            state = state if number in left_out else apply(CASE, STRICT_LAW, state, action)
        except Refused:
            continue
        if number not in left_out:
            done.append(action)
    found = of(done)
    assert found.state == state
    assert 0 <= found.assessment.score <= 1
    assert not (found.assessment.critical and found.assessment.is_passed)
    assert found.judgement.ending in ({*CASE.endings} if state.is_over else {""})
    assert all(each.changes_ending != found.judgement.ending for each in found.divergences)
