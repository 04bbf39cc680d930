"""Places in a cohort: nominated, approved, waiting, promoted; news, questions, calendar addresses and reminders."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.cohorts import queries, service
from academy.cohorts.models import Approval, CalendarLink, Nomination, NominationState, Question, Reminder
from academy.cohorts.queries import Candidate
from academy.cohorts.rules import Notice
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment, Override
from tests.world import World

NOMINATED, WAITING, ENROLLED = NominationState.NOMINATED, NominationState.WAITING, NominationState.ENROLLED
DECLINED, WITHDRAWN = NominationState.DECLINED, NominationState.WITHDRAWN


def opened(world: World, *, capacity: int | None = None, days: int = 20) -> Cohort:
    """Open a cohort that takes nominations."""
    at = clock.now()
    with db.writing():
        return service.open_up(
            particulars=particulars(world, capacity=capacity, days=days), edition=world.edition,
            by=world.actor(world.trajce), at=at,
        )  # fmt: skip


def particulars(world: World, **changed: object) -> service.Particulars:
    """What a cohort is opened with."""
    today = clock.now().date()
    days = int(str(changed.pop("days", 20)))
    values: dict[str, object] = {
        "name": "Nominated", "starts_on": today, "closes_on": today + timedelta(days=days), "capacity": None,
        "nominations_until": today + timedelta(days=min(days, 10)), "agency_id": None, "trainers": [world.trajce.id],
    }  # fmt: skip
    return service.Particulars(**values | changed)  # type: ignore[arg-type]


def learners(world: World, count: int, agency: Agency | None = None) -> list[Person]:
    """Add learners to an agency."""
    at, made = clock.now(), []
    with db.writing():
        for number in range(count):
            name = f"{(agency or world.rangers).name.lower().replace(' ', '-')}-{number}"
            person = Person(
                call_sign=name, legal_name=f"Person {name}", created_at=at, email=f"{name}@example.org"
            )
            session.add(person)
            session.flush()
            session.add(
                Membership(
                    person_id=person.id, agency_id=(agency or world.rangers).id, role=Role.LEARNER,
                    starts_on=at.date() - timedelta(days=1),
                )
            )  # fmt: skip
            made.append(person)
    return made


def nominated(world: World, cohort: Cohort, people: list[Person]) -> list[UUID]:
    """Let Boris nominate people, one after the other."""
    boris, at, made = world.actor(world.boris), clock.now(), []
    for person in people:
        with db.writing():
            held = queries.cohort_open_to(boris, cohort.id, today=at.date())
            found = queries.chosen(boris, held, [person.id], on=at.date())
            made += [
                each.id for each in service.nominate(cohort=held, candidates=found, by=boris, at=clock.now())
            ]
    return made


def approve(
    by: Actor, nomination_id: UUID, *, is_restricted: bool = False, at: datetime | None = None
) -> None:
    with db.writing():
        service.approve(
            nomination=queries.nomination_run_by(by, nomination_id), is_restricted=is_restricted, by=by,
            at=at or clock.now(),
        )  # fmt: skip


def withdraw(by: Actor, nomination_id: UUID) -> None:
    with db.writing():
        service.withdraw(nomination=queries.nomination_of(by, nomination_id), by=by, at=clock.now())


def decline(by: Actor, nomination_id: UUID) -> None:
    with db.writing():
        nomination = queries.nomination_run_by(by, nomination_id)
        service.decline(nomination=nomination, reason="full", by=by, at=clock.now())


def state(nomination_id: UUID) -> str:
    session.rollback()  # read anew what others have written
    session.expire_all()
    return session.get_one(Nomination, nomination_id).state


def in_cohort(cohort: Cohort) -> int:
    session.rollback()
    return queries.taken(cohort.id)


# Opening and changing


def test_opening(world: World) -> None:
    """A cohort is opened on the edition it is given, with its trainers."""
    cohort = opened(world, capacity=3)
    assert (cohort.edition_id, cohort.capacity) == (world.edition.id, 3)
    assert [each.call_sign for each in queries.trainers_of(cohort.id)] == ["trajce"]
    assert queries.cohort_run_by(world.actor(world.trajce), cohort.id).name == "Nominated"
    assert queries.cohort_run_by(world.actor(world.ada), cohort.id).name == "Nominated"
    for stranger in (world.boris, world.carla, world.amina):
        with pytest.raises(NotFound):
            queries.cohort_run_by(world.actor(stranger), cohort.id)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "Spring"}, "name"),
        ({"closes_on": -1}, "closes_on"),
        ({"nominations_until": 30}, "nominations_until"),
        ({"trainers": []}, "trainers"),
    ],
)
def test_what_cannot_be_opened(world: World, changed: dict[str, object], field: str) -> None:
    """The refusal names its field, and nothing is kept."""
    today = clock.now().date()
    values = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in changed.items()}
    with pytest.raises(Invalid) as refusal, db.writing():
        service.open_up(
            particulars=particulars(world, **values), edition=world.edition, by=world.actor(world.trajce), at=clock.now()
        )  # fmt: skip
    assert refusal.value.field == field
    assert session.scalar(select(func.count()).select_from(Cohort)) == 1


def test_two_forms_of_one_cohort(world: World) -> None:
    """The one that is older than the cohort is a Conflict."""
    cohort, trajce = opened(world), world.actor(world.trajce)
    shown = queries.picture_of(cohort, [world.trajce.id])

    def change(name: str) -> None:
        with db.writing():
            held = queries.cohort_run_by(trajce, cohort.id)
            service.change(
                cohort=held,
                particulars=particulars(world, name=name),
                based_on=shown,
                by=trajce,
                at=clock.now(),
            )

    change("First")
    with pytest.raises(Conflict):
        change("Second")
    assert session.get_one(Cohort, cohort.id).name == "First"


def test_closing(world: World) -> None:
    """Nobody nominates, and approving stops the day after."""
    cohort, trajce = opened(world), world.actor(world.trajce)
    [person] = learners(world, 1)
    [nomination] = nominated(world, cohort, [person])
    with db.writing():
        service.close(cohort=queries.cohort_run_by(trajce, cohort.id), by=trajce, at=clock.now())
    with pytest.raises(NotFound):
        queries.cohort_open_to(world.actor(world.carla), cohort.id, today=clock.now().date())
    with pytest.raises(Conflict, match="cohort-closed"):
        approve(trajce, nomination, at=clock.now() + timedelta(days=1))
    approve(trajce, nomination)
    assert state(nomination) == ENROLLED


# Nominating


def test_only_her_own_people(world: World) -> None:
    """A coordinator nominates learners of her branch; a unit's count for the unit; others are left out."""
    cohort, boris, today = opened(world), world.actor(world.boris), clock.now().date()
    [north], [foreign] = learners(world, 1, world.north), learners(world, 1, world.inspectors)
    found = queries.chosen(boris, cohort, [north.id, foreign.id, world.boris.id], on=today)
    assert [(each.call_sign, each.agency_id) for each in found] == [(north.call_sign, world.north.id)]
    shown, total = queries.candidates(boris, cohort, words="", on=today)
    assert {each.call_sign for each in shown} == {"amina", north.call_sign}
    assert total == 2
    assert {each.obstacle for each in shown if each.call_sign == "amina"} == {"in-the-course"}
    assert queries.candidates(boris, cohort, words="NORTH", on=today)[1] == 1


