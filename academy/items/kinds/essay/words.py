"""Counting words as js/words.js counts them, in any script."""

from __future__ import annotations

import re
import unicodedata

_JOINS = "'’-\u2010\u2011"
#: Scripts whose signs are words of their own, as the dictionaries of office programs count them too.
_SIGNS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def word_count(text: str) -> int:
    """Count runs of letters, marks and digits; what an apostrophe or a hyphen joins is one. Chinese and Japanese
    signs count one by one.
    """
    count, is_inside = 0, False
    for place, sign in enumerate(text):
        if _SIGNS.match(sign):
            count, is_inside = count + 1, False
        elif unicodedata.category(sign)[0] in "LMN":
            count, is_inside = count + (not is_inside), True
        elif not (is_inside and sign in _JOINS and _goes_on(text, place + 1)):
            is_inside = False
    return count


def _goes_on(text: str, place: int) -> bool:
    following = text[place : place + 1]
    return bool(following) and unicodedata.category(following)[0] in "LMN" and not _SIGNS.match(following)
