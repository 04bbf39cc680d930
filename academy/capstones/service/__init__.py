"""Capstones, for the record: worked at, handed in, marked by people."""

from academy.capstones.service.erasing import erase_person, forget_answers
from academy.capstones.service.marking import Judgement, Marked, mark
from academy.capstones.service.working import close_inventory, hand_in, save, start

__all__ = [
    "Judgement",
    "Marked",
    "close_inventory",
    "erase_person",
    "forget_answers",
    "hand_in",
    "mark",
    "save",
    "start",
]
