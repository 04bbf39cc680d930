"""Aiken, in and out: a question, its choices ``A)``, ``B)``…, and a line ``ANSWER: B``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from academy import richtext
from academy.items.formats.decoding import decoded, lines_of
from academy.items.formats.parts import part
from academy.items.formats.reading import Going, Gone, Loss, Reading, left_out, lost
from academy.items.formats.settling import LONGEST_TEXT, Found, Settling, unsaid
from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Notes

_OPTION = re.compile(r"([A-Z])[.)]\s{0,20}(.*)\Z", re.DOTALL)
_ANSWER = re.compile(r"ANSWER\s{0,5}:(.*)\Z", re.DOTALL)
_LINE = re.compile(rb"(?m)^ANSWER {0,5}:")


@dataclass
class _Open:
    """A question that has not come to its answer yet."""

    line: int = 0
    words: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    fault: str = ""


class Aiken:
    """The simplest format: one right choice, and nothing else."""

    name = "aiken"
    suffix = ".aiken.txt"
    mimetype = "text/plain"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Take a text in which a line begins with ``ANSWER:``."""
        lower = name.casefold()
        return not lower.endswith((".xml", ".gift")) and bool(
            _LINE.search(content[:500_000].replace(b"\r", b"\n"))
        )

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""
        settling, current = Settling(self.name), _Open()
        for number, raw in enumerate(lines_of(decoded(content)), start=1):
            line = raw.strip()
            if not line:
                continue
            if answer := _ANSWER.match(line):
                _finish(current, answer[1].strip(), number, settling)
                current = _Open()
            elif option := _OPTION.match(line):
                _option(current, option[1], option[2].strip(), number)
            else:
                if current.choices:
                    settling.refuse(current.line, CannotSay("aiken-no-answer"), name=" ".join(current.words))
                    current = _Open()
                current.line = current.line or number
                current.words.append(line)
        if current.line:
            settling.refuse(current.line, CannotSay("aiken-no-answer"), name=" ".join(current.words))
        return settling.reading()

    def write(self, items: Sequence[Going]) -> Gone:
        """Write what has one right choice; all else is left out."""
        written, losses = list[str](), list[Loss]()
        for going in items:
            notes = Notes()
            try:
                module = part(going.item.kind, Aiken.name)
                if module is None:
                    raise CannotSay("kind-unsaid", kind=going.item.kind)
                block = module.write(going.item, notes)
            except CannotSay as error:
                losses.append(left_out(going.item, error))
                continue
            unsaid(going.item, notes)
            if going.category:
                notes.add("lost-category")
            notes.add("lost-key")
            written.append(block)
            lost(losses, going.item, notes)
        return Gone("\n".join(written).encode(), losses)


def _option(current: _Open, letter: str, words: str, number: int) -> None:
    current.line = current.line or number
    if not current.words:
        current.fault = current.fault or "aiken-no-question"
    elif letter != ascii_uppercase[len(current.choices)]:
        current.fault = current.fault or "aiken-letters"
    current.choices[letter] = words


def _finish(current: _Open, answer: str, number: int, settling: Settling) -> None:
    name = " ".join(current.words)
    fault = current.fault
    if not fault and not current.words:
        fault = "aiken-no-question"
    if not fault and len(current.choices) < 2:
        fault = "aiken-few-choices"
    if not fault and answer not in current.choices:
        fault = "aiken-answer-unknown"
    if not fault and max(map(len, [name, *current.choices.values()])) > LONGEST_TEXT:
        fault = "text-too-long"
    if fault:
        settling.refuse(
            current.line or number,
            CannotSay(fault, answer=answer[:20], most=LONGEST_TEXT),
            name=name or answer,
        )
        return
    notes = Notes()
    if len(current.words) > 1:
        notes.add("lines-joined")
    choices = [
        {"text": _plain(words), **({"right": True} if letter == answer else {})}
        for letter, words in current.choices.items()
    ]
    settling.add(Found(current.line, "single-choice", _plain(name), {"choices": choices}, notes))


def _plain(words: str) -> str:
    return richtext.folded(markup.escaped(words))


AIKEN = Aiken()
