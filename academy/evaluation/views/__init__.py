"""The doors of evaluation: four levels for an agency and for a cohort, follow-ups, reports of cases."""

from academy.evaluation.views import agency, asking, case_reports, cohort, export, follow_ups, supervisors
from academy.evaluation.views.blueprint import blueprint

__all__ = [
    "agency", "asking", "blueprint", "case_reports", "cohort", "export", "follow_ups", "supervisors",
]  # fmt: skip
