"""What conditions and dates open, and when things are due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.courses.content import Activity, ActivityContent, Course, Module
from academy.courses.content.conditions import (
    AllOf,
    AnyOf,
    Done,
    FollowsTrack,
    HoldsRole,
    Passed,
    Scored,
    Since,
)
from academy.courses.rules import Facts
from academy.learning.rules import (
    NO_DATES,
    ActivityState,
    Dates,
    StandIn,
    asks_for_other_courses,
    completes,
    dates,
    standing,
    start_of,
)

TODAY = date(2026, 6, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def activity(slug: str, **more: Any) -> Activity:
    """Make an activity."""
    return Activity(slug=slug, kind="lesson", content=ActivityContent(title=slug, minutes=1), **more)


def course(*modules: Module, **more: Any) -> Course:
    """Make a course."""
    return Course(
        slug="c", level="basic", title="T", summary="S", statement="S", hours=1, modules=list(modules), **more
    )


def plain(**requires: Any) -> Course:
    """Make a course of three activities a, b, c in two modules; conditions by slug (m2 for the second module)."""
    return course(
        Module(slug="m1", title="One", activities=[activity("a"), activity("b", requires=requires.get("b"))]),
        Module(slug="m2", title="Two", requires=requires.get("m2"), activities=[activity("c")]),
    )


def states(found: Course, facts: Facts, days: dict[str, Dates] | None = None) -> str:
    """Return the states in order."""
    stands = standing(found, facts, days)
    return " ".join(each.state.value for module in stands.modules for each in module.activities)


def facts(done: str = "", **more: Any) -> Facts:
    """Say what is known of a learner."""
    return Facts(TODAY, dict.fromkeys(done, 0.5), **more)


@pytest.mark.parametrize(
    ("condition", "known", "state"),
    [
        (Done(done="a"), facts(), "locked"),
        (Done(done="a"), facts("a"), "open"),
        (Done(done="m1"), facts("a"), "locked"),
        (Done(done="m1"), facts("ab"), "open"),
        (Scored(score="a", at_least=0.6), facts("a"), "locked"),
        (Scored(score="a", at_least=0.5), facts("a"), "open"),
        (Since(since=TOMORROW), facts(), "locked"),
        (Since(since=TODAY), facts(), "open"),
        (Passed(course="other"), facts(), "locked"),
        (Passed(course="other"), facts(courses=frozenset({"other"})), "open"),
        (HoldsRole(role="trainer"), facts(roles=frozenset({"learner"})), "locked"),
        (FollowsTrack(track="rangers"), facts(tracks=frozenset({"rangers"})), "open"),
        (AnyOf(any=[Done(done="b"), Done(done="a")]), facts("a"), "open"),
        (AllOf(all=[Done(done="b"), Done(done="a")]), facts("a"), "locked"),
    ],
)
def test_a_module_opens_when_its_condition_holds(condition: Any, known: Facts, state: str) -> None:
    """And everything in it; the lock names the condition."""
    stands = standing(plain(m2=condition), known)
    module = stands.modules[1]
    assert module.activities[0].state is not ActivityState.DONE
    assert (module.activities[0].state is ActivityState.LOCKED) == (state == "locked")
    assert [lock.condition for lock in module.locks] == ([condition] if state == "locked" else [])


def test_an_activity_has_a_condition_of_its_own() -> None:
    """What comes next is then what is open after it."""
    assert states(plain(b=Done(done="c")), facts("a")) == "done locked next"
    assert states(plain(b=Done(done="c")), facts("ac")) == "done next done"
    assert states(plain(b=Done(done="c")), facts("b")) == "next done open"


def test_a_gate_and_a_condition_both_say_why() -> None:
    """The learner is told of each."""
    found = course(
        Module(slug="m1", title="One", gate=True, activities=[activity("a")]),
        Module(slug="m2", title="Two", requires=Since(since=TOMORROW), activities=[activity("b")]),
    )
    locks = standing(found, facts()).modules[1].locks
    assert [(lock.gate is not None, lock.condition is not None) for lock in locks] == [
        (True, False),
        (False, True),
    ]


def test_dates_lock_and_done_stays_done() -> None:
    """Nothing opens before its first day, nothing is open after its last; what is done can be read again."""
    days = {"a": Dates(opens_on=TOMORROW), "b": Dates(closes_on=YESTERDAY), "c": Dates(closes_on=TODAY)}
    assert states(plain(), facts(), days) == "locked locked next"
    assert states(plain(), facts("ab"), days) == "done done next"
    stands = standing(plain(), facts(), days)
    first, second = stands.of("a"), stands.of("b")
    assert first is not None
    assert second is not None
    assert (first.locks[0].opens_on, second.locks[0].closed_on) == (TOMORROW, YESTERDAY)
    assert second.is_over


def test_completion_is_everything_required_and_its_condition() -> None:
    """A minimum score, and any of two."""
    wants = AnyOf(any=[Scored(score="a", at_least=0.8), Scored(score="b", at_least=0.8)])
    found = plain().model_copy(update={"completion": wants})
    assert not completes(found, facts("abc"))
    assert completes(found, Facts(TODAY, {"a": 0.8, "b": None, "c": None}))
    assert not completes(found, Facts(TODAY, {"a": 0.8, "b": None}))
    stands = standing(found, facts("abc"))
    assert (stands.is_complete, stands.lacking) == (False, wants)


def test_only_what_is_asked_for_is_fetched() -> None:
    """Other courses of hers matter where some condition says so."""
    assert not asks_for_other_courses(plain(b=Done(done="a"), m2=HoldsRole(role="trainer")))
    assert asks_for_other_courses(plain(b=AllOf(all=[Done(done="a"), AnyOf(any=[Passed(course="x")])])))
    assert asks_for_other_courses(plain().model_copy(update={"requires": FollowsTrack(track="rangers")}))


DUE = course(
    Module(
        slug="m", title="M", activities=[activity("a", due_days=7), activity("b"), activity("c", due_days=1)]
    )
)


def test_who_comes_late_starts_later() -> None:
    """Her own enrolment counts, and never a day before the cohort began."""
    assert start_of(TODAY, None) == TODAY
    assert start_of(TODAY, TOMORROW) == TOMORROW
    assert start_of(TODAY, YESTERDAY) == TODAY
    assert dates(DUE, start=TODAY)["a"].due_on == TODAY + timedelta(days=7)


def test_without_dates_there_is_nothing() -> None:
    """Most courses have none."""
    assert dates(plain(), start=TODAY) == {}
    assert set(dates(DUE, start=TODAY)) == {"a", "c"}


def test_the_persons_goes_before_the_cohorts_before_the_editions() -> None:
    """Each field by itself."""
    cohort = StandIn(activity="a", due_on=TODAY, closes_on=TOMORROW, attempts=2)
    person = StandIn(activity="a", is_persons=True, closes_on=TODAY + timedelta(days=5))
    found = dates(DUE, start=TODAY, stand_ins=[person, cohort])["a"]
    assert found == Dates(due_on=TODAY, closes_on=TODAY + timedelta(days=5), attempts=2)


def test_the_whole_course_opens_and_closes_everything() -> None:
    """But an activity's own days of the same holder go first, and the course's due day is its own."""
    whole = StandIn(activity="", opens_on=YESTERDAY, due_on=TOMORROW, closes_on=TOMORROW)
    own = StandIn(activity="b", closes_on=TODAY)
    found = dates(DUE, start=TODAY, stand_ins=[whole, own], due_on=YESTERDAY)
    assert found[""] == Dates(YESTERDAY, TOMORROW, TOMORROW)
    assert found["a"] == Dates(YESTERDAY, TODAY + timedelta(days=7), TOMORROW)
    assert found["b"] == Dates(YESTERDAY, None, TODAY)
    assert dates(plain(), start=TODAY, due_on=TOMORROW) == {"": Dates(due_on=TOMORROW)}


DAYS = st.none() | st.dates(date(2026, 5, 1), date(2026, 7, 1))


@given(
    stand_ins=st.lists(
        st.builds(StandIn, DAYS, DAYS, DAYS, st.none() | st.integers(1, 5), st.sampled_from(["", "a", "b"]), st.booleans()),
        max_size=6, unique_by=lambda each: (each.activity, each.is_persons),
    ),
    today=st.dates(date(2026, 5, 1), date(2026, 7, 1)),
    done=st.sets(st.sampled_from("abc")),
)  # fmt: skip
def test_what_is_done_is_never_locked_and_what_is_closed_never_next(
    stand_ins: list[StandIn], today: date, done: set[str]
) -> None:
    """Whatever is set: done is done, and the next step is one that can be done today."""
    days = dates(DUE, start=TODAY, stand_ins=stand_ins)
    stands = standing(DUE, Facts(today, dict.fromkeys(done)), days)
    for each in stands.modules[0].activities:
        assert (each.state is ActivityState.DONE) == (each.activity.slug in done)
        held = days.get(each.activity.slug, NO_DATES)
        is_out = (held.opens_on or today) > today or (held.closes_on or today) < today
        assert not is_out or each.state in (ActivityState.LOCKED, ActivityState.DONE)
