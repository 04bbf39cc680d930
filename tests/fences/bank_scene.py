"""What the item bank adds to the world of the fences: an item of the academy in its gate quiz, and one of elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from academy.courses.models import ActivityDraft, EditionMedium
from academy.courses.service.saving import save_source
from academy.db import session
from academy.items.models import BankComment, BankItem
from academy.items.service.bank import File, NewItem, add_items, save_version
from academy.quizzes.content import QuizContent
from academy.quizzes.rules import KIND, put
from academy.quizzes.rules.bank import with_origin
from tests.banking import written
from tests.world import World

#: The picture that routes name.
PICTURE = "square.svg"


def bank_items(world: World, at: Any) -> dict[str, dict[str, str]]:
    """Put an item with two versions, a picture and a comment into the bank of each; return argument → owner → id."""
    digest = session.scalars(select(EditionMedium.digest)).first() or ""
    items, comments = {}, {}
    for name, agency_id in (("trajce", None), ("vera", world.inspectors.id)):
        (item,) = add_items(
            items=[NewItem(written(), "Law", files={PICTURE: File(digest)})], agency_id=agency_id, source_locale="en", by=None, at=at,
        )  # fmt: skip
        shown = {"file": PICTURE, "alt": "A square"}
        save_version(
            item=item,
            content=written("Who seals the box?", picture=shown),
            based_on=1,
            note="",
            by=None,
            at=at,
        )
        comment = BankComment(item_id=item.id, version=1, text="Why?", said_at=at)
        session.add(comment)
        session.flush()
        items[name], comments[name] = item, str(comment.id)
    _put_in_the_gate(world, items["trajce"], at)
    return {"item_id": {name: str(item.id) for name, item in items.items()}, "comment_id": comments}


def file_of_items(app: Flask, world: World) -> dict[str, dict[str, dict[str, str]]]:
    """Let a file of items wait for its author's word; return endpoint → argument → owner → its digest."""
    waiting = app.extensions["storage"].aside(world.trajce.id)
    digest = {"digest": {"trajce": waiting.put(b"::One:: Is it so?{T}\n")}}
    return {"exchange.report": digest, "exchange.confirm": digest}


def _put_in_the_gate(world: World, item: BankItem, at: Any) -> None:
    """Let the gate quiz have the first version of what it calls ``gloves``."""
    draft = session.scalars(
        select(ActivityDraft).where(
            ActivityDraft.slug == "gate-quiz", ActivityDraft.course_id == world.edition.course_id
        )
    ).one()
    quiz = KIND.read(draft.source)
    assert isinstance(quiz, QuizContent)
    gloves = quiz.item("gloves")
    assert gloves is not None
    source = KIND.write(put(quiz, with_origin(gloves, item.id, 1)))
    save_source(activity=draft, source=source, based_on=draft.revision, by=None, at=at)
