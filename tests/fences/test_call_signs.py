"""Who teaches and who learns together know each other by call-sign: none of their pages or files holds a legal name."""

from __future__ import annotations

import io
import zipfile

from sqlalchemy import select
from werkzeug.test import TestResponse

from academy.accounts.models import Person
from academy.db import session
from tests.fences.scene import LEARNERS, Scene
from tests.fences.test_pages import pages

#: Where trainers see learners, and learners each other.
BLUEPRINTS = {
    "calendars", "capstones", "cases", "cohorts", "evaluation", "learning", "linkage", "meetings", "practicals", "quizzes",
    "surveys",
}  # fmt: skip
#: Pages of authors, and of courses that one reads alone.
WITHOUT_LEARNERS = ("/en/authoring/", "/en/courses/")


def said(response: TestResponse) -> str:
    """Return the words of a page, or of the parts of a workbook."""
    body = response.get_data()
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(part).decode(errors="replace") for part in book.namelist())


def test_pages_of_classes_and_trainers_show_call_signs_only(scene: Scene) -> None:
    """Amina's class, and all that a trainer of the academy sees of learners, whatever agency they are of."""
    learners = session.execute(
        select(Person.call_sign, Person.legal_name).where(Person.call_sign.in_(LEARNERS))
    )
    names = {sign: name for sign, name in learners}  # noqa: C416 - rows are no pairs to mypy
    session.rollback()
    told, met = set[str](), dict[str, set[str]]()
    for reader in ("amina", "trajce"):
        for endpoint, path in pages(scene, reader):
            if endpoint.partition(".")[0] not in BLUEPRINTS or path.startswith(WITHOUT_LEARNERS):
                continue
            text = said(scene.lenses[reader].client.get(path))
            told |= {
                f"{path} tells {reader} of {sign}"
                for sign, name in names.items()
                if name in text and sign != reader
            }
            met.setdefault(endpoint, set()).update(sign for sign in names if sign in text)
    assert not told, "show the call-sign:\n" + "\n".join(sorted(told))
    assert met["learning.cohort"] == set(LEARNERS), "the fence meets nobody"
    assert len([each for each in met.values() if {"amina", "dina"} <= each]) > 3
