"""Whatever points at a person is in her export, and nothing names her once she is erased."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import JSON, Engine, LargeBinary, MetaData, String, event, select

from academy import clock, db
from academy.accounts.models import (
    Admission,
    OneTimeCode,
    Passkey,
    PasskeyChallenge,
    Person,
    RecoveryCode,
    SignInSession,
    Transfer,
)
from academy.capstones.models import CapstoneMark
from academy.cascade.models import Commitment, CommitmentReport, DeliverySignOff, Training
from academy.cases.models import CaseRehearsal, CaseRun, CaseSeat
from academy.cases.rules.state import Entry, State, Thing
from academy.certificates.models import Certificate, Decision, ExpiryWarning
from academy.cohorts import service as service_of_cohorts
from academy.cohorts.models import Announcement, Approval, Nomination, Question, Reminder
from academy.courses.models import ActivityDraft
from academy.db import session
from academy.evaluation.models import FollowUp
from academy.learning import service as learning
from academy.learning.models import Attempt, CohortTrainer, Enrolment, ResultChange
from academy.learning.rules import Dates
from academy.learning.service import Grade, ItemMark, Save
from academy.mail import Post
from academy.meetings.models import Attendance, Meeting
from academy.practicals.models import SignOff
from academy.privacy import service
from academy.privacy.models import ErasureWarning
from academy.quizzes.models import AnswerFile, Appeal, Exam, ExamAttempt, PersonMark, Regrade
from academy.recall.models import RecallCard
from academy.reports.models import ReportSchedule
from academy.serving import server_options
from academy.snapshots.models import Snapshot
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World

EVERYTHING = Person.metadata
#: Columns that say who did something to a record of the academy: the record is not about that person.
DEEDS = {
    ("edition", "published_by_id"),
    ("bank_item", "edited_by_id"),
    ("bank_item", "reviewed_by_id"),
    ("jurisdiction_entry", "verified_by_id"),
    ("regrade", "made_by_id"),
    ("one_time_code", "made_by_id"),
    ("publication", "decided_by_id"),
    ("publication", "asked_by_id"),
    ("case_report", "reported_by_id"),
    ("mail_domain", "verified_by_id"),
    ("retention_rule", "set_by_id"),
    ("certificate_batch", "proposed_by_id"),
    ("certificate_batch", "decided_by_id"),
    ("certificate_template", "made_by_id"),
}
#: Tables that point at a person and are not in her export, each with the reason.
LEFT_OUT = {
    "sign_in_session": "digests and times of a browser, gone a month after it ended; her account page lists them",
    "one_time_code": "digests of codes, gone a month after they ended",
    "passkey_challenge": "digests of random numbers, gone once answered or after minutes",
    "item_result": "follows from her answers and the edition, both of which are there",
    "api_tally": "how often a token asked in this minute",
    "tranche": "counts of groups of five or more",
    "credential_status": "a place in the published lists; her credential names it",
    "name_check": "what the public did; neither name nor answer is kept",
}


def about_people(metadata: MetaData) -> set[str]:
    """Return the tables that point at a person, directly or through what they belong to."""
    found = {"person"}
    while more := {
        name for name in metadata.tables if name not in found and points_at(metadata, name, found)
    }:
        found |= more
    return found


def points_at(metadata: MetaData, name: str, targets: set[str]) -> bool:
    keys = metadata.tables[name].foreign_keys
    return any(key.column.table.name in targets and (name, key.parent.name) not in DEEDS for key in keys)


def fill(app: Flask, world: World) -> None:
    """Let Amina leave something in every table that can hold something of her."""
    at = clock.now()
    with db.writing():
        enrolment = session.get_one(Enrolment, world.enrolment.id)
        learning.complete(enrolment=enrolment, activity="first-lesson", at=at)
        attempt = learning.start_attempt(
            enrolment=enrolment, activity="gate-quiz", begun=learning.Begun("en", "d", 1), at=at
        )
        learning.save_response(attempt=attempt, save=Save("gloves", "Amina Prvić", "device", 1, "key"), at=at)
        mark = ItemMark(response="Amina Prvić", score=1.0, is_right=True)
        learning.grade_attempt(
            attempt=attempt, grade=Grade(score=1.0, is_passed=True, marks={"gloves": mark}), at=at
        )
        session.add(CohortTrainer(cohort_id=world.cohort.id, person_id=world.amina.id))
        trajce = world.actor(world.trajce)
        learning.record_prior_learning(
            enrolment=enrolment, activity="second-lesson", evidence="Amina Prvić", reason="Amina Prvić", by=trajce, at=at
        )  # fmt: skip
        learning.set_override(
            holder=enrolment,
            activity="kinds-quiz",
            stands=Dates(attempts=9),
            reason="Amina Prvić",
            by=trajce,
            at=at,
        )
        _let_her_have_keys(world)
        session.add(ErasureWarning(person_id=world.amina.id, warned_at=at, due_on=at.date()))
        _let_her_attend_and_be_signed_off(world)
        _let_her_be_marked_and_mark(world, attempt)
        _let_her_play_a_case(world, attempt)
        session.add(
            RecallCard(
                person_id=world.amina.id, course_id=world.edition.course_id, edition_id=world.edition.id, activity="gate-quiz",
                item="gloves", memory={"last": {"answer": "wrong", "response": "Amina Prvić"}}, due_at=at, made_at=at,
            )
        )  # fmt: skip
        session.add(
            ReportSchedule(
                person_id=world.amina.id, agency_id=world.rangers.id, report="progress", rhythm="weekly",
                filter={"q": "Amina Prvić"}, next_on=at.date(), made_at=at,
            )
        )  # fmt: skip
        session.add(
            Snapshot(
                title="T", taken_at=at, taken_by_id=world.amina.id, definitions="figures-1", document={}, digest="0" * 64
            )
        )  # fmt: skip
        day = at.date()
        for each, answerer in ((world.enrolment, world.boris), (world.foreign_enrolment, world.amina)):
            session.add(
                FollowUp(
                    enrolment_id=each.id, months=3, opens_on=day, closes_on=day, supervisor_id=answerer.id, answered_at=at,
                    answered_by_id=answerer.id, answers={"scene": "once"},
                )
            )  # fmt: skip
        service_of_cohorts.make_link(by=world.actor(world.amina), at=at)
        asked = {"cohort_id": world.cohort.id, "activity": "", "asker_id": world.amina.id, "asked_at": at}
        session.add(Question(text="Amina Prvić asks", **asked))
        session.add(
            Announcement(
                cohort_id=world.cohort.id, author_id=world.amina.id, title="T", body="B", posted_at=at
            )
        )
        _let_her_come_in_and_go(world)
        _let_her_teach_and_observe(world)
        wish = Nomination(
            cohort_id=world.cohort.id, person_id=world.amina.id, agency_id=world.rangers.id, state="declined",
            nominated_at=at, reason="Amina Prvić is needed",
        )  # fmt: skip
        session.add(wish)
        session.flush()
        session.add(Approval(nomination_id=wish.id, person_id=world.amina.id, approved_at=at))
        session.add(
            Reminder(enrolment_id=enrolment.id, activity="", due_on=at.date(), notice="week", sent_at=at)
        )
        session.add(
            OneTimeCode(
                person_id=world.amina.id,
                purpose="reset",
                code_digest="c",
                made_at=at,
                expires_at=at + timedelta(days=1),
            )
        )
        session.add(
            SignInSession(
                person_id=world.amina.id, token_digest="t", user_agent_digest="u", started_at=at, last_seen_at=at,
                ends_at=at + timedelta(hours=12), idle_minutes=30,
            )
        )  # fmt: skip


def _let_her_have_keys(world: World) -> None:
    """A passkey that bears her name, a challenge that waits for her, a recovery code."""
    at, hers = clock.now(), world.amina.id
    session.add(
        Passkey(
            person_id=hers, credential_id="c", public_key=b"k", sign_count=0, name="Amina Prvić", transports=[],
            is_synced=False, made_at=at,
        )
    )  # fmt: skip
    session.add(PasskeyChallenge(digest="d", person_id=hers, made_at=at, expires_at=at))
    session.add(RecoveryCode(person_id=hers, code_digest="r", made_at=at))


def _let_her_come_in_and_go(world: World) -> None:
    """Her own way in, a colleague whom she put forward, and a transfer that nobody has answered."""
    at = clock.now()
    asked = {
        "agency_id": world.rangers.id,
        "state": "asked",
        "asked_at": at,
        "note": "Amina Prvić serves here",
    }
    session.add(
        Admission(person_id=world.amina.id, legal_name="Amina Prvić", email="amina@example.org", **asked)
    )
    session.add(Admission(asked_by_id=world.amina.id, legal_name="Friend of Amina Prvić", **asked))
    session.add(
        Transfer(
            person_id=world.amina.id, from_agency_id=world.rangers.id, to_agency_id=world.inspectors.id, state="asked",
            asked_at=at,
        )
    )  # fmt: skip


def _let_her_teach_and_observe(world: World) -> None:
    """A training of hers with what was seen of it, and one of another's that she decided on and saw."""
    at = clock.now()
    for each, hers in ((world.enrolment, True), (world.foreign_enrolment, False)):
        ground = Certificate(
            number=f"WCA-T-{hers}", code=f"t-{hers}", enrolment_id=None, person_id=None, agency_id=each.agency_id,
            edition_id=world.edition.id, rendition_digest="d", locale="en", issued_at=at, state="valid", document_digest="0" * 64,
            facts="{}", facts_digest="0" * 64,
        )  # fmt: skip
        session.add(ground)
        session.flush()
        training = Training(
            leader_id=each.person_id, certificate_id=ground.id, generation=2, agency_id=each.agency_id, country_code="XA",
            edition_id=world.edition.id, title="T", place="P", starts_on=at.date(), ends_on=at.date(), places=1, state="held",
            proposed_at=at, decided_at=at, decided_by_id=None if hers else world.amina.id, reason="Amina Prvić" if hers else "",
            report="Amina Prvić taught" if hers else "", idempotency_key=f"t-{hers}",
        )  # fmt: skip
        session.add(training)
        session.flush()
        session.add(
            DeliverySignOff(
                training_id=training.id, number=1, assessor_id=None if hers else world.amina.id, observed_on=at.date(),
                signed_at=at, findings={}, is_passed=True, note="Amina Prvić led well" if hers else "", idempotency_key="k",
            )
        )  # fmt: skip
        if hers:
            promised = Commitment(
                person_id=world.amina.id, certificate_id=ground.id, agency_id=each.agency_id, kind="other", text="Amina Prvić will",
                due_on=at.date(), made_at=at, idempotency_key="c",
            )  # fmt: skip
            promised.reports.append(
                CommitmentReport(number=1, progress="kept", note="Amina Prvić did", reported_at=at)
            )
            session.add(promised)
    session.flush()


