"""A synthetic course package, written as authors write one: lessons like the real ones, quizzes of ten items."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from academy.courses.package import Package
from academy.courses.service import prepare

ITEMS = 10
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" role="img"><rect width="320" height="200" fill="#fff"/>'
    '<circle cx="160" cy="100" r="80" fill="none" stroke="#000"/><path d="M0 180h320" stroke="#000"/></svg>'
)
SENTENCES = (
    "Every step you take writes over what somebody else left there. Choose your path once, mark it, and make everyone use it. "
    "Stand where you first see the animal and look for two minutes before you walk. Which ground keeps a footprint? "
    "Your path should use the *other* ground: rock, short grass, the far side of the track."
)


def write(
    folder: Path, *, slug: str, title: str, modules: int, lessons: int, sections: int, items: int = ITEMS
) -> None:
    """Write a package of ``modules``, each with ``lessons`` of so many sections and one quiz."""
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "plan.svg").write_text(DRAWING)
    (folder / "translations").mkdir()
    manifest = {
        "format": 1, "slug": slug, "level": "basic", "source_locale": "en", "title": title,
        "summary": "From the first call to the hand-over, in short lessons with a quiz after each part.",
        "statement": "Assessed by quizzes marked by the server.", "hours": 12, "valid_months": 36,
        "modules": [_module(number, lessons) for number in range(1, modules + 1)],
    }  # fmt: skip
    _dump(folder / "course.yaml", manifest)
    for number in range(1, modules + 1):
        place = folder / "modules" / f"part-{number}"
        place.mkdir(parents=True)
        _dump(
            place / "sources.yaml",
            [{"title": "Field notes of the academy", "by": "The academy", "year": 2026}],
        )
        for lesson in range(1, lessons + 1):
            (place / f"lesson-{number}-{lesson}.md").write_text(_lesson(number, lesson, sections))
        _dump(place / f"quiz-{number}.quiz.yaml", _quiz(number, items))


def package(folder: Path, storage: Any, **what: Any) -> Package:
    """Write a package and read it back as an import does."""
    write(folder, **what)
    return prepare(folder, keep=storage.put)


def right_answers(number: int) -> dict[str, dict[str, list[str]]]:
    """Return the form fields that answer quiz ``number`` wholly right, by item key."""
    fields: dict[str, dict[str, list[str]]] = {}
    for item in _quiz(number)["items"]:
        kind = item["kind"]
        if kind == "single-choice":
            given = ["b"]
        elif kind == "multiple-choice":
            given = ["a", "c"]
        else:
            given = ["true"] if kind == "true-false" else ["30"]
        fields[item["key"]] = {"answer": given}
    return fields


def _module(number: int, lessons: int) -> dict[str, Any]:
    return {
        "slug": f"part-{number}", "title": f"Part {number}: the scene and what follows",
        "summary": "What to do first, what to leave alone, and what to write down.",
        "activities": [*(f"lesson-{number}-{each}" for each in range(1, lessons + 1)), f"quiz-{number}"],
    }  # fmt: skip


def _lesson(module: int, number: int, sections: int) -> str:
    head = {
        "title": f"One way in, one way out, {module}.{number}", "minutes": 8,
        "checks": [{
            "key": "herder", "kind": "single-choice", "prompt": "A herder has walked to the animal and back. What do you do?",
            "choices": [
                {"text": "Use his line as your path"}, {"text": "Choose another line, and record his", "right": True},
                {"text": "Ask him to walk it once more"},
            ],
        }],
    }  # fmt: skip
    parts = [SENTENCES]
    for section in range(1, sections + 1):
        parts += [
            f"## Step {section}: stop, look, then choose",
            SENTENCES,
            SENTENCES,
            "1. Fix your start point and photograph it.\n2. Walk by the line that was least likely used.\n3. Leave by the same line.",
        ]
    parts += [
        "::: safety Path and danger\nIf poison is possible, only people in the right equipment use the path.\n:::",
        '![Plan of a hillside with two cordons and one path](plan.svg "One path, inside two cordons")',
        "::: words\n- A. Control point and start of the path.\n- 1. The dead bird, in the middle.\n:::",
        "| Pattern | Good for | How |\n|---|---|---|\n| Strip | Open ground | Side by side |\n| Grid | Small objects | Across, too |",
        "::: check herder\n:::",
        "::: jurisdiction emergency seize\n:::",
    ]
    return f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n" + "\n\n".join(parts) + "\n"


def _quiz(number: int, count: int = ITEMS) -> dict[str, Any]:
    items = [_item(number, place) for place in range(1, count + 1)]
    return {
        "title": f"Quiz {number}: the scene",
        "minutes": 10,
        "pass_mark": 0.8,
        "shuffle": False,
        "items": items,
    }


def _item(number: int, place: int) -> dict[str, Any]:
    key, prompt = (
        f"item-{number}-{place}",
        f"Question {place}: what do you do first when you reach the animal?",
    )
    if place % 4 == 1:
        choices = [
            {"text": "Touch it"},
            {"text": "Look and listen", "right": True},
            {"text": "Move it"},
            {"text": "Call nobody"},
        ]
        return {"key": key, "kind": "single-choice", "prompt": prompt, "choices": choices}
    if place % 4 == 2:
        choices = [
            {"text": "Gloves", "right": True}, {"text": "Nothing"}, {"text": "Log", "right": True}, {"text": "A broom"},
        ]  # fmt: skip
        return {"key": key, "kind": "multiple-choice", "prompt": prompt, "choices": choices}
    if place % 4 == 3:
        return {"key": key, "kind": "true-false", "prompt": prompt, "answer": True}
    return {"key": key, "kind": "numeric", "prompt": prompt, "answer": 30, "unit": "minutes"}


def _dump(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
