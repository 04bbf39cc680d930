"""Bounds of an exam."""

from __future__ import annotations

from datetime import timedelta

LONGEST = timedelta(days=2)
SHORTEST_PASSWORD = 6
#: What an invigilator may add at once, in minutes.
MOST_EXTRA = 120
