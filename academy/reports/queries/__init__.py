"""What reports read: the branch, progress in it, one person's record, cohorts compared, letters, the audit trail."""

from academy.reports.queries.kept import renew_kept
from academy.reports.queries.schedules import personal_data

__all__ = ["personal_data", "renew_kept"]
