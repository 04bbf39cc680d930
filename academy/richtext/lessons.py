"""A whole lesson: its units, its headings, its segments of clean HTML."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from academy.richtext.cleaning import clean
from academy.richtext.inline import INLINE, folded, plain
from academy.richtext.kinds import CALLOUTS, CRITICAL, RichTextError, Segment, Translate

#: Raw HTML is parsed only to be refused with its line; nothing is ever rendered by this parser.
_blocks = MarkdownIt("commonmark", {"html": True}).enable("table")
container_plugin(_blocks, "block", validate=lambda _params, _markup: True)

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
#: A word that the glossary explains: ``[necropsies](term:necropsy)``.
_TERM = re.compile(r"\]\(term:([a-z0-9-]+)\)")
_REFUSED = {
    "html_block": "Raw HTML is not used in lessons.",
    "html_inline": "Raw HTML is not used in lessons.",
    "code_block": "Code blocks are not used in lessons; start the line without the indent.",
    "fence": "Code blocks are not used in lessons.",
}


def units(markdown: str) -> list[str]:
    """Return the translatable texts of a lesson in reading order (a text that occurs twice is there twice).

    Raises:
        RichTextError: the lesson breaks a rule of its format.
    """
    writer = _Writer(lambda source: (source, None, False), media=None)
    writer.write(markdown)
    return writer.asked


def headings(markdown: str, translate: Translate) -> list[tuple[str, str]]:
    """Return (id, plain text) of the second-level headings, for the table of contents."""
    writer = _Writer(translate, media=None)
    writer.write(markdown)
    return [(anchor, text) for level, anchor, text in writer.headings if level == 2]


@dataclass(frozen=True)
class Leaning:
    """What a lesson's text leans on."""

    #: Names of files.
    media: frozenset[str]
    #: Keys of jurisdiction entries.
    entries: frozenset[str]
    #: Keys of the glossary.
    terms: frozenset[str]
    #: Keys of check-yourself questions, in the order they are shown.
    checks: tuple[str, ...]


def leans_on(markdown: str) -> Leaning:
    """Return what a lesson's text leans on. Raises RichTextError where it breaks a rule of its format."""
    writer = _Writer(lambda source: (source, None, False), media=None)
    segments = writer.write(markdown)
    return Leaning(
        media=frozenset(writer.files),
        entries=frozenset(key for each in segments if each.kind == "jurisdiction" for key in each.keys),
        terms=frozenset(key for text in writer.asked for key in _TERM.findall(text)),
        checks=tuple(key for each in segments if each.kind == "check" for key in each.keys),
    )


def render(
    markdown: str,
    *,
    translate: Translate,
    media: Mapping[str, str],
    sizes: Mapping[str, tuple[int, int]] | None = None,
    source_lang: str = "en",
) -> list[Segment]:
    """Return a lesson's clean segments, its words looked up by ``translate``.

    ``media`` gives each picture file's address, ``sizes`` its width and height in pixels where known;
    ``source_lang`` marks the source shown beside an outdated safety or legal text.

    Raises:
        RichTextError: the lesson breaks a rule of its format, or a picture is not in ``media``.
    """
    writer = _Writer(translate, media=media, sizes=sizes or {}, source_lang=source_lang)
    return [
        Segment("html", html=clean(segment.html)) if segment.kind == "html" else segment
        for segment in writer.write(markdown)
    ]


@dataclass(frozen=True)
class _Note:
    """What a reader is told above a block: the fallback language it is in, and whether it is outdated."""

    lang: str | None
    is_stale: bool

    def markup(self) -> str:
        """Return the empty markers that ``fill`` puts words into."""
        language = f'<p class="fallback-note" data-from="{self.lang}"></p>' if self.lang else ""
        return language + ('<p class="fallback-note" data-stale=""></p>' if self.is_stale else "")


_CURRENT = _Note(lang=None, is_stale=False)


