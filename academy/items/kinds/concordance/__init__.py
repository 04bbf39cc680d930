"""Script concordance: what new information does to a hypothesis, beside the votes of a panel."""

from academy.items.kinds.concordance.rules import ConcordanceKind

KIND = ConcordanceKind()
