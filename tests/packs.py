"""A certificate with everything behind it: a case, a marked quiz, a sign-off, a meeting; and a stranger beside each."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.rules.state import Entry, State
from academy.certificates import queries as certificates
from academy.certificates import service
from academy.certificates.models import Batch, Certificate, Decision
from academy.courses import service as courses
from academy.courses.content import Activity, Module
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.evidence import service as evidence
from academy.evidence.content import Packed
from academy.learning import service as learning
from academy.learning.models import AnswerEvent, Attempt, Cohort, Enrolment
from academy.learning.rules import Dates
from academy.meetings import service as meetings
from academy.meetings.models import Attendance
from academy.practicals import service as practicals
from academy.practicals.content import PracticalContent
from academy.practicals.service import Observation
from academy.quizzes.models import AnswerFile, Exam, ExamAttempt
from tests import playing
from tests.certificates import complete, prepared
from tests.kinds import MEETING, PRACTICAL, date_from, trainer
from tests.marking import ESSAY, GLOVES, QUIZ, hand_in, mark, quiz
from tests.world import PACKAGES, World

#: What others wrote and are called: none of it may be in her pack.
CANARIES = ("Dina Daleka", "Amadeus-canary", "Boris Drugi", "Carla Strani")


@dataclass(frozen=True)
class Behind:
    """What stands behind Amina's certificate."""

    certificate_id: UUID
    enrolment_id: UUID
    vera: Person

    @property
    def certificate(self) -> Certificate:
        """The certificate as it is now."""
        return session.get_one(Certificate, self.certificate_id)


def everything(app: Flask, world: World) -> Behind:
    """Let Amina earn a certificate, and Dina learn beside her."""
    at = clock.now() - timedelta(days=3)
    edition = _published(app)
    with db.writing():
        cohort = learning.open_cohort(
            name="Evidence", edition=edition, starts_on=at.date(), closes_on=None, trainers=[world.trajce.id], by=None, at=at
        )  # fmt: skip
        amina, dina = (
            learning.enrol(
                person_id=who.id, agency_id=where.id, edition=edition, cohort=cohort, by=None, at=at
            )
            for who, where in ((world.amina, world.rangers), (world.dina, world.inspectors))
        )
        vera = trainer("vera", session.scalars(select(Agency).where(Agency.name == "Academy")).one())
        meeting = meetings.arrange(
            cohort=cohort, activity=MEETING, date=date_from(at), by=world.actor(world.trajce), at=at
        )
        for each in (amina, dina):
            session.add(Attendance(
                meeting_id=meeting.id, enrolment_id=each.id, presence="present", noted_at=at, noted_by_id=world.trajce.id
            ))  # fmt: skip
    for each, words in ((amina, "I stopped at the tape."), (dina, "Amadeus-canary wrote this.")):
        attempt_id = hand_in(each.id, {"gloves": "a", "report": words}, at=at + timedelta(hours=1))
        mark(world, world.trajce, attempt_id, (2, 2), at=at + timedelta(hours=2))
    _play(world, amina)
    _sign_off(world, vera, amina)
    _beside(app, world, amina, dina)
    complete(amina)
    certificate_id = _issued(app, world, amina)
    _decided(world, certificate_id)
    return Behind(certificate_id, amina.id, vera)


def packed(app: Flask, behind: Behind, world: World | None = None) -> tuple[bytes, Packed]:
    """Make the pack, at a moment that is always the same, by ada."""
    target = io.BytesIO()
    done = evidence.pack(
        target, certificate=behind.certificate, issuer=app.extensions["issuer"],
        by=world.actor(world.ada) if world else None, at=playing.AT,
    )  # fmt: skip
    return target.getvalue(), done


def unpacked(pack: bytes, folder: Path) -> Path:
    """Unpack it as a court would."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder


def _published(app: Flask) -> Edition:
    keep = app.extensions["storage"].put
    package = courses.prepare(PACKAGES / "kinds", keep=keep)
    case = courses.prepare(PACKAGES / "cases", keep=keep).course.activity(playing.CASE)
    assert case is not None
    asked = Activity(slug=QUIZ, kind="quiz", content=quiz(GLOVES, ESSAY))
    more = Module(slug="more", title="More", activities=[asked, case[1]])
    changed = package.course.model_copy(update={"modules": [*package.course.modules, more]})
    with db.writing():
        return courses.publish(
            package=replace(package, course=changed), by=None, at=clock.now() - timedelta(days=4)
        ).edition


def _play(world: World, amina: Enrolment) -> None:
    """Play the expert's first steps, which seal an exhibit, and leave it there."""
    run_id = playing.begin(amina)
    steps = [step.act for step in playing.case_of(amina).expert]
    playing.play(world, world.amina, run_id, steps)


