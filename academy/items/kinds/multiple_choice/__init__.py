"""Multiple choice: any number of right answers among several."""

from academy.items.kinds.multiple_choice.rules import MultipleChoiceKind

KIND = MultipleChoiceKind()
