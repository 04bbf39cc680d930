"""Answers that are typed: how they are kept, and when two of them are the same.

What authors accept may hold ``*`` for any text. It is matched by splitting at the stars and looking for the pieces
one after the other, never by a regular expression, so no accepted answer and no response can make marking slow.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from academy.items.kinds.kind import BadResponse, Form, Response, only_value
from academy.languages.rules import fold, to_latin

#: Characters of a typed answer; a page that asks for one takes no more.
MOST_TYPED = 200
ANY = "*"
#: Signs that are neither seen nor heard, such as a soft hyphen or a mark of direction.
_UNSEEN = ("Cf",)
#: Letters with the dj that stands for them where a keyboard has no đ.
_DJ = str.maketrans({"đ": "dj", "Đ": "Dj", "ђ": "dj", "Ђ": "Dj"})


@dataclass(frozen=True)
class Strictness:
    """What must be as the author wrote it. Script, width, spaces and punctuation never matter."""

    case: bool = False
    diacritics: bool = False


def as_typed(text: str) -> str | None:
    """Return what was typed in the one way it is kept; None if there is nothing, or too much."""
    if len(text) > MOST_TYPED:
        return None
    line = " ".join(unicodedata.normalize("NFC", "".join(map(_kept_sign, text))).split())
    return line if 0 < len(line) <= MOST_TYPED else None


def read_typed(form: Form, name: str) -> str | None:
    """Read one typed answer. Raises BadResponse for more than its field takes."""
    value = only_value(form, name) or ""
    typed = as_typed(value)
    if len(value) > MOST_TYPED or (typed is None and "".join(map(_kept_sign, value)).strip()):
        raise BadResponse("answer-too-long", field=name)
    return typed


def is_typed(response: Response) -> bool:
    """Say whether a response is a text that ``as_typed`` could have given."""
    return isinstance(response, str) and response == as_typed(response)


def comparable(text: str, strictness: Strictness, *, keep: str = "") -> str:
    """Return ``text`` as it is compared: its words parted by single spaces, in one script, as strict as asked.

    ``keep`` are signs that stay beside letters, digits and the marks on them.
    """
    latin = to_latin(unicodedata.normalize("NFKC", text))
    if not strictness.diacritics:
        latin = "".join(_bare(sign) for sign in latin) if strictness.case else fold(latin)
    elif not strictness.case:
        latin = unicodedata.normalize("NFKC", latin.casefold())
    return " ".join("".join(_word_sign(sign, keep) for sign in latin).split())


def is_match(accepted: str, typed: str, strictness: Strictness, *, wildcards: bool) -> bool:
    """Say whether what was typed is what an author accepts; her *đ* may also be typed *dj*."""
    words = comparable(typed, strictness)
    keep = ANY if wildcards else ""
    return bool(words) and any(
        _fits(comparable(one, strictness, keep=keep), words) for one in _spellings(accepted, strictness)
    )


def own_words(accepted: str, *, wildcards: bool) -> str:
    """Return an accepted answer without its wildcards: the shortest response it takes."""
    return " ".join((accepted.replace(ANY, " ") if wildcards else accepted).split())


def _spellings(accepted: str, strictness: Strictness) -> set[str]:
    return {accepted} if strictness.diacritics else {accepted, accepted.translate(_DJ)}


def _fits(pattern: str, words: str) -> bool:
    """Match in linear time: each piece as early as it comes, the last one at the end."""
    first, *others = pattern.split(ANY)
    if not others:
        return pattern == words
    *middle, last = others
    place, end = len(first), len(words) - len(last)
    if not words.startswith(first) or not words.endswith(last) or end < place:
        return False
    for piece in middle:
        found = words.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _kept_sign(sign: str) -> str:
    """Leave out what no database can keep: control signs and halves of surrogate pairs."""
    if unicodedata.category(sign) in ("Cc", "Cs"):
        return " " if sign.isspace() else ""
    return sign


def _word_sign(sign: str, keep: str) -> str:
    category = unicodedata.category(sign)
    if category[0] in "LNM" or sign in keep:
        return sign
    return "" if category in _UNSEEN else " "


def _bare(sign: str) -> str:
    bare = fold(sign)
    return bare.upper() if sign.isupper() else bare
