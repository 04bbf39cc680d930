"""What came of a part of the harness: counts, and what must not have happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Toll:
    """The counts of one part; whatever is in ``faults`` is one too many."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    #: The first few of what went wrong, in words.
    examples: list[str] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        """Whether anything went wrong."""
        return bool(+self.faults)

    def blame(self, fault: str, example: object = "") -> None:
        """Note something that must not happen."""
        self.faults[fault] += 1
        if example and len(self.examples) < 5:
            self.examples.append(f"{fault}: {example}"[:1500])

    def add(self, other: Toll) -> None:
        """Take in what came of the same on another database."""
        self.counts += other.counts
        self.faults += other.faults
        self.examples = [*self.examples, *other.examples][:5]

    def __str__(self) -> str:
        """Say it in a line."""
        said = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        wrong = ", ".join(f"{count:,} {name}" for name, count in (+self.faults).items()) or "nothing wrong"
        return f"{said}: {wrong}"
