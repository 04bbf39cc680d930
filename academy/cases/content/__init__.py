"""The authored case, the actions its players take, and the law it is played under, as typed documents."""

from academy.cases.content.actions import AS_IT_IS, Action, action_of, plain
from academy.cases.content.case import CaseContent, Step
from academy.cases.content.law import Law, LawEntry

__all__ = ["AS_IT_IS", "Action", "CaseContent", "Law", "LawEntry", "Step", "action_of", "plain"]
