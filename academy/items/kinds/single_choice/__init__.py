"""Single choice: one right answer among several."""

from academy.items.kinds.single_choice.rules import SingleChoiceKind

KIND = SingleChoiceKind()
