"""What is known of a learner where the conditions of a course are decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.accounts.queries import grants_of
from academy.courses import content
from academy.courses.content import Condition, leaves
from academy.courses.content.conditions import HoldsRole
from academy.courses.models import Course, Edition
from academy.courses.rules import Facts, holds
from academy.db import session
from academy.learning.models import Enrolment
from academy.learning.rules import asks_for_other_courses, conditions_of

_outlines: dict[str, content.Course] = {}


def outline_of(edition: Edition) -> content.Course:
    """Return an edition's course with the bare titles of its activities: all that decides what is open, due and done.

    Read once in each process.
    """
    if edition.digest not in _outlines:
        _outlines[edition.digest] = _outline(json.loads(edition.document))
    return _outlines[edition.digest]


def facts_of(person_id: UUID, course: content.Course, *, done: Mapping[str, float | None], on: date) -> Facts:
    """Return what is known of a person where ``course`` is decided; only what its conditions ask for is fetched."""
    facts = Facts(today=on, done=done)
    if asks_for_other_courses(course):
        facts = with_other_courses(facts, person_id)
    if any(isinstance(leaf, HoldsRole) for each in conditions_of(course) for leaf in leaves(each)):
        roles = frozenset(grant.role.value for grant in grants_of(person_id, on=on))
        facts = replace(facts, roles=roles)
    return facts


def with_other_courses(facts: Facts, person_id: UUID) -> Facts:
    """Add the courses a person has completed and the tracks she follows or followed."""
    rows = session.execute(
        select(Course.slug, Course.track, Enrolment.completed_at)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.withdrawn_at.is_(None))
    ).all()
    return replace(
        facts,
        courses=frozenset(row.slug for row in rows if row.completed_at is not None),
        tracks=frozenset(row.track for row in rows if row.track is not None),
    )


def bar_to(edition: Edition, *, person_id: UUID, on: date) -> Condition | None:
    """Return what keeps a person from being enrolled in an edition; None where nothing does."""
    course = outline_of(edition)
    if course.requires is None or holds(course.requires, facts_of(person_id, course, done={}, on=on)):
        return None
    return course.requires


def _outline(document: dict[str, Any]) -> content.Course:
    modules = [
        {**module, "sources": [], "activities": [_bare(each) for each in module["activities"]]}
        for module in document["modules"]
    ]
    return content.Course.model_validate({**document, "modules": modules, "media": {}, "glossary": []})


def _bare(activity: dict[str, Any]) -> dict[str, Any]:
    told = {name: activity["content"][name] for name in ("title", "minutes")}
    return {**activity, "content": told}
