"""Cohorts at work: opening them, giving places, telling and answering, calendars and reminders."""

from academy.cohorts.service.calendars import make_link, revoke_link
from academy.cohorts.service.classes import announce, answer, ask
from academy.cohorts.service.cohorts import Particulars, change, close, open_up
from academy.cohorts.service.erasure import erase_person
from academy.cohorts.service.nominations import approve, decline, nominate, withdraw
from academy.cohorts.service.reminders import remind

__all__ = [
    "Particulars",
    "announce",
    "answer",
    "approve",
    "ask",
    "change",
    "close",
    "decline",
    "erase_person",
    "make_link",
    "nominate",
    "open_up",
    "remind",
    "revoke_link",
    "withdraw",
]
