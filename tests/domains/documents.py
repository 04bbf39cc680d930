"""Small courses for the tests, as documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from academy.courses import content
from academy.courses.kinds import kind_named


def course(
    slug: str,
    *,
    activities: Sequence[content.Activity],
    title: str = "A course",
    source: str = "en",
    **said: Any,
) -> content.Course:
    """Return a course of one module."""
    module = content.Module(slug="one", title="Part one", activities=list(activities))
    given = {"level": "basic", "summary": f"About {title}.", "statement": "Assessed.", "hours": 1, **said}
    return content.Course(
        slug=slug, title=title, source_locale=source, modules=given.pop("modules", [module]), **given
    )


def lesson(slug: str, title: str, body: str, **said: Any) -> content.Activity:
    """Return a lesson."""
    text = f'---\ntitle: "{title}"\nminutes: 5\n---\n{body}\n'
    return content.Activity(slug=slug, kind="lesson", content=kind_named("lesson").read(text), **said)
