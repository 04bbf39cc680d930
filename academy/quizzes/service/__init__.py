"""Writing what happens in quizzes."""

from academy.quizzes.service.attempts import save, start, submit

__all__ = ["save", "start", "submit"]
