"""The text of one leaf: a paragraph, an option, a caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from academy.richtext.cleaning import clean

INLINE = MarkdownIt("commonmark", {"html": False}).disable("image")


#: A word of the glossary; only lessons have its explanation at their end, elsewhere it is a plain word.
_TERM = re.compile(r'<a href="term:[^"]*"[^>]*>(.*?)</a>', re.DOTALL)

#: What Markdown or HTML could make something of; a text without any is what it says.
_SIGNS = re.compile(r"[*_`\[\]<>&\\!\"~\t\n\r\x00]|  |^ | $")

#: Signs that have no place in authored text: odd line breaks become spaces, other controls vanish.
_ODD_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029], " ")
_ODD: dict[int, str | None] = {**dict.fromkeys([*range(0x09), *range(0x0E, 0x20), 0x7F]), **_ODD_BREAKS}


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return ``text`` as a translation unit: one line a paragraph, hard breaks kept, edges trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ODD).strip()
    return "\n\n".join(_one_line(paragraph) for paragraph in re.split(r"\n[ \t]*\n\s*", text))


def _one_line(paragraph: str) -> str:
    whole, *others = paragraph.split("\n")
    for line in others:
        if whole.endswith("  "):
            whole = whole.rstrip(" ")
            whole += " \\\n" if whole.endswith("\\") else "\\\n"
        elif (len(whole) - len(whole.rstrip("\\"))) % 2:
            whole += "\n"
        else:
            whole = whole.rstrip(" \t") + " "
        whole += line.lstrip(" \t")
    return whole.strip()


@lru_cache(maxsize=4096)
def inline(text: str) -> str:
    """Return the clean HTML of inline Markdown; only several paragraphs are wrapped, each in ``<p>``."""
    paragraphs = [written(paragraph) for paragraph in folded(text).split("\n\n")]
    html = "".join(f"<p>{part}</p>" for part in paragraphs) if len(paragraphs) > 1 else paragraphs[0]
    if "<" not in html and "&" not in html:
        return html  # there is no markup to clean
    return clean(_TERM.sub(r"\1", html) if "term:" in html else html)


@lru_cache(maxsize=2048)
def written(paragraph: str) -> str:
    """Return the markup of one paragraph. Most have none: they are known by their signs, and not parsed."""
    return INLINE.renderInline(paragraph) if _SIGNS.search(paragraph) else paragraph


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return inline Markdown as plain text, paragraphs still parted by an empty line."""
    return "\n\n".join(
        plain_of(INLINE.parseInline(paragraph)) if _SIGNS.search(paragraph) else paragraph
        for paragraph in folded(text).split("\n\n")
    )


def plain_of(tokens: Sequence[Token]) -> str:
    """Return the words of parsed inline Markdown, on one line."""
    inner = [token for outer in tokens for token in outer.children or ()]
    words = "".join(" " if token.type.endswith("break") else token.content for token in inner)
    return re.sub(r"[ \t\n]+", " ", words).strip()
