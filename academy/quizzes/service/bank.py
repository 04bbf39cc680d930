"""Between the bank and a quiz that is being written: items put in and newer versions taken, put into the bank and sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.courses.models import ActivityDraft, CourseDraft, DraftMedium
from academy.courses.service.media import bring_along, name_for
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.items.content import Origin
from academy.items.models import BankItem, BankMedium, Status
from academy.items.rules.versions import files_of, plain
from academy.items.service.bank import File, NewItem, add_items, save_version
from academy.quizzes.content import QuizContent
from academy.quizzes.queries.bank import newest_contents, standings
from academy.quizzes.rules import put
from academy.quizzes.rules.bank import copy_for, for_bank, newer_copy, origins, with_copy, with_origin

#: Items that are put into a quiz at once.
MOST = 200


def hold_quiz(activity: ActivityDraft) -> None:
    """Lock a quiz's draft and read it as it is now, so that a deed on it builds on the last one."""
    session.refresh(activity, ["source", "revision", "title"], with_for_update=True)


def put_in(
    *, quiz: QuizContent, activity: ActivityDraft, ids: Sequence[UUID], by: Actor, at: datetime
) -> QuizContent:
    """Return the quiz with copies of items of the bank; those it has already stay as they are.

    Raises Conflict for a retired item, and for a pre-test, which has no items of its own; then none is put in.
    """
    if quiz.pretest_of:
        raise Conflict("bank-into-pretest")
    if len(ids) > MOST:
        raise Conflict("bank-too-many", most=MOST)
    found = newest_contents(ids)
    for item_id in ids:
        item, content, media = found[item_id]
        if item_id in origins(quiz):
            continue
        if item.status == Status.RETIRED:
            raise Conflict("bank-put-in-retired", title=item.title)
        names = _brought(activity.course_id, files_of(content), media, by, at)
        copy = copy_for(quiz, content, origin=Origin(item=item.id, version=item.version), names=names)
        quiz = with_copy(quiz, copy)
    return quiz


def take_newer(
    *, quiz: QuizContent, activity: ActivityDraft, keys: Sequence[str], by: Actor, at: datetime
) -> QuizContent:
    """Return the quiz with the bank's newest versions in the place of older copies: those of ``keys``, or all."""
    behind = {item_id for item_id, each in standings(by, quiz).items() if each.is_behind}
    found = newest_contents(behind)
    for item in list(quiz.items):
        if item.origin is None or item.origin.item not in behind or (keys and item.key not in keys):
            continue
        bank_item, content, media = found[item.origin.item]
        names = _brought(activity.course_id, files_of(content), media, by, at)
        quiz = put(quiz, newer_copy(item, content, version=bank_item.version, names=names))
    return quiz


def deposit(
    *, quiz: QuizContent, activity: ActivityDraft, keys: Sequence[str], category: str, by: Actor, at: datetime
) -> QuizContent:
    """Put items that were written in a quiz into the bank, those of ``keys`` or all, and return the quiz of the copies.

    An item that comes from the bank lies there already and stays as it is.
    """
    chosen = [item for item in quiz.items if item.origin is None and (not keys or item.key in keys)]
    media = _files(activity.course_id)
    new = [
        NewItem(item, category, files={name: media[name] for name in files_of(plain(item)) if name in media})
        for item in chosen
    ]
    made = add_items(
        items=new,
        agency_id=activity.course.agency_id,
        source_locale=_locale(activity.course_id),
        by=by,
        at=at,
    )
    for item, row in zip(chosen, made, strict=True):
        quiz = put(quiz, with_origin(item, row.id, row.version))
    return quiz


def send_back(
    *, quiz: QuizContent, activity: ActivityDraft, key: str, based_on: int, by: Actor, at: datetime
) -> QuizContent:
    """Make what a copy says the newest version of its item in the bank; return the quiz whose copy is of that version.

    ``based_on`` is the version of the bank that its author has compared it with. Raises NotFound where the item is not
    hers to change, and Conflict where somebody saved another version meanwhile, it is retired, or the copy is gone.
    """
    item = quiz.item(key)
    if item is None or item.origin is None:
        raise Conflict("bank-no-copy")
    if item.origin.item not in standings(by, quiz):
        raise NotFound()
    bank_item, content, media = newest_contents([item.origin.item])[item.origin.item]
    names = _given(bank_item, files_of(plain(item)), _files(activity.course_id), media)
    saved = for_bank(item, content, names=names)
    save_version(item=bank_item, content=saved, based_on=based_on, note=activity.title, by=by, at=at)
    return put(quiz, with_origin(item, bank_item.id, bank_item.version))


def _given(
    item: BankItem, shown: set[str], files: Mapping[str, File], media: Mapping[str, BankMedium]
) -> dict[str, str]:
    """Give an item of the bank the pictures that its copy shows; return what each is called there."""
    names = {each.digest: name for name, each in media.items()}
    called: dict[str, str] = {}
    for name in sorted(shown & files.keys()):
        file = files[name]
        if file.digest not in names:
            names[file.digest] = name_for(name, name, set(names.values()))
            session.add(
                BankMedium(item_id=item.id, name=names[file.digest], digest=file.digest, card=dict(file.card))
            )
        called[name] = names[file.digest]
    session.flush()
    return called


def _brought(
    course_id: UUID, files: set[str], media: Mapping[str, BankMedium], by: Actor, at: datetime
) -> dict[str, str]:
    """Bring an item's pictures along; return what each is called in the course."""
    return {
        name: bring_along(
            course_id=course_id, name=name, digest=media[name].digest, card=media[name].card, by=by, at=at
        )
        for name in sorted(files)
        if name in media
    }


def _files(course_id: UUID) -> dict[str, File]:
    rows = session.scalars(
        select(DraftMedium).where(DraftMedium.course_id == course_id, DraftMedium.retired_at.is_(None))
    )
    return {row.name: File(row.digest, _card(row.card, row.alt)) for row in rows}


def _card(card: Mapping[str, Any], alt: str) -> dict[str, Any]:
    return {**{name: card[name] for name in ("licence", "credit", "origin") if name in card}, "alt": alt}


def _locale(course_id: UUID) -> str:
    found = session.get(CourseDraft, course_id)
    if found is None:
        raise NotFound()
    return str(found.settings["source_locale"])
