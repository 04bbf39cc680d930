"""YAML as packages write it: one text for one document, so that writing what was read gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

#: Control characters but tab and line breaks: no page can show them, and PostgreSQL cannot keep NUL.
UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: Nothing an author writes goes deeper; the parser itself would fall over a file made of brackets.
DEEPEST = 40


_TEXT = "tag:yaml.org,2002:str"
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
#: A text stays on one line, however long: a change of one word is then a change of one line.
_NO_FOLDING = 10**9


class _Writer(yaml.SafeDumper):
    """Writes text of several lines as a block, lists further in than their key, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    is_block = "\n" in text and not any(line != line.rstrip() for line in text.split("\n"))
    return writer.represent_scalar(_TEXT, text, style="|" if is_block else None)


_Writer.add_representer(str, _text)


def read_yaml(text: str) -> Any:
    """Parse YAML, scalars and collections only. Raises yaml.YAMLError.

    An alias, a key given twice and brackets without end are refused: what is read is what the eye sees.
    """
    node = nodes(text)
    return None if node is None else yaml.constructor.SafeConstructor().construct_document(node)


def nodes(text: str) -> Node | None:
    """Parse YAML into nodes that know their lines. Raises yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, AliasEvent):
            raise _refusal("an alias (*) is not taken: write it out", event)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise _refusal("goes too deep", event)
    found: Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    for problem, at in _slips(found, set()):
        raise _refusal(problem, at)
    _take_as_seen(found)
    return found


def line_of(node: Node | None, place: tuple[int | str, ...]) -> int:
    """Return the line, from 1, of the part of a document that ``place`` leads to, or of the nearest part above it."""
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        if isinstance(node, MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if found:
                line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def write_yaml(document: Any) -> str:
    """Return the one YAML text of a document of plain values; keys keep their order."""
    return yaml.dump(
        document, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_NO_FOLDING, indent=2
    )


def _refusal(problem: str, at: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=at.start_mark)


def _take_as_seen(node: Node | None) -> None:
    """Take as text what YAML 1.1 makes something else of: a key ``on`` is no truth value, ``18:40`` no number to base 60."""
    if isinstance(node, ScalarNode):
        if ":" in node.value and node.tag in _NUMBERS:
            node.tag = _TEXT
    elif isinstance(node, SequenceNode):
        for value in node.value:
            _take_as_seen(value)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.tag == "tag:yaml.org,2002:bool":
                key.tag = _TEXT
            _take_as_seen(value)


def _slips(node: Node | None, seen: set[str]) -> Iterator[tuple[str, Node]]:
    """Yield what YAML takes and nobody means: a key given twice, a sign that cannot be shown or stored."""
    if isinstance(node, ScalarNode) and UNSHOWN.search(node.value):
        yield "a text holds a control character: take it out", node
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _slips(value, set())
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value in seen:
                yield f"“{key.value}” is given twice", key
            seen.add(str(key.value))
            yield from _slips(key, set())
            yield from _slips(value, set())
