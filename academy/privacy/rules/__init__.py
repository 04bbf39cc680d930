"""How long things are kept, and who may decide about it."""

from academy.privacy.rules.retention import DEFAULTS, Keeping, Reason, What, months_before, months_later

__all__ = ["DEFAULTS", "Keeping", "Reason", "What", "months_before", "months_later"]
