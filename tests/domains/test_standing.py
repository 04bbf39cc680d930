"""Suspending, lifting, revoking, replacing and renewing certificates, and warning ahead, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.actor import Actor
from academy.audit.models import AuditEvent
from academy.certificates import queries, service
from academy.certificates.content import Mark, Signed
from academy.certificates.models import Certificate, Decision, ExpiryWarning
from academy.certificates.rules import State, Verdict, frozen
from academy.certificates.service import Order, Why
from academy.courses import content
from academy.courses import service as courses
from academy.courses.models import Course, Edition
from academy.courses.package import Package
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import Enrolment
from tests.certificates import ISSUED_AT, issued
from tests.world import PACKAGES, World

LATER = ISSUED_AT + timedelta(days=3)
#: The small course's certificates of ``ISSUED_AT`` end on 30 June 2028.
IN_THE_WINDOW = datetime(2028, 5, 2, 9, tzinfo=UTC)


def reloaded(certificate: Certificate) -> Certificate:
    session.rollback()
    session.expire_all()
    return session.get_one(Certificate, certificate.id)


def decide(certificate: Certificate, verdict: Verdict, reason: str, by: Actor, note: str = "") -> None:
    with db.writing():
        service.decide(
            certificate=session.get_one(Certificate, certificate.id), verdict=verdict, why=Why(reason, note), by=by, at=LATER
        )  # fmt: skip


def print_replacement(app: Flask, certificate: Certificate, locale: str = "en") -> service.Prepared:
    held = reloaded(certificate)
    order = Order(held.enrolment, locale, replaces=held)
    made = service.printed(order, issuer=app.extensions["issuer"], at=LATER)
    session.rollback()
    return made


def replaced(app: Flask, certificate_id: UUID, prepared: service.Prepared, by: Actor) -> Certificate:
    with db.writing():
        return service.replace(
            certificate=session.get_one(Certificate, certificate_id), prepared=prepared, issuer=app.extensions["issuer"],
            why=Why("name-corrected"), by=by, at=LATER,
        )  # fmt: skip


@pytest.fixture
def retest(app: Flask, world: World) -> Edition:
    """A re-test of the small course, live."""
    small = courses.prepare(PACKAGES / "small", keep=app.extensions["storage"].put)
    renews = content.Renews(course="small")
    document = small.course.model_copy(
        update={"slug": "small-retest", "title": "Again", "renews": renews, "valid_months": None}
    )
    with db.writing():
        return courses.publish(
            package=Package(document, small.media, small.catalogues), by=None, at=ISSUED_AT
        ).edition


def begin(certificate: Certificate, by: Actor, at: datetime = IN_THE_WINDOW) -> Enrolment:
    with db.writing():
        held = session.get_one(Certificate, certificate.id)
        return service.begin_retest(certificate=held, by=by, at=at)


def complete(enrolment: Enrolment, at: datetime) -> None:
    with db.writing():
        session.get_one(Enrolment, enrolment.id).completed_at = at


def renewed(app: Flask, enrolment: Enrolment, by: Actor, at: datetime) -> Certificate:
    found = session.get_one(Enrolment, enrolment.id)
    prepared = service.printed(Order(found, "sq"), issuer=app.extensions["issuer"], at=at)
    session.rollback()
    with db.writing():
        mine = queries.enrolment_to_certify(by, enrolment.id)
        return service.claim(enrolment=mine, prepared=prepared, issuer=app.extensions["issuer"], by=by, at=at)


def test_a_suspension_stops_a_certificate_until_it_is_lifted(app: Flask, world: World) -> None:
    certificate, ada, boris = issued(app, world), world.actor(world.ada), world.actor(world.boris)
    decide(certificate, Verdict.SUSPEND, "under-review", boris, "a call came")
    assert reloaded(certificate).state == State.SUSPENDED
    assert queries.of_enrolment(world.enrolment.id) == certificate
    decide(certificate, Verdict.LIFT, "cleared", ada)
    assert reloaded(certificate).state == State.VALID
    told = [(each.verdict, name, each.note) for each, name in queries.decisions_about(certificate)]
    assert sorted(told) == [("lift", "ada", ""), ("suspend", "boris", "a call came")]
    verbs = session.scalars(
        select(AuditEvent.verb).where(AuditEvent.object_type == "certificate").order_by(AuditEvent.id)
    )
    assert list(verbs) == ["issue", "suspend", "lift"]


def test_pressing_twice_decides_once_and_others_are_told(app: Flask, world: World) -> None:
    certificate, ada, boris = issued(app, world), world.actor(world.ada), world.actor(world.boris)
    decide(certificate, Verdict.SUSPEND, "under-review", ada)
    decide(certificate, Verdict.SUSPEND, "under-review", ada)
    assert session.scalar(select(func.count()).select_from(Decision)) == 1
    with pytest.raises(Conflict):
        decide(certificate, Verdict.SUSPEND, "under-review", boris)
    with pytest.raises(Invalid, match="reason-unknown"):
        decide(certificate, Verdict.LIFT, "because", ada)


def test_a_replacement_says_what_the_first_said_under_the_corrected_name(app: Flask, world: World) -> None:
    first, ada = issued(app, world), world.actor(world.ada)
    with db.writing():
        session.merge(world.amina).legal_name = "Amina Druga"
    new = replaced(app, first.id, print_replacement(app, first), ada)
    old, new = reloaded(first), session.get_one(Certificate, new.id)
    assert (old.state, new.state, new.replaces_id) == (State.REPLACED, State.VALID, old.id)
    assert (old.holder_name, new.holder_name, new.locale) == ("Amina Prvić", "Amina Druga", "en")
    assert (new.valid_until, new.edition_id, new.agency_id) == (
        old.valid_until,
        old.edition_id,
        old.agency_id,
    )
    same = {"course", "level", "hours", "edition_digest", "jurisdiction", "law_date", "valid_until"}
    assert new.said.model_dump(include=same) == old.said.model_dump(include=same)
    assert new.said.replaces == old.number and new.number != old.number
    assert new.credential and new.credential != old.credential
    assert queries.document_of(old, app.extensions["storage"])  # the old paper can still be compared


def test_a_replacement_is_printed_without_pictures_that_are_gone(app: Flask, world: World) -> None:
    first, gone = issued(app, world), "0" * 64
    signed = Signed(name="A. Demo", role={"en": "Director"}, signature=gone)
    with db.writing():
        held = session.get_one(Certificate, first.id)
        held.facts = frozen(
            held.said.model_copy(update={"signatories": (signed,), "logos": (Mark(file=gone, alt="M"),)})
        )
    facts = print_replacement(app, first).facts
    assert [(each.name, each.signature) for each in facts.signatories] == [("A. Demo", None)]
    assert facts.logos == ()


def test_two_replacements_at_once_give_one(app: Flask, world: World) -> None:
    first, ada = issued(app, world), world.actor(world.ada)
    prints = [print_replacement(app, first) for _ in range(4)]
    numbers: list[str] = []
    first_id = reloaded(first).id
    session.rollback()
    start = threading.Barrier(len(prints))

    def go(prepared: service.Prepared) -> None:
        with app.app_context():
            start.wait()
            numbers.append(replaced(app, first_id, prepared, ada).number)
            session.remove()

    threads = [threading.Thread(target=go, args=(each,)) for each in prints]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == len(prints) and len(set(numbers)) == 1
    states = session.scalars(select(Certificate.state).order_by(Certificate.issued_at)).all()
    assert sorted(states) == ["replaced", "valid"]


def test_what_was_revoked_meanwhile_is_not_replaced(app: Flask, world: World) -> None:
    first, ada = issued(app, world), world.actor(world.ada)
    prepared = print_replacement(app, first)
    decide(first, Verdict.REVOKE, "misconduct", ada)
    with pytest.raises(Conflict):
        replaced(app, first.id, prepared, ada)
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_who_may_decide(app: Flask, world: World) -> None:
    from_amina, boris = issued(app, world), world.actor(world.boris)
    roles = (boris.grants[0].role,)
    assert queries.certificate_to_decide(boris, from_amina.id, *roles) == from_amina
    with pytest.raises(NotFound):
        queries.certificate_to_decide(world.actor(world.carla), from_amina.id, *roles)
    with pytest.raises(NotFound):  # nobody decides about her own
        queries.certificate_to_decide(world.actor(world.amina), from_amina.id, *roles)


def test_the_window_opens_and_closes(app: Flask, world: World, retest: Edition) -> None:
    certificate, amina = issued(app, world), world.actor(world.amina)
    for at in (datetime(2028, 3, 31, tzinfo=UTC), datetime(2028, 7, 31, tzinfo=UTC)):
        with pytest.raises(Conflict, match="nothing-to-renew"):
            begin(certificate, amina, at)
    with pytest.raises(Forbidden), db.writing():  # nor through the door of open courses
        learning.enrol_self(by=amina, edition=session.merge(retest), at=IN_THE_WINDOW)
    first = begin(certificate, amina, datetime(2028, 4, 1, tzinfo=UTC))
    assert begin(certificate, amina).id == first.id
    assert session.get_one(Course, first.course_id).renews == "small"


def test_a_retest_renews_from_the_end_of_the_old_one(app: Flask, world: World, retest: Edition) -> None:
    old, amina = issued(app, world), world.actor(world.amina)
    enrolment = begin(old, amina)
    complete(enrolment, IN_THE_WINDOW)
    assert [each.id for each in queries.claimable(amina)] == [enrolment.id]
    new = session.get_one(Certificate, renewed(app, enrolment, amina, IN_THE_WINDOW).id)
    assert reloaded(old).state == State.VALID
    facts = new.said
    assert str(new.valid_until) == "2030-06-30" and new.renews_id == old.id
    assert (facts.course, facts.edition_digest, facts.renews) == (
        "small",
        old.said.edition_digest,
        old.number,
    )
    assert facts.retest is not None and facts.retest.edition_digest == session.merge(retest).digest
    assert queries.renewal_of(reloaded(old), on=IN_THE_WINDOW.date()) is None  # once
    assert queries.claimable(amina) == []
    assert [each.number for each in queries.succession(reloaded(old))] == [new.number]


def test_late_within_the_grace_it_holds_from_the_retest(app: Flask, world: World, retest: Edition) -> None:
    old, amina = issued(app, world), world.actor(world.amina)
    late = datetime(2028, 7, 20, tzinfo=UTC)
    enrolment = begin(old, amina, late)
    complete(enrolment, late)
    assert str(renewed(app, enrolment, amina, late).valid_until) == "2030-07-20"


def test_a_retest_certifies_nothing_without_a_certificate_that_counts(
    app: Flask, world: World, retest: Edition
) -> None:
    old, amina, ada = issued(app, world), world.actor(world.amina), world.actor(world.ada)
    enrolment = begin(old, amina)
    complete(enrolment, IN_THE_WINDOW)
    found = session.get_one(Enrolment, enrolment.id)
    prepared = service.printed(Order(found, "en"), issuer=app.extensions["issuer"], at=IN_THE_WINDOW)
    session.rollback()
    decide(old, Verdict.REVOKE, "misconduct", ada)
    assert queries.claimable(amina) == []
    with pytest.raises(Conflict, match="nothing-to-renew"):
        renewed(app, enrolment, amina, IN_THE_WINDOW)
    with pytest.raises(Conflict, match="nothing-to-renew"), db.writing():
        service.claim(
            enrolment=session.get_one(Enrolment, enrolment.id), prepared=prepared, issuer=app.extensions["issuer"], by=amina,
            at=IN_THE_WINDOW,
        )  # fmt: skip


def test_a_replaced_certificate_is_renewed_by_its_replacement(
    app: Flask, world: World, retest: Edition
) -> None:
    first, amina = issued(app, world), world.actor(world.amina)
    new = replaced(app, first.id, print_replacement(app, first), world.actor(world.ada))
    with pytest.raises(Conflict):
        begin(first, amina)
    enrolment = begin(new, amina)
    complete(enrolment, IN_THE_WINDOW)
    assert renewed(app, enrolment, amina, IN_THE_WINDOW).renews_id == new.id


def test_each_warning_goes_out_once_and_only_the_nearest(app: Flask, world: World) -> None:
    certificate = issued(app, world)
    end = reloaded(certificate).valid_until
    assert end is not None

    def noted(days_before: int) -> list[int]:
        on = end - timedelta(days=days_before)
        due = queries.warnings_due(on=on, limit=9)
        session.rollback()
        with db.writing():
            at = datetime(on.year, on.month, on.day, tzinfo=UTC)
            assert len(service.note_warnings(due, at=at)) == len(due)
            assert service.note_warnings(due, at=at) == []  # another server, the same round
        return [days for _certificate, days in due]

    assert [noted(day) for day in (91, 28, 20, 3, -1)] == [[], [30], [], [7], []]
    assert session.scalar(select(func.count()).select_from(ExpiryWarning)) == 2


def test_erasure_takes_notes_and_deciders_and_leaves_what_was_decided(app: Flask, world: World) -> None:
    certificate, ada = issued(app, world), world.actor(world.ada)
    decide(certificate, Verdict.SUSPEND, "under-review", ada, "Amina said so")
    told = str(queries.personal_data(world.amina.id))
    assert "Amina said so" in told and certificate.number in str(queries.personal_data(world.ada.id))
    session.rollback()
    for person in (world.amina, world.ada):
        with db.writing():
            service.erase_person(person_id=person.id, at=LATER, storage=app.extensions["storage"])
    kept = session.scalars(select(Decision)).one()
    assert (kept.verdict, kept.reason, kept.note, kept.decided_by_id) == ("suspend", "under-review", "", None)
