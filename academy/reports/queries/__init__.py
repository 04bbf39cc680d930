"""What reports read: the branch, progress in it, one person's record, the audit trail."""
