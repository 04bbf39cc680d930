"""What authors let happen: a small closed list of effects, each one short line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

#: Verb → what follows it. ``number`` is a whole number, the rest names a part of the case.
VERBS: dict[str, tuple[str, ...]] = {
    "set": ("fact",),
    "unset": ("fact",),
    "add": ("counter", "number"),
    "reveal": ("exhibit",),
    "lose": ("exhibit",),
    "spoil": ("exhibit",),
    "disturb": ("place",),
    "move": ("exhibit", "place"),
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"-?\d{1,4}")


@dataclass(frozen=True)
class Change:
    """One effect, taken apart."""

    verb: str
    args: tuple[str, ...]


def change(text: str) -> Change:
    """Take an effect apart. Raises ValueError with what may stand there."""
    verb, *args = text.split()
    wanted = VERBS.get(verb)
    if wanted is None:
        raise ValueError(f"“{text}”: an effect begins with one of {', '.join(VERBS)}")
    fits = len(args) == len(wanted) and all(
        (_NUMBER if what == "number" else _NAME).fullmatch(arg)
        for arg, what in zip(args, wanted, strict=False)
    )
    if not fits:
        raise ValueError(f"“{text}”: write “{verb} {' '.join(what.upper() for what in wanted)}”")
    return Change(verb, tuple(args))


def _checked(text: str) -> str:
    change(text)
    return text


#: ``set rain``, ``reveal meat``, ``disturb clearing``, ``add trust -1``.
Effect = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_checked)]