def _let_her_attend_and_be_signed_off(world: World) -> None:
    """Attendance at a meeting, and a sign-off that she was given and that she gave."""
    at = clock.now()
    meeting = Meeting(
        cohort_id=world.cohort.id, activity="m", starts_at=at, ends_at=at, zone="UTC", place="", link=""
    )
    session.add(meeting)
    session.flush()
    noted = {"meeting_id": meeting.id, "presence": "present", "noted_at": at, "noted_by_id": world.amina.id}
    session.add(Attendance(enrolment_id=world.enrolment.id, **noted))
    session.add(Attendance(enrolment_id=world.foreign_enrolment.id, **noted))
    seen = {
        "activity": "p", "number": 1, "assessor_id": world.amina.id, "observed_on": at.date(), "signed_at": at, "findings": {},
        "is_passed": True, "note": "", "entered_from": "paper", "idempotency_key": "k", "edition_digest": "d",
    }  # fmt: skip
    session.add(SignOff(enrolment_id=world.enrolment.id, **{**seen, "note": "Amina Prvić did well"}))
    session.add(SignOff(enrolment_id=world.foreign_enrolment.id, **seen))
    session.flush()


def _let_her_play_a_case(world: World, own: Attempt) -> None:
    """A run with a label and a line of hers in its snapshot, and a rehearsal of a draft."""
    at = clock.now()
    seen = State(
        things={
            "owl": Thing(
                "yard", label={"who": "Amina Prvić"}, log=(Entry({"step": "collected", "who": "Amina Prvić"}, 1, 1, "vet"),)
            )
        }
    )  # fmt: skip
    run = CaseRun(
        edition_id=world.edition.id, activity="c", law={}, started_at=at, snapshot=seen.kept(), version=1
    )
    session.add(run)
    session.flush()
    session.add(CaseSeat(run_id=run.id, role="vet", attempt_id=own.id, taken_at=at))
    draft = session.scalars(select(ActivityDraft.id)).first()
    assert draft is not None
    said = [{"do": "note", "text": "Amina Prvić"}]
    session.add(CaseRehearsal(activity_id=draft, person_id=world.amina.id, actions=said, played_at=at))
    session.flush()


