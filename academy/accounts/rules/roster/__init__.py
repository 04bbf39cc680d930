"""What an agency's list of its people comes to."""

from academy.accounts.rules.roster.judging import judge
from academy.accounts.rules.roster.terms import (
    COLUMNS,
    MOST_ROWS,
    Branch,
    Fate,
    Judged,
    Known,
    Place,
    Report,
    Row,
    Said,
    Unit,
    Wanted,
)

__all__ = [
    "COLUMNS", "MOST_ROWS", "Branch", "Fate", "Judged", "Known", "Place", "Report", "Row", "Said", "Unit", "Wanted",
    "judge",
]  # fmt: skip