def test_nominating_twice_is_once(world: World) -> None:
    """A double click adds nothing; whoever was declined may be nominated again."""
    cohort = opened(world)
    people = learners(world, 1)
    [nomination] = nominated(world, cohort, people)
    candidate = Candidate(people[0].id, "x", "x", "x", world.rangers.id)
    with db.writing():
        boris = world.actor(world.boris)
        held = queries.cohort_open_to(boris, cohort.id, today=clock.now().date())
        assert not service.nominate(cohort=held, candidates=[candidate], by=boris, at=clock.now())
    decline(world.actor(world.trajce), nomination)
    assert len(nominated(world, cohort, people)) == 1


def test_nobody_to_nominate(world: World) -> None:
    """Who is in the course already is refused, and so is everybody once nominations are over."""
    cohort, boris = opened(world), world.actor(world.boris)
    with pytest.raises(Invalid):
        nominated(world, cohort, [world.amina])
    with db.writing():
        session.get_one(Cohort, cohort.id).nominations_until = clock.now().date() - timedelta(days=1)
    with pytest.raises(Conflict), db.writing():
        service.nominate(cohort=session.get_one(Cohort, cohort.id), candidates=[], by=boris, at=clock.now())


def test_where_a_cohort_is_offered(world: World) -> None:
    """An agency's own cohort is offered to the coordinators above and below it, the academy's to all."""
    cohort, today = opened(world), clock.now().date()
    for coordinator in (world.boris, world.carla):
        assert [row[0].id for row in queries.open_to(world.actor(coordinator), today=today)] == [cohort.id]
    with db.writing():
        session.get_one(Cohort, cohort.id).agency_id = world.north.id
    assert len(queries.open_to(world.actor(world.boris), today=today)) == 1
    assert not queries.open_to(world.actor(world.carla), today=today)
    with pytest.raises(NotFound):
        queries.cohort_open_to(world.actor(world.carla), cohort.id, today=today)


