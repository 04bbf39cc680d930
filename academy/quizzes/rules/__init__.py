"""The quiz as a kind of activity, and the decisions about its attempts."""

from academy.quizzes.rules.gain import FEWEST, Gain, gain
from academy.quizzes.rules.kind import KIND, attempts_of, guess_score, may_start
from academy.quizzes.rules.papers import candidates, has_pretest, paper, pool_of, pretest_slug
from academy.quizzes.rules.writing import arranged, competencies, draws_from, new_key, put

__all__ = [
    "FEWEST", "KIND", "Gain", "arranged", "attempts_of", "candidates", "competencies", "draws_from", "gain", "guess_score", "has_pretest",
    "may_start", "new_key", "paper", "pool_of", "pretest_slug", "put",
]  # fmt: skip
