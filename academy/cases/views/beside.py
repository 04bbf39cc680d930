"""What stands beside a case while its author writes: what cannot be read, its knots, and what the checker found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from academy.cases.content import CaseContent, plain
from academy.cases.models import CaseCheck
from academy.cases.queries.checks import is_knotted, kept_check
from academy.cases.rules.checking import Fault, digest_of
from academy.cases.rules.checking.telling import step_in_words
from academy.courses.editing import Editor
from academy.courses.forms.telling import Said, filled, told
from academy.courses.kinds import Finding
from academy.courses.package import PackageError
from academy.courses.package.faults import slot_line
from academy.courses.package.single import read_activity
from academy.courses.queries.materials import materials
from academy.courses.rules.checks import SENTENCES
from academy.jurisdictions.queries import known_keys


@dataclass(frozen=True)
class Knot:
    """Something to mend that reading alone shows."""

    line: int | None
    text: str
    blocks: bool = True


@dataclass(frozen=True)
class FaultShown:
    """Something the checker found, with the actions that show it, each as the expert's path would have it."""

    line: int | None
    text: str
    blocks: bool
    path: tuple[str, ...] | None


@dataclass(frozen=True)
class Beside:
    """All of it."""

    #: How many lines the text has.
    lines: int
    problems: tuple[Said, ...] = ()
    knots: tuple[Knot, ...] = ()
    faults: tuple[FaultShown, ...] = ()
    #: Under which name its check is kept.
    digest: str = ""
    #: Whether the checker has not looked at this very text yet.
    is_pending: bool = True
    states: int = 0
    seconds: float = 0

    #: Whether it cannot be played, and so not be checked, before it is mended.
    is_knotted: bool = False

    @property
    def is_kept_back(self) -> bool:
        """Whether something here keeps it from being published."""
        return any(knot.blocks for knot in self.knots)

    @property
    def is_faulty(self) -> bool:
        """Whether a fault keeps it from being published."""
        return any(fault.blocks for fault in self.faults)


def beside(editor: Editor, text: str) -> Beside:
    """Look at a case as it is typed."""
    text = text.replace("\r\n", "\n")
    lines = text.count("\n") + 1
    try:
        case = cast(CaseContent, read_activity(editor.kind, text))
    except PackageError as error:
        return Beside(lines, problems=tuple(told(error.problems)))
    digest = digest_of(case)
    check = kept_check(digest)
    knots = tuple(_knot(finding, text) for finding in (*editor.kind.findings(case), *_dead(editor, case)))
    if check is None:
        return Beside(lines, knots=knots, digest=digest, is_knotted=is_knotted(case))
    return Beside(
        lines, knots=knots, faults=tuple(_fault(each, text) for each in faults_of(check)), digest=digest, is_pending=False,
        states=check.states, seconds=check.seconds,
    )  # fmt: skip


def faults_of(check: CaseCheck) -> list[Fault]:
    """Return what a check found, in its order."""
    return [Fault.read(kept) for kept in check.findings]


def said_of_fault(fault: Fault) -> str:
    """Return a fault as a sentence."""
    return filled(SENTENCES[fault.code], dict(fault.values))


def _knot(finding: Finding, text: str) -> Knot:
    values = dict(finding.values)
    return Knot(_line(values, text), filled(SENTENCES[finding.code], values), finding.blocks)


def _fault(fault: Fault, text: str) -> FaultShown:
    path = None if fault.path is None else tuple(step_in_words(plain(step)) for step in fault.path)
    return FaultShown(_line(dict(fault.values), text), said_of_fault(fault), fault.blocks, path)


def _dead(editor: Editor, case: CaseContent) -> list[Finding]:
    """Return the pictures and entries a case leans on that are not there."""
    leans = editor.kind.references(case)
    files = {name for name, _alt in materials(editor.course.id).files}
    entries = known_keys() if leans.entries else frozenset()
    return [
        Finding(code, values=(("name", name),))
        for code, names in (("dead-medium", leans.media - files), ("dead-entry", leans.entries - entries))
        for name in sorted(names)
    ]


def _line(values: Mapping[str, Any], text: str) -> int | None:
    """Return the line a finding is about: that of its slot, or the first that bears its name."""
    if slot := str(values.get("slot", "")):
        return slot_line(text, slot)
    name = re.escape(str(values.get("name", "")))
    for pattern in (
        (rf"(?:entry|file|lesson): *[\"']?{name}\b", rf"^\s*{name}:", rf"\b{name}\b") if name else ()
    ):
        for number, line in enumerate(text.split("\n"), 1):
            if re.search(pattern, line):
                return number
    return None
