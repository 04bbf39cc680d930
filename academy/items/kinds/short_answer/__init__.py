"""Short answer: a few words to type, compared with what is accepted."""

from academy.items.kinds.short_answer.rules import ShortAnswerKind

KIND = ShortAnswerKind()
