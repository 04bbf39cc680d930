"""True or false: a statement to judge."""

from academy.items.kinds.true_false.rules import TrueFalseKind

KIND = TrueFalseKind()