def _let_her_be_marked_and_mark(world: World, own: Attempt) -> None:
    """An exam that she sat and held; a file, marks, an appeal and a change, of her attempt and by her of another's."""
    at, others = clock.now(), world.foreign_enrolment
    exam = Exam(
        cohort_id=world.cohort.id, activity="gate-quiz", invigilator_id=world.amina.id, opens_at=at, closes_at=at, secret="s",
        made_at=at, made_by_id=world.amina.id, record="Quiet.",
    )  # fmt: skip
    attempt = learning.start_attempt(
        enrolment=session.get_one(Enrolment, others.id),
        activity="gate-quiz",
        begun=learning.Begun("en", "d", 1),
        at=at,
    )
    session.add(exam)
    session.flush()
    session.add(ExamAttempt(attempt_id=own.id, exam_id=exam.id))
    session.add(
        AnswerFile(
            attempt_id=own.id, item="sheet", name="Amina Prvić.txt", mime="text/plain", size=1, digest="0" * 64, sent_at=at
        )
    )  # fmt: skip
    session.add(
        Regrade(
            course_id=world.edition.course_id, activity="gate-quiz", item="gloves", policy="none", content=None, reason="R",
            made_at=at, made_by_id=world.amina.id, done_at=at,
        )
    )  # fmt: skip
    for each, hers in ((own, True), (attempt, False)):
        words = "Amina Prvić wrote well" if hers else "Well written"
        by = None if hers else world.amina.id
        session.add(
            CapstoneMark(
                attempt_id=each.id, marker_id=by, place=1, levels={}, notes={"facts": words}, muddles={}, comment=words,
                marked_at=at,
            )
        )  # fmt: skip
        session.add(
            PersonMark(
                attempt_id=each.id, item="gloves", turn="first", marker_id=by, levels={}, score=0.5, comment=words, marked_at=at
            )
        )  # fmt: skip
        session.add(
            Appeal(
                attempt_id=each.id, item="gloves", reason=words, made_at=at, decided_at=at, decided_by_id=by,
                is_upheld=False, answer=words,
            )
        )  # fmt: skip
        session.add(
            ResultChange(
                attempt_id=each.id,
                item="gloves",
                cause="appeal",
                reason=words,
                changed_at=at,
                changed_by_id=by,
            )
        )
    session.flush()


