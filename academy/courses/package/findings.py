"""What the check before publication finds, said of a package: in which file, on which line."""

from __future__ import annotations

from collections.abc import Mapping

from academy.courses.content import Course
from academy.courses.kinds import Finding, kind_named
from academy.courses.package.faults import Problem, body_line, line_with, slot_line
from academy.courses.rules import check
from academy.courses.rules.checks import SENTENCES

#: Where a finding names nothing: the word of the file it is about.
_ABOUT = {
    "guessable": "pass_mark:", "no-items": "items:", "nothing-required": "modules:", "no-criteria": "criteria:",
    "no-questions": "questions:",
}  # fmt: skip


def problems_of_check(course: Course, texts: Mapping[str, str]) -> list[Problem]:
    """Return what keeps a course from being published, by the files it was read from (name → text)."""
    return [_problem(course, finding, texts) for finding in check(course) if finding.blocks]


def _problem(course: Course, finding: Finding, texts: Mapping[str, str]) -> Problem:
    name = _file(course, finding.where)
    text = texts.get(name, "")
    values = dict(finding.values)
    if finding.line is not None:
        line = body_line(text) + finding.line - 1
    elif "slot" in values:
        line = slot_line(text, str(values["slot"]))
    else:
        words = (*values.values(), _ABOUT.get(finding.code, ""), finding.where.split("/")[-1])
        line = line_with(text, *(word for word in words if isinstance(word, str)))
    return Problem(name, SENTENCES[finding.code], values, line)


def _file(course: Course, where: str) -> str:
    """Return the file a place of a course is written in: an activity's own, else the manifest."""
    module, _slash, slug = where.partition("/")
    found = course.activity(slug) if slug else None
    return f"modules/{module}/{slug}{kind_named(found[1].kind).suffix}" if found else "course.yaml"