# Approving


def test_one_approval(world: World) -> None:
    """An ordinary course takes one; she is enrolled in the cohort's edition, for the agency that sent her."""
    cohort = opened(world)
    [person] = learners(world, 1, world.north)
    [nomination] = nominated(world, cohort, [person])
    approve(world.actor(world.trajce), nomination)
    enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()
    assert (enrolment.cohort_id, enrolment.edition_id) == (cohort.id, cohort.edition_id)
    assert enrolment.agency_id == world.north.id
    assert state(nomination) == ENROLLED


def test_two_approvals_of_a_restricted_course(world: World) -> None:
    """Two different people, neither the nominator, whoever clicks how often."""
    cohort = opened(world)
    [nomination] = nominated(world, cohort, learners(world, 1))
    trajce, ada = world.actor(world.trajce), world.actor(world.ada)
    with db.writing():
        session.get_one(Nomination, nomination).nominated_by_id = world.ada.id
    with pytest.raises(Forbidden, match="nominated-by-you"):
        approve(ada, nomination, is_restricted=True)
    with db.writing():
        session.get_one(Nomination, nomination).nominated_by_id = world.boris.id
    approve(trajce, nomination, is_restricted=True)
    with pytest.raises(Forbidden, match="approved-by-you"):
        approve(trajce, nomination, is_restricted=True)
    assert (state(nomination), in_cohort(cohort)) == (NOMINATED, 0)
    approve(ada, nomination, is_restricted=True)
    assert (state(nomination), in_cohort(cohort)) == (ENROLLED, 1)
    with pytest.raises(Conflict):
        approve(ada, nomination, is_restricted=True)
    assert [each[1] for each in queries.wishes_for(cohort.id)[0].approvers] == ["trajce", "ada"]


def test_strangers_decide_nothing(world: World) -> None:
    """Nominations are decided by who runs the cohort and withdrawn by who sent them; to others there are none."""
    cohort = opened(world)
    [nomination] = nominated(world, cohort, learners(world, 1))
    for stranger in (world.boris, world.carla, world.amina):
        with pytest.raises(NotFound):
            queries.nomination_run_by(world.actor(stranger), nomination)
    for stranger in (world.carla, world.amina, world.trajce, world.ada):
        with pytest.raises(NotFound):
            queries.nomination_of(world.actor(stranger), nomination)


def test_the_waiting_list(world: World) -> None:
    """Beyond capacity one waits, in the order of approval; whoever leaves lets the first one in."""
    cohort, trajce = opened(world, capacity=1), world.actor(world.trajce)
    first, second, third = nominated(world, cohort, learners(world, 3))
    for each in (first, third, second):
        approve(trajce, each)
    assert [state(each) for each in (first, second, third)] == [ENROLLED, WAITING, WAITING]
    assert [each.place for each in queries.wishes_for(cohort.id) if each.place] == [1, 2]
    withdraw(world.actor(world.boris), first)
    assert [state(each) for each in (first, second, third)] == [WITHDRAWN, WAITING, ENROLLED]
    decline(trajce, third)
    assert [state(each) for each in (first, second, third)] == [WITHDRAWN, ENROLLED, DECLINED]
    assert in_cohort(cohort) == 1