class _Writer:
    """Walks one lesson; remembers what it asked for, the headings, and what the current block must admit."""

    def __init__(
        self,
        translate: Translate,
        *,
        media: Mapping[str, str] | None,
        sizes: Mapping[str, tuple[int, int]] | None = None,
        source_lang: str = "en",
    ) -> None:
        self.asked: list[str] = []
        self.headings: list[tuple[int, str, str]] = []
        self.files: list[str] = []
        self._translate = translate
        self._media = media
        self._sizes = sizes or {}
        self._source_lang = source_lang
        self._lines: list[str] = []
        self._note = _CURRENT
        self._has_lead = False
        self._callout: str | None = None

    def write(self, markdown: str) -> list[Segment]:
        """Return the segments of ``markdown``, not yet cleaned."""
        root = self._parsed(markdown)
        segments: list[Segment] = []
        waiting: list[tuple[_Note, str]] = []
        for node, words in _with_words(root.children):
            name, _, rest = _info(node)
            if name in ("check", "jurisdiction"):
                segments += _joined(waiting)
                waiting = []
                segments.append(self._place(node, name, rest))
            else:
                self._note = _CURRENT
                html = self._top_level(node, words)
                waiting.append((self._note, html))
        return segments + _joined(waiting)

    def _parsed(self, markdown: str) -> SyntaxTreeNode:
        self._lines = markdown.split("\n")
        env: dict[str, dict[str, dict[str, list[int]]]] = {}
        root = SyntaxTreeNode(_blocks.parse(markdown, env))
        for reference in env.get("references", {}).values():
            raise RichTextError(reference["map"][0] + 1, "Write the address of a link beside its words.")
        for node in root.walk(include_self=False):
            if node.type in _REFUSED:
                raise RichTextError(_line(node), _REFUSED[node.type])
            if _info(node)[0]:
                self._refuse_unclosed(node)
        return root

    def _refuse_unclosed(self, node: SyntaxTreeNode) -> None:
        end = node.map[1] if node.map else 0
        closing = self._lines[end].strip(" >\t\r") if end < len(self._lines) else ""
        if len(closing) < 3 or closing.strip(":"):
            raise RichTextError(_line(node), "This block is not closed with “:::”.")

    def _place(self, node: SyntaxTreeNode, name: str, rest: str) -> Segment:
        keys = tuple(rest.split())
        if node.children:
            raise RichTextError(_line(node), f"The block “{name}” holds no text of its own.")
        if not keys or not all(_KEY.fullmatch(key) for key in keys):
            raise RichTextError(_line(node), f"The block “{name}” needs keys like “this-one”.")
        if name == "check":
            if len(keys) > 1:
                raise RichTextError(_line(node), "The block “check” names one item.")
            return Segment("check", keys=keys)
        return Segment("jurisdiction", keys=keys)

    def _top_level(self, node: SyntaxTreeNode, words: SyntaxTreeNode | None) -> str:
        is_lead = node.type == "paragraph" and not self._has_lead and not _is_figure(node)
        if not is_lead:
            return self._block(node, words)
        self._has_lead = True
        return self._paragraph(node, attributes=' class="lead"')

    def _block(self, node: SyntaxTreeNode, words: SyntaxTreeNode | None = None) -> str:
        if _is_figure(node):
            return self._figure(node, words)
        match node.type:
            case "paragraph":
                return self._paragraph(node)
            case "heading":
                return self._heading(node)
            case "bullet_list" | "ordered_list" | "list_item" | "blockquote":
                return self._nest(node)
            case "table":
                return self._table(node)
            case "container_block":
                return self._call_out(node)
            case "hr":
                return "<hr>"
        raise RichTextError(_line(node), f"“{node.type}” is not used in lessons.")

    def _all(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        return "\n".join(self._block(node, words) for node, words in _with_words(nodes))

    # Leaves: each asks for its text once, and admits what it got.

    def _look_up(self, node: SyntaxTreeNode, source: str) -> tuple[str, str | None, bool]:
        if any(child.type == "image" for inner in node.children for child in inner.children):
            raise RichTextError(_line(node), "A picture stands alone between empty lines.")
        return self._ask(source)

    def _ask(self, source: str) -> tuple[str, str | None, bool]:
        self.asked.append(source)
        text, lang, is_stale = self._translate(source)
        self._note = _Note(self._note.lang or lang, self._note.is_stale or is_stale)
        return text, lang, is_stale

    def _leaf(self, tag: str, shown: tuple[str, str | None, bool], source: str, attributes: str = "") -> str:
        text, lang, is_stale = shown
        content = INLINE.renderInline(text)
        if is_stale and self._callout in CRITICAL:
            original = INLINE.renderInline(source)
            content += f' <span class="original" lang="{self._source_lang}">{original}</span>'
        attributes += f' lang="{lang}"' if lang else ""
        return f"<{tag}{attributes}>{content}</{tag}>" if tag != "span" or attributes else content

    def _paragraph(self, node: SyntaxTreeNode, attributes: str = "") -> str:
        source = _source(node)
        return self._leaf("span" if node.hidden else "p", self._look_up(node, source), source, attributes)

    def _heading(self, node: SyntaxTreeNode) -> str:
        level = int(node.tag[1])
        if not 2 <= level <= 4:
            raise RichTextError(_line(node), "Headings have two to four “#”.")
        source = _source(node)
        shown = self._look_up(node, source)
        anchor = self._anchor(source)
        self.headings.append((level, anchor, plain(shown[0])))
        return self._leaf(node.tag, shown, source, f' id="{anchor}"')

    def _anchor(self, source: str) -> str:
        stem = "s-" + (re.sub(r"\W+", "-", plain(source).casefold()).strip("-") or "part")
        taken = {anchor for _, anchor, _ in self.headings}
        anchor, count = stem, 1
        while anchor in taken:
            count += 1
            anchor = f"{stem}-{count}"
        return anchor

    # Blocks

    def _nest(self, node: SyntaxTreeNode) -> str:
        start = node.attrs.get("start")
        attributes = f' start="{start}"' if start is not None else ""
        return f"<{node.tag}{attributes}>{self._all(node.children)}</{node.tag}>"

    def _call_out(self, node: SyntaxTreeNode) -> str:
        kind, line, title = _info(node)
        if kind in ("check", "jurisdiction") or (self._callout and kind in CALLOUTS):
            raise RichTextError(line, f"The block “{kind}” stands by itself, not inside another.")
        if not kind:
            raise RichTextError(line, "This “:::” closes nothing.")
        if kind not in CALLOUTS:
            known = ", ".join([*CALLOUTS, "words", "check", "jurisdiction"])
            raise RichTextError(line, f"There is no block “{kind}”; there are {known}.")
        self._callout = kind
        attributes = f' class="callout-title" data-kind="{kind}"'
        head = self._leaf("p", self._ask(title), title, attributes) if title else f"<p{attributes}></p>"
        body = self._all(node.children)
        self._callout = None
        return f'<aside class="callout callout-{kind}" role="note">{head}\n{body}</aside>'

    def _figure(self, node: SyntaxTreeNode, words: SyntaxTreeNode | None) -> str:
        image = node.children[0].children[0]
        file = unquote(str(image.attrs.get("src", "")))
        caption = folded(str(image.attrs.get("title") or ""))
        picture = self._picture(node, file, folded(image.content))
        below = self._leaf("span", self._ask(caption), caption) if caption else ""
        if words is not None:
            below += f'<details><summary data-words=""></summary>{self._all(words.children)}</details>'
        below = f"<figcaption>{below}</figcaption>" if below else ""
        return f'<figure class="figure">{picture}{below}</figure>'

    def _picture(self, node: SyntaxTreeNode, file: str, alt: str) -> str:
        self.files.append(file)
        if not alt:
            raise RichTextError(_line(node), f"The picture “{file}” needs words that say what it shows.")
        if self._media is not None and file not in self._media:
            raise RichTextError(_line(node), f"The picture “{file}” is not among the media of the course.")
        address = entities.escape(self._media[file] if self._media is not None else file)
        text, lang, is_stale = self._ask(alt)
        if is_stale and self._callout in CRITICAL:
            text = f"{text} ({alt})"
        attributes = f' lang="{lang}"' if lang else ""
        if size := self._sizes.get(file):
            attributes += f' width="{size[0]}" height="{size[1]}"'
        return f'<img src="{address}" alt="{entities.escape(plain(text))}"{attributes} loading="lazy">'

    def _table(self, node: SyntaxTreeNode) -> str:
        parts = "".join(self._rows(part) for part in node.children)
        # A table that scrolls is reached by keyboard, so it needs a name: the heading it stands under.
        head = entities.unescape(re.sub(r"<[^>]+>", " ", parts.partition("</thead>")[0]))
        label = entities.escape(self.headings[-1][2] if self.headings else " ".join(head.split()))
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>{parts}</table></div>'

    def _rows(self, part: SyntaxTreeNode) -> str:
        rows = "".join(f"<tr>{''.join(map(self._cell, row.children))}</tr>" for row in part.children)
        return f"<{part.tag}>{rows}</{part.tag}>"

    def _cell(self, node: SyntaxTreeNode) -> str:
        attributes = ' scope="col"' if node.tag == "th" else ""
        attributes += ' class="num"' if node.attrs.get("style") == "text-align:right" else ""
        source = _source(node)
        shown = self._look_up(node, source) if source else ("", None, False)
        return self._leaf(node.tag, shown, source, attributes)


def _info(node: SyntaxTreeNode) -> tuple[str, int, str]:
    """Return (name, line, rest of its first line) of a ``:::`` block; of anything else an empty name."""
    if node.type != "container_block":
        return "", 0, ""
    name, _, rest = node.info.strip().partition(" ")
    return name, _line(node), rest.strip()


def _with_words(nodes: Iterable[SyntaxTreeNode]) -> Iterator[tuple[SyntaxTreeNode, SyntaxTreeNode | None]]:
    """Pair each block with the ``words`` block that follows it, which only a picture may have."""
    before: SyntaxTreeNode | None = None
    for node in nodes:
        if _info(node)[0] == "words":
            if before is None or not _is_figure(before):
                raise RichTextError(_line(node), "The block “words” comes right after a picture.")
            yield before, node
            before = None
        else:
            if before is not None:
                yield before, None
            before = node
    if before is not None:
        yield before, None


def _is_figure(node: SyntaxTreeNode) -> bool:
    if node.type != "paragraph":
        return False
    parts = node.children[0].children
    return len(parts) == 1 and parts[0].type == "image"


def _source(node: SyntaxTreeNode) -> str:
    return folded("".join(child.content for child in node.children if child.type == "inline"))


def _line(node: SyntaxTreeNode | None) -> int:
    while node is not None and not node.is_root:
        if node.map:
            return node.map[0] + 1
        node = node.parent
    return 1


def _joined(parts: Iterable[tuple[_Note, str]]) -> list[Segment]:
    """Join blocks to one segment, neighbours with the same admission under one note."""
    whole = []
    for note, group in groupby(parts, key=lambda part: part[0]):
        blocks = "\n".join(html for _, html in group)
        whole.append(blocks if note == _CURRENT else f'<div class="fallback">{note.markup()}\n{blocks}</div>')
    return [Segment("html", html="\n".join(whole))] if whole else []
