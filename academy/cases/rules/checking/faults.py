"""What the checker finds: faults by name, each with the actions that show it, and how much it looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from academy.cases.content import Action, action_of, plain
from academy.courses.kinds import Finding

#: Codes of what an author should know, but what keeps nothing from being published.
ADVICE = frozenset({"case-not-refuted", "case-expert-strict"})
Path = tuple[Action, ...]


@dataclass(frozen=True)
class Fault:
    """One thing to mend, or to know."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()
    #: The shortest actions found that show it; None where no actions can.
    path: Path | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the case from being published."""
        return self.code not in ADVICE

    def finding(self, where: str = "course") -> Finding:
        """Return it as the check before publication has it."""
        return Finding(self.code, where, self.values, self.blocks)

    def kept(self) -> list[Any]:
        """Return it as plain values."""
        return [
            self.code,
            dict(self.values),
            None if self.path is None else [plain(act) for act in self.path],
        ]

    @classmethod
    def read(cls, kept: Sequence[Any]) -> Self:
        """Return the fault that plain values hold."""
        code, values, path = kept
        return cls(
            code, tuple(values.items()), None if path is None else tuple(action_of(act) for act in path)
        )


@dataclass(frozen=True)
class Checked:
    """What came of a check."""

    findings: tuple[Fault, ...]
    #: How many states of the machine were looked at.
    states: int
    #: Whether everything was shown or refuted.
    is_exhaustive: bool

    @property
    def is_in_order(self) -> bool:
        """Whether nothing keeps the case from being published."""
        return not any(fault.blocks for fault in self.findings)
