"""Making a path shorter: actions are left out as long as what is left still shows the same."""

from __future__ import annotations

from collections.abc import Callable

from academy.cases.rules.checking.faults import Path
from academy.cases.rules.checking.playing import Budget

#: Actions that may be played for it.
MOST = 10_000


def shrunk(path: Path, shows: Callable[[Path], bool], budget: Budget) -> Path:
    """Return a path that still shows it and from which no single action can be left out, as far as it was tried.

    The last action stays: it is what shows it.
    """
    kept, chunk, played = list(path[:-1]), max(1, len(path) // 2), 0
    last = path[-1:]
    while played < MOST and not budget.is_overdrawn:
        place, has_shrunk = 0, False
        while place < len(kept) and played < MOST and not budget.is_overdrawn:
            shorter = (*kept[:place], *kept[place + chunk :], *last)
            played += len(shorter)
            if shows(shorter):
                kept, has_shrunk = list(shorter[: len(shorter) - len(last)]), True
            else:
                place += chunk
        if chunk == 1 and not has_shrunk:
            break
        chunk = chunk if has_shrunk else max(1, chunk // 2)
    return (*kept, *last)
