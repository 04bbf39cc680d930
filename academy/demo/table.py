"""What has happened at the practice day's quizzes: answers, an exam that is on, marks, an appeal, a regrade."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.actor import Actor
from academy.courses.models import Edition
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.demo.answers import given, steps
from academy.items.kinds.accepted import Accepted
from academy.items.kinds.essay.content import Essay
from academy.items.kinds.kind import Response
from academy.items.kinds.short_answer.content import ShortAnswer
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from academy.quizzes.models import Exam, Policy
from academy.quizzes.queries.asked import asked_at, asked_in
from academy.quizzes.service import appeals, exams, marking, regrading
from academy.recall import service as recall

TABLE, EXAM = "at-the-table", "your-report"
#: What somebody typed that the key did not know, and how sure each was of the exam's two questions.
TYPED = {"inspector-017": {"beside-it": "measuring tape"}}
SURE = {"hearsay": 3, "parts-of-report": 2}
APPEALED = "print-length"
APPEAL = "I worked in millimetres: 280 mm is 28 cm. Only the unit stayed at cm. Please count my working at least in part."
REGRADE = "A measuring tape beside the object serves the same purpose. The key had forgotten it."
FIRST_MARK = "Clear and in order. Say who can answer what you leave open: the laboratory, and the walker."
REPORTS = {
    "officer-011": (
        "On 14 May at 13:50 a walker called about a dead bird of prey beside a track on Demo Ridge. I arrived at 14:25 with a "
        "colleague. The walker stood on the track, his dog on the lead; he said that it had been on the lead all the time. "
        "A vulture lay on its front beside the track. A lump of meat lay 2.1 m south-west of it. At 14:35 we set up the "
        "cordon. From 14:40 to 15:20 I took photographs, first of the whole place and then closer. It rained lightly from "
        "15:00. At 15:35 my colleague packed the vulture as item 7 and closed it with seal Demo 0147. We did not touch the "
        "meat. The trained team took it over at 16:05. At 16:50 I handed item 7 to the evidence store; S. Demo signed. "
        "We do not know what the bird died of, nor what the meat is. The laboratory has to say that."
    ),
    "officer-017": (
        "At 13:50 we were told of a vulture that had been poisoned on Demo Ridge. We came at 14:25. The vulture lay on its "
        "front beside the track and the bait was 2.1 m away to the south-west. A walker was there with a dog, which was on "
        "the lead. We put up the cordon at 14:35 and took pictures until 15:20, in light rain at the end. The vulture was "
        "packed at 15:35 as item 7 with seal Demo 0147. The trained team took the bait over at 16:05 since we are not "
        "allowed to. In the evening item 7 went to the evidence store, where S. Demo signed for it. Whoever laid the bait "
        "must have come by car, since it is far from the village. We should ask the shepherds of the ridge."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sitter:
    """Somebody at one of the quizzes."""

    person: Person
    enrolment: Enrolment
    reading: Reading
    chance: random.Random

    def quiz(self, activity: str) -> QuizContent:
        """Return a quiz of the course."""
        return asked_at(self.reading.edition_id, activity, locale="en").quiz

    def sit(
        self,
        activity: str,
        quiz: QuizContent,
        *,
        at: datetime,
        typed: Mapping[str, Response],
        exam: Exam | None = None,
    ) -> Attempt:
        """Answer all items and hand in; ``typed`` are answers that are her own."""
        attempt = quizzes.start(
            enrolment=self.enrolment,
            activity=activity,
            quiz=quiz,
            reading=self.reading,
            at=at,
            admission=exam,
        )
        items = [asked_in(attempt).item(key) for key in attempt.paper or ()]
        sequence = 0
        for item in items:
            for response in steps(item, typed.get(item.key, given(item, 0.8, self.chance))):
                at, sequence = at + timedelta(seconds=self.chance.randint(20, 90)), sequence + 1
                sure = SURE.get(item.key) if exam else None
                save = Save(item.key, response, "demo-device", sequence, uuid4().hex, certainty=sure)
                quizzes.save(attempt=attempt, quiz=quiz, item=item, save=save, at=at)
        at += timedelta(minutes=15 if exam else 1)
        return quizzes.submit(attempt=attempt, quiz=quiz, items=items, at=at)


def lay(cohort_id: UUID, edition: Edition, everybody: Mapping[str, Person]) -> None:
    """Let those of today's practice day sit at the table, two of them in the exam, and others deal with what came of it."""
    trainer, administrator = (_acting(everybody[name]) for name in ("demo-trainer", "demo-administrator"))
    read, now = reading(edition_id=edition.id, locale="en"), clock.now()
    with db.writing():
        there = sitters(cohort_id, read)
        at_table = _at_the_table(there, at=now - timedelta(hours=20))
        exam = _exam(cohort_id, trainer, at=now)
        handed_in = [
            each.sit(
                EXAM, each.quiz(EXAM), at=now - timedelta(hours=2, minutes=5 * place),
                typed={"report": REPORTS[each.person.call_sign]}, exam=exam,
            )
            for place, each in enumerate(there)
            if each.person.call_sign in REPORTS
        ]  # fmt: skip
        first = marking.Judgement({"facts": 2, "times": 2, "chain": 2, "open": 1}, FIRST_MARK)
        mark(handed_in[0], first, administrator, at=now - timedelta(minutes=40))
        appellant = there[0].person
        appeals.appeal(
            attempt=at_table[appellant.call_sign], item=APPEALED, reason=APPEAL, by=_acting(appellant),
            at=now - timedelta(hours=5),
        )  # fmt: skip
        recall.gather(person_id=everybody["demo-graduate"].id, at=now)
    _regrade(edition, trainer, at=now - timedelta(hours=4))


