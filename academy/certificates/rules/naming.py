"""Which spellings are one name, and how often the public may compare one."""

from __future__ import annotations

import re
from datetime import timedelta

from academy.languages.rules import fold

#: How often a name may be compared with one certificate within ``NAME_CHECK_WINDOW``.
NAME_CHECKS = 5
NAME_CHECK_WINDOW = timedelta(days=1)


def is_same_name(typed: str, printed: str) -> bool:
    """Say whether two spellings are one name, whatever the script, accents, case, order and hyphens.

    A printed đ may be typed as d, as Unicode folds it, or as dj, as people without the letter write it.
    """
    spellings = (printed, re.sub("[đђ]", "dj", printed.casefold()))
    return bool(_name_parts(typed)) and any(_name_parts(typed) == _name_parts(each) for each in spellings)


def _name_parts(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", fold(name)))
