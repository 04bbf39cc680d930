"""Reading the ledger, the rules, what agencies keep, and what is due to be forgotten."""

from academy.privacy.queries.kept import kept_records, personal_data, rule_of, rules_of, warning_of
from academy.privacy.queries.leaving import bar_to_leaving, own_records
from academy.privacy.queries.ledger import came_back, ledger, ledger_size

__all__ = [
    "bar_to_leaving", "came_back", "kept_records", "ledger", "ledger_size", "own_records", "personal_data", "rule_of",
    "rules_of", "warning_of",
]  # fmt: skip
