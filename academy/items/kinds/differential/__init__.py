"""Evidence first: signs that come one by one, and a hypothesis with its certainty before each."""

from academy.items.kinds.differential.rules import DifferentialKind

KIND = DifferentialKind()
