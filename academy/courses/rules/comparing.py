"""What changed between two versions of a course: its package files beside each other, line by line, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from academy.courses.content import Course, Module
from academy.courses.content.written import write_yaml
from academy.courses.kinds import kind_named

#: How many unchanged lines are shown around a change.
AROUND = 2
#: Beyond these, a stretch is marked as a whole: comparing it finer would cost more than it tells.
MOST_LINES, MOST_WORDS = 4_000, 800

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some words of a line, and whether they stand on this side only."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Row:
    """One line before and after; None on the side where it does not stand. ``kind``: same, changed, added, removed, skipped."""

    kind: str
    before: tuple[Piece, ...] | None = None
    after: tuple[Piece, ...] | None = None
    #: How many unchanged lines are left out here.
    skipped: int = 0


@dataclass(frozen=True)
class Change:
    """One thing of a course that differs."""

    #: ``settings``, ``module``, ``activity`` or ``medium``.
    thing: str
    #: ``added``, ``removed``, ``changed`` or ``moved``.
    kind: str
    slug: str
    title: str
    rows: tuple[Row, ...] = ()
    #: Where it stood and stands, where that differs.
    places: tuple[str, str] | None = None


def compare(before: Course, after: Course) -> list[Change]:
    """Return what differs, settings first, then modules, activities and files in the order of ``after``."""
    return [
        *_settings(before, after),
        *_modules(before, after),
        *_activities(before, after),
        *_media(before, after),
    ]


def rows(before: str, after: str) -> tuple[Row, ...]:
    """Set two texts side by side; stretches without a change are left out but for a few lines."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        blocks: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(old), 0, len(new))]
    else:
        blocks = SequenceMatcher(None, old, new).get_opcodes()
    found: list[Row] = []
    for place, (what, old_from, old_to, new_from, new_to) in enumerate(blocks):
        if what == "equal":
            found.extend(_unchanged(old[old_from:old_to], place == 0, place == len(blocks) - 1))
        else:
            found.extend(_changed(old[old_from:old_to], new[new_from:new_to]))
    return tuple(found)


def _unchanged(lines: list[str], is_first: bool, is_last: bool) -> Iterator[Row]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    skipped = len(lines) - head - tail
    if skipped < 2:
        head, tail, skipped = len(lines), 0, 0
    yield from (_same(line) for line in lines[:head])
    if skipped:
        yield Row("skipped", skipped=skipped)
        yield from (_same(line) for line in lines[len(lines) - tail :])


def _same(line: str) -> Row:
    return Row("same", (Piece(line),), (Piece(line),))


def _changed(old: list[str], new: list[str]) -> Iterator[Row]:
    both = min(len(old), len(new))
    for before, after in zip(old[:both], new[:both], strict=True):
        yield Row("changed", *_words(before, after))
    for line in old[both:]:
        yield Row("removed", before=(Piece(line, True),))
    for line in new[both:]:
        yield Row("added", after=(Piece(line, True),))


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark the words of two lines that stand in one of them only."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return (Piece(before, True),), (Piece(after, True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        is_marked = what != "equal"
        if old_to > old_from:
            left.append(Piece("".join(old[old_from:old_to]), is_marked))
        if new_to > new_from:
            right.append(Piece("".join(new[new_from:new_to]), is_marked))
    return tuple(left), tuple(right)


def _settings(before: Course, after: Course) -> Iterator[Change]:
    yield from _differing("settings", "", after.title, (_manifest(before), _manifest(after)), None)


def _manifest(course: Course) -> str:
    return _written(course, exclude={"modules", "media", "format", "slug"})


def _modules(before: Course, after: Course) -> Iterator[Change]:
    old = {module.slug: (place, module) for place, module in enumerate(before.modules, 1)}
    new = {module.slug: (place, module) for place, module in enumerate(after.modules, 1)}
    moved = _moved(list(old), list(new))
    for slug, (place, module) in new.items():
        text = _module_text(module)
        if slug not in old:
            yield Change("module", "added", slug, module.title, rows("", text))
            continue
        places = (str(old[slug][0]), str(place)) if slug in moved else None
        yield from _differing("module", slug, module.title, (_module_text(old[slug][1]), text), places)
    for slug in old.keys() - new.keys():
        yield Change("module", "removed", slug, old[slug][1].title, rows(_module_text(old[slug][1]), ""))


def _module_text(module: Module) -> str:
    return _written(module, exclude={"activities", "slug"})


def _activities(before: Course, after: Course) -> Iterator[Change]:
    old, new = _activity_texts(before), _activity_texts(after)
    moved = _moved([slug for slug in old if slug in new], [slug for slug in new if slug in old])
    for slug, (place, title, text) in new.items():
        if slug not in old:
            yield Change("activity", "added", slug, title, rows("", text))
            continue
        old_place, _title, old_text = old[slug]
        is_moved = slug in moved or old_place.partition(" · ")[0] != place.partition(" · ")[0]
        yield from _differing(
            "activity", slug, title, (old_text, text), (old_place, place) if is_moved else None
        )
    for slug, (_place, title, text) in old.items():
        if slug not in new:
            yield Change("activity", "removed", slug, title, rows(text, ""))


def _activity_texts(course: Course) -> dict[str, tuple[str, str, str]]:
    """Return slug → (where it stands, title, its file with what its place in the course says of it)."""
    found = {}
    for module in course.modules:
        for place, activity in enumerate(module.activities, 1):
            rules = _written(activity, exclude={"slug", "content"})
            text = kind_named(activity.kind).write(activity.content)
            found[activity.slug] = (f"{module.slug} · {place}", activity.content.title, f"{rules}{text}")
    return found


def _media(before: Course, after: Course) -> Iterator[Change]:
    for name in sorted(before.media.keys() | after.media.keys()):
        old, new = before.media.get(name), after.media.get(name)
        texts = _written(old) if old else "", _written(new) if new else ""
        if old and new:
            yield from _differing("medium", name, name, texts, None)
        else:
            yield Change("medium", "added" if new else "removed", name, name, rows(*texts))


def _differing(
    thing: str, slug: str, title: str, texts: tuple[str, str], places: tuple[str, str] | None
) -> Iterator[Change]:
    if texts[0] != texts[1]:
        yield Change(thing, "changed", slug, title, rows(*texts), places)
    elif places:
        yield Change(thing, "moved", slug, title, places=places)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return those that changed their place among those on both sides: what is outside the longest common order."""
    kept_old, kept_new = [each for each in old if each in new], [each for each in new if each in old]
    blocks = SequenceMatcher(None, kept_old, kept_new, autojunk=False).get_matching_blocks()
    stayed = {each for block in blocks for each in kept_old[block.a : block.a + block.size]}
    return set(kept_old) - stayed


def _written(document: Any, exclude: set[str] | None = None) -> str:
    plain = document.model_dump(mode="json", exclude_defaults=True, exclude=exclude or set())
    return write_yaml(plain) if plain else ""
