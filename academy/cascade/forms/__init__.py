"""The forms of trainings, of observed delivery and of commitments."""

from academy.cascade.forms.commitments import KINDS, STAGES, CommitmentForm, ProgressForm
from academy.cascade.forms.delivery import CRITERIA, SEEN, DeliveryForm
from academy.cascade.forms.trainings import STATES, ProposalForm, ReasonForm, ReportForm

__all__ = [
    "CRITERIA", "KINDS", "SEEN", "STAGES", "STATES", "CommitmentForm", "DeliveryForm", "ProgressForm", "ProposalForm", "ReasonForm",
    "ReportForm",
]  # fmt: skip