def _let_it_be_decided_about(certificate: Certificate, world: World) -> None:
    """A note names her, another is hers, and she was warned."""
    at = clock.now()
    with db.writing():
        for by in (world.boris, world.amina):
            session.add(
                Decision(
                    certificate_id=certificate.id, verdict="suspend", reason="other", note="Amina Prvić was seen",
                    decided_at=at, decided_by_id=by.id,
                )
            )  # fmt: skip
        session.add(ExpiryWarning(certificate_id=certificate.id, days=90, sent_at=at))


def read_by_export(world: World) -> set[str]:
    """Return the tables that the export of Amina reads."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    session.rollback()
    session.expunge_all()
    event.listen(Engine, "before_cursor_execute", note)
    try:
        service.export_person(world.amina.id)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', " ".join(seen)))


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, text) of everything in the database that is or may hold text."""
    session.rollback()
    for table in EVERYTHING.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON | LargeBinary):
                for value in session.scalars(select(column).where(column.is_not(None))):
                    text = (
                        value
                        if isinstance(value, str)
                        else json.dumps(value, ensure_ascii=False, default=str)
                    )
                    yield table.name, column.name, text


def test_every_table_about_people_is_in_the_export(app: Flask, world: World) -> None:
    fill(app, world)
    issued(app, world)
    missed = about_people(EVERYTHING) - read_by_export(world) - set(LEFT_OUT)
    assert not missed, (
        f"{sorted(missed)} hold something of people: add them to personal_data() and erase_person()"
    )


