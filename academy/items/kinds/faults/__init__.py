"""Find the faults: the lines of a document that do not hold, and what is wrong with each."""

from academy.items.kinds.faults.rules import FaultsKind

KIND = FaultsKind()
