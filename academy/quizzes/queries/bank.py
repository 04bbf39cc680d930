"""What quizzes know of the bank's items: where copies of them are asked, and what first attempts at them scored."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from academy.actor import Actor
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, Edition, ModuleDraft
from academy.courses.package.single import read_if_in_order
from academy.courses.queries.drafts import authored_by
from academy.db import session
from academy.items.models import BankItem, BankMedium, BankVersion
from academy.items.queries.bank import contents, media_of
from academy.items.queries.item import newest
from academy.items.queries.usage import Use, Witness
from academy.items.rules.statistics import FEWEST
from academy.items.rules.versions import Data, plain, renamed
from academy.learning.models import Attempt, AttemptState, ItemResult
from academy.quizzes.content import QuizContent
from academy.quizzes.models import QuizItem
from academy.quizzes.rules.bank import origins, without_quiz

#: The id of an item, as the file of a quiz has it.
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Standing:
    """How a quiz's copy of an item stands to the bank."""

    item: BankItem
    #: The version the quiz has.
    version: int
    #: The keys of its copies that say something else than the version they were taken from.
    changed: frozenset[str] = frozenset()

    @property
    def is_behind(self) -> bool:
        """Whether the bank has a newer one."""
        return self.version < self.item.version


def standings(actor: Actor, quiz: QuizContent, course_id: UUID | None = None) -> dict[UUID, Standing]:
    """Return how the copies in a quiz stand to those items of the bank that the actor may see.

    With the course, whose pictures they show, also which of them were changed in the quiz.
    """
    held = origins(quiz)
    found = newest(actor, list(held)) if held else {}
    changed = _changed(quiz, found, course_id) if course_id and found else {}
    return {
        item_id: Standing(item, held[item_id], frozenset(changed.get(item_id, ())))
        for item_id, item in found.items()
    }


def digests_of(course_id: UUID) -> dict[str, str]:
    """Return the digests of the files of a working copy, by name."""
    rows = session.execute(
        select(DraftMedium.name, DraftMedium.digest).where(
            DraftMedium.course_id == course_id, DraftMedium.retired_at.is_(None)
        )
    )
    return {row.name: row.digest for row in rows}


def names_in_course(course_id: UUID, media: Mapping[str, BankMedium]) -> dict[str, str]:
    """Return what the pictures of an item of the bank are called in a course that has them."""
    names = {digest: name for name, digest in digests_of(course_id).items()}
    return {name: names[each.digest] for name, each in media.items() if each.digest in names}


def _changed(quiz: QuizContent, found: Collection[UUID], course_id: UUID) -> dict[UUID, list[str]]:
    """Compare each copy with its version, pictures by their bytes."""
    copies = [(item, item.origin) for item in quiz.items if item.origin and item.origin.item in found]
    wanted = {(origin.item, origin.version) for _item, origin in copies}
    rows = session.execute(
        select(BankVersion.item_id, BankVersion.number, BankVersion.content).where(
            tuple_(BankVersion.item_id, BankVersion.number).in_(wanted)
        )
    )
    versions = {(item_id, number): content for item_id, number, content in rows}
    media, files = media_of(found), digests_of(course_id)
    changed: dict[UUID, list[str]] = {}
    for item, origin in copies:
        in_bank = {name: each.digest for name, each in media.get(origin.item, {}).items()}
        said = versions.get((origin.item, origin.version), {})
        mine = without_quiz(renamed(plain(item), files))
        if mine != without_quiz(renamed(said, in_bank)):
            changed.setdefault(origin.item, []).append(item.key)
    return changed


def newest_contents(ids: Collection[UUID]) -> dict[UUID, tuple[BankItem, Data, dict[str, Any]]]:
    """Return items of the bank with what they say now and the pictures they show, by id."""
    media = media_of(ids)
    return {item.id: (item, content, media.get(item.id, {})) for item, content in contents(list(ids))}


def _used() -> Select[UUID]:
    return select(QuizItem.bank_item_id).where(QuizItem.bank_item_id.is_not(None)).distinct()  # type: ignore[return-value]


def _drafted(actor: Actor) -> frozenset[UUID]:
    """Return the items that working copies name; each is read once for each of its revisions."""
    rows = session.execute(
        _quizzes(actor, ActivityDraft.revision).where(ActivityDraft.source.contains("origin"))
    )
    return frozenset(
        item_id for activity_id, _title, revision in rows for item_id in _named(activity_id, revision)
    )