def _acting(person: Person) -> Actor:
    return people.actor_for(person, on=clock.now().date())


def sitters(cohort_id: UUID, read: Reading) -> list[Sitter]:
    """Return who is in the cohort by call-sign, but for those that somebody is to try the quizzes as."""
    rows = session.execute(
        select(Person, Enrolment)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort_id, Person.is_demo.is_(False))
        .order_by(Person.call_sign)
    ).all()
    # a believable picture, the same every time
    return [Sitter(*row, read, random.Random(row[0].call_sign)) for row in rows]  # noqa: S311 # nosec B311


def _at_the_table(there: list[Sitter], *, at: datetime) -> dict[str, Attempt]:
    wrong: dict[str, Response] = {APPEALED: {"number": "280", "unit": "a"}}
    return {
        each.person.call_sign: each.sit(
            TABLE, each.quiz(TABLE), at=at + timedelta(minutes=47 * place),
            typed={**(wrong if place == 0 else {}), **TYPED.get(each.person.call_sign, {})},
        )
        for place, each in enumerate(there)
    }  # fmt: skip


def _exam(cohort_id: UUID, trainer: Actor, *, at: datetime) -> Exam:
    """Set an exam up that is on for some hours yet."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    wanted = exams.Arrangement(hour - timedelta(hours=3), hour + timedelta(hours=6), trainer.person_id)
    cohort = session.get_one(Cohort, cohort_id)
    return exams.set_up(
        cohort=cohort, activity=EXAM, entry="code", wanted=wanted, by=trainer, at=at - timedelta(days=1)
    )


def mark(attempt: Attempt, judgement: marking.Judgement, by: Actor, *, at: datetime) -> None:
    """Give a report one of its two marks."""
    asked = asked_in(attempt)
    item = asked.pool.item("report")
    if isinstance(item, Essay):
        marking.mark(attempt=attempt, asked=asked, item=item, judgement=judgement, by=by, at=at)


def _regrade(edition: Edition, by: Actor, *, at: datetime) -> None:
    """Let a key that lacked an answer be mended, and what was marked with it be marked anew."""
    item = asked_at(edition.id, TABLE, locale="en").pool.item("beside-it")
    if not isinstance(item, ShortAnswer):
        return
    anew = item.model_copy(update={"answers": (*item.answers, Accepted(text="measuring tape"))})
    with db.writing():
        made = regrading.decide_regrade(
            course_id=edition.course_id, activity=TABLE, wish=regrading.Wish(Policy.BOTH_KEYS, anew, REGRADE), by=by, at=at
        )  # fmt: skip
        identity = made.id
    regrading.run_regrade(regrade_id=identity, at=at, seconds=5)
