"""The case book: a cohort that has played the ring at the border, and a graduate with runs to look back on and to go on with."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import yaml

from academy import clock, db
from academy.accounts import queries as people_queries
from academy.accounts.models import Person
from academy.cases import queries, service
from academy.cases.content import Action, CaseContent, action_of
from academy.cases.content.keys import CustodyStep
from academy.cases.service import Sent, Unfit
from academy.courses import service as courses
from academy.courses.package import Package
from academy.courses.queries import Reading, reading
from academy.demo.people import People
from academy.demo.walks import GRADUATES
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment

NETS, RING = "nets-at-the-reed-bed", "ring-at-the-border"
LESSONS = ("nets-and-callers", "papers-and-rings")
#: So far has the graduate come at the reed bed: the birds are free, the net still hangs.
AT_THE_NET = 15
#: What colleagues may forget, each now and then; nothing later needs it.
FORGOTTEN = frozenset({"record", "interview"})


@dataclass(frozen=True)
class _Player:
    """Somebody of the cohort, with her place in the course."""

    person: Person
    enrolment: Enrolment
    reading: Reading

    def play(self, activity: str, actions: Iterable[Action], *, at: datetime) -> None:
        """Play a case as far as the actions go; what the scene has moved past is left out."""
        who, case = people_queries.actor_for(self.person, on=clock.now().date()), self.case(activity)
        run = service.begin(
            enrolment=self.enrolment, activity=activity, case=case, reading=self.reading,
            law=service.law_for(case, country=who.jurisdiction, on=at.date()), at=at,
        )  # fmt: skip
        taken = 0
        for action in actions:
            at += timedelta(seconds=35)
            sent = Sent(action, taken, uuid4().hex, "demo-device")
            with suppress(Unfit):
                seated = queries.run_in_turn(who, run.id, key=sent.key)
                service.act(seated=seated, case=case, sent=sent, at=at)
                taken += 1

    def case(self, activity: str) -> CaseContent:
        """Return a case of the course."""
        found = self.reading.course.activity(activity)
        if found is None or not isinstance(found[1].content, CaseContent):
            raise LookupError(activity)
        return found[1].content

    def expert(self, activity: str) -> list[Action]:
        """Return what the expert does in a case."""
        return [step.act for step in self.case(activity).expert]


def open_book(package: Package, everybody: People, runs: Path) -> None:
    """Publish the case book and let the graduates of the Basic course play; ``runs`` holds how one does it badly."""
    badly = [action_of(each) for each in yaml.safe_load(runs.read_text())[RING]]
    at = clock.now() - timedelta(days=14)
    with db.writing():
        # before the Basic course, which stays the latest, and so first in reports
        edition = courses.publish(package=package, by=None, at=at - timedelta(days=36)).edition
        cohort = learning.open_cohort(
            name="Demo case book", edition=edition, starts_on=at.date(), closes_on=at.date() + timedelta(days=60),
            trainers=[everybody.accounts["demo-trainer"].id], by=None, at=at,
        )  # fmt: skip
        read = reading(edition_id=edition.id, locale="en")
        carla = everybody.accounts["demo-stranger"]  # of another agency: for the joint case
        _enrol(carla, read, cohort, at)
        for person in (each for each in everybody.learners if each.call_sign in GRADUATES):
            player = _enrol(person, read, cohort, at)
            if person.is_demo:
                _graduate(player, badly, at)
            else:
                player.play(RING, _by_and_large(player), at=at + timedelta(days=2))


def _enrol(person: Person, read: Reading, cohort: Cohort, at: datetime) -> _Player:
    enrolment = learning.enrol(
        person_id=person.id, agency_id=person.memberships[0].agency_id, edition=cohort.edition, cohort=cohort, by=None,
        at=at,
    )  # fmt: skip
    for lesson in LESSONS:
        learning.complete(enrolment=enrolment, activity=lesson, at=at)
    return _Player(person, enrolment, read)


def _graduate(player: _Player, badly: Sequence[Action], at: datetime) -> None:
    """Let the graduate play the ring badly, then well, and stand before the net."""
    player.play(RING, badly, at=at + timedelta(days=4))
    player.play(RING, _all_but_a_line(player.expert(RING)), at=at + timedelta(days=6))
    player.play(NETS, player.expert(NETS)[:AT_THE_NET], at=clock.now() - timedelta(hours=2))


def _all_but_a_line(actions: Sequence[Action]) -> list[Action]:
    """Return the actions without the line of the custody log that says to whom an exhibit went."""
    return [
        each for each in actions if not (each.do == "record" and each.line.step is CustodyStep.HANDED_OVER)
    ]


def _by_and_large(player: _Player) -> list[Action]:
    """Return the expert's path as colleagues go it: here a pause, there something forgotten; the same every time."""
    chance = random.Random(f"{player.person.call_sign} 2026")  # noqa: S311 # nosec B311
    taken: list[Action] = []
    for action in player.expert(RING):
        if action.do in FORGOTTEN and chance.random() < 0.2:
            continue
        if chance.random() < 0.2:
            taken.append(action_of({"do": "wait", "minutes": chance.choice((5, 10, 15))}))
        taken.append(action)
    return taken
