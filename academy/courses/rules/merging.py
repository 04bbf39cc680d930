"""Two authors, one activity: what each changed comes together paragraph by paragraph, and nothing is lost.

The unit is a paragraph of Markdown, or an entry of YAML (a key, an item of a list) where the text is YAML. What
both changed in different ways is a conflict, which people decide; everything else comes together by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Signs in one activity's file; the longest lesson of the basic course has some ten thousand.
LONGEST = 200_000
#: Texts of more paragraphs are compared as a whole: comparing takes time by the square.
MOST_PIECES = 3000
#: Paragraphs that share this much of their words are two versions of one.
ALIKE = 0.4
#: Pairs of paragraphs compared for likeness; beyond that what was replaced counts as taken out and put in.
MOST_PAIRS = 20_000

_FENCE = "---\n"
_WORDS = re.compile(r"\w+")

Pieces = tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A place that both changed, each in her own way; empty text where one took it out or the base had nothing."""

    base: str
    mine: str
    theirs: str

    @property
    def both(self) -> str:
        """Both versions, one after the other."""
        return "\n\n".join(text for text in (self.theirs, self.mine) if text)


@dataclass(frozen=True)
class Stretch:
    """A part of a merge: settled text, or a conflict; and what parts its paragraphs from what follows."""

    settled: str | Conflict
    gap: str


@dataclass(frozen=True)
class Merge:
    """Two versions of one text brought together."""

    stretches: tuple[Stretch, ...]

    @property
    def conflicts(self) -> list[Conflict]:
        """What people have to decide, in reading order."""
        return [each.settled for each in self.stretches if isinstance(each.settled, Conflict)]

    @property
    def text(self) -> str:
        """The whole text; where there is a conflict, both versions one after the other."""
        return self.decided([conflict.both for conflict in self.conflicts])

    def decided(self, texts: Sequence[str]) -> str:
        """Return the whole text with ``texts`` in the places of the conflicts."""
        waiting = iter([text.strip("\n") for text in texts])
        whole = [
            (next(waiting) if isinstance(each.settled, Conflict) else each.settled, each.gap)
            for each in self.stretches
        ]
        return "".join(text + gap for text, gap in whole if text).rstrip("\n") + "\n"


def merge(base: str, mine: str, theirs: str, *, is_yaml: bool = False) -> Merge:
    """Bring together what ``mine`` and ``theirs`` made of ``base``.

    Front matter is taken entry by entry, a body paragraph by paragraph; a file of YAML (``is_yaml``) entry by entry.
    """
    versions = [text.replace("\r\n", "\n") for text in (base, mine, theirs)]
    if is_yaml:
        return Merge(tuple(_section(versions, entries, "\n")))
    halves = [_halves(text) for text in versions]
    if not all(head for head, _body in halves):
        return Merge(tuple(_section(versions, paragraphs, "\n\n")))
    fence = Stretch("---", "\n")
    head = _section([head[len(_FENCE) :] for head, _ in halves], entries, "\n")
    body = _section([body for _, body in halves], paragraphs, "\n\n")
    return Merge((fence, *head, fence, *body))


def paragraphs(text: str) -> Pieces:
    """Return what empty lines part."""
    return tuple(piece.strip("\n") for piece in re.split(r"\n[ \t]*\n", text) if piece.strip())


def entries(text: str) -> Pieces:
    """Return the entries of a YAML text: each key at the margin and each item of its list, with what lies below."""
    return tuple(piece.removesuffix("\n") for piece in re.split(r"(?m)^(?=\S|  - )", text) if piece.strip())


@dataclass(frozen=True)
class Run:
    """Words side by side that two versions share, or that one has alone."""

    text: str
    is_apart: bool


def words_apart(one: str, other: str) -> tuple[list[Run], list[Run]]:
    """Return both texts in runs, so that a reader sees which words differ."""
    first, second = (re.findall(r"\s*\S+", text) for text in (one, other))
    if len(first) > MOST_PIECES or len(second) > MOST_PIECES:
        return [Run(one, True)], [Run(other, True)]
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return (
        [Run("".join(first[i1:i2]), tag != "equal") for tag, i1, i2, _, _ in steps if i1 < i2],
        [Run("".join(second[j1:j2]), tag != "equal") for tag, _, _, j1, j2 in steps if j1 < j2],
    )


