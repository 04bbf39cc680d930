"""Playing cases."""

from academy.cases.service.erasure import erase_person, forget_answers
from academy.cases.service.law import law_for
from academy.cases.service.runs import Sent, Unfit, act, bar_to, begin, take_seat
from academy.cases.service.teams import begin_team, close_team, leave, open_team, sit_down

__all__ = [
    "Sent",
    "Unfit",
    "act",
    "bar_to",
    "begin",
    "begin_team",
    "close_team",
    "erase_person",
    "forget_answers",
    "law_for",
    "leave",
    "open_team",
    "sit_down",
    "take_seat",
]
