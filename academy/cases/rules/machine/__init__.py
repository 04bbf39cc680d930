"""The machine: a case is begun, and moved on action by action. No chance, no wall clock, no hidden memory."""

from academy.cases.rules.machine.applying import apply, refusal, replay
from academy.cases.rules.machine.beginning import start
from academy.cases.rules.machine.together import can_begin, leave_others_their_day

__all__ = ["apply", "can_begin", "leave_others_their_day", "refusal", "replay", "start"]
