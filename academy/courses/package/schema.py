"""JSON Schemas of a package's files, so that an editor completes and underlines while they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from academy.courses.content import Manifest, MediaFile, Source, Term
from academy.courses.kinds import all_kinds

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Return the text of every schema by the name of its file."""
    made = {
        "course": _manifest(),
        "glossary": TypeAdapter(list[Term]).json_schema(),
        "media": _cards(),
        "sources": TypeAdapter(list[Source]).json_schema(),
    }
    for kind in all_kinds():
        made[kind.name] = kind.content.model_json_schema()
        if kind.suffix == ".md":
            _without(made[kind.name], "body")  # front matter alone: the text below it is Markdown
    return {f"{name}.schema.json": _text(schema) for name, schema in sorted(made.items())}


def write_schemas(folder: Path) -> list[str]:
    """Write every schema into a folder and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(schemas())


def _manifest() -> dict[str, Any]:
    schema = Manifest.model_json_schema()
    activity = schema["$defs"]["ManifestActivity"]
    schema["$defs"]["ManifestActivity"] = {"anyOf": [activity["properties"]["slug"], activity]}
    return schema


def _cards() -> dict[str, Any]:
    schema = TypeAdapter(dict[str, MediaFile]).json_schema()
    _without(schema["$defs"]["MediaFile"], "digest")
    return schema


def _without(schema: dict[str, Any], name: str) -> None:
    del schema["properties"][name]
    schema["required"] = [each for each in schema.get("required", []) if each != name]


def _text(schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"
