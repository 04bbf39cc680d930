"""What a domain tells about its long work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """A row that wants a worker, and the run under which it is to be carried out.

    Run and row together are carried out once. A row that was paused and goes on, or whose worker has given no sign
    of life for a while, is named again with a higher run.
    """

    row_id: str
    run: int


@dataclass(frozen=True)
class Job:
    """One kind of long work.

    ``waiting`` names the rows nobody is at. ``go_on`` does a short slice of one, in write units of its own, and says
    whether there is more; it is idempotent, since a worker may be killed between a slice and the note of it, and it
    answers False once the row is finished, paused, called off or taken over by a later run.
    """

    name: str
    waiting: Callable[[datetime], Sequence[Waiting]]
    go_on: Callable[[str, int], bool]
