"""What a browser sends about quizzes."""

from academy.learning.forms.envelope import Envelope, envelope, mark_of

__all__ = ["Envelope", "envelope", "mark_of"]