def test_more_places(world: World) -> None:
    """Raising the capacity lets people in at once; lowering it throws nobody out."""
    cohort, trajce = opened(world, capacity=1), world.actor(world.trajce)
    made = nominated(world, cohort, learners(world, 3))
    for each in made:
        approve(trajce, each)

    def resize(capacity: int) -> None:
        with db.writing():
            held = queries.cohort_run_by(trajce, cohort.id)
            shown = queries.picture_of(held, [world.trajce.id])
            service.change(
                cohort=held, particulars=particulars(world, capacity=capacity), based_on=shown, by=trajce, at=clock.now()
            )  # fmt: skip

    resize(2)
    assert [state(each) for each in made] == [ENROLLED, ENROLLED, WAITING]
    resize(1)
    assert in_cohort(cohort) == 2
    withdraw(world.actor(world.boris), made[0])
    assert (in_cohort(cohort), state(made[2])) == (1, WAITING)


def test_a_completed_course_is_not_taken_back(world: World) -> None:
    """Neither side can undo what was earned."""
    cohort = opened(world)
    [nomination] = nominated(world, cohort, learners(world, 1))
    approve(world.actor(world.trajce), nomination)
    with db.writing():
        session.scalars(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id)
        ).one().completed_at = clock.now()
    with pytest.raises(Conflict):
        withdraw(world.actor(world.boris), nomination)
    with pytest.raises(Conflict):
        decline(world.actor(world.trajce), nomination)


def test_who_is_in_the_course_elsewhere_keeps_waiting(world: World) -> None:
    """A place is not given to somebody who meanwhile began the course by another door; the next one gets it."""
    cohort, trajce = opened(world, capacity=2), world.actor(world.trajce)
    busy, free = learners(world, 2)
    made = nominated(world, cohort, [busy, free])
    with db.writing():
        learning.enrol(
            person_id=busy.id, agency_id=world.rangers.id, edition=world.edition, by=None, at=clock.now()
        )
    for each in made:
        approve(trajce, each)
    assert [state(each) for each in made] == [WAITING, ENROLLED]


def test_two_decide_at_once(app: Flask, world: World) -> None:
    """One place and two approvals at the same moment: one is in, one waits."""
    cohort = opened(world, capacity=1)
    made = nominated(world, cohort, learners(world, 4))
    deciders = [world.actor(world.trajce), world.actor(world.ada)] * 2

    def decide(pair: tuple[Actor, UUID]) -> None:
        with app.app_context():
            approve(*pair)
            session.remove()

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(decide, zip(deciders, made, strict=True)))
    assert sorted(state(each) for each in made) == [ENROLLED, WAITING, WAITING, WAITING]
    assert in_cohort(cohort) == 1


def test_the_same_nomination_approved_at_once(app: Flask, world: World) -> None:
    """Two people approve a restricted nomination at the same moment: both count, she is enrolled once."""
    cohort = opened(world)
    [nomination] = nominated(world, cohort, learners(world, 1))

    def decide(by: Actor) -> None:
        with app.app_context():
            approve(by, nomination, is_restricted=True)
            session.remove()

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(decide, (world.actor(world.trajce), world.actor(world.ada))))
    assert (state(nomination), in_cohort(cohort)) == (ENROLLED, 1)


STEPS = st.lists(
    st.tuples(st.sampled_from(["nominate", "approve", "decline", "withdraw", "resize"]), st.integers(0, 5)),
    max_size=18,
)


@pytest.mark.only("sqlite")
def test_any_sequence_keeps_the_list_in_order(world: World) -> None:
    """Whatever happens: no more than there are places unless they were taken away, first come first served,
    nobody twice, and nobody waits while there is room.
    """
    people = learners(world, 6)
    cohort = opened(world, capacity=2)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def run(steps: list[tuple[str, int]]) -> None:
        _clear(cohort)
        _walk(world, cohort, people, steps)

    run()


def _clear(cohort: Cohort) -> None:
    with db.writing():
        session.execute(delete(Approval))
        session.execute(delete(Nomination))
        session.execute(delete(Enrolment).where(Enrolment.cohort_id == cohort.id))
        session.get_one(Cohort, cohort.id).capacity = 2
    session.expire_all()


