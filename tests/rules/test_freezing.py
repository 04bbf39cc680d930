"""What an earlier release froze: this one freezes it to the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

from academy.app import ACTIVITY_KINDS
from academy.courses import kinds, rules
from academy.courses.rules.comparing import compare
from academy.items.content import Item
from academy.quizzes.content import Draw, QuizContent

#: The small course as the release before these quizzes froze it.
FORMER = Path(__file__).parent / "frozen-before-quizzes.json"


def test_a_former_edition_keeps_its_digest() -> None:
    """So a course that nobody touched does not read as changed, and its seals hold."""
    for kind in ACTIVITY_KINDS:
        kinds.register(kind)
    document = FORMER.read_text(encoding="utf-8").strip()
    assert rules.freeze(rules.thaw(document)) == document


def test_a_changed_term_is_told_apart() -> None:
    """What changed between two editions says the new terms in their own words."""
    for kind in ACTIVITY_KINDS:
        kinds.register(kind)
    before = rules.thaw(FORMER.read_text(encoding="utf-8"))
    assert compare(before, before) == []
    data = json.loads(rules.freeze(before))
    gate = next(
        each for module in data["modules"] for each in module["activities"] if each["slug"] == "gate-quiz"
    )
    gate["content"] |= {"time_limit": 20, "sections": [{"slug": "night", "title": "At night"}]}
    (change,) = compare(before, rules.parse(data))
    added = {piece.text for row in change.rows if row.after for piece in row.after}
    assert {"time_limit: 20", "sections:"} <= added


def test_later_fields_are_written_once_they_say_something() -> None:
    """A field that came later is left out as by default, and only then."""
    quiz = QuizContent(title="Quiz", minutes=5, time_limit=20)
    written = json.loads(quiz.model_dump_json())
    assert written["time_limit"] == 20
    assert "grace" not in written
    assert QuizContent.model_validate(written) == quiz
    assert Draw(competency="custody", count=2).model_dump() == {"competency": "custody", "count": 2}
    assert Draw(competency="custody", tag="night", count=2).model_dump()["tag"] == "night"


def test_later_fields_are_fields() -> None:
    """None is spelt wrong."""
    for model in (QuizContent, Draw, Item, *Item.__subclasses__()):
        assert model.later <= model.model_fields.keys(), model
