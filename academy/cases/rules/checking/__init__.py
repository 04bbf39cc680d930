"""The checker: shows or refutes that a case can be played to every end, found, earned, lost, and not guessed."""

from academy.cases.rules.checking.checker import check
from academy.cases.rules.checking.digest import CHECKER_VERSION, digest_of
from academy.cases.rules.checking.faults import ADVICE, Checked, Fault

__all__ = ["ADVICE", "CHECKER_VERSION", "Checked", "Fault", "check", "digest_of"]
