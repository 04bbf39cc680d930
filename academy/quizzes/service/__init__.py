"""Writing what happens in quizzes."""

from academy.quizzes.service.appeals import Decision, appeal, decide
from academy.quizzes.service.attempts import move_on, save, start
from academy.quizzes.service.closing import close_overdue, move_deadlines, see_to, submit
from academy.quizzes.service.erasure import erase_person, forget_answers
from academy.quizzes.service.marking import Judgement, mark
from academy.quizzes.service.regrading import Wish, decide_regrade, run_regrade

__all__ = [
    "Decision", "Judgement", "Wish", "appeal", "close_overdue", "decide", "decide_regrade", "erase_person", "forget_answers", "mark",
    "move_deadlines", "move_on", "run_regrade", "save", "see_to", "start", "submit",
]  # fmt: skip