@lru_cache(maxsize=2048)
def _named(activity_id: UUID, _revision: int) -> frozenset[UUID]:
    """Return the items that a quiz's file names: nothing else in one is written like their ids."""
    source = session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == activity_id)) or ""
    return frozenset(UUID(found) for found in _ID.findall(source))


def _uses_of(actor: Actor, item_id: UUID) -> list[Use]:
    """Return the live editions and the working copies with a copy of an item, then editions that are no longer live."""
    return sorted([*_in_editions(actor, item_id), *_in_drafts(actor, item_id)], key=_place)


def _place(use: Use) -> tuple[bool, bool, str, int]:
    return use.edition is not None and not use.is_live, not use.is_live, use.course, -(use.edition or 0)


def _in_editions(actor: Actor, item_id: UUID) -> list[Use]:
    rows = session.execute(
        select(
            CourseDraft.settings["title"].as_string(), Course.slug, ActivityDraft.title, QuizItem.activity,
            QuizItem.bank_version, Edition.number, Course.live_edition_id == Edition.id,
        )
        .join(Edition, Edition.id == QuizItem.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .outerjoin(
            ActivityDraft, (ActivityDraft.course_id == Course.id) & (ActivityDraft.slug == QuizItem.activity)
            & ActivityDraft.retired_at.is_(None),
        )
        .where(QuizItem.bank_item_id == item_id, authored_by(actor))
    )  # fmt: skip
    return [
        Use(title or slug, quiz or activity, version, number, is_live)
        for title, slug, quiz, activity, version, number, is_live in rows
    ]


def _in_drafts(actor: Actor, item_id: UUID) -> list[Use]:
    """Look into the few working copies that name the item at all."""
    rows = session.execute(
        _quizzes(actor, CourseDraft.settings["title"].as_string(), ActivityDraft.source).where(
            ActivityDraft.source.contains(str(item_id))
        )
    )
    found = []
    for activity_id, quiz, title, source in rows:
        read = read_if_in_order(kind_named("quiz"), source)
        held = origins(read) if isinstance(read, QuizContent) else {}
        if item_id in held:
            found.append(Use(title, quiz, held[item_id], None, False, activity_id))
    return found


def _quizzes(actor: Actor, *columns: ColumnElement[Any] | Any) -> Select[Any]:
    return (
        select(ActivityDraft.id, ActivityDraft.title, *columns)
        .join(Course, Course.id == ActivityDraft.course_id)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .join(ModuleDraft, ModuleDraft.id == ActivityDraft.module_id)
        .where(
            ActivityDraft.kind == "quiz", ActivityDraft.retired_at.is_(None), ModuleDraft.retired_at.is_(None),
            Course.retired_at.is_(None), authored_by(actor),
        )
        .order_by(Course.slug, ModuleDraft.position, ActivityDraft.position)
    )  # fmt: skip


def _quiz_options(actor: Actor) -> list[tuple[UUID, str]]:
    rows = session.execute(_quizzes(actor, CourseDraft.settings["title"].as_string()))
    return [(activity_id, f"{title} – {quiz}") for activity_id, quiz, title in rows]


def _first_results(*columns: Any) -> Select[Any]:
    """Select from results of first attempts at items of the bank; practice, pilots and what still waits do not count."""
    earlier = aliased(Attempt)
    return (
        select(*columns)
        .join(Attempt, Attempt.id == ItemResult.attempt_id)
        .join(
            QuizItem, (QuizItem.edition_id == Attempt.edition_id) & (QuizItem.activity == Attempt.activity)
            & (QuizItem.item == ItemResult.item),
        )
        .where(
            Attempt.state == AttemptState.GRADED, Attempt.is_practice.is_(False), ItemResult.score.is_not(None),
            QuizItem.bank_item_id.is_not(None),
            ~exists().where(
                earlier.enrolment_id == Attempt.enrolment_id, earlier.activity == Attempt.activity,
                earlier.is_practice.is_(False), earlier.number < Attempt.number,
            ),
        )
    )  # fmt: skip


def _means() -> Select[UUID, float, int]:
    count = func.count()
    return (
        _first_results(QuizItem.bank_item_id, func.avg(ItemResult.score).label("mean"), count.label("count"))
        .group_by(QuizItem.bank_item_id)
        .having(count >= FEWEST)
    )


def _first_scores(item_id: UUID) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    rows = session.execute(
        _first_results(QuizItem.bank_version, ItemResult.score).where(QuizItem.bank_item_id == item_id)
    )
    for version, score in rows:
        found.setdefault(version or 0, []).append(score)
    return found


WITNESS = Witness(_used, _drafted, _uses_of, _means, _first_scores, _quiz_options)
