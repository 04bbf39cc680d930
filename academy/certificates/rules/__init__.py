"""Numbers and codes, standing and its time, renewal, and which names are one name."""

from academy.certificates.rules.freezing import frozen
from academy.certificates.rules.naming import NAME_CHECK_WINDOW, NAME_CHECKS, is_same_name
from academy.certificates.rules.numbers import (
    ALPHABET,
    CODE_BYTES,
    NUMBER_BITS,
    PREFIX,
    check_sign,
    is_code,
    number_of,
    read_number,
)
from academy.certificates.rules.renewing import WARNING_DAYS, Window, due_warning, renewed_until, window
from academy.certificates.rules.standing import (
    REASONS,
    Standing,
    State,
    Verdict,
    decided,
    possible,
    standing,
    valid_until,
)

__all__ = [
    "ALPHABET",
    "CODE_BYTES",
    "NAME_CHECKS",
    "NAME_CHECK_WINDOW",
    "NUMBER_BITS",
    "PREFIX",
    "REASONS",
    "WARNING_DAYS",
    "Standing",
    "State",
    "Verdict",
    "Window",
    "check_sign",
    "decided",
    "due_warning",
    "frozen",
    "is_code",
    "is_same_name",
    "number_of",
    "possible",
    "read_number",
    "renewed_until",
    "standing",
    "valid_until",
    "window",
]  # fmt: skip
