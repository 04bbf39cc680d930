"""Conditions, overrides, prior learning and completion by rules, on the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.audit.models import AuditEvent
from academy.courses.content.conditions import AnyOf, Done, HoldsRole, Passed, Scored, Since
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries, service
from academy.learning.models import Cohort, Completion, Enrolment, Override, PriorLearning
from academy.learning.rules import ActivityState, Dates
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from tests.editions import publish, with_activity, with_settings
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = AT.date()
ALL = ("first-lesson", "gate-quiz", "second-lesson", "kinds-quiz")


def of(world: World) -> Enrolment:
    """Return Amina's enrolment in this session."""
    return session.get_one(Enrolment, world.enrolment.id)


def finish(enrolment_id: UUID, *slugs: str, score: float | None = None, at: datetime = AT) -> None:
    """Complete activities."""
    for slug in slugs:
        with db.writing():
            service.complete(
                enrolment=session.get_one(Enrolment, enrolment_id), activity=slug, at=at, score=score
            )


def enter(world: World, edition: Edition, *, done: tuple[str, ...] = ()) -> Enrolment:
    """Enrol Amina anew, by herself, in another edition."""
    with db.writing():
        of(world).withdrawn_at = AT
    with db.writing():
        enrolment = service.enrol(
            person_id=world.amina.id, agency_id=world.rangers.id, edition=session.get_one(Edition, edition.id),
            by=None, at=AT,
        )  # fmt: skip
    finish(enrolment.id, *done)
    return enrolment


def override(world: World, holder: Any, activity: str, **stands: Any) -> Override:
    """Set something, as the cohort's trainer."""
    with db.writing():
        return service.set_override(
            holder=session.get_one(type(holder), holder.id), activity=activity, stands=Dates(**stands),
            reason="Field week", by=world.actor(world.trajce), at=AT,
        )  # fmt: skip


