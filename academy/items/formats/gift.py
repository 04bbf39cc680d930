"""GIFT, in and out: what trainers type. After https://docs.moodle.org/en/GIFT_format and Moodle's own reader.

A question ends at a blank line. What a backslash protects becomes a sign no text may hold (a noncharacter of
Unicode) while the grammar is looked for, so that everything is one pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from academy.items.formats.decoding import decoded, lines_of, weigh
from academy.items.formats.parts import part, parts
from academy.items.formats.reading import Going, Gone, Loss, Reading, left_out, lost
from academy.items.formats.settling import (
    LONGEST_TEXT,
    Found,
    Settling,
    join_general,
    tags_of,
    title_of,
    unsaid,
)
from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Level, Notes, decimal_of
from academy.items.kinds.gift import ALWAYS_KEPT, SIGNS, Answer, Question, escaped, text

_PROTECTED = {sign: chr(0xFDD0 + place) for place, sign in enumerate((*SIGNS, "n"))}
_PLAIN = {ord(code): "\n" if sign == "n" else sign for sign, code in _PROTECTED.items()}
_STRAY = dict.fromkeys(_PLAIN)
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_FORMAT = re.compile(r"\[(html|plain|markdown|moodle)\]")
_FORMATS = {"html": "html", "plain": "plain", "markdown": "markdown", "moodle": "auto"}
_TRUTH = re.compile(r"(TRUE|T|FALSE|F)\s{0,20}(?=#|\Z)", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{1,7})?)%")
_ID = re.compile(r"\[id:([^\]]{1,200})\]")
_TAG = re.compile(r"\[tag:([^\]]{1,200})\]")
_GAP = "_____"


@dataclass
class _Block:
    """The lines of one question, and what the comments before it say of it."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)


class Gift:
    """Moodle's format for people who type."""

    name = "gift"
    suffix = ".gift.txt"
    mimetype = "text/plain"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Take any text; whether it is GIFT, its questions say."""
        return name.casefold().endswith((".gift", ".txt", ".text")) or "." not in name

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""
        settling, category, block = Settling(self.name), "", _Block()
        lines = lines_of(decoded(content))
        weigh(lines)
        for number, line in enumerate([*lines, ""], start=1):
            stripped = line.strip()
            if stripped.startswith("//"):
                _comment(stripped, block)
            elif not block.lines and stripped.startswith("$CATEGORY:"):
                category = _category(stripped.removeprefix("$CATEGORY:"))
                settling.line(number, Level.UNDERSTOOD, "category", category=category or "/")
            elif stripped:
                block.line = block.line or number
                block.lines.append(line)
            elif block.lines:
                _read_block(block, category, settling)
                block = _Block()
        return settling.reading()

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items, with their keys and tags in comments, as Moodle does."""
        written, losses, category = list[str](), list[Loss](), ""
        for going in items:
            notes = Notes()
            try:
                block = _written(going, notes)
            except CannotSay as error:
                losses.append(left_out(going.item, error))
                continue
            if going.category != category:
                category = going.category
                path = "/".join(["$course$", "top", *([category] if category else [])])
                written.append(f"$CATEGORY: {path}\n")
            written.append(block)
            lost(losses, going.item, notes)
        return Gone("\n".join(written).encode(), losses)


def _comment(line: str, block: _Block) -> None:
    if found := _ID.search(line):
        block.id = found[1].strip()
    block.tags.extend(tag.strip() for tag in _TAG.findall(line))


def _read_block(block: _Block, category: str, settling: Settling) -> None:
    raw = _ESCAPE.sub(lambda found: _PROTECTED[found[1]], "\n".join(block.lines).translate(_STRAY)).strip()
    name = ""
    try:
        if len(raw) > LONGEST_TEXT:
            raise CannotSay("text-too-long", most=LONGEST_TEXT)
        name, raw = _titled(raw)
        question = _question(raw, block.line)
        kind, own = _own(question)
        join_general(own, question.general, question.notes)
    except CannotSay as error:
        settling.refuse(block.line, error, name=name or raw.translate(_PLAIN))
        return
    prompt = own.pop("prompt", question.prompt)
    settling.add(
        Found(
            block.line, kind, prompt, own, question.notes, category, id=block.id, name=name, tags=block.tags
        )
    )


