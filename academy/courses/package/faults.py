"""What is wrong with a package: file, line, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from pydantic import ValidationError
from yaml.nodes import Node

from academy.courses.content.written import line_of, nodes
from academy.courses.package.files import Unreadable
from academy.courses.package.wording import NO_YAML, NOT_UTF8, place_of, said_of
from academy.i18n import collected
from academy.languages.rules import CatalogueError
from academy.media.rules import SENTENCES as MEDIA_SENTENCES
from academy.media.rules import MediaError


@dataclass(frozen=True)
class Problem:
    """One thing to mend; pages translate ``sentence``, commands print it in English."""

    file: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    #: The line of ``file``, from 1; None where it is about a file as a whole.
    line: int | None = None

    def __str__(self) -> str:
        """Say it in English, as compilers do: file, line, sentence."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence % self.values}"


class PackageError(Exception):
    """A package that cannot be taken: every problem with its file, its line and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def problems_of(name: str, error: Exception, text: str = "") -> Iterator[Problem]:
    """Put what went wrong with a file into problems; ``text`` is what it holds, so that lines can be counted."""
    match error:
        case ValidationError():
            yield from _of_validation(name, error, text)
        case yaml.MarkedYAMLError():
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 + _before(text) if mark else 1
            yield Problem(name, NO_YAML, {"problem": error.problem or error.context or ""}, line)
        case yaml.reader.ReaderError():
            yield Problem(name, NO_YAML, {"problem": error.reason}, text.count("\n", 0, error.position) + 1)
        case UnicodeDecodeError():
            yield Problem(name, NOT_UTF8, line=error.object.count(b"\n", 0, error.start) + 1)
        case MediaError():
            yield Problem(name, MEDIA_SENTENCES[error.code], error.values)
        case CatalogueError():
            yield Problem(
                name, collected("This is no PO catalogue: %(problem)s."), {"problem": error}, error.line
            )
        case Unreadable():
            yield Problem(name, error.sentence, error.values)
        case _:
            yield Problem(name, collected("This cannot be read: %(problem)s."), {"problem": error}, 1)


def body_line(text: str) -> int:
    """Return the line on which the body of a lesson begins, from 1; what is before it is front matter."""
    head, found, body = text.partition("\n---\n")
    if not text.startswith("---\n") or not found:
        return 1
    return head.count("\n") + 3 + body[: len(body) - len(body.lstrip())].count("\n")


def line_with(text: str, *words: object) -> int:
    """Return the first line that holds one of ``words``, the first of them that is there at all; else 1."""
    for word in words:
        place = text.find(str(word)) if str(word) else -1
        if place >= 0:
            return text.count("\n", 0, place) + 1
    return 1


def slot_line(text: str, slot: str) -> int:
    """Return the line of the part of a YAML file that a slot leads to: ``endings/weak/when``; lists count from 1."""
    return line_of(_tree(text), tuple(int(step) - 1 if step.isdigit() else step for step in slot.split("/")))


def _of_validation(name: str, error: ValidationError, text: str) -> Iterator[Problem]:
    tree = _tree(text)
    for each in error.errors():
        is_body = each["loc"][:1] == ("body",)
        line = body_line(text) if is_body else line_of(tree, place_of(each)) + _before(text)
        sentence, values = said_of(each, name)
        yield Problem(name, sentence, values, line)


def _tree(text: str) -> Node | None:
    try:
        return nodes(text.removeprefix("---\n").partition("\n---\n")[0] if _before(text) else text)
    except yaml.YAMLError:
        return None


def _before(text: str) -> int:
    """Return how many lines stand before the YAML of a file: a lesson's opens with ``---``."""
    return 1 if text.startswith("---\n") and "\n---\n" in text else 0
