"""The check list in words: each finding with what it means, where it is, and the way to the page that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from academy.courses.kinds import Finding, kind_named
from academy.courses.package import Problem
from academy.courses.queries.publications import Checked
from academy.courses.rules.checks import NOTES, SENTENCES
from academy.courses.rules.media import SENTENCES as MEDIA
from academy.courses.views.authoring.problems import filled, told

#: Where findings point → what is there, and its id (``queries.publications.places``).
Places = Mapping[str, tuple[str, UUID]]

#: Findings about an activity that its settings mend and not its text.
_OF_SETTINGS = frozenset({"dead-course", "unreachable"})
#: Findings about the whole that the outline mends.
_OF_OUTLINE = frozenset({"same-slug", "nothing-required", "circle"})


@dataclass(frozen=True)
class Line:
    """One line of the check list."""

    #: ``blocks``, ``warns`` or ``notes``.
    kind: str
    text: str
    #: Where it is, in words; empty for the whole course.
    where: str
    #: The page that mends it; empty where there is none.
    url: str


def check_list(found: Checked, course: str, places: Places, *, may_mend: bool) -> list[Line]:
    """Return the lines, what blocks first. Who only approves gets no links into the editors."""
    titles = _titles(found)
    lines = [
        Line("blocks", said.text, _in_file(said.file, said.line), _file_url(problem, course, places))
        for problem, said in zip(found.problems, told(found.problems), strict=True)
    ]
    for finding in found.findings:
        where = titles.get(finding.where, "" if finding.where == "course" else finding.where)
        lines.append(Line(_kind(finding), _sentence(finding), where, _url(finding, course, places)))
    ordered = sorted(lines, key=lambda line: ("blocks", "warns", "notes").index(line.kind))
    return ordered if may_mend else [Line(line.kind, line.text, line.where, "") for line in ordered]


def _kind(finding: Finding) -> str:
    return "notes" if finding.code in NOTES else "blocks" if finding.blocks else "warns"


def _sentence(finding: Finding) -> str:
    said = filled(SENTENCES[finding.code], dict(finding.values))
    return str(_("Line %(number)s: %(problem)s", number=finding.line, problem=said)) if finding.line else said


def _titles(found: Checked) -> dict[str, str]:
    """Return where → the titles of module and activity."""
    titles = {}
    for module in found.course.modules if found.course else ():
        titles[module.slug] = module.title
        for activity in module.activities:
            titles[f"{module.slug}/{activity.slug}"] = f"{module.title} › {activity.content.title}"
    return titles


def _in_file(file: str, line: int | None) -> str:
    return str(_("%(file)s, line %(line)s", file=file, line=line)) if line else file


def _url(finding: Finding, course: str, places: Places) -> str:
    if finding.code == "untranslated":
        return ""
    if finding.code in MEDIA:
        return url_for("authoring.media", course=course)
    found = places.get(finding.where)
    if found is None:
        page = "outline" if finding.code in _OF_OUTLINE else "course_settings"
        return url_for(f"authoring.{page}", course=course)
    kind, id_ = found
    if kind == "module":
        return url_for("authoring.module", module_id=id_)
    if finding.code in _OF_SETTINGS:
        return url_for("authoring.activity_settings", activity_id=id_)
    return url_for(kind_named(kind).editor, activity_id=id_)


def _file_url(problem: Problem, course: str, places: Places) -> str:
    """Return the page that shows the file of a problem."""
    parts = problem.file.split("/")
    if parts[0] != "modules" or len(parts) < 3:
        page = "media" if parts[0] == "media.yaml" else "course_settings"
        return url_for(f"authoring.{page}", course=course)
    kind, id_ = places.get(f"{parts[1]}/{parts[2].partition('.')[0]}") or places.get(parts[1]) or ("", None)
    if id_ is None:
        return url_for("authoring.outline", course=course)
    if kind == "module":
        return url_for("authoring.module", module_id=id_)
    return url_for("authoring.source", activity_id=id_)