def _titled(raw: str) -> tuple[str, str]:
    if not raw.startswith("::"):
        return "", raw
    end = raw.find("::", 2)
    if end < 0:
        raise CannotSay("title-open")
    return raw[2:end].translate(_PLAIN).strip(), raw[end + 2 :].strip()


def _question(raw: str, line: int) -> Question:
    notes = Notes()
    start, end = raw.find("{"), raw.find("}")
    if start < 0 and end < 0:
        raise CannotSay("type-description")
    if start < 0 or end < start:
        raise CannotSay("brace-open")
    before, body, after = raw[:start].strip(), raw[start + 1 : end].strip(), raw[end + 1 :].strip()
    if "{" in after or "{" in body:
        raise CannotSay("several-gaps")
    given, before = _format_of(before, "auto")
    question = Question(line, "", notes, has_gap=bool(after))
    question.prompt = _markdown(f"{before} {_GAP} {after}" if after else before, given, notes)
    body, _, general = body.partition("####")
    question.general = _leaf(general, given, notes)
    question.body = body.strip()
    question.is_numeric = question.body.startswith("#")
    if truth := _TRUTH.match(question.body):
        question.truth = truth[1][0] in "Tt"
        said = [_leaf(each, given, notes) for each in question.body[truth.end() :].split("#")[1:3]]
        question.said = (said[0] if said else "", said[1] if len(said) > 1 else "")
    elif question.body:
        question.answers = _answers(question.body.removeprefix("#"), given, notes, question.is_numeric)
    return question


def _answers(body: str, given: str, notes: Notes, is_numeric: bool) -> list[Answer]:
    first, *rest = re.split(r"([=~])", body)
    pieces = list(zip(rest[::2], rest[1::2], strict=True))
    if first.strip():
        if not is_numeric:
            raise CannotSay("answers-unreadable")
        pieces.insert(0, ("=", first))
    return [_answer(sign, piece.strip(), given, notes, is_numeric) for sign, piece in pieces]


def _answer(sign: str, piece: str, given: str, notes: Notes, is_numeric: bool) -> Answer:
    share: Decimal | None = None
    if weight := _WEIGHT.match(piece):
        share, piece = decimal_of(weight[1]), piece[weight.end() :].strip()
        if share is None or abs(share) > 100:
            raise CannotSay("fraction-bad", fraction=weight[1])
    words, _, said = piece.partition("#")
    left, arrow, right = words.partition("->")
    if is_numeric or not arrow:
        left, right = words, ""
    raw = words.translate(_PLAIN).strip()
    return Answer(
        sign, raw if is_numeric else _leaf(left, given, notes), share, _leaf(said, given, notes),
        None if is_numeric or not arrow else _leaf(right, "plain", notes), raw,
    )  # fmt: skip


def _own(question: Question) -> tuple[str, Data]:
    for kind, module in parts(Gift.name):
        own = module.read(question)
        if own is not None:
            return kind, own
    raise CannotSay("answers-unreadable")


def _leaf(raw: str, given: str, notes: Notes) -> str:
    found, words = _format_of(raw.strip(), given)
    return _markdown(words, found, notes)


def _format_of(raw: str, given: str) -> tuple[str, str]:
    found = _FORMAT.match(raw)
    return (_FORMATS[found[1]], raw[found.end() :].strip()) if found else (given, raw)


def _markdown(raw: str, given: str, notes: Notes) -> str:
    return markup.read(raw.translate(_PLAIN).strip(), given, notes)


def _category(path: str) -> str:
    names = [name.strip() for name in path.strip().split("/")]
    while names and (names[0].startswith("$") or names[0].casefold() in ("", "top")):
        names.pop(0)
    return "/".join(name for name in names if name)


def _written(going: Going, notes: Notes) -> str:
    item = going.item
    module = part(item.kind, Gift.name)
    if module is None:
        raise CannotSay("kind-unsaid", kind=item.kind)
    body = module.write(item, notes)
    unsaid(item, notes, keeps=ALWAYS_KEPT | frozenset(module.KEEPS))
    tags = "".join(f" [tag:{tag}]" for tag in tags_of(item))
    return f"// [id:{item.key}]{tags}\n::{escaped(title_of(item))}::{text(item.prompt)}{{{body}}}\n"


GIFT = Gift()
