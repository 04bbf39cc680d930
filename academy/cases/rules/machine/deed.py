"""What a deed is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from academy.cases.rules.machine.turn import Turn


class Deed(NamedTuple):
    """How one kind of action is done.

    ``minutes`` says how long it takes, and refuses what cannot be done; it changes nothing. ``do`` brings it about once
    that time has passed; between the two the world has moved on, and ``minutes`` is asked again if it stirred.
    """

    minutes: Callable[[Turn, Any], int]
    do: Callable[[Turn, Any], None]
