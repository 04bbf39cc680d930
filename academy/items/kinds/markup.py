"""HTML of other systems as our inline Markdown, and back.

Kept: bold, italic, code, line breaks, paragraphs, links to addresses of the web. Lists become lines. Pictures,
tables, headings and other markup leave their words and a note. Everything is one pass over the text.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from academy import richtext
from academy.items.kinds.exchange import Notes

#: A tag, an end tag; ``[^<>]`` keeps the search linear, whatever is left open.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]{1,30})\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LINK = re.compile(r"(?:https?://[^\s<>()\\]+|mailto:[^\s<>()\\]+)\Z", re.IGNORECASE)
#: What Markdown would make something of.
_ESCAPES = {ord(sign): f"\\{sign}" for sign in "\\`*_[]<>&~"}
#: Controls, and signs that no text may hold; two of these stand for marks until a paragraph is whole.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef]")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_RUN = re.compile(f"[{_OPEN}{_CLOSE}]+")
_SPACES = re.compile(r" {2,}")
_BLANKS = re.compile(r"[ \t\n\r\f\v\u00a0]+")

_BLOCKS = frozenset(("p", "div", "section", "article", "ul", "ol", "blockquote", "pre"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLE = frozenset(("table", "thead", "tbody", "tr", "td", "th", "caption"))
_MARKS = {"b": 2, "strong": 2, "i": 1, "em": 1}
#: What may be passed over in silence: it says nothing, or only how it looks.
_SILENT = frozenset(
    ("span", "font", "u", "small", "big", "html", "body", "bdi", "bdo", "label", "abbr", "mark")
)
#: What is left out with all its words.
_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))

#: Takes a picture's source and its words; says whether it was taken as the item's picture.
Seen = Callable[[str, str], bool]


def read(raw: str, given: str, notes: Notes, seen: Seen | None = None) -> str:
    """Return a text of another system as inline Markdown; ``given`` is html, markdown, plain or auto."""
    clean = _ODD.sub("", raw)
    if given == "markdown":
        return richtext.folded(clean)
    if given == "plain":
        return richtext.folded(escaped(clean))
    if given == "auto" and "<" not in clean and "&" not in clean:
        return richtext.folded(_with_breaks(escaped(clean)))
    return _Reader(notes, seen).read(clean)


def written(markdown: str) -> str:
    """Return inline Markdown as HTML that ``read`` brings back."""
    made = richtext.inline(markdown)
    return made if made.startswith("<p>") else f"<p>{made}</p>"


def escaped(text: str) -> str:
    """Return plain words as Markdown that says just these."""
    return text.translate(_ESCAPES)


def _with_breaks(text: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "\n\n".join("\\\n".join(line.strip() for line in each.strip().split("\n")) for each in paragraphs)


@dataclass
class _Reader:
    notes: Notes
    seen: Seen | None
    #: What is written so far, of the paragraph at hand, and the paragraphs before it.
    parts: list[str] = field(default_factory=list)
    #: The same without marks, for where they would not be understood.
    bare: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    #: Marks that are open, with the place in ``parts`` where each began; links with their address.
    open: list[tuple[str, int, str]] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)

    def read(self, raw: str) -> str:
        place, dropped = 0, ""
        raw = _without_comments(raw)
        for found in _TAG.finditer(raw):
            if not dropped:
                self._words(raw[place : found.start()])
            place = found.end()
            name = found["name"].lower()
            if dropped:
                dropped = "" if found["end"] and name == dropped else dropped
            elif name in _DROPPED:
                dropped = "" if found["end"] else name
                self.notes.add("markup-dropped", tag=name)
            elif found["end"]:
                self._end(name)
            else:
                self._start(name, found["rest"])
        if not dropped:
            self._words(raw[place:])
        self._paragraph()
        return richtext.folded("\n\n".join(self.paragraphs))

    def _words(self, raw: str) -> None:
        text = _BLANKS.sub(" ", entities.unescape(raw))
        if text and (text != " " or self.parts):
            self._add(escaped(text))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.bare.append(text)

    def _start(self, name: str, rest: str) -> None:
        if any(each[0] == name for each in self.open):
            return  # what is bold already is not bolder; so only few marks are ever open
        if name in _MARKS:
            self.open.append((name, len(self.parts), ""))
            self.parts.append("")
        elif name == "a":
            self.open.append((name, len(self.parts), _attributes(rest).get("href", "")))
            self.parts.append("")
        elif name == "code":
            self.open.append((name, len(self.parts), "`"))
            self.parts.append("")
        elif name == "br":
            self._add("\\\n")
        elif name == "img":
            self._picture(_attributes(rest))
        else:
            self._block(name)

    def _block(self, name: str) -> None:
        if name in ("ul", "ol"):
            self.lists.append(1 if name == "ol" else None)
            self._paragraph()
        elif name == "li":
            self._list_line()
        elif name in _BLOCKS:
            self._paragraph()
        elif name in _HEADINGS or name in _TABLE:
            self.notes.add("markup-lines", tag="table" if name in _TABLE else name)
            if name in ("td", "th"):
                self._add(" ")
            else:
                self._paragraph()
        elif name not in _SILENT:
            self.notes.add("markup-dropped", tag=name[:20])

    def _end(self, name: str) -> None:
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
        if name in _BLOCKS or name in _HEADINGS or name == "table":
            self._paragraph()
        elif any(each[0] == name for each in self.open):
            while self.open:
                top = self.open.pop()
                self._close(*top)
                if top[0] == name:
                    break

    def _close(self, name: str, place: int, mark: str) -> None:
        inner = "".join(self.parts[place:])
        words = inner.strip()
        if not inner.replace("\\\n", "").strip():
            del self.parts[place:]
            self.parts.append(inner)
            return
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        del self.parts[place:]
        self.parts.append(f"{before}{self._marked(name, words, mark)}{after}")

    def _marked(self, name: str, words: str, mark: str) -> str:
        if name == "code":
            plain = richtext.plain(words)
            return words if "`" in plain else f"`{plain}`"
        if name != "a":
            return f"{_OPEN * _MARKS[name]}{words}{_CLOSE * _MARKS[name]}"
        target = entities.unescape(mark).strip()
        if _LINK.match(target):
            return f"[{words}](<{target}>)"
        self.notes.add("link-dropped", address=target[:80])
        return words

    def _list_line(self) -> None:
        self.notes.add("list-lines")
        if any(part.strip() for part in self.bare):
            self._add("\\\n")
        number = self.lists[-1] if self.lists else None
        if number is None:
            self._add("– ")
            return
        self._add(f"{number}\\. ")
        self.lists[-1] = number + 1

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = attributes.get("alt", "").strip()
        if self.seen is not None and self.seen(attributes.get("src", ""), alt):
            return
        self.notes.add("picture-dropped", name=attributes.get("src", "").rpartition("/")[2][:80])
        if alt:
            self._add(f" {escaped(alt)} ")

    def _paragraph(self) -> None:
        while self.open:
            self._close(*self.open.pop())
        text = _trimmed(self.parts)
        if _stands(text):
            text = _RUN.sub(lambda run: "*" * len(run[0]), text)
        else:
            self.notes.add("marks-dropped")
            text = _trimmed(self.bare)
        if text:
            self.paragraphs.append(text)
        self.parts.clear()
        self.bare.clear()


def _stands(text: str) -> bool:
    """Say whether Markdown will take every mark of a paragraph for one.

    After CommonMark's rule of flanking: what opens is not followed by a blank, nor by punctuation unless a blank or
    punctuation comes before it; what closes, the other way round. Marks that close and open in one place never do.
    """
    for run in _RUN.finditer(text):
        before, after = (
            text[max(0, run.start() - 1) : run.start()] or " ",
            text[run.end() : run.end() + 1] or " ",
        )
        inner, outer = (after, before) if run[0][0] == _OPEN else (before, after)
        if len(set(run[0])) > 1 or inner.isspace():
            return False
        if _is_sign(inner) and not (outer.isspace() or _is_sign(outer)):
            return False
    return True


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def _trimmed(parts: list[str]) -> str:
    text = _SPACES.sub(" ", "".join(parts)).strip()
    while (len(text) - len(text.rstrip("\\"))) % 2:
        text = text[:-1].rstrip()
    return text


def _without_comments(raw: str) -> str:
    kept, place = [], 0
    while (start := raw.find("<!--", place)) >= 0:
        kept.append(raw[place:start])
        end = raw.find("-->", start)
        if end < 0:
            return "".join(kept)
        place = end + 3
    return "".join([*kept, raw[place:]])


def _attributes(rest: str) -> dict[str, str]:
    return {
        found[1].lower(): entities.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(rest)
    }
