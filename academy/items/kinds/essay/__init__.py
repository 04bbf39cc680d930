"""Essay: an answer in one's own words, marked by a person with a rubric."""

from academy.items.kinds.essay.rules import EssayKind

KIND = EssayKind()
