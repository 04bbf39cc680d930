"""The index of the items of editions: what usage and statistics go by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import undefer

from academy import db
from academy.courses import content
from academy.courses import rules as course_rules
from academy.courses.models import Edition
from academy.db import session
from academy.items.models import BankItem
from academy.quizzes.content import QuizContent
from academy.quizzes.models import QuizItem


def index_edition(edition_id: UUID, course: content.Course) -> None:
    """Note the items of an edition's quizzes, once. An origin that is no item of this bank is none."""
    if session.scalar(select(exists().where(QuizItem.edition_id == edition_id))):
        return
    rows = list(_rows(edition_id, course))
    named = {row["bank_item_id"] for row in rows if row["bank_item_id"]}
    known = set(session.scalars(select(BankItem.id).where(BankItem.id.in_(named))))
    for row in rows:
        if row["bank_item_id"] not in known:
            row["bank_item_id"] = row["bank_version"] = None
    if rows:
        session.execute(insert(QuizItem), rows)


def index_missing() -> int:
    """Note the items of editions that were published before there was an index, each in its own unit; count them."""
    waiting = session.scalars(
        select(Edition.id).where(
            ~exists().where(QuizItem.edition_id == Edition.id), Edition.document.contains('"kind":"quiz"')
        )
    ).all()
    for edition_id in waiting:
        with db.writing():
            edition = session.get_one(Edition, edition_id, options=[undefer(Edition.document)])
            index_edition(edition_id, course_rules.thaw(edition.document))
    return len(waiting)


def _rows(edition_id: UUID, course: content.Course) -> Iterator[dict[str, Any]]:
    for _module, activity in course.activities():
        if not isinstance(activity.content, QuizContent):
            continue
        for item in activity.content.items:
            yield {
                "edition_id": edition_id, "activity": activity.slug, "item": item.key, "kind": item.kind,
                "points": float(item.points), "is_pilot": item.pilot, "competency": item.competency,
                "bank_item_id": item.origin.item if item.origin else None,
                "bank_version": item.origin.version if item.origin else None,
            }  # fmt: skip
