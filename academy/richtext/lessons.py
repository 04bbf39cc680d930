"""A whole lesson: its units, its headings, its segments of clean HTML."""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from academy.richtext import figures
from academy.richtext.blocks import info, is_figure, line_of, parsed, source_of, with_words
from academy.richtext.cleaning import clean
from academy.richtext.inline import INLINE, folded, plain, written
from academy.richtext.kinds import CALLOUTS, CRITICAL, RichTextError, Segment, Shown, Translate
from academy.richtext.terms import linked, terms_in

#: Digests of segments that cleaning left as they were, so many at most.
_found_clean: set[bytes] = set()
_MOST_FOUND = 20_000

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")


def units(markdown: str) -> list[str]:
    """Return the translatable texts of a lesson in reading order (a text that occurs twice is there twice).

    Raises:
        RichTextError: the lesson breaks a rule of its format.
    """
    return list(_source(markdown).asked)


@dataclass(frozen=True)
class Leaning:
    """What a lesson's text leans on."""

    #: Names of files.
    media: frozenset[str]
    #: Keys of jurisdiction entries.
    entries: frozenset[str]
    #: Keys of the glossary, in the order they are met.
    terms: tuple[str, ...]
    #: Keys of check-yourself questions, in the order they are shown.
    checks: tuple[str, ...]


def leans_on(markdown: str) -> Leaning:
    """Return what a lesson's text leans on. Raises RichTextError where it breaks a rule of its format."""
    return _source(markdown).leaning


@dataclass(frozen=True)
class _Source:
    """What a lesson's text is made of, whatever the language it is shown in."""

    asked: tuple[str, ...]
    leaning: Leaning


@lru_cache(maxsize=256)
def _source(markdown: str) -> _Source:
    """Read a lesson's text. The last ones are kept: a course is checked, then frozen, then put into languages."""
    writer = _Writer(lambda source: (source, None, False), media=None)
    segments = writer.write(markdown)
    leaning = Leaning(
        media=frozenset(writer.files),
        entries=frozenset(key for each in segments if each.kind == "jurisdiction" for key in each.keys),
        terms=terms_in(writer.asked),
        checks=tuple(key for each in segments if each.kind == "check" for key in each.keys),
    )
    return _Source(tuple(writer.asked), leaning)


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language."""

    segments: list[Segment]
    #: (id, plain text) of the second-level headings, for the table of contents.
    headings: list[tuple[str, str]]


def render(
    markdown: str, *, translate: Translate, media: Mapping[str, Shown], source_lang: str = "en"
) -> list[Segment]:
    """Return a lesson's clean segments: ``lesson`` for who does not ask for its headings."""
    return lesson(markdown, translate=translate, media=media, source_lang=source_lang).segments


def lesson(
    markdown: str,
    *,
    translate: Translate,
    media: Mapping[str, Shown],
    source_lang: str = "en",
) -> Lesson:
    """Return a lesson with clean segments, its words looked up by ``translate``.

    ``media`` gives each file by its name; ``source_lang`` marks the source shown beside an outdated safety or legal text.

    Raises:
        RichTextError: the lesson breaks a rule of its format, or a file is not in ``media``.
    """
    writer = _Writer(translate, media=media, source_lang=source_lang)
    segments = [
        Segment("html", html=_cleaned(segment.html)) if segment.kind == "html" else segment
        for segment in writer.write(markdown)
    ]
    return Lesson(segments, [(anchor, text) for level, anchor, text in writer.headings if level == 2])


