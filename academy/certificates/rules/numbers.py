"""Numbers that survive being read aloud, and codes nobody guesses."""

from __future__ import annotations

import re

#: Crockford's base 32: no I, L, O or U, which hands and ears confuse.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "WCA"
#: Random bits in a number; seven signs of five bits, before the check sign.
NUMBER_BITS = 35
#: Random bytes in the code of the verification address.
CODE_BYTES = 16

#: x⁵ + x² + 1, under which doubling runs through all 31 non-zero values of GF(32).
_POLYNOMIAL = 0b100101

#: What people type for a sign of the alphabet: look-alikes of Crockford's list and of a Cyrillic keyboard.
_READ_AS = str.maketrans("OILАВЕКМНОРСТХЈ", "011ABEKMH0PCTXJ")


def number_of(bits: int) -> str:
    """Return the certificate number for ``NUMBER_BITS`` random bits, such as ``WCA-7K3Q-9F2M``."""
    signs = "".join(ALPHABET[bits >> shift & 31] for shift in range(NUMBER_BITS - 5, -1, -5))
    signs += check_sign(signs)
    return f"{PREFIX}-{signs[:4]}-{signs[4:]}"


def check_sign(signs: str) -> str:
    """Return the sign that makes ``signs`` whole.

    Damm's scheme over GF(32): each sign is weighted with another power of two, so any one wrong sign and any
    two neighbours changed over are noticed.
    """
    interim = 0
    for sign in signs:
        interim = (interim ^ ALPHABET.index(sign)) << 1
        if interim & 32:
            interim ^= _POLYNOMIAL
    return ALPHABET[interim]


def read_number(typed: str) -> str | None:
    """Return the number somebody typed in its printed form, or None where it cannot be a number of ours."""
    signs = re.sub(r"[\s\-‐-―._]", "", typed.upper()).translate(_READ_AS)
    if len(signs) == len(PREFIX) + 8:
        signs = signs.removeprefix(PREFIX)
    if len(signs) != 8 or any(sign not in ALPHABET for sign in signs):
        return None
    if check_sign(signs[:7]) != signs[7]:
        return None
    return f"{PREFIX}-{signs[:4]}-{signs[4:]}"


def is_code(typed: str) -> bool:
    """Say whether a text could be the code of a verification address."""
    return re.fullmatch(r"[A-Za-z0-9_-]{22}", typed) is not None
