"""Minutes of a case as the times of day that its records bear."""

from __future__ import annotations

import re

from academy.cases.content import CaseContent

DAY = 24 * 60
_WRITTEN = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.]([0-5]\d)(?!\d)")


def starts(case: CaseContent) -> int:
    """Return the minute of the day at which a case begins."""
    hours, minutes = case.clock.starts.split(":")
    return int(hours) * 60 + int(minutes)


def told(case: CaseContent, minute: int) -> str:
    """Return a minute of the case as the time a record would give it: ``07:40``."""
    passed = (starts(case) + minute) % DAY
    return f"{passed // 60:02}:{passed % 60:02}"


def off_by(case: CaseContent, written: str, minute: int) -> int | None:
    """Return by how many minutes a written time misses a minute of the case; None where no time can be read."""
    found = _WRITTEN.findall(written)
    if not found:
        return None
    hours, minutes = (int(each) for each in found[-1])
    apart = abs(hours * 60 + minutes - starts(case) - minute) % DAY
    return min(apart, DAY - apart)
