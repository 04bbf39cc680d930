"""What has to be mended in a file or a package, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from academy.courses.kinds import ActivityKind, Finding
from academy.courses.package import Problem
from academy.courses.package.faults import PackageError
from academy.courses.package.single import read_activity
from academy.courses.rules.checks import SENTENCES


@dataclass(frozen=True)
class Said:
    """A problem in words."""

    file: str
    line: int | None
    text: str
    #: Whether it keeps the course from being published.
    blocks: bool = True


def told(problems: Iterable[Problem]) -> list[Said]:
    """Return problems in words; what a value says in a sentence of ours is translated too."""
    return [Said(each.file, each.line, _sentence(each)) for each in problems]


def found_in(kind: ActivityKind, text: str, *, name: str = "") -> list[Said]:
    """Return what is to be mended in an activity's file: what cannot be read, or else what the check finds in it."""
    try:
        content = read_activity(kind, text, name=name)
    except PackageError as error:
        return told(error.problems)
    return [_found(each) for each in sorted(kind.findings(content), key=lambda each: not each.blocks)]


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence of ours in the reader's language; one within it (``sentence``, as ``problem``) too."""
    inner = values.get("sentence")
    within = {"problem": str(gettext(inner)) % values} if isinstance(inner, str) else {}
    return str(gettext(sentence)) % {**values, **within}


def _found(finding: Finding) -> Said:
    return Said("", finding.line, filled(SENTENCES[finding.code], dict(finding.values)), finding.blocks)


def _sentence(problem: Problem) -> str:
    values = {
        name: gettext(value) if name == "problem" and isinstance(value, str) and value else value
        for name, value in problem.values.items()
    }
    return filled(problem.sentence, values)
