"""GIFT as the kinds see it: a question's answers to read from, answers to write.

The module ``gift`` of a kind's folder has

- ``read(question) -> Data | None``: the kind's own fields; None where another kind is meant; raises CannotSay;
- ``KEEPS``: which fields that every item may have it keeps beyond ``ALWAYS_KEPT``; ``feedback.same`` where a feedback
  that is the same for all responses is kept;
- ``write(item, losses) -> str``: what stands between the braces; raises CannotSay.

The kinds are asked in the order of the registry; what stands in a question tells them apart without doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from academy import richtext
from academy.items.content import Item
from academy.items.kinds import markup
from academy.items.kinds.exchange import Notes, written_number

#: Of the fields every item may have, those that any question in GIFT keeps.
ALWAYS_KEPT = frozenset(("tags", "competency"))
#: Signs of the grammar; each is written with a backslash before it.
SIGNS = "\\~=#{}:"
_SIGN = re.compile(r"[\\~=#{}:]")


@dataclass(frozen=True)
class Answer:
    """One answer: ``sign`` is ``=`` or ``~``; ``share`` its weight in per cent, where one is written."""

    sign: str
    text: str
    share: Decimal | None = None
    feedback: str = ""
    #: What stands after ``->``; None where there is no arrow.
    partner: str | None = None
    #: Its words as they were written, without escapes, for numbers.
    raw: str = ""


@dataclass
class Question:
    """One question of a GIFT file, taken apart; ``notes`` takes what is approximated."""

    line: int
    prompt: str
    notes: Notes
    #: What stands between the braces, trimmed; empty for an essay.
    body: str = ""
    answers: list[Answer] = field(default_factory=list)
    #: Whether its body begins with ``#``: a number is asked.
    is_numeric: bool = False
    #: True, false, or None where it is no such question; and what is said to a wrong and to a right answer.
    truth: bool | None = None
    said: tuple[str, str] = ("", "")
    general: str = ""
    #: Whether the braces stand inside the sentence.
    has_gap: bool = False


def is_paired(question: Question) -> bool:
    """Say whether some answer has an arrow in it."""
    return any(each.partner is not None for each in question.answers)


def text(markdown: str) -> str:
    """Return inline Markdown as GIFT writes it: HTML where it has markup, else plain words; all escaped."""
    words = richtext.plain(markdown)
    html = richtext.inline(markdown)
    if "<" in html:
        return "[html]" + escaped(html)
    return "[html]" + escaped(html) if needs_format(words) or "&" in html else escaped(words)


def needs_format(words: str) -> bool:
    """Say whether plain words would be read as something else."""
    return words.startswith(("[", "%")) or "->" in words or "<" in words or "&" in words


def escaped(words: str) -> str:
    """Return words with a backslash before every sign of the grammar, on one line."""
    one = " ".join(words.replace("\r", "\n").split("\n"))
    return _SIGN.sub(lambda found: "\\" + found[0], one)


def answer(
    sign: str, words: str, *, share: Decimal | float | None = None, feedback: str | None = None
) -> str:
    """Return one answer on a line of its own."""
    weight = "" if share is None else f"%{written_number(share)}%"
    said = f"#{text(feedback)}" if feedback else ""
    return f"\t{sign}{weight}{words}{said}"


def general(item: Item) -> list[str]:
    """Return what is said after any response, as GIFT's general feedback, on a line of its own; or nothing.

    GIFT has no words for a right response or a wrong one, so only what is said to both can stand here.
    """
    said = item.feedback
    return [f"\t####{text(said.right)}"] if said and said.right and said.right == said.wrong else []


def plain_words(markdown: str) -> str:
    """Return inline Markdown as plain words, escaped."""
    return escaped(richtext.plain(markdown))


def unescaped_markdown(words: str) -> str:
    """Return plain words as Markdown that says just these."""
    return richtext.folded(markup.escaped(words))