def _beside(app: Flask, world: World, amina: Enrolment, dina: Enrolment) -> None:
    """Add an exam, a file, prior learning, an exception for the cohort; and Dina's part of the same case."""
    at, trajce = clock.now(), world.actor(world.trajce)
    with db.writing():
        sat = session.scalars(
            select(Attempt).where(Attempt.enrolment_id == amina.id, Attempt.activity == QUIZ)
        ).one()
        exam = Exam(
            cohort_id=session.get_one(Enrolment, amina.id).cohort_id, activity=QUIZ, invigilator_id=world.trajce.id, opens_at=at,
            closes_at=at, secret="s", made_at=at, record="Dina Daleka was late.",
        )  # fmt: skip
        session.add(exam)
        session.flush()
        session.add(ExamAttempt(attempt_id=sat.id, exam_id=exam.id))
        digest = app.extensions["storage"].put(b"Her own notes.")
        session.add(AnswerFile(
            attempt_id=sat.id, item="report", name="notes.TXT", mime="text/plain", size=14, digest=digest, sent_at=at
        ))  # fmt: skip
        learning.record_prior_learning(
            enrolment=session.get_one(Enrolment, amina.id), activity="two-hands", evidence="A post held", reason="Known", by=trajce,
            at=at,
        )  # fmt: skip
        learning.set_override(
            holder=session.get_one(Cohort, exam.cohort_id), activity=QUIZ, stands=Dates(attempts=9),
            reason="Dina Daleka was ill", by=trajce, at=at,
        )  # fmt: skip
        _join(session.scalars(select(CaseRun)).one(), dina)


def _join(run: CaseRun, dina: Enrolment) -> None:
    """Let Dina have played a part in a run, written a line in its log, and taken an action of her own."""
    hers = Attempt(
        enrolment_id=dina.id, edition_id=dina.edition_id, activity=playing.CASE, number=1, state="graded", seed=1, locale="en",
        rendition_digest="0" * 64, started_at=playing.AT, gates_failed=[],
    )  # fmt: skip
    session.add(hers)
    session.flush()
    session.add(CaseSeat(attempt_id=hers.id, run_id=run.id, role="witness", taken_at=playing.AT))
    session.add(AnswerEvent(
        attempt_id=hers.id, item="action", device="d", sequence=1, idempotency_key="k", payload={"do": "note", "text": "Amadeus-canary"},
        payload_hash="h", saved_at=playing.AT, is_late=True,  # so that the run can be replayed without it
    ))  # fmt: skip
    state = State.read(run.snapshot)
    line = Entry({"who": "Amadeus-canary"}, 61, 11, "witness")
    things = {
        key: each._replace(log=(*each.log, line)) if each.log else each for key, each in state.things.items()
    }
    run.snapshot = json.loads(json.dumps(replace(state, things=things).kept()))


def _decided(world: World, certificate_id: UUID) -> None:
    """Let two people have suspended it among others."""
    at = clock.now()
    with db.writing():
        batch = Batch(
            kind="suspend", state="done", agency_id=world.rangers.id, proposed_at=at, proposed_by_id=world.trajce.id, decided_at=at,
            decided_by_id=world.ada.id, total=2,
        )  # fmt: skip
        session.add(batch)
        session.flush()
        session.add(Decision(
            certificate_id=certificate_id, verdict="suspend", reason="checking", decided_at=at, decided_by_id=world.ada.id,
            batch_id=batch.id,
        ))  # fmt: skip


def _sign_off(world: World, vera: Person, amina: Enrolment) -> None:
    read = reading(edition_id=amina.edition_id, locale="en")
    found = read.course.activity(PRACTICAL)
    assert found is not None
    practical = found[1].content
    assert isinstance(practical, PracticalContent)
    observation = Observation(
        dict.fromkeys([each.key for each in practical.criteria], "met"), clock.now().date(), vera.id, "Calm work.",
        False, 1, uuid4().hex,
    )  # fmt: skip
    with db.writing():
        practicals.sign_off(
            enrolment=session.get_one(Enrolment, amina.id), activity=PRACTICAL, practical=practical, observation=observation,
            edition_digest=read.edition_digest, by=world.actor(vera), at=clock.now(),
        )  # fmt: skip


def _issued(app: Flask, world: World, amina: Enrolment) -> UUID:
    actor, print_ = world.actor(world.amina), prepared(app, world, enrolment=amina)
    session.rollback()
    with db.writing():
        return service.claim(
            enrolment=certificates.enrolment_to_certify(actor, amina.id), prepared=print_,
            issuer=app.extensions["issuer"], by=actor, at=print_.facts.issued_at,
        ).id  # fmt: skip
