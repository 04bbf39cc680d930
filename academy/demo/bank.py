"""The item bank of the demo academy: the basic course's items, some of them reviewed, one with an open question."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from academy import clock
from academy.accounts.models import Person
from academy.actor import Actor
from academy.courses.content import Course
from academy.courses.package import Package
from academy.items.models import BankItem
from academy.items.rules.versions import files_of, plain
from academy.items.service import bank
from academy.items.service.bank import File, NewItem, add_items
from academy.media import service as media
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.bank import with_origin

#: Out of so many items one is not reviewed yet.
_UNREVIEWED = 4
_QUESTION = "Is the second choice not right as well where the park’s own rules allow it? Then it needs a clearer wrong answer."


def fill(package: Package, author: Person, reviewer: Person) -> Package:
    """Put the items of a package into the bank, by module and quiz; return the package of the copies."""
    media.register_all(media=package.media.values(), at=clock.now())
    made: list[BankItem] = []
    modules = [
        module.model_copy(
            update={
                "activities": [
                    _banked(package.course, module.title, each, author, made) for each in module.activities
                ]
            }
        )
        for module in package.course.modules
    ]
    _review(made, reviewer)
    return replace(package, course=package.course.model_copy(update={"modules": modules}))


def _banked(course: Course, module: str, activity: Any, author: Person, made: list[BankItem]) -> Any:
    quiz = activity.content
    if not isinstance(quiz, QuizContent) or not quiz.items:
        return activity
    files = {
        name: File(file.digest, {"licence": file.licence, "credit": file.credit, "origin": file.origin})
        for name, file in course.media.items()
    }
    names = [part.replace("/", " ") for part in (module, quiz.title)]
    rows = add_items(
        items=[
            NewItem(item, "/".join(names), files={name: files[name] for name in files_of(plain(item))})
            for item in quiz.items
        ],
        agency_id=None, source_locale=course.source_locale, by=_acting(author), at=clock.now() - timedelta(days=60),
    )  # fmt: skip
    made += rows
    items = [with_origin(item, row.id, 1) for item, row in zip(quiz.items, rows, strict=True)]
    return activity.model_copy(update={"content": quiz.model_copy(update={"items": items})})


def _review(made: list[BankItem], reviewer: Person) -> None:
    at = clock.now() - timedelta(days=50)
    for place, item in enumerate(made):
        if place % _UNREVIEWED:
            bank.review(item=item, version=1, by=_acting(reviewer), at=at)
    if made:
        bank.comment(item=made[0], version=1, text=_QUESTION, by=_acting(reviewer), at=at)


def _acting(person: Person) -> Actor:
    return Actor(person.id, person.call_sign)
