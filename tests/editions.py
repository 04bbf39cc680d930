"""More editions of the small course: the same package, changed a little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask

from academy import db
from academy.courses import service as courses
from academy.courses.content import Activity, Course
from academy.courses.models import Edition
from tests.world import PACKAGES

Change = Callable[[Course], Course]


def publish(app: Flask, change: Change, *, at: datetime, notes: str = "") -> Edition:
    """Publish the small course as ``change`` makes it."""
    package = courses.prepare(PACKAGES / "small", keep=app.extensions["storage"].put)
    with db.writing():
        return courses.publish(
            package=replace(package, course=change(package.course)), by=None, at=at, notes=notes
        ).edition


def with_settings(**settings: Any) -> Change:
    """Change what the course says of itself: ``requires``, ``completion``, …"""
    return lambda course: course.model_copy(update=settings)


def with_activity(slug: str, **settings: Any) -> Change:
    """Change one activity: ``requires``, ``due_days``, ``is_required``, ``slug``, …"""

    def change(activity: Activity) -> Activity:
        return activity.model_copy(update=settings) if activity.slug == slug else activity

    return lambda course: course.model_copy(
        update={
            "modules": [
                module.model_copy(update={"activities": [change(each) for each in module.activities]})
                for module in course.modules
            ]
        }
    )


def without(*slugs: str) -> Change:
    """Leave activities out."""
    return lambda course: course.model_copy(
        update={
            "modules": [
                module.model_copy(
                    update={"activities": [each for each in module.activities if each.slug not in slugs]}
                )
                for module in course.modules
            ]
        }
    )