def _walk(world: World, cohort: Cohort, people: list[Person], steps: list[tuple[str, int]]) -> None:
    boris, trajce = world.actor(world.boris), world.actor(world.trajce)
    capacity, most, queue = 2, 2, []
    moment = _moments()
    for verb, number in steps:
        current = _current(cohort, people[number])
        before = {each.id for each in session.scalars(select(Nomination).where(Nomination.state == ENROLLED))}
        try:
            if verb == "nominate":
                nominated(world, cohort, [people[number]])
            elif verb == "resize":
                capacity = number + 1
                _resize(world, cohort, capacity, trajce)
            elif current is None:
                continue
            elif verb == "approve":
                approve(trajce, current, at=next(moment))
                queue.append(current)
            elif verb == "decline":
                decline(trajce, current)
            else:
                withdraw(boris, current)
        except (Conflict, Invalid, NotFound):
            continue
        session.expire_all()
        taken = queries.taken(cohort.id)
        most = max(capacity, most if taken > capacity else capacity)
        after = {each.id for each in session.scalars(select(Nomination).where(Nomination.state == ENROLLED))}
        waiting = [each for each in queue if session.get_one(Nomination, each).state == WAITING]
        assert taken == len(after)
        assert taken <= capacity or after <= before, "somebody was let in beyond the places there are"
        assert not waiting or taken >= capacity, "somebody waits while there is room"
        entered = [each for each in queue if each in after - before]
        late = [each for each in waiting if entered and queue.index(each) < queue.index(entered[-1])]
        assert not late, "somebody was overtaken"
    twice = session.execute(
        select(Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
        .group_by(Enrolment.person_id)
        .having(func.count() > 1)
    ).all()
    assert not twice


def _moments() -> Iterator[datetime]:
    at = clock.now()
    while True:
        at += timedelta(milliseconds=1)
        yield at


def _current(cohort: Cohort, person: Person) -> UUID | None:
    return session.scalar(
        select(Nomination.id).where(
            Nomination.cohort_id == cohort.id, Nomination.person_id == person.id,
            Nomination.state.in_(queries.CURRENT),
        )
    )  # fmt: skip


def _resize(world: World, cohort: Cohort, capacity: int, by: Actor) -> None:
    with db.writing():
        held = queries.cohort_run_by(by, cohort.id)
        shown = queries.picture_of(held, [world.trajce.id])
        service.change(
            cohort=held,
            particulars=particulars(world, capacity=capacity),
            based_on=shown,
            by=by,
            at=clock.now(),
        )


# News and questions


def test_answers(world: World) -> None:
    """A colleague's answer is not overwritten; the same form sent twice is one answer."""
    amina, trajce, ada = (world.actor(each) for each in (world.amina, world.trajce, world.ada))
    with db.writing():
        cohort = queries.class_of(amina, world.cohort.id)
        asked = service.ask(cohort=cohort, activity="gate-quiz", text="Why?", by=amina, at=clock.now())

    def answer(by: Actor, text: str, based_on: str, *, is_shared: bool = False) -> bool:
        with db.writing():
            found = queries.question_run_by(by, asked.id)
            return service.answer(
                question=found, text=text, is_shared=is_shared, based_on=based_on, by=by, at=clock.now()
            )

    assert answer(trajce, "Because.", "")
    assert not answer(trajce, "Because.", "")
    with pytest.raises(Conflict):
        answer(ada, "For other reasons.", "")
    dina = world.actor(world.dina)
    assert queries.questions_read_by(dina, world.cohort.id) == []
    assert not answer(ada, "Because.", "Because.", is_shared=True)
    [shared] = queries.questions_read_by(dina, world.cohort.id)
    assert (shared.text, shared.answer, shared.is_own) == ("Why?", "Because.", False)
    for stranger in (world.boris, world.carla, world.amina):
        with pytest.raises(NotFound):
            queries.question_run_by(world.actor(stranger), asked.id)


def test_the_class_is_its_learners(world: World) -> None:
    for stranger in (world.boris, world.carla, world.trajce, world.ada):
        with pytest.raises(NotFound):
            queries.class_of(world.actor(stranger), world.cohort.id)
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).withdrawn_at = clock.now()
    with pytest.raises(NotFound):
        queries.class_of(world.actor(world.amina), world.cohort.id)


# Calendar addresses


