"""Progress of a branch: who is in it, how it is counted, and what may never be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from academy import clock, db
from academy.accounts.models import Person
from academy.actor import Actor, Grant, Role
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import NotFound
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.reports.queries import person as person_queries
from academy.reports.queries import progress as queries
from academy.reports.queries import trail
from academy.reports.queries.kept import forget_kept
from academy.reports.queries.progress import Wanted
from academy.reports.queries.scope import edition_in, editions_in, scope_for
from academy.reports.rules.progress import PAGE_SIZE, Figures, State, page_of
from tests.world import World


@pytest.fixture(autouse=True)
def _fresh_figures() -> Iterator[None]:
    forget_kept()
    yield
    forget_kept()


def learner(
    world: World, call_sign: str, agency: Agency, *, legal_name: str = "Somebody", **state: object
) -> Enrolment:
    """Enrol one more person, in any state."""
    at = clock.now()
    person = Person(call_sign=call_sign, legal_name=legal_name, created_at=at)
    session.add(person)
    session.flush()
    new = learning.enrol(person_id=person.id, agency_id=agency.id, edition=world.edition, by=None, at=at)
    for name, value in state.items():
        setattr(new, name, value)
    session.flush()
    return new


def wanted(world: World, *agencies: Agency, state: State = State.EVERYONE, words: str = "") -> Wanted:
    return Wanted(world.edition.id, tuple(each.id for each in agencies), state, words, clock.now())


def names_found(world: World, *agencies: Agency, state: State = State.EVERYONE, words: str = "") -> list[str]:
    asked = wanted(world, *agencies, state=state, words=words)
    return [row.call_sign for row, _scores in queries.table_rows(asked)]


def test_branch_is_the_agency_and_all_below(world: World) -> None:
    scope = scope_for(world.actor(world.boris), branch_id=None, unit_id=None)
    assert [unit.name for unit in scope.units] == ["Rangers", "Rangers North"]
    assert [unit.depth for unit in scope.units] == [0, 1]
    assert scope.chosen_ids == (world.rangers.id, world.north.id)


def test_branch_narrowed_to_a_unit(world: World) -> None:
    scope = scope_for(world.actor(world.boris), branch_id=world.rangers.id, unit_id=world.north.id)
    assert scope.chosen_ids == (world.north.id,)


def test_foreign_and_unknown_places_look_the_same(world: World) -> None:
    boris = world.actor(world.boris)
    for strange in (world.inspectors.id, uuid4()):
        with pytest.raises(NotFound):
            scope_for(boris, branch_id=strange, unit_id=None)
        with pytest.raises(NotFound):
            scope_for(boris, branch_id=None, unit_id=strange)


def test_unit_is_no_branch_unless_she_coordinates_it(world: World) -> None:
    with pytest.raises(NotFound):
        scope_for(world.actor(world.boris), branch_id=world.north.id, unit_id=None)


def test_other_roles_reach_nothing(world: World) -> None:
    for person in (world.amina, world.trajce, world.ada):
        with pytest.raises(NotFound):
            scope_for(world.actor(person), branch_id=None, unit_id=None)


def test_several_branches_can_be_chosen(world: World) -> None:
    boris = world.actor(world.boris)
    more = Grant(Role.COORDINATOR, world.inspectors.id, world.inspectors.path)
    both: Actor = replace(boris, grants=(*boris.grants, more))
    scope = scope_for(both, branch_id=world.inspectors.id, unit_id=None)
    assert [branch.name for branch in scope.branches] == ["Inspectors", "Rangers"]
    assert scope.ids == (world.inspectors.id,)
    with pytest.raises(NotFound):
        scope_for(both, branch_id=world.inspectors.id, unit_id=world.north.id)


def test_editions_are_those_of_the_branch(world: World) -> None:
    (found,) = editions_in([world.rangers.id], locale="en")
    assert (found.id, found.slug) == (world.edition.id, "small")
    assert editions_in([world.north.id], locale="en") == []
    assert edition_in([], None) is None
    with pytest.raises(NotFound):
        edition_in([found], uuid4())


def test_figures_count_every_state(world: World) -> None:
    at = clock.now()
    with db.writing():
        learner(world, "done", world.north, completed_at=at, last_activity_at=at, done_count=4)
        learner(
            world,
            "busy",
            world.north,
            last_activity_at=at,
            done_count=1,
            due_on=at.date() - timedelta(days=1),
        )
        learner(world, "idle", world.north, enrolled_at=at - timedelta(days=14))
        learner(world, "new", world.north, due_on=at.date())
        learner(world, "gone", world.north, withdrawn_at=at)
    counts = queries.counts(edition_id=world.edition.id, agency_ids=(world.rangers.id, world.north.id), at=at)
    assert counts.by_agency[world.north.id] == Figures(4, 1, 1, 2, late=1, idle=1, done=5)
    assert counts.by_agency[world.rangers.id].people == 1
    assert world.inspectors.id not in counts.by_agency
    assert counts.certificates == {}


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (State.EVERYONE, ["busy", "done", "new"]),
        (State.NOT_STARTED, ["new"]),
        (State.UNDER_WAY, ["busy"]),
        (State.COMPLETED, ["done"]),
        (State.LATE, ["busy"]),
    ],
)
def test_filter_agrees_with_the_figures(world: World, state: State, found: list[str]) -> None:
    at, yesterday = clock.now(), clock.now().date() - timedelta(days=1)
    with db.writing():
        learner(world, "done", world.north, completed_at=at, last_activity_at=at, due_on=yesterday)
        learner(world, "busy", world.north, last_activity_at=at, due_on=yesterday)
        learner(world, "new", world.north, due_on=at.date())
        learner(world, "gone", world.north, withdrawn_at=at)
    assert names_found(world, world.north, state=state) == found
    counts = queries.counts(edition_id=world.edition.id, agency_ids=(world.north.id,), at=at)
    assert counts.by_agency[world.north.id].of(state) == len(found)


@pytest.mark.parametrize("words", ["петар", "PETAR", "petar", "Peta", "OFFICER-7", "officer-7"])
def test_search_by_name_and_call_sign(world: World, words: str) -> None:
    with db.writing():
        learner(world, "Officer-7", world.north, legal_name="Петар Перић")
        learner(world, "Officer-8", world.north, legal_name="Ana Anić")
    assert names_found(world, world.north, words=words) == ["Officer-7"]
    assert queries.matching(wanted(world, world.north, words=words)) == {world.north.id: 1}


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --"])
def test_search_takes_signs_as_signs(world: World, words: str) -> None:
    assert names_found(world, world.rangers, words=words) == []


def test_search_finds_nobody_elsewhere(world: World) -> None:
    assert names_found(world, world.rangers, world.north, words="Dina") == []


def test_pages_follow_the_order_of_units(world: World) -> None:
    with db.writing():
        for number in range(30):
            learner(world, f"north-{number:02}", world.north)
    asked = wanted(world, world.rangers, world.north)
    counts = [(world.rangers.id, 1), (world.north.id, 30)]
    first = [row.call_sign for row in queries.people_on(page_of(counts, 1), asked)]
    second = [row.call_sign for row in queries.people_on(page_of(counts, 2), asked)]
    assert len(first) == PAGE_SIZE
    assert first + second == ["amina", *(f"north-{number:02}" for number in range(30))]


def test_scores_of_what_is_done_and_begun(world: World) -> None:
    at = clock.now()
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        learning.complete(enrolment=enrolment, activity="first-lesson", at=at)
        learning.complete(enrolment=enrolment, activity="gate-quiz", score=0.8, at=at)
        learning.start_attempt(
            enrolment=enrolment, activity="kinds-quiz", begun=learning.Begun("en", "d", 1), at=at
        )
    here, there = world.enrolment.id, world.foreign_enrolment.id
    assert queries.scores_of([here, there]) == {here: {"first-lesson": None, "gate-quiz": 0.8}, there: {}}
    assert queries.begun_by([here, there]) == {here: {"kinds-quiz"}}
    ((_row, scores),) = queries.table_rows(wanted(world, world.rangers))
    assert scores == {"first-lesson": None, "gate-quiz": 0.8}


def test_those_in_need_are_the_late_then_the_idle(world: World) -> None:
    at = clock.now()
    with db.writing():
        learner(world, "idle", world.north, enrolled_at=at - timedelta(days=20))
        learner(world, "late", world.north, last_activity_at=at, due_on=at.date() - timedelta(days=2))
        learner(world, "later", world.north, due_on=at.date() - timedelta(days=9))
        learner(world, "fine", world.north, last_activity_at=at, due_on=at.date() + timedelta(days=9))
    found = queries.in_need(edition_id=world.edition.id, agency_ids=(world.north.id,), at=at)
    assert [row.call_sign for row in found] == ["later", "late", "idle"]


def test_figures_of_a_large_branch_are_kept_for_a_minute(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LARGE", 1)
    at, ids = clock.now(), (world.rangers.id, world.north.id)
    first = queries.counts(edition_id=world.edition.id, agency_ids=ids, at=at)
    with db.writing():
        learner(world, "new", world.north)
    assert queries.counts(edition_id=world.edition.id, agency_ids=ids, at=at + timedelta(seconds=59)) is first
    later = queries.counts(edition_id=world.edition.id, agency_ids=ids, at=at + timedelta(seconds=60))
    assert later.by_agency[world.north.id].people == 1
    assert queries.counts(edition_id=world.edition.id, agency_ids=ids[:1], at=at) is not first


def test_one_record_within_the_branch_only(world: World) -> None:
    boris, carla = world.actor(world.boris), world.actor(world.carla)
    assert person_queries.enrolment_for(boris, world.enrolment.id).call_sign == "amina"
    for actor, enrolment_id in (
        (carla, world.enrolment.id), (boris, world.foreign_enrolment.id), (boris, uuid4()),
        (world.actor(world.amina), world.enrolment.id), (world.actor(world.ada), world.enrolment.id),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            person_queries.enrolment_for(actor, enrolment_id)


def test_withdrawn_record_is_gone(world: World) -> None:
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = clock.now()
    with pytest.raises(NotFound):
        person_queries.enrolment_for(world.actor(world.boris), world.enrolment.id)


def test_trail_runs_backwards_in_pages(world: World) -> None:
    boris = world.actor(world.boris)
    with db.writing():
        for number in range(trail.PAGE_SIZE + 5):
            audit.record(by=boris, verb="test-deed", object_type="thing", object_id=number, at=clock.now())
    first = trail.events(verb="test-deed", before=None)
    assert len(first.events) == trail.PAGE_SIZE
    assert (first.events[0].object_id, first.events[0].call_sign) == (str(trail.PAGE_SIZE + 4), "boris")
    second = trail.events(verb="test-deed", before=first.before)
    assert [event.object_id for event in second.events] == ["4", "3", "2", "1", "0"]
    assert second.before is None


def test_verbs_are_each_named_once(world: World) -> None:
    with db.writing():
        for verb in ("z-last", "a-first", "z-last"):
            audit.record(by=None, verb=verb, object_type="thing", object_id=1, at=clock.now())
    verbs = list(trail.verbs())
    assert verbs == sorted(set(verbs))
    assert {"a-first", "z-last", "enrol"} <= set(verbs)
