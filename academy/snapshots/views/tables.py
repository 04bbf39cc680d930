"""A document's figures as tables in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from academy.agencies.queries import countries
from academy.courses.forms import LEVELS, track_name
from academy.courses.queries.editions import course_titles
from academy.sheets import Value
from academy.snapshots.forms.wording import DEFINITIONS, Definition
from academy.snapshots.rules.definitions import Measure, Subject
from academy.snapshots.rules.figures import TOTAL, ground_of, members_of
from academy.web.access import actor
from academy.web.filters import number
from academy.web.locale import content_locale

#: Of a measure, what trained capacity is made of: the bars above the tables.
CAPACITY = (Measure.ENROLLED, Measure.COMPLETED, Measure.CERTIFIED)


@dataclass(frozen=True)
class Line:
    """A row of a measure's table: who, how deep below the head, and a cell for each column."""

    label: str
    depth: int
    cells: tuple[Mapping[str, Any] | None, ...]


@dataclass(frozen=True)
class Table:
    """One measure."""

    measure: str
    definition: Definition
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Said:
    """A document, and everything it shows."""

    document: Mapping[str, Any]

    @cached_property
    def tables(self) -> list[Table]:
        """The tables, in the order of the definitions; of measures that have a figure."""
        return [
            self._table(measure, definition)
            for measure, definition in self._definitions.items()
            if any(each["measure"] == measure for each in self.document["figures"])
        ]

    @cached_property
    def bars(self) -> list[tuple[str, list[int]]]:
        """For the whole and each row right below it: its trained capacity over all courses."""
        found = {
            (each["row"], each["measure"]): each["count"]
            for each in self.document["figures"]
            if each["of"] == Subject.ALL
        }
        rows = [(self._label(row), [found.get((row, each), 0) for each in CAPACITY]) for row in self._near]
        return [row for row in rows if any(row[1])]

    @property
    def capacity(self) -> list[str]:
        """What the bars are, in words."""
        return [str(self._definitions[each].name) for each in CAPACITY]

    def flat(self) -> Iterator[list[Value]]:
        """Give every figure as one line of a sheet: measure, of what, who, people, before, after."""
        for each in self.document["figures"]:
            name = str(self._definitions[each["measure"]].name)
            about, who = self._subject(each["of"], each["name"]), self._label(each["row"])
            yield [name, about, who, each["count"], each.get("before"), each.get("after")]

    @property
    def _definitions(self) -> Mapping[str, Definition]:
        return DEFINITIONS[self.document["definitions"]]

    @property
    def _near(self) -> list[str]:
        keys = [row.key for row in self._ground.rows]
        return [
            key for key in keys if key == TOTAL or key.startswith("country:") or self._depths.get(key, 1) == 1
        ]

    def _table(self, measure: str, definition: Definition) -> Table:
        figures = [each for each in self.document["figures"] if each["measure"] == measure]
        order = [each.value for each in Subject]
        subjects = sorted(
            {(each["of"], each["name"]) for each in figures}, key=lambda at: (order.index(at[0]), at[1])
        )
        cells = {(each["row"], each["of"], each["name"]): each for each in figures}
        return Table(
            measure, definition, tuple(self._subject(*each) for each in subjects),
            tuple(
                Line(self._label(row), self._depths.get(row, 0), tuple(cells.get((row, *each)) for each in subjects))
                for row in dict.fromkeys(self._in_order([each["row"] for each in figures]))
            ),
        )  # fmt: skip

    def _in_order(self, rows: list[str]) -> list[str]:
        places = {row.key: place for place, row in enumerate(self._ground.rows)}
        return sorted(rows, key=lambda key: (places.get(key, len(places)), key))

    def _label(self, row: str) -> str:
        if row == TOTAL:
            return str(self.document["scope"] or _("The whole academy"))
        if row.startswith("country:"):
            code = row.partition(":")[2]
            return self._countries.get(code, code)
        if members := members_of(row):
            return str(_("Together: %(agencies)s", agencies=", ".join(self._names[each] for each in members)))
        return self._names[row]

    def _subject(self, kind: str, name: str) -> str:
        if kind == Subject.LEVEL:
            return str(LEVELS.get(name, name))
        if kind == Subject.TRACK:
            return track_name(name)
        return self._titles.get(name, name) if kind == Subject.COURSE else str(_("All courses"))

    @cached_property
    def _ground(self) -> Any:
        return ground_of(self.document)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {unit.id: unit.name for unit in self._ground.units}

    @cached_property
    def _depths(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for unit in self._ground.units:  # an agency comes after the one above it
            found[unit.id] = found[unit.parent] + 1 if unit.parent else 0
        return found

    @cached_property
    def _countries(self) -> dict[str, str]:
        return {country.code: country.name for country in countries()}

    @cached_property
    def _titles(self) -> dict[str, str]:
        slugs = {each["name"] for each in self.document["figures"] if each["of"] == Subject.COURSE}
        return course_titles(sorted(slugs), locale=content_locale(actor()))


def header() -> list[str]:
    """Return the columns of the flat table."""
    return [
        _("Figure"),
        _("Of"),
        _("Agency"),
        _("People"),
        _("Mean before, per cent"),
        _("Mean after, per cent"),
    ]


def in_words(value: Value) -> str:
    """Return a cell of the flat table as it is printed."""
    return "–" if value is None else number(value) if isinstance(value, int | float) else str(value)
