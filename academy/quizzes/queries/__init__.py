"""Reading about quizzes."""

from academy.quizzes.queries.scores import first_score, other_quizzes, pictures, scores_before_and_after

__all__ = ["first_score", "other_quizzes", "pictures", "scores_before_and_after"]
