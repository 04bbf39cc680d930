"""How an item is edited in a form: its plain data (as in a package's YAML) from the fields, and back.

Fields are named by a prefix and the place in the data: ``<name>.prompt``, ``<name>.choices.2.text``. What is
ticked in a row is a field of the list, ``<name>.choices.right``, holding the numbers of the rows. Everything is
pure, and what is half written stays as it is: ``examine`` says what is still wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from academy.items.content import Item
from academy.items.kinds.kind import Form, Layout, Records, Rows

#: Plain data of an item, as YAML has it.
Data = dict[str, Any]

#: What every kind has beside its prompt.
_WORDS = ("prompt", "competency", "source")
_TICKS = ("gate", "pilot", "keep_order")
LINES = ("tags", "hints")
_NESTED = {"picture": ("file", "alt", "caption"), "feedback": ("right", "wrong")}
#: What parts the fields of a record.
_BAR = re.compile(r"(?<!\\)\|")
_DEED = re.compile(r"(?P<rows>[a-z]+)\.(?P<verb>add|remove|up|down)(?:\.(?P<row>\d{1,2}))?\Z")


@dataclass(frozen=True)
class Examined:
    """What a form's data came to: an item, or what is wrong by place in the data (``choices.1.text``)."""

    item: Item | None
    #: Place → (pydantic's type of error, its values).
    errors: Mapping[str, tuple[str, Mapping[str, Any]]]


def blank(kind: str, key: str, layout: Layout) -> Data:
    """Return the data a new item begins with."""
    rows = {each.name: [_blank_row(each) for _ in range(each.least)] for each in layout.rows}
    return {"key": key, "kind": kind, "prompt": "", **rows}


def read(form: Form, name: str, *, kind: str, key: str, layout: Layout) -> Data:
    """Return the data that the fields under ``name`` hold; what is empty is left out, but for rows."""
    data: Data = {"key": key, "kind": kind}
    for field in (*_WORDS, *layout.words):
        _put(data, field, _text(form, f"{name}.{field}"))
    for field in ("points", *layout.numbers):
        _put(data, field, _number(_text(form, f"{name}.{field}")))
    for field in layout.answers:
        _put(data, field, {"true": True, "false": False}.get(_text(form, f"{name}.{field}")))
    _read_ticks_and_lines(form, name, data, layout)
    for group, fields in _NESTED.items():
        found = {field: text for field in fields if (text := _text(form, f"{name}.{group}.{field}"))}
        _put(data, group, found)
    for rows in layout.rows:
        data[rows.name] = _read_rows(form, f"{name}.{rows.name}", rows)
    return data


def deed_of(form: Form, name: str) -> str | None:
    """Return which button of the item's rows was pressed: ``choices.add``, ``steps.up.2``; None for none."""
    found = form.getlist(f"{name}.do")
    return found[0] if found and _DEED.match(found[0]) else None


def changed(data: Data, deed: str, layout: Layout) -> Data:
    """Return ``data`` after a deed on its rows; one that cannot be done changes nothing."""
    found = _DEED.match(deed)
    rows = next((each for each in layout.rows if found and each.name == found["rows"]), None)
    if found is None or rows is None:
        return data
    parts = list(data.get(rows.name, []))
    place = int(found["row"] or 0)
    match found["verb"]:
        case "add" if len(parts) < rows.most:
            parts.append(_blank_row(rows))
        case "remove" if place < len(parts):
            parts.pop(place)
        case "up" if 0 < place < len(parts):
            parts[place - 1], parts[place] = parts[place], parts[place - 1]
        case "down" if place + 1 < len(parts):
            parts[place], parts[place + 1] = parts[place + 1], parts[place]
    return {**data, rows.name: parts}


def examine(data: Data, content: type[Item]) -> Examined:
    """Return the item of ``data``, or what is wrong with it."""
    try:
        return Examined(content.model_validate(data), {})
    except ValidationError as error:
        found = {
            ".".join(str(step) for step in each["loc"]): (each["type"], each.get("ctx", {}))
            for each in error.errors()
        }
        return Examined(None, found)


def _read_ticks_and_lines(form: Form, name: str, data: Data, layout: Layout) -> None:
    for field in (*_TICKS, *layout.ticks):
        if form.getlist(f"{name}.{field}"):
            data[field] = True
    for field in (*LINES, *layout.lines):
        _put(data, field, _lines(_text(form, f"{name}.{field}")))


def _read_rows(form: Form, name: str, rows: Rows) -> list[Any]:
    count = min(len(form.getlist(f"{name}.row")), rows.most)
    if not rows.fields:
        return [_text(form, f"{name}.{place}") for place in range(count)]
    ticked = set(form.getlist(f"{name}.{rows.tick}")) if rows.tick else set()
    return [
        _read_row(form, f"{name}.{place}", rows, is_ticked=str(place) in ticked) for place in range(count)
    ]


def _read_row(form: Form, name: str, rows: Rows, *, is_ticked: bool) -> Data:
    row: Data = {}
    for field in rows.fields:
        if field == rows.tick:
            if is_ticked:
                row[field] = True
        elif (text := _text(form, f"{name}.{field}")) or field in ("text", "left"):
            row[field] = _row_value(rows, field, text)
    return row


def _row_value(rows: Rows, field: str, text: str) -> Any:
    if field in rows.numbers:
        return _number(text)
    for records in rows.records:
        if records.name == field:
            return [_record(line, records) for line in _lines(text)]
    return _lines(text) if field in rows.lines else text


def _record(line: str, records: Records) -> Data:
    is_ticked = bool(records.tick) and line.startswith("=")
    parts = [
        part.strip().replace(r"\|", "|")
        for part in _BAR.split(line[1:] if is_ticked else line, len(records.fields) - 1)
    ]
    parts[0] = parts[0].replace(r"\=", "=", 1) if parts[0].startswith(r"\=") else parts[0]
    found: Data = {
        field: part for field, part in zip(records.fields, parts, strict=False) if part or field == "text"
    }
    found |= {field: _number(found[field]) for field in records.numbers if field in found}
    return found | {records.tick: True} if is_ticked else found


def _blank_row(rows: Rows) -> Any:
    return {rows.fields[0]: ""} if rows.fields else ""


def _put(data: Data, field: str, value: Any) -> None:
    if value not in (None, "", {}, []):
        data[field] = value


def _text(form: Form, name: str) -> str:
    found = form.getlist(name)
    return found[0].replace("\r\n", "\n").strip() if found else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _number(text: str) -> Any:
    written = text.replace(",", ".").replace("−", "-")
    if re.fullmatch(r"-?\d{1,15}", written):
        return int(written)
    return float(written) if re.fullmatch(r"-?\d{1,15}\.\d{1,10}", written) else text
