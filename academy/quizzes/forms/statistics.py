"""The words of the statistics: columns, orders and what to look at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from academy.items.rules.statistics import Flag

#: The table's columns that can be sorted by: name in the address → head.
COLUMNS = (
    ("", _l("Item")),
    ("facility", _l("Facility")),
    ("deviation", _l("Standard deviation")),
    ("discrimination", _l("Discrimination")),
    ("efficiency", _l("Efficiency")),
    ("weight", _l("Weight: meant, found")),
    ("guess", _l("Guessing")),
    ("seconds", _l("Time")),
    ("flags", _l("To look at")),
)
#: What a press on a head does.
ORDER_WORDS = {True: _l("largest first"), False: _l("smallest first")}
FLAGS = {
    Flag.EASY: _l("Too easy"),
    Flag.HARD: _l("Too hard"),
    Flag.WEAK: _l("Does not separate"),
    Flag.CONTRARY: _l("Negative: who knows more loses here"),
    Flag.GUESSABLE: _l("Easily guessed"),
}
