"""Noting which reminders were sent, in the same transaction that decides them: each goes out once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from academy.accounts.models import Person
from academy.cohorts import queries
from academy.cohorts.models import Reminder
from academy.cohorts.queries import Diary
from academy.cohorts.rules import Notice, notice_of_date, notice_of_start
from academy.db import insert, session


def remind(*, people: Sequence[Person], at: datetime) -> list[tuple[Person, set[Notice]]]:
    """Note today's reminders of these people's enrolments, and return whom to remind now, and of what.

    What was noted before is not returned again, whoever noted it.
    """
    diaries = queries.diaries_of([each.id for each in people])
    found = [(each, _noted(diaries.get(each.id, []), at)) for each in people]
    return [(person, said) for person, said in found if said]


def _noted(diaries: Sequence[Diary], at: datetime) -> set[Notice]:
    today = at.date()
    said: set[Notice] = set()
    for diary in diaries:
        for activity, day, notice in _notices(diary, today):
            if _is_new(diary.enrolment.id, activity, day, notice, at):
                said.add(notice)
    return said


def _notices(diary: Diary, today: date) -> list[tuple[str, date, Notice]]:
    found = [(each.activity, each.due_on, notice_of_date(each.due_on, today=today)) for each in diary.due]
    if diary.cohort is not None:
        found.append(("", diary.cohort.starts_on, notice_of_start(diary.cohort.starts_on, today=today)))
    return [(activity, day, notice) for activity, day, notice in found if notice is not None]


def _is_new(enrolment_id: UUID, activity: str, day: date, notice: Notice, at: datetime) -> bool:
    added = session.scalar(
        insert(Reminder)
        .values(enrolment_id=enrolment_id, activity=activity, due_on=day, notice=notice, sent_at=at)
        .on_conflict_do_nothing()
        .returning(Reminder.enrolment_id)
    )
    return added is not None