def places_apart(one: str, other: str, *, is_yaml: bool = False) -> list[tuple[str, str]]:
    """Return the places in which two texts differ, in reading order; empty text where one has nothing."""
    gap = "\n" if is_yaml else "\n\n"
    first, second = (_few(_pieces(text, is_yaml=is_yaml), text) for text in (one, other))
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    return [
        (gap.join(first[i1:i2]), gap.join(second[j1:j2])) for tag, i1, i2, j1, j2 in steps if tag != "equal"
    ]


def _pieces(text: str, *, is_yaml: bool) -> Pieces:
    if is_yaml:
        return entries(text)
    head, body = _halves(text)
    return (*entries(head), "---", *paragraphs(body)) if head else paragraphs(body)


def _halves(text: str) -> tuple[str, str]:
    """Return front matter (with its first fence) and body; no front matter where the file is not in order."""
    head, fence, body = text.partition("\n" + _FENCE)
    return (head + "\n", body) if text.startswith(_FENCE) and fence else ("", text)


def _section(versions: Sequence[str], split: Callable[[str], Pieces], gap: str) -> Iterator[Stretch]:
    base, mine, theirs = (_few(split(text), text) for text in versions)
    settled: list[str] = []
    for place in _places(base, _changes(base, mine), _changes(base, theirs), gap):
        if isinstance(place, Conflict):
            if settled:
                yield Stretch(gap.join(settled), gap)
            settled = []
            yield Stretch(place, gap)
        else:
            settled += place
    if settled:
        yield Stretch(gap.join(settled), gap)


def _few(pieces: Pieces, text: str) -> Pieces:
    return pieces if len(pieces) <= MOST_PIECES else (text.strip("\n"),)


@dataclass(frozen=True)
class _Changes:
    """What a version makes of a base: of each piece what stands in its place, and what is new before each."""

    #: One for each piece of the base: nothing where it was taken out.
    instead: list[Pieces]
    #: One for each piece of the base and one for the end.
    before: list[Pieces]


def _changes(base: Pieces, version: Pieces) -> _Changes:
    instead: list[Pieces] = [(piece,) for piece in base]
    before: list[Pieces] = [()] * (len(base) + 1)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, version, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        instead[i1:i2] = [()] * (i2 - i1)
        place, after = i1, j1
        for i, j in _pairs(base[i1:i2], version[j1:j2]):
            before[place] += version[after : j1 + j]
            instead[i1 + i] = (version[j1 + j],)
            place, after = i1 + i + 1, j1 + j + 1
        before[place] += version[after:j2]
    return _Changes(instead, before)


def _pairs(old: Pieces, new: Pieces) -> list[tuple[int, int]]:
    """Return which of ``new`` are later versions of which of ``old``, in order."""
    if len(old) == len(new):
        return [(place, place) for place in range(len(old))]
    if len(old) * len(new) > MOST_PAIRS:
        return []
    return _best_pairs(_likeness(old, new))


def _likeness(old: Pieces, new: Pieces) -> list[list[float]]:
    """Return how much of their words each two pieces share, 0–1."""
    first, second = ([frozenset(_WORDS.findall(piece)) for piece in pieces] for pieces in (old, new))
    return [[len(one & other) / max(1, len(one | other)) for other in second] for one in first]


def _best_pairs(alike: list[list[float]]) -> list[tuple[int, int]]:
    """Return the pairs, rising on both sides, that are most alike together."""
    rows, columns = len(alike), len(alike[0]) if alike else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _places(base: Pieces, mine: _Changes, theirs: _Changes, gap: str) -> Iterator[Pieces | Conflict]:
    for place in range(len(base) + 1):
        yield _one_of((), mine.before[place], theirs.before[place], gap)
        if place < len(base):
            yield _one_of((base[place],), mine.instead[place], theirs.instead[place], gap)


def _one_of(base: Pieces, mine: Pieces, theirs: Pieces, gap: str) -> Pieces | Conflict:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    return Conflict(*(gap.join(pieces) for pieces in (base, mine, theirs)))