def count(model: Any, *conditions: Any) -> int:
    """Count rows."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_a_course_may_be_barred(app: Flask, world: World) -> None:
    """What must be so before is asked of the learner herself; who may enrol does."""
    edition = publish(app, with_settings(requires=Passed(course="other")), at=AT)
    with db.writing():
        of(world).withdrawn_at = AT
    amina = world.actor(world.amina)
    assert queries.bar_to(edition, person_id=amina.person_id, on=TODAY) == Passed(course="other")
    with pytest.raises(Forbidden, match="not-ready"), db.writing():
        service.enrol_self(by=amina, edition=session.get_one(Edition, edition.id), at=AT)
    with db.writing():
        other = Course(slug="other", level="basic", source_locale="en")
        session.add(other)
        session.flush()
        session.add(
            Enrolment(
                person_id=amina.person_id, course_id=other.id, edition_id=edition.id, agency_id=world.rangers.id,
                enrolled_at=AT, completed_at=AT,
            )
        )  # fmt: skip
    with db.writing():
        service.enrol_self(by=amina, edition=session.get_one(Edition, edition.id), at=AT)


def test_a_role_may_be_asked_for(app: Flask, world: World) -> None:
    """Of whoever is looked at, not only of the actor."""
    edition = publish(app, with_settings(requires=HoldsRole(role="learner")), at=AT)
    today = clock.now().date()
    assert queries.bar_to(edition, person_id=world.amina.id, on=today) is None
    assert queries.bar_to(edition, person_id=world.boris.id, on=today) is not None


def test_a_minimum_score_completes(app: Flask, world: World) -> None:
    """Everything required is not enough; a better score of the same quiz is, in its own transaction."""
    edition = publish(app, with_settings(completion=Scored(score="kinds-quiz", at_least=0.9)), at=AT)
    enrolment = enter(world, edition, done=ALL[:3])
    finish(enrolment.id, "kinds-quiz", score=0.8)
    assert session.get_one(Enrolment, enrolment.id).completed_at is None
    place = queries.place(world.actor(world.amina), "small", locale="en")
    assert place.standing.done_count == place.standing.required_count
    assert place.standing.lacking is not None
    finish(enrolment.id, "kinds-quiz", score=0.9, at=AT + DAY)
    assert session.get_one(Enrolment, enrolment.id).completed_at == AT + DAY


def test_any_of_two_completes(app: Flask, world: World) -> None:
    """Whichever comes."""
    either = AnyOf(any=[Scored(score="gate-quiz", at_least=0.9), Done(done="two")])
    enrolment = enter(world, publish(app, with_settings(completion=either), at=AT), done=ALL)
    assert session.get_one(Enrolment, enrolment.id).completed_at == AT


def test_another_course_may_be_what_was_missing(app: Flask, world: World) -> None:
    """Its completion completes this one, in the same transaction."""
    edition = publish(app, with_settings(completion=Passed(course="other")), at=AT)
    enrolment = enter(world, edition, done=ALL)
    with db.writing():
        other = Course(slug="other", level="basic", source_locale="en")
        session.add(other)
        session.flush()
        second = Enrolment(
            person_id=world.amina.id, course_id=other.id, edition_id=world.edition.id, agency_id=world.rangers.id,
            enrolled_at=AT,
        )  # fmt: skip
        session.add(second)
    assert session.get_one(Enrolment, enrolment.id).completed_at is None
    finish(second.id, *ALL, at=AT + DAY)
    session.expire_all()
    assert session.get_one(Enrolment, enrolment.id).completed_at == AT + DAY


def test_recount_repairs_and_changes_nothing_twice(app: Flask, world: World) -> None:
    """A wrong count, a completion whose day has come, and one that is kept though the count is short."""
    edition = publish(app, with_settings(completion=Since(since=TODAY + DAY)), at=AT)
    enrolment = enter(world, edition, done=ALL)
    with db.writing():
        finished = session.get_one(Enrolment, world.foreign_enrolment.id)
        finished.done_count, finished.completed_at = 4, AT
    assert set(queries.to_settle()) == {enrolment.id, world.foreign_enrolment.id}
    for at, changed in (
        (AT, {world.foreign_enrolment.id}),
        (AT + DAY, {enrolment.id}),
        (AT + 2 * DAY, set()),
    ):
        found = set()
        for each in queries.to_settle():
            with db.writing():
                if service.recount(enrolment_id=each, at=at):
                    found.add(each)
        assert found == changed
    session.expire_all()
    finished = session.get_one(Enrolment, world.foreign_enrolment.id)
    assert (finished.done_count, finished.completed_at) == (0, AT)
    assert session.get_one(Enrolment, enrolment.id).completed_at == AT + DAY


def test_dates_of_a_place(app: Flask, world: World) -> None:
    """The edition's days from her start, the cohort's instead of them, her own instead of those."""
    enrolment = enter(world, publish(app, with_activity("gate-quiz", due_days=10), at=AT))
    amina = world.actor(world.amina)

    def due() -> date | None:
        return queries.place(amina, "small", locale="en").dates["gate-quiz"].due_on

    assert due() == TODAY + 10 * DAY
    with db.writing():
        session.get_one(Enrolment, enrolment.id).cohort_id = world.cohort.id
        session.get_one(Cohort, world.cohort.id).starts_on = TODAY + 5 * DAY
    assert due() == TODAY + 15 * DAY
    override(world, world.cohort, "gate-quiz", due_on=TODAY + 20 * DAY)
    assert due() == TODAY + 20 * DAY
    override(world, enrolment, "gate-quiz", due_on=TODAY + 30 * DAY)
    assert due() == TODAY + 30 * DAY
    assert (
        queries.dates_of([session.get_one(Enrolment, enrolment.id)])[enrolment.id]["gate-quiz"].due_on
        == due()
    )


def test_an_override_is_set_once_and_changed_by_who_saw_it(world: World) -> None:
    """Setting it again replaces it; a form that is behind is a Conflict."""
    first = override(world, world.cohort, "gate-quiz", attempts=3)
    again = override(world, world.cohort, "gate-quiz", attempts=5)
    assert (first.id, count(Override)) == (again.id, 1)
    trajce = world.actor(world.trajce)
    seen = service.mark_of(again)

    def change(at: datetime) -> None:
        with db.writing():
            service.change_override(
                override=session.get_one(Override, again.id), seen=seen, stands=Dates(attempts=7), reason="More", by=trajce,
                at=at,
            )  # fmt: skip

    change(AT + DAY)
    with pytest.raises(Conflict, match="override-changed"):
        change(AT + 2 * DAY)
    with db.writing():
        service.remove_override(override=session.get_one(Override, again.id), by=trajce, at=AT)
    assert count(Override) == 0
    assert count(AuditEvent, AuditEvent.verb.in_(["set-override", "remove-override"])) == 4


@pytest.mark.parametrize(
    ("activity", "stands", "reason"),
    [
        ("nothing", {"attempts": 2}, "activity-unknown"),
        ("gate-quiz", {}, "override-empty"),
        ("", {"attempts": 2}, "attempts-of-one-activity"),
        ("gate-quiz", {"opens_on": TODAY, "closes_on": TODAY - DAY}, "days-out-of-order"),
        ("gate-quiz", {"due_on": TODAY, "closes_on": TODAY - DAY}, "days-out-of-order"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, activity: str, stands: Any, reason: str) -> None:
    """With the field it is about."""
    with pytest.raises(Invalid, match=reason):
        override(world, world.cohort, activity, **stands)


def _quiz(world: World) -> QuizContent:
    found = reading(edition_id=world.edition.id, locale="en").course.activity("gate-quiz")
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    return found[1].content


def _start(world: World, at: datetime = AT) -> UUID:
    with db.writing():
        enrolment = of(world)
        dates = queries.dates_of([enrolment])[enrolment.id].get("gate-quiz", Dates())
        return quizzes.start(
            enrolment=enrolment, activity="gate-quiz", quiz=_quiz(world).model_copy(update={"attempts": 1}),
            reading=reading(edition_id=world.edition.id, locale="en"), at=at, dates=dates,
        ).id  # fmt: skip


def test_more_attempts_and_a_last_day(world: World) -> None:
    """An override gives another attempt; after the last day none begins."""
    first = _start(world)
    with db.writing():
        attempt = queries.own_attempt(world.actor(world.amina), first)
        quizzes.submit(attempt=attempt, quiz=_quiz(world), items=_quiz(world).items, at=AT)
    with pytest.raises(Conflict, match="attempts-used"):
        _start(world)
    override(world, world.enrolment, "gate-quiz", attempts=2, closes_on=TODAY)
    with pytest.raises(Conflict, match="closed"):
        _start(world, AT + DAY)
    assert _start(world) != first


def test_after_the_last_day_answers_are_kept_as_late(world: World) -> None:
    """What was answered in time counts when it is handed in."""
    attempt_id, amina = _start(world), world.actor(world.amina)
    override(world, world.cohort, "", closes_on=TODAY + DAY)
    override(world, world.enrolment, "gate-quiz", closes_on=TODAY)

    def save(answer: str, at: datetime) -> bool:
        with db.writing():
            attempt = queries.own_attempt(amina, attempt_id)
            return service.save_response(
                attempt=attempt, save=Save("gloves", answer, "A", at.day, uuid4().hex), at=at
            ).is_late

    assert not save("a", AT)
    assert save("b", AT + DAY)
    assert queries.responses(attempt_id) == {"gloves": "a"}


def test_prior_learning_counts_as_done(world: World) -> None:
    """Once, whoever clicks twice; with who and why; never for what is done, and not by herself."""
    trajce = world.actor(world.trajce)

    def record(reason: str = "Instructor", by: Any = trajce, activity: str = "first-lesson") -> UUID:
        with db.writing():
            return service.record_prior_learning(
                enrolment=of(world), activity=activity, evidence="A certificate", reason=reason, by=by, at=AT
            ).id

    first = record()
    assert record() == first
    assert queries.completions(world.enrolment.id) == {"first-lesson": None}
    assert of(world).done_count == 1
    with pytest.raises(Conflict, match="done-already"):
        record(reason="Another")
    with pytest.raises(Forbidden, match="own-record"):
        record(by=world.actor(world.amina), activity="gate-quiz")
    with pytest.raises(Invalid, match="reason-missing"):
        record(reason=" ", activity="gate-quiz")
    assert [by for _record, by in queries.prior_learning_of(world.enrolment.id)] == ["trajce"]


def withdraw(world: World, record: PriorLearning) -> None:
    """Withdraw prior learning, as the trainer."""
    with db.writing():
        service.withdraw_prior_learning(
            record=session.get_one(PriorLearning, record.id), reason="A mistake", by=world.actor(world.trajce), at=AT
        )  # fmt: skip


def recorded(world: World, activity: str) -> PriorLearning:
    """Record prior learning, as the trainer."""
    with db.writing():
        return service.record_prior_learning(
            enrolment=of(world),
            activity=activity,
            evidence="E",
            reason="R",
            by=world.actor(world.trajce),
            at=AT,
        )


def test_withdrawn_while_nothing_was_earned_by_it(world: World) -> None:
    """The activity is to be done again, unless she has done it meanwhile; the record stays."""
    record = recorded(world, "first-lesson")
    withdraw(world, record)
    assert queries.completions(world.enrolment.id) == {}
    assert of(world).done_count == 0
    again = recorded(world, "first-lesson")
    finish(world.enrolment.id, "first-lesson", at=AT + DAY)
    withdraw(world, again)
    assert list(queries.completions(world.enrolment.id)) == ["first-lesson"]
    assert count(PriorLearning, PriorLearning.withdrawn_at.is_not(None)) == 2


def test_a_complete_course_is_never_taken_back(world: World) -> None:
    """Neither by withdrawing prior learning nor by correcting an error."""
    record = recorded(world, "first-lesson")
    finish(world.enrolment.id, *ALL[1:])
    assert of(world).completed_at == AT
    with pytest.raises(Conflict, match="course-complete"):
        withdraw(world, record)
    with db.writing():
        assert not service.take_back(enrolment=of(world), activity="second-lesson", at=AT)
    assert count(Completion) == 4


def test_taking_back_an_error(world: World) -> None:
    """What an attempt gave or prior learning vouches for stays; then withdrawing that takes it."""
    finish(world.enrolment.id, "first-lesson")
    with db.writing():
        assert service.take_back(enrolment=of(world), activity="first-lesson", at=AT)
        assert of(world).done_count == 0
    record = recorded(world, "second-lesson")
    finish(world.enrolment.id, "second-lesson")
    with db.writing():
        assert not service.take_back(enrolment=of(world), activity="second-lesson", at=AT)
    withdraw(world, record)
    assert queries.completions(world.enrolment.id) == {}


def test_a_gate_opens_by_prior_learning(world: World) -> None:
    """It is a completion like any other."""
    for slug in ALL[:2]:
        recorded(world, slug)
    place = queries.place(world.actor(world.amina), "small", locale="en")
    stands = place.standing.of("second-lesson")
    assert stands is not None
    assert stands.state is ActivityState.NEXT


def test_only_in_cohorts_one_runs(world: World) -> None:
    """What another trainer set does not exist."""
    held = override(world, world.cohort, "gate-quiz", attempts=3)
    record = recorded(world, "first-lesson")
    boris = world.actor(world.boris)
    for find in (
        lambda: queries.override_for(boris, held.id),
        lambda: queries.learner_for(boris, world.enrolment.id),
        lambda: queries.prior_learning_for(boris, record.id),
        lambda: queries.override_for(world.actor(world.trajce), uuid4()),
    ):
        with pytest.raises(NotFound):
            find()
    assert queries.override_for(world.actor(world.ada), held.id).id == held.id
