"""Reading about quizzes."""

from academy.quizzes.queries.exams import exam_for, exam_of_attempt
from academy.quizzes.queries.marking import results_of
from academy.quizzes.queries.personal import files_kept, files_of, personal_data
from academy.quizzes.queries.regrades import adjustments_for
from academy.quizzes.queries.scores import first_score, other_quizzes, pictures, scores_before_and_after
from academy.quizzes.queries.takes import stage_of, taken

__all__ = [
    "adjustments_for", "exam_for", "exam_of_attempt", "files_kept", "files_of", "first_score", "other_quizzes", "personal_data", "pictures",
    "results_of", "scores_before_and_after", "stage_of", "taken",
]  # fmt: skip
