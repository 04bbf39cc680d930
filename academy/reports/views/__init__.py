"""The doors of reports: a branch's progress, its table, cohorts compared, letters, one officer's record, the audit trail."""

from academy.reports.views import agency, cohorts, export, overview, person, schedules, trail
from academy.reports.views.blueprint import blueprint

__all__ = ["agency", "blueprint", "cohorts", "export", "overview", "person", "schedules", "trail"]
