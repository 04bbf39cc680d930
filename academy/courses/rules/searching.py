"""What search compares: the words of a text in one script and without diacritics, and where a text is quoted from."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from academy.languages.rules import fold

#: A word longer than this is cut, here and in the index.
LONGEST_WORD = 40
#: Words of one search; what comes after them is left out.
MOST_WORDS = 10
#: Characters of a text that are searched: a lesson of a hundred pages.
LONGEST_TEXT = 200_000
#: From how many letters on the last word of a search stands for all that begin with it.
SHORTEST_BEGINNING = 2

#: Letters and digits with the marks that stand on them: Latin and Greek, Cyrillic, Hebrew, Arabic, Devanagari.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_PLAIN = re.compile(r"[^\W_]+")
#: Characters of what a visitor typed that are looked at.
_LONGEST_QUESTION = 400


def folded(text: str) -> str:
    """Return the words of ``text`` for the index, parted by single spaces."""
    return " ".join(_words(text[:LONGEST_TEXT]))


def asked(question: str) -> list[str]:
    """Return what a visitor looks for: plain words, whatever signs she typed between them."""
    return list(dict.fromkeys(_words(question[:_LONGEST_QUESTION])))[:MOST_WORDS]


def excerpt(text: str, words: list[str], *, around: int = 12) -> list[tuple[str, bool]]:
    """Return a stretch of ``text`` about the first word found, in pieces that say whether they were asked for."""
    places = [(found.start(), found.end()) for found in _WORD.finditer(text[:LONGEST_TEXT])]
    hits = [_is_asked(text[start:end], words) for start, end in places]
    if not places:
        return [(text, False)] if text else []
    first = hits.index(True) if True in hits else 0
    begin, end = max(0, first - around), min(len(places), first + 2 * around)
    pieces: list[tuple[str, bool]] = [("… ", False)] if begin else []
    at = places[begin][0] if begin else 0
    for (start, stop), is_hit in zip(places[begin:end], hits[begin:end], strict=True):
        if is_hit:
            pieces += [(text[at:start], False), (text[start:stop], True)]
            at = stop
    last = places[end - 1][1] if end < len(places) else len(text)
    pieces.append((text[at:last] + (" …" if end < len(places) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _is_asked(word: str, words: list[str]) -> bool:
    bare = _bare(word)
    return bare in words or bool(
        words and len(words[-1]) >= SHORTEST_BEGINNING and bare.startswith(words[-1])
    )


def _words(text: str) -> list[str]:
    found = (_bare(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))
    return [word for word in found if word]


@lru_cache(maxsize=50_000)
def _bare(word: str) -> str:
    """Return one word as it is compared; texts repeat their words, so that most are folded once."""
    return "".join(_PLAIN.findall(fold(word)))[:LONGEST_WORD]
