"""What pages of cases send."""

from academy.cases.forms.actions import read_action

__all__ = ["read_action"]
