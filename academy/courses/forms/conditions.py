"""The editor of a tree of conditions: rows in a form that is complete without a script.

Every row stands in the form under its number, with the number of the group it belongs to; row 0 is the whole.
``add-3`` and ``remove-4`` are what its buttons say: the page is shown again with a row more or less, and with
everything that was typed. For the words of a condition see ``wording``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter, ValidationError

from academy.courses.content import Condition
from academy.courses.content.conditions import AllOf, AnyOf
from academy.courses.forms.wording import in_words

TREE: TypeAdapter[Any] = TypeAdapter(Condition)
GROUPS = ("all", "any")
#: Kind of a condition → what it is called where one is chosen.
KINDS = {
    "done": _l("An activity or module is done"),
    "score": _l("An activity is done with a minimum score"),
    "course": _l("Another course is completed"),
    "since": _l("A day has come"),
    "until": _l("A day is not over yet"),
    "role": _l("The learner has a role"),
    "track": _l("The learner follows a track"),
    "all": _l("A group: all of them"),
    "any": _l("A group: any of them"),
}
#: Rows of one tree; more is no condition that anybody understands.
MOST = 60


@dataclass(frozen=True)
class Row:
    """One row of the form: a group, or one thing that is asked for."""

    number: int
    inside: int | None
    kind: str
    #: A slug, a day as YYYY-MM-DD, a role or a track.
    value: str = ""
    #: Per cent, as typed.
    at_least: str = ""
    error: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it holds other rows."""
        return self.kind in GROUPS


@dataclass
class ConditionTree:
    """A tree of conditions as it is typed, under the names that begin with ``prefix``."""

    prefix: str
    rows: list[Row]
    #: The row that was just added or whose neighbour was taken away: where typing goes on.
    focus: int | None = None
    #: Kinds that make no sense here are left out: a course's own start waits on no activity of it.
    kinds: tuple[str, ...] = field(default=tuple(KINDS))

    @property
    def root(self) -> Row:
        """The whole."""
        return self.rows[0]

    @property
    def is_wrong(self) -> bool:
        """Whether a row has to be mended."""
        return any(row.error for row in self.rows)

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What may be added."""
        return [(kind, str(KINDS[kind])) for kind in self.kinds]

    def within(self, number: int) -> list[Row]:
        """Return the rows of a group."""
        return [row for row in self.rows if row.inside == number]

    def parsed(self) -> Condition | None:
        """Return the condition; rows that cannot be taken get their error, and then it is None."""
        self.rows = [replace(row, error=_wrong(row)) for row in self.rows]
        if self.is_wrong:
            return None
        written = self._written(self.root)
        parsed: Condition | None = TREE.validate_python(written) if written else None
        return parsed

    def in_words(self, titles: Mapping[str, str], courses: Mapping[str, str]) -> str:
        """Return the clause of what stands in the form, leaving out what is not in order yet."""
        written = replace_rows(self, [row for row in self.rows if not _wrong(row)])._written(self.root)
        return in_words(TREE.validate_python(written), titles, courses) if written else ""

    def _written(self, row: Row) -> dict[str, Any] | None:
        """Return a row as packages write it; groups of one are that one, and empty groups are nothing."""
        if not row.is_group:
            named = {row.kind: row.value}
            return named | ({"at_least": _share(row.at_least)} if row.kind == "score" else {})
        inner = [each for each in map(self._written, self.within(row.number)) if each]
        return {row.kind: inner} if len(inner) > 1 else inner[0] if inner else None


def replace_rows(tree: ConditionTree, rows: list[Row]) -> ConditionTree:
    """Return a tree of other rows."""
    return ConditionTree(tree.prefix, rows, tree.focus, tree.kinds)


def tree_of(
    prefix: str, condition: Condition | None, *, kinds: tuple[str, ...] = tuple(KINDS)
) -> ConditionTree:
    """Return the form of a condition."""
    numbers = count()
    if isinstance(condition, AllOf | AnyOf):
        return ConditionTree(prefix, list(_rows(condition, None, numbers)), kinds=kinds)
    root = Row(next(numbers), None, "all")
    return ConditionTree(prefix, [root, *(_rows(condition, 0, numbers) if condition else ())], kinds=kinds)


def tree_from(
    prefix: str, typed: Mapping[str, str], *, kinds: tuple[str, ...] = tuple(KINDS)
) -> ConditionTree:
    """Return the form as it was sent, after what one of its own buttons says, if one was pressed."""
    found: dict[int, Row] = {}
    for number in range(MOST * 2):
        kind = typed.get(f"{prefix}-{number}-kind", "")
        inside = _number(typed.get(f"{prefix}-{number}-in", ""))
        if number == 0:
            found[0] = Row(0, None, kind if kind in GROUPS else "all")
        elif kind in KINDS and inside in found and found[inside].is_group and len(found) < MOST:
            found[number] = Row(
                number,
                inside,
                kind,
                typed.get(f"{prefix}-{number}-value", "").strip()[:60],
                typed.get(f"{prefix}-{number}-at_least", "").strip()[:10],
            )
    tree = ConditionTree(prefix, list(found.values()), kinds=kinds)
    deed, _dash, place = typed.get(f"{prefix}-do", "").partition("-")
    number_ = _number(place)
    if number_ in found:
        if deed == "add":
            _add(tree, number_, typed.get(f"{prefix}-{number_}-new", ""))
        elif deed == "remove" and number_:
            _remove(tree, number_)
    return tree


def is_pressed(prefix: str, typed: Mapping[str, str]) -> bool:
    """Say whether one of the tree's own buttons was pressed: then nothing is saved yet."""
    return f"{prefix}-do" in typed