def _cleaned(html: str) -> str:
    """Clean a segment, unless the very same one was found clean before: an edition shares most with the one before it."""
    name = hashlib.sha256(html.encode()).digest()
    if name in _found_clean:
        return html
    cleaned = clean(html)
    if cleaned == html:
        if len(_found_clean) >= _MOST_FOUND:
            _found_clean.clear()
        _found_clean.add(name)
    return cleaned


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
        media: Mapping[str, Shown] | None,
        source_lang: str = "en",
    ) -> None:
        self.asked: list[str] = []
        self.headings: list[tuple[int, str, str]] = []
        self.files: list[str] = []
        self._translate = translate
        self._media = media
        self._source_lang = source_lang
        self._note = _CURRENT
        self._has_lead = False
        self._callout: str | None = None

    def write(self, markdown: str) -> list[Segment]:
        """Return the segments of ``markdown``, not yet cleaned."""
        root = parsed(markdown)
        segments: list[Segment] = []
        waiting: list[tuple[_Note, str]] = []
        for node, words in with_words(root.children):
            name, _, rest = info(node)
            if name in ("check", "jurisdiction"):
                segments += _joined(waiting)
                waiting = []
                segments.append(self._place(node, name, rest))
            else:
                self._note = _CURRENT
                html = self._top_level(node, words)
                waiting.append((self._note, html))
        return segments + _joined(waiting)

    def _place(self, node: SyntaxTreeNode, name: str, rest: str) -> Segment:
        keys = tuple(rest.split())
        if node.children:
            raise RichTextError(line_of(node), "The block “%(name)s” holds no text of its own.", name=name)
        if not keys or not all(_KEY.fullmatch(key) for key in keys):
            raise RichTextError(line_of(node), "The block “%(name)s” needs keys like “this-one”.", name=name)
        if name == "check":
            if len(keys) > 1:
                raise RichTextError(line_of(node), "The block “check” names one item.")
            return Segment("check", keys=keys)
        return Segment("jurisdiction", keys=keys)

    def _top_level(self, node: SyntaxTreeNode, words: SyntaxTreeNode | None) -> str:
        is_lead = node.type == "paragraph" and not self._has_lead and not is_figure(node)
        if not is_lead:
            return self._block(node, words)
        self._has_lead = True
        return self._paragraph(node, attributes=' class="lead"')

    def _block(self, node: SyntaxTreeNode, words: SyntaxTreeNode | None = None) -> str:
        if is_figure(node):
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
        raise RichTextError(line_of(node), "“%(name)s” is not used in lessons.", name=node.type)

    def _all(self, nodes: Iterable[SyntaxTreeNode]) -> str:
        return "\n".join(self._block(node, words) for node, words in with_words(nodes))

    # Leaves: each asks for its text once, and admits what it got.

    def _look_up(self, node: SyntaxTreeNode, source: str) -> tuple[str, str | None, bool]:
        if any(child.type == "image" for inner in node.children for child in inner.children):
            raise RichTextError(line_of(node), "A picture stands alone between empty lines.")
        return self._ask(source)

    def _ask(self, source: str) -> tuple[str, str | None, bool]:
        self.asked.append(source)
        text, lang, is_stale = self._translate(source)
        self._note = _Note(self._note.lang or lang, self._note.is_stale or is_stale)
        return text, lang, is_stale

    def _leaf(self, tag: str, shown: tuple[str, str | None, bool], source: str, attributes: str = "") -> str:
        text, lang, is_stale = shown
        content = linked(written(text))
        if is_stale and self._callout in CRITICAL:
            original = linked(written(source))
            content += f' <span class="original" lang="{self._source_lang}">{original}</span>'
        attributes += f' lang="{lang}"' if lang else ""
        return f"<{tag}{attributes}>{content}</{tag}>" if tag != "span" or attributes else content

    def _paragraph(self, node: SyntaxTreeNode, attributes: str = "") -> str:
        source = source_of(node)
        return self._leaf("span" if node.hidden else "p", self._look_up(node, source), source, attributes)

    def _heading(self, node: SyntaxTreeNode) -> str:
        level = int(node.tag[1])
        if not 2 <= level <= 4:
            raise RichTextError(line_of(node), "Headings have two to four “#”.")
        source = source_of(node)
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
        kind, line, title = info(node)
        if kind in ("check", "jurisdiction") or (self._callout and kind in CALLOUTS):
            raise RichTextError(line, "The block “%(name)s” stands by itself, not inside another.", name=kind)
        if not kind:
            raise RichTextError(line, "This “:::” closes nothing.")
        if kind not in CALLOUTS:
            known = ", ".join([*CALLOUTS, "words", "check", "jurisdiction"])
            raise RichTextError(
                line, "There is no block “%(name)s”; there are %(known)s.", name=kind, known=known
            )
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
        shown = self._file(node, file, folded(image.content))
        alt = self._alt(folded(image.content))
        below = self._leaf("span", self._ask(caption), caption) if caption else ""
        if words is not None:
            below += f'<details><summary data-words=""></summary>{self._all(words.children)}</details>'
        below += self._transcript(shown)
        below += figures.download(shown) if shown.kind in figures.RECORDINGS else ""
        below = f"<figcaption>{below}</figcaption>" if below else ""
        return f'<figure class="figure">{figures.markup(shown, *alt)}{below}</figure>'

    def _file(self, node: SyntaxTreeNode, file: str, alt: str) -> Shown:
        self.files.append(file)
        if not alt:
            raise RichTextError(
                line_of(node), "The picture “%(name)s” needs words that say what it shows.", name=file
            )
        if self._media is None:
            return Shown(file)
        if file not in self._media:
            raise RichTextError(
                line_of(node), "The picture “%(name)s” is not among the media of the course.", name=file
            )
        return self._media[file]

    def _alt(self, alt: str) -> tuple[str, str | None]:
        text, lang, is_stale = self._ask(alt)
        if is_stale and self._callout in CRITICAL:
            text = f"{text} ({alt})"
        return plain(text), lang

    def _transcript(self, shown: Shown) -> str:
        if not shown.transcript or shown.kind not in figures.RECORDINGS:
            return ""
        text, lang, _is_stale = self._ask(shown.transcript)
        attributes = f' lang="{lang}"' if lang else ""
        body = "".join(
            f"<p{attributes}>{INLINE.renderInline(part)}</p>" for part in folded(text).split("\n\n")
        )
        return f'<details class="transcript"><summary data-transcript=""></summary>{body}</details>'

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
        source = source_of(node)
        shown = self._look_up(node, source) if source else ("", None, False)
        return self._leaf(node.tag, shown, source, attributes)


def _joined(parts: Iterable[tuple[_Note, str]]) -> list[Segment]:
    """Join blocks to one segment, neighbours with the same admission under one note."""
    whole = []
    for note, group in groupby(parts, key=lambda part: part[0]):
        blocks = "\n".join(html for _, html in group)
        whole.append(blocks if note == _CURRENT else f'<div class="fallback">{note.markup()}\n{blocks}</div>')
    return [Segment("html", html="\n".join(whole))] if whole else []
