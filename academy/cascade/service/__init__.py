"""What the cascade writes: trainings, sign-offs of observed delivery, commitments."""

from academy.cascade.service.asking import ask, remind
from academy.cascade.service.commitments import Promise, Said, commit_to, report_progress, withdraw
from academy.cascade.service.delivery import Observation, sign_off
from academy.cascade.service.erasing import erase_person
from academy.cascade.service.trainings import Proposal, approve, cancel, decline, hold, propose

__all__ = [
    "Observation", "Promise", "Proposal", "Said", "approve", "ask", "cancel", "commit_to", "decline", "erase_person", "hold", "propose",
    "remind", "report_progress", "sign_off", "withdraw",
]  # fmt: skip
