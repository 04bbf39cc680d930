"""The blocks of a lesson's Markdown, and what is refused among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from academy.richtext.inline import folded
from academy.richtext.kinds import RichTextError

#: Raw HTML is parsed only to be refused with its line; nothing is ever rendered by this parser.
_blocks = MarkdownIt("commonmark", {"html": True}).enable("table")
container_plugin(_blocks, "block", validate=lambda _params, _markup: True)

_HTML = ("html_block", "html_inline")
_CODE = ("code_block", "fence")


@lru_cache(maxsize=2)
def parsed(markdown: str) -> SyntaxTreeNode:
    """Return a lesson's blocks. The last ones are kept: a lesson is put into one language after the other.

    Raises RichTextError for what is not used in lessons, and for a block that is not closed.
    """
    env: dict[str, dict[str, dict[str, list[int]]]] = {}
    root = SyntaxTreeNode(_blocks.parse(markdown, env))
    for reference in env.get("references", {}).values():
        raise RichTextError(reference["map"][0] + 1, "Write the address of a link beside its words.")
    lines = markdown.split("\n")
    for node in root.walk(include_self=False):
        if node.type in _HTML:
            raise RichTextError(line_of(node), "Raw HTML is not used in lessons.")
        if node.type in _CODE:
            raise RichTextError(
                line_of(node), "Code blocks are not used in lessons; start the line without the indent."
            )
        if info(node)[0]:
            _refuse_unclosed(node, lines)
    return root


def _refuse_unclosed(node: SyntaxTreeNode, lines: list[str]) -> None:
    end = node.map[1] if node.map else 0
    closing = lines[end].strip(" >\t\r") if end < len(lines) else ""
    if len(closing) < 3 or closing.strip(":"):
        raise RichTextError(line_of(node), "This block is not closed with “:::”.")


def info(node: SyntaxTreeNode) -> tuple[str, int, str]:
    """Return (name, line, rest of its first line) of a ``:::`` block; of anything else an empty name."""
    if node.type != "container_block":
        return "", 0, ""
    name, _, rest = node.info.strip().partition(" ")
    return name, line_of(node), rest.strip()


def with_words(nodes: Iterable[SyntaxTreeNode]) -> Iterator[tuple[SyntaxTreeNode, SyntaxTreeNode | None]]:
    """Pair each block with the ``words`` block that follows it, which only a picture may have."""
    before: SyntaxTreeNode | None = None
    for node in nodes:
        if info(node)[0] == "words":
            if before is None or not is_figure(before):
                raise RichTextError(line_of(node), "The block “words” comes right after a picture.")
            yield before, node
            before = None
        else:
            if before is not None:
                yield before, None
            before = node
    if before is not None:
        yield before, None


def is_figure(node: SyntaxTreeNode) -> bool:
    """Say whether a paragraph is a picture, or another file, and nothing else."""
    if node.type != "paragraph":
        return False
    parts = node.children[0].children
    return len(parts) == 1 and parts[0].type == "image"


def source_of(node: SyntaxTreeNode) -> str:
    """Return the inline Markdown of a block, as a translation unit."""
    return folded("".join(child.content for child in node.children if child.type == "inline"))


def line_of(node: SyntaxTreeNode | None) -> int:
    """Return the line a block begins in, from 1."""
    while node is not None and not node.is_root:
        if node.map:
            return node.map[0] + 1
        node = node.parent
    return 1
