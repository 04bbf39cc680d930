"""What the check finds in a linkage board, in sentences."""

from __future__ import annotations

from academy.i18n import collected

#: Code → sentence.
SENTENCES = {
    "linkage-no-incidents": collected("The board has fewer than two incidents: write some."),
    "linkage-no-series": collected("The board has no series, so that there is nothing to link: name one."),
    "linkage-no-unrelated": collected(
        "Every incident belongs to a series: add at least one that stands alone, so that there is something to separate."
    ),
    "linkage-no-signature": collected(
        "No feature is a signature: the board must tell it from a way of working."
    ),
    "linkage-no-way": collected("No feature is a way of working: the board must tell it from a signature."),
    "linkage-not-shared": collected(
        "No linking feature of the series “%(series)s” is in all of its incidents: nothing holds it together."
    ),
    "linkage-links-nothing": collected(
        "“%(feature)s” is to link the series “%(series)s”, but fewer than two of its incidents have it."
    ),
    "linkage-circumstance": collected(
        "“%(feature)s” is a circumstance and is to link the series “%(series)s”: others share it by chance."
    ),
    "linkage-nowhere": collected("“%(feature)s” is in no incident: let some show it, or take it out."),
    "linkage-no-why": collected("Nothing says why about “%(name)s”: from that nobody learns."),
}