def test_what_is_left_out_exists_and_is_about_people() -> None:
    gone = set(LEFT_OUT) - about_people(EVERYTHING)
    assert not gone, f"{sorted(gone)} no longer point at a person: take them off LEFT_OUT"


def test_the_walk_sees_children_of_children() -> None:
    assert {
        "membership",
        "enrolment",
        "attempt",
        "answer_event",
        "item_result",
        "certificate",
    } <= about_people(EVERYTHING)
    assert not {"edition", "rendition", "agency", "course", "cohort"} & about_people(EVERYTHING)


def files_of(app: Flask) -> set[Path]:
    """Return every file under the data folder but the databases that tests copy, and what is the same for everybody."""
    home: Path = app.extensions["academy"].home
    return {
        path
        for path in home.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and path.relative_to(home).parts[0] != "assets"
    }


def write_to_her(app: Flask) -> None:
    """Leave a letter that was sent, one that waits, one of before they were named so, and a list of people that names her."""
    post: Post = app.extensions["post"]
    sent = post.send(to="Amina@example.org", subject="For Amina Prvić", text="You are amina.")
    (post.spool / "unsent").mkdir(exist_ok=True)
    for path in (post.spool / "unsent" / sent.name, post.spool / "0123456789abcdef.eml"):
        path.write_bytes(sent.read_bytes())
    app.extensions["storage"].aside(uuid4()).put("call_sign,legal_name\namina,Amina Prvić\n".encode())


@pytest.mark.parametrize("has_certificate", [False, True])
def test_nothing_names_her_after_erasure(app: Flask, world: World, has_certificate: bool) -> None:
    """In no column of any table, and in no file of the data folder: by legal name, Latin name, call-sign or address."""
    before = files_of(app)
    with db.writing():
        session.get_one(Person, world.amina.id).latin_name = "Zqamina Przq"
    fill(app, world)
    if has_certificate:
        _let_it_be_decided_about(issued(app, world), world)
    write_to_her(app)
    names = (world.amina.legal_name, "amina@example.org", world.amina.call_sign, "Zqamina Przq")
    marks = [each.casefold() for each in names]
    assert any(mark in text.casefold() for _table, _column, text in texts() for mark in marks)
    assert len(files_of(app) - before) >= 3
    with db.writing():
        service.erase_person(
            person_id=world.amina.id, by=world.actor(world.ada), at=clock.now(), reason="request"
        )
    session.expire_all()
    left = {
        f"{table}.{column}" for table, column, text in texts() for mark in marks if mark in text.casefold()
    }
    assert not left, f"{sorted(left)} still name an erased person: see erase_person() of that domain"
    files = {
        path.name
        for path in files_of(app) - before
        if any(mark in path.read_bytes().decode(errors="replace").casefold() for mark in marks)
    }
    assert not files, f"{sorted(files)} still name an erased person"
    assert not app.extensions["post"].letters_to("amina@example.org")


def test_no_log_line_names_anybody(
    app: Flask, world: World, lens_of: Callable[..., Lens], caplog: pytest.LogCaptureFixture
) -> None:
    """Not where somebody is looked for or mistypes, not where a page fails; and nobody keeps a log of addresses."""
    caplog.set_level(logging.INFO, logger="academy")
    app.extensions["post"].send(to="amina@example.org", subject="S", text="T")
    lens = lens_of(world.boris)
    lens.get("/en/people?words=Amina+Prvić")
    lens.client.post(
        "/en/sign-in", data={"csrf_token": lens.token(), "identifier": "amina", "password": "Amina Prvić"}
    )
    with patch.object(service, "export_person", side_effect=RuntimeError("out of order")):
        hers = lens_of(world.amina)
        hers.client.post("/en/account/my-data", data={"csrf_token": hers.token(), "note": "Amina Prvić"})
    assert "incident" in caplog.text
    said = caplog.text.casefold()
    assert not [each for each in ("amina", "prvić", "example.org") if each in said]
    assert not [
        each for each in server_options("127.0.0.1", "8000", {"ACADEMY_HOME": "/tmp"}) if "access" in each
    ]
