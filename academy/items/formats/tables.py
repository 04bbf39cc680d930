"""Items as rows of a table: one item in each, whatever file the table is kept in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Any

from academy.items.formats.decoding import weigh
from academy.items.formats.parts import part, parts
from academy.items.formats.reading import Going, Loss, Reading, Refused, left_out, lost
from academy.items.formats.settling import Found, Settling, join_general, slug_of, unsaid
from academy.items.kinds.exchange import CannotSay, Data, Level, Notes, decimal_of, plain_number
from academy.items.kinds.row import Row, in_digits, is_yes, joined, labelled, pieces, settings_of
from academy.sheets.reading import Line

#: The columns before the answers and after them; answers have letters, as many as a table needs.
BEFORE = ("kind", "key", "category", "prompt")
AFTER = (
    "right", "text", "settings", "points", "feedback right", "feedback wrong", "hints", "tags", "competency",
    "gate", "pilot", "keep order", "source",
)  # fmt: skip
FEWEST_LETTERS = 8
#: Other names a column may have.
_ALSO = {
    "question": "prompt",
    "type": "kind",
    "id": "key",
    "name": "title",
    "answer": "right",
    "points": "points",
}
_KNOWN = frozenset((*BEFORE, *AFTER, *ascii_lowercase, "title", "feedback"))
_KINDS = {"true-or-false": "true-false", "mc": "single-choice", "truefalse": "true-false"}
_FLAGS = {"gate": "gate", "pilot": "pilot", "keep order": "keep_order"}
#: Rows that are looked through, empty ones too; and rows above the head.
MOST_ROWS = 5_000
_MOST_ABOVE = 10
_KEEPS = frozenset((
    "gate", "pilot", "source", "hints", "points", "keep_order", "tags", "competency", "feedback",
))  # fmt: skip
PART = "row"


def read_table(
    format_name: str, lines: Iterable[Line], said: Sequence[tuple[Level, str, dict[str, str]]]
) -> Reading:
    """Read a table; ``said`` is what the report begins with. Raises Refused."""
    settling = Settling(format_name)
    for level, code, values in said:
        settling.line(1, level, code, **values)
    filled = _filled(lines)
    columns = next(
        (
            found
            for _place, line in zip(range(_MOST_ABOVE), filled, strict=False)
            if (found := _head(line, settling))
        ),
        None,
    )
    if columns is None:
        raise Refused("table-head")
    before = len(settling.lines)
    for line in filled:
        _read_line(line, columns, settling)
    if len(settling.lines) == before:
        raise Refused("nothing-found")
    return settling.reading()


def columns_of(cells: Iterable[str]) -> list[str]:
    """Return the names of the columns that a head names; what is not known is empty."""
    names = [" ".join(re.split(r"[\s_-]+", cell.strip().casefold())) for cell in cells]
    return [name if name in _KNOWN else _ALSO.get(name, "") for name in names]


def rows_of(items: Sequence[Going], losses: list[Loss], longest: int) -> list[list[str]]:
    """Return the head and the rows of items; what cannot be said is among the losses."""
    written: list[dict[str, str]] = []
    for going in items:
        notes = Notes()
        try:
            row = _written(going, notes)
            if any(len(cell) > longest for cell in row.values()):
                raise CannotSay("cell-long", most=longest)
        except CannotSay as error:
            losses.append(left_out(going.item, error))
            continue
        written.append(row)
        lost(losses, going.item, notes)
    used = max(
        (ascii_lowercase.index(name) + 1 for row in written for name in row if len(name) == 1), default=0
    )
    head = head_of(used)
    return [head, *([row.get(name, "") for name in head] for row in written)]


def head_of(used: int = 0) -> list[str]:
    """Return the head of a table whose items have at most ``used`` answers."""
    return [*BEFORE, *ascii_lowercase[: max(FEWEST_LETTERS, used)], *AFTER]


def _weighed(lines: Iterable[Line]) -> Iterator[Line]:
    """Pass lines on, and refuse what would take too long to read."""
    texts: list[str] = []
    for line in lines:
        texts.append(str(len(line.cells)))
        texts.extend(line.cells)
        if len(texts) > 10_000:
            weigh(texts)
            texts = ["x" * sum(len(text) for text in texts)]
        yield line
    weigh(texts)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(_weighed(lines)):
        if count > MOST_ROWS:
            raise Refused("table-long", line=line.number, most=MOST_ROWS)
        if line.fault is not None or any(cell.strip() for cell in line.cells):
            yield line


def _head(line: Line, settling: Settling) -> list[str]:
    columns = columns_of(line.cells)
    if "kind" not in columns or "prompt" not in columns:
        return []
    named = [name for name in columns if name]
    for name in named:
        if named.count(name) > 1:
            raise Refused("table-column-twice", line=line.number, column=name)
    for name, cell in zip(columns, line.cells, strict=True):
        if cell.strip() and not name:
            settling.line(line.number, Level.APPROXIMATED, "table-column-unknown", column=cell.strip()[:40])
    return columns


def _read_line(line: Line, columns: list[str], settling: Settling) -> None:
    values = {name: cell.strip() for name, cell in zip(columns, line.cells, strict=False) if name}
    name = values.get("title") or values.get("key") or values.get("prompt", "")
    notes = Notes()
    for code, said in line.notes:
        notes.add(code, **said)
    try:
        if line.fault is not None:
            raise CannotSay(line.fault[0], **line.fault[1])
        if any(cell.strip() for cell in line.cells[len(columns) :]):
            raise CannotSay("row-beyond")
        kind, own = _own(values, notes)
    except CannotSay as error:
        settling.refuse(line.number, error, name=name)
        return
    tags = re.split(r"[,;]", values.get("tags", ""))
    competency = values.get("competency", "")
    settling.add(Found(
        line.number, kind, values.get("prompt", ""), own, notes, values.get("category", ""), id=values.get("key", ""),
        name=values.get("title", ""),
        tags=[*([f"competency:{competency}"] if competency else []), *(tag.strip() for tag in tags if tag.strip())],
    ))  # fmt: skip


def _own(values: dict[str, str], notes: Notes) -> tuple[str, Data]:
    kind = slug_of(values.get("kind", ""))
    kind = _KINDS.get(kind, kind)
    module = dict(parts(PART)).get(kind)
    if module is None:
        raise CannotSay("row-kind", type=values.get("kind", "")[:40] or "–")
    cells = [values.get(letter, "") for letter in ascii_lowercase]
    while cells and not cells[-1]:
        cells.pop()
    row = Row(
        cells, values.get("right", ""), values.get("text", ""), labelled(values.get("settings", "")), notes
    )
    return kind, {**_common(values, notes), **row.settled(module.SETTINGS), **module.read(row)}


def _common(values: dict[str, str], notes: Notes) -> Data:
    data: Data = {}
    if points := values.get("points", ""):
        number = decimal_of(points)
        if number is None or number <= 0:
            notes.add("points-one", points=points[:20])
        else:
            data["points"] = plain_number(number)
    if said := {side: words for side in ("right", "wrong") if (words := values.get(f"feedback {side}", ""))}:
        data["feedback"] = said
    join_general(data, values.get("feedback", ""), notes)
    if hints := [hint for hint in pieces(values.get("hints", "")) if hint]:
        data["hints"] = hints
    if source := values.get("source", ""):
        data["source"] = source
    for column, name in _FLAGS.items():
        if values.get(column) and is_yes(values[column]):
            data[name] = True
    return data


def _written(going: Going, notes: Notes) -> dict[str, str]:
    item = going.item
    module: Any = None if item.draws_picture else part(item.kind, PART)
    if module is None:
        raise CannotSay("kind-unsaid", kind=item.kind)
    unsaid(item, notes, keeps=_KEEPS)
    cells = module.write(item, notes)
    if len(cells.cells) > len(ascii_lowercase):
        raise CannotSay("row-wide", most=len(ascii_lowercase))
    said = item.feedback
    row = {
        "kind": item.kind, "key": item.key, "category": going.category, "prompt": item.prompt,
        **dict(zip(ascii_lowercase, cells.cells, strict=False)),
        "right": cells.right, "text": cells.text, "settings": settings_of(item, module.SETTINGS),
        "points": "" if item.points == 1 else in_digits(item.points),
        "feedback right": (said.right if said else None) or "", "feedback wrong": (said.wrong if said else None) or "",
        "hints": joined(item.hints), "tags": ", ".join(item.tags), "competency": item.competency or "",
        **{column: "yes" if getattr(item, name) else "" for column, name in _FLAGS.items()},
        "source": item.source or "",
    }  # fmt: skip
    return {name: words for name, words in row.items() if words}
