"""The spellings under which a name is looked for."""

from __future__ import annotations

from academy.languages.rules import to_cyrillic_search, to_latin


def spellings(words: str) -> tuple[str, ...]:
    """Return what to look for: the words in both scripts, small, capital and as names are written.

    The databases know no capitals but those of English (SQLite), so that each spelling is named.
    """
    scripts = (words, to_latin(words), to_cyrillic_search(words))
    cases = (spelling for each in scripts for spelling in (each, each.lower(), each.title(), each.upper()))
    return tuple(dict.fromkeys(cases))
