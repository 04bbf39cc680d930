"""YAML as packages write it: one text for one document, so that writing what was read gives the same bytes."""

from __future__ import annotations

from typing import Any

import yaml


class _Writer(yaml.SafeDumper):
    """Writes text of several lines as a block, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    is_block = "\n" in text and not any(line != line.rstrip() for line in text.split("\n"))
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if is_block else None)


_Writer.add_representer(str, _text)


def read_yaml(text: str) -> Any:
    """Parse YAML, scalars and collections only. Raises yaml.YAMLError."""
    return yaml.safe_load(text)


def write_yaml(document: Any) -> str:
    """Return the one YAML text of a document of plain values; keys keep their order."""
    return yaml.dump(document, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100, indent=2)
