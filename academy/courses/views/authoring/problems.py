"""What has to be mended in a file or a package, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from academy.courses.package import Problem


@dataclass(frozen=True)
class Said:
    """A problem in words."""

    file: str
    line: int | None
    text: str


def told(problems: Iterable[Problem]) -> list[Said]:
    """Return problems in words; what a value says in a sentence of ours is translated too."""
    return [Said(each.file, each.line, _sentence(each)) for each in problems]


def _sentence(problem: Problem) -> str:
    values = {
        name: gettext(value) if name == "problem" and isinstance(value, str) and value else value
        for name, value in problem.values.items()
    }
    return filled(problem.sentence, values)


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence of ours in the reader's language; one within it (``sentence``, as ``problem``) too."""
    inner = values.get("sentence")
    within = {"problem": str(gettext(inner)) % values} if isinstance(inner, str) else {}
    return str(gettext(sentence)) % {**values, **within}