def _add(tree: ConditionTree, group: int, kind: str) -> None:
    """Add a row to a group, and the row itself is where typing goes on."""
    if kind in tree.kinds and len(tree.rows) < MOST and any(row.number == group for row in tree.rows):
        number = max(row.number for row in tree.rows) + 1
        tree.rows.append(Row(number, group, kind))
        tree.focus = number


def _remove(tree: ConditionTree, number: int) -> None:
    """Take a row away with everything in it; its numbers are given out anew."""
    gone = {number}
    parent = next(row.inside for row in tree.rows if row.number == number)
    for row in tree.rows:  # a group stands before its rows
        if row.inside in gone:
            gone.add(row.number)
    left = [row for row in tree.rows if row.number not in gone]
    numbers: dict[int | None, int | None] = {row.number: place for place, row in enumerate(left)}
    tree.rows = [replace(row, number=place, inside=numbers.get(row.inside)) for place, row in enumerate(left)]
    tree.focus = numbers.get(parent)


def _rows(condition: Condition, inside: int | None, numbers: Iterator[int]) -> Iterator[Row]:
    number = next(numbers)
    if isinstance(condition, AllOf | AnyOf):
        yield Row(number, inside, "all" if isinstance(condition, AllOf) else "any")
        for each in condition.all if isinstance(condition, AllOf) else condition.any:
            yield from _rows(each, number, numbers)
        return
    written = condition.model_dump(mode="json")
    share = written.pop("at_least", None)
    ((kind, value),) = written.items()
    yield Row(number, inside, kind, str(value), "" if share is None else f"{share * 100:g}")


def _wrong(row: Row) -> str:
    """Return what is wrong with a row, in a sentence; nothing where it is in order or a group."""
    if row.is_group:
        return ""
    if row.kind in ("since", "until"):
        return "" if _is_day(row.value) else str(_("Type a day, for example 2026-03-31."))
    if row.kind == "score" and not 0 <= (_share(row.at_least) or -1) <= 1:
        return str(_("Type a score from 1 to 100 per cent."))
    try:
        TREE.validate_python({row.kind: row.value} | ({"at_least": 1} if row.kind == "score" else {}))
    except ValidationError:
        return str(_("Choose from the list."))
    return ""


def _share(typed: str) -> float | None:
    try:
        return round(float(typed.replace(",", ".").rstrip("% \xa0")) / 100, 6)
    except ValueError:
        return None


def _is_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return len(typed) == 10


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None
