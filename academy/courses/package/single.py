"""Reading one activity's file by itself, as its editor does."""

from __future__ import annotations

import yaml

from academy.courses.content import ActivityContent
from academy.courses.kinds import ActivityKind
from academy.courses.package.faults import PackageError, problems_of


def read_activity(kind: ActivityKind, text: str, *, name: str = "") -> ActivityContent:
    """Return what an activity's file holds. Raises PackageError with what to mend, line by line.

    ``name`` is what the problems call the file.
    """
    try:
        return kind.read(text)
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise PackageError(list(problems_of(name or kind.suffix, error, text))) from error


def read_if_in_order(kind: ActivityKind, text: str) -> ActivityContent | None:
    """Return what an activity's file holds, or None while it cannot be read."""
    try:
        return read_activity(kind, text)
    except PackageError:
        return None
