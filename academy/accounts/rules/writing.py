"""How names on official papers are written: what is kept of them, and what in them deceives."""

from __future__ import annotations

import unicodedata

#: Joiners that some scripts spell names with; all other unseen characters hide something.
_JOINERS = frozenset("\u200c\u200d")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def tidied(text: str) -> str:
    """Return a text composed (NFC), with single blanks and none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_plain(text: str) -> bool:
    """Say whether a text holds nothing that is not seen: no control, no change of direction, nothing unassigned."""
    return not any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in text)


def has_mixed_scripts(text: str) -> bool:
    """Say whether letters of more than one script stand in one text, where one may pass for another."""
    return len(scripts_of(text)) > 1


def scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's letters, as Unicode's names of the letters begin."""
    return {unicodedata.name(sign, "?").partition(" ")[0] for sign in text if sign.isalpha()}
