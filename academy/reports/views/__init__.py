"""The doors of reports: a branch's progress, its table, one officer's record, the audit trail."""

from academy.reports.views import agency, export, person, trail
from academy.reports.views.blueprint import blueprint

__all__ = ["agency", "blueprint", "export", "person", "trail"]
