"""Readable names for addresses, made from titles in any script; and how long what is set aside is kept."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from academy.languages.rules import fold

#: As long as ``content.Slug`` takes.
LONGEST = 60
#: How long what was set aside can be restored.
KEPT_FOR = timedelta(days=90)
_NUMBERED = re.compile(r" \((\d+)\)\Z")


def slug_for(title: str, taken: Collection[str] = (), *, spare: str = "part") -> str:
    """Return a slug for a title that is not ``taken``; ``spare`` where the title has no letter Latin can write."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    whole = ""
    for word in words:
        longer = f"{whole}-{word}" if whole else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        whole = longer
    return free_slug(whole or spare, taken)


def free_slug(wish: str, taken: Collection[str]) -> str:
    """Return ``wish``, numbered where it is taken: ``first-lesson-2``."""
    number, slug = 1, wish
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wish[: LONGEST - len(ending)].rstrip("-") + ending
    return slug


def copied_title(title: str, taken: Collection[str] = ()) -> str:
    """Return the title of a copy, a number after it in every language: “First lesson (2)”."""
    found = _NUMBERED.search(title)
    bare, number = (title[: found.start()], int(found[1]) + 1) if found else (title, 2)
    while f"{bare} ({number})" in taken:
        number += 1
    return f"{bare} ({number})"


def is_kept(retired_at: datetime, *, at: datetime) -> bool:
    """Say whether what was set aside then can still be restored."""
    return at - retired_at < KEPT_FOR
