"""Which passwords are taken (NIST SP 800-63B-4, section 3.1.1) and how they are kept (Argon2id).

Length counts in code points after normalisation to NFC: 15 where the password stands alone, 8 beside a second factor,
up to 256; longer ones are refused, never cut. There are no rules on composition and no forced changes. Refused are
common passwords (``blocklist.txt``), those made of the person's own names or the academy's, and those that are little
more than repeats or runs of the keyboard.
"""

from __future__ import annotations

import itertools
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Of every account of the demo; public on purpose, since a demo listens on its own machine only.
DEMO_PASSWORD = "demo-academy-2026"  # noqa: S105 # nosec B105 - of the demo, shown on its sign-in page

SHORTEST_ALONE = 15
SHORTEST_BESIDE_SECOND_FACTOR = 8
LONGEST = 256
#: What must be left of a password once names, repeats and runs are taken out.
LEAST_OWN = 8

#: Words of the service itself, in the languages of its pages.
SERVICE_WORDS = (
    "academy",
    "academia",
    "akademija",
    "akademia",
    "akademi",
    "wildlife",
    "crime",
    "password",
    "lozinka",
    "fjalekalimi",
)
#: Rows of keys as fingers run along them.
_ROWS = (
    "1234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
)
#: Keys in a row before it is a run.
_RUN = 4

#: OWASP's smaller memory setting for Argon2id; about 25 ms on the machines this runs on.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
#: At most this many hashes at a time in one process, so that a crowd signing in cannot take all memory.
_places = threading.BoundedSemaphore(2)
#: Checked where there is no password to check, so that unknown people take as long as known ones.
_nobody = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True)
class Check:
    """The answer to a typed password: whether it is right, and its new hash where the old one is out of date."""

    is_right: bool
    rehashed: str | None = None


def normalise(password: str) -> str:
    """Return the one spelling of a password, whatever keyboard composed its letters."""
    return unicodedata.normalize("NFC", password)


def problem_with(
    password: str, *, own_words: Iterable[str] = (), has_second_factor: bool = False
) -> str | None:
    """Return the reason why ``password`` is not taken, or None. ``own_words``: the person's names and addresses."""
    password = normalise(password)
    shortest = SHORTEST_BESIDE_SECOND_FACTOR if has_second_factor else SHORTEST_ALONE
    if len(password) < shortest:
        return "password-short-beside" if has_second_factor else "password-short"
    if len(password) > LONGEST:
        return "password-long"
    folded = password.casefold()
    if _is_common(folded):
        return "password-common"
    if len(_without_words(folded, own_words)) < LEAST_OWN:
        return "password-own-words"
    if _own_characters(folded) < LEAST_OWN:
        return "password-pattern"
    return None


def hash_password(password: str) -> str:
    """Return the Argon2id hash to keep. Slow on purpose: call it before the write unit opens."""
    with _places:
        return _hasher.hash(normalise(password))


def check_password(kept: str | None, password: str) -> Check:
    """Compare a typed password with the hash kept, or with nobody's, in the same time. Call it before writing."""
    password = normalise(password)
    if len(password) > LONGEST:
        password = ""
    with _places:
        try:
            is_right = _hasher.verify(kept or _nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            is_right = False
    if is_right and kept and _hasher.check_needs_rehash(kept):
        return Check(is_right=True, rehashed=hash_password(password))
    return Check(is_right=is_right)


@cache
def blocklist() -> frozenset[str]:
    """Return the common passwords, folded."""
    lines = (Path(__file__).parent / "blocklist.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _is_common(folded: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    letters = re.sub(r"[\W_]+", "", folded)
    return bool({folded, core, letters} & blocklist())


def _without_words(folded: str, own_words: Iterable[str]) -> str:
    """Return the letters and digits left once the person's own words and the service's are taken out."""
    words = {part for text in (*own_words, *SERVICE_WORDS) for part in _parts(text)}
    rest = folded
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    if rest == folded:
        return folded
    return re.sub(r"[\W\d_]+", "", rest)


def _parts(text: str) -> Iterable[str]:
    folded = normalise(text).casefold()
    return (part for part in (folded, *re.split(r"[\W_]+", folded)) if len(part) >= _RUN)


def _own_characters(folded: str) -> int:
    """Count the characters that neither repeat a stretch just typed nor run along the keys."""
    period = next((size for size in range(1, len(folded) // 2 + 1) if _repeats(folded, size)), len(folded))
    stretch = folded[:period]
    return len(stretch) - _running(stretch)


def _repeats(text: str, size: int) -> bool:
    return all(text[place] == text[place % size] for place in range(len(text)))


def _running(text: str) -> int:
    """Count the characters that carry on a run of ``_RUN`` or more."""
    carried, length = 0, 1
    for before, after in itertools.pairwise(text):
        length = length + 1 if before == after or _are_neighbours(before, after) else 1
        if length == _RUN:
            carried += _RUN - 1
        elif length > _RUN:
            carried += 1
    return carried


def _are_neighbours(before: str, after: str) -> bool:
    return any(before + after in row or after + before in row for row in _ROWS)