def test_calendar_address(world: World) -> None:
    """One works at a time, none is kept, and none opens anything for somebody who may not enter."""
    amina = world.actor(world.amina)
    with db.writing():
        first = service.make_link(by=amina, at=clock.now())
    with db.writing():
        second = service.make_link(by=amina, at=clock.now())
    assert queries.owner_of(second).id == world.amina.id
    kept = session.scalars(select(CalendarLink.token_digest)).all()
    assert len(kept) == 1
    assert second not in kept[0]
    with pytest.raises(NotFound):
        queries.owner_of(first)
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = clock.now()
    with pytest.raises(NotFound):
        queries.owner_of(second)
    with db.writing():
        session.get_one(Person, world.amina.id).disabled_at = None
        service.revoke_link(by=amina, at=clock.now())
        service.revoke_link(by=amina, at=clock.now())
    with pytest.raises(NotFound):
        queries.owner_of(second)


# Reminders


def due(world: World, days: int, activity: str = "first-lesson") -> None:
    with db.writing():
        session.execute(delete(Override))
        session.add(
            Override(
                cohort_id=world.cohort.id, activity=activity, due_on=clock.now().date() + timedelta(days=days),
                set_at=clock.now(),
            )
        )  # fmt: skip


def reminded() -> dict[str, set[Notice]]:
    found: dict[str, set[Notice]] = {}
    for people in queries.learners_in_turn():
        with db.writing():
            found |= {p.call_sign: said for p, said in service.remind(people=people, at=clock.now())}
    return found


@pytest.mark.parametrize(
    ("days", "notice"), [(7, Notice.WEEK), (1, Notice.DAY), (0, Notice.DAY), (-3, Notice.OVERDUE)]
)
def test_each_reminder_once(world: World, days: int, notice: Notice) -> None:
    due(world, days)
    assert reminded() == {"amina": {notice}, "dina": {notice}}
    assert reminded() == {}


def test_a_week_then_a_day_then_late(world: World) -> None:
    """Each has its turn; another date is another reminder."""
    for days, notice in ((7, Notice.WEEK), (8, None), (6, Notice.WEEK), (1, Notice.DAY)):
        due(world, days)
        assert reminded().get("amina", set()) == ({notice} if notice else set())


def test_what_is_done_needs_no_reminder(world: World) -> None:
    due(world, 1)
    with db.writing():
        learning.complete(
            enrolment=session.get_one(Enrolment, world.enrolment.id), activity="first-lesson", at=clock.now()
        )
        session.get_one(Person, world.dina.id).disabled_at = clock.now()
    assert reminded() == {}


def test_the_beginning(world: World) -> None:
    with db.writing():
        session.get_one(Cohort, world.cohort.id).starts_on = clock.now().date() + timedelta(days=1)
    assert reminded() == {"amina": {Notice.START}, "dina": {Notice.START}}
    assert reminded() == {}


def test_a_reminder_that_was_not_kept_is_given_again(world: World) -> None:
    """What is not on disk was not sent: nothing is lost if the machine stops half way."""
    due(world, 1)
    people = next(queries.learners_in_turn())
    with pytest.raises(RuntimeError), db.writing():
        assert service.remind(people=people, at=clock.now())
        raise RuntimeError
    assert len(reminded()) == 2
    assert session.scalar(select(func.count()).select_from(Reminder)) == 2


# Forgetting


def test_erasure_leaves_what_the_class_reads(world: World) -> None:
    """A shared question stays and is nobody's; everything else of hers is gone."""
    amina, trajce = world.actor(world.amina), world.actor(world.trajce)
    with db.writing():
        cohort = queries.class_of(amina, world.cohort.id)
        shared, own = (
            service.ask(cohort=cohort, activity="", text=t, by=amina, at=clock.now()) for t in ("S", "O")
        )
        service.answer(question=shared, text="A", is_shared=True, based_on="", by=trajce, at=clock.now())
        service.make_link(by=amina, at=clock.now())
        shared_id, own_id = shared.id, own.id
    due(world, 1)
    reminded()
    held = queries.personal_data(world.amina.id)
    assert [each["question"] for each in held["questions"]] == ["S", "O"]  # type: ignore[attr-defined]
    assert held["calendar_link_made_at"]
    assert held["reminders"]
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=clock.now())
        service.erase_person(person_id=world.amina.id, at=clock.now())
    session.expire_all()
    assert session.get(Question, own_id) is None
    assert session.get_one(Question, shared_id).asker_id is None
    assert queries.personal_data(world.amina.id) == {
        "nominations": [], "approved": [], "questions": [], "announcements": [], "calendar_link_made_at": None,
        "reminders": [],
    }  # fmt: skip
