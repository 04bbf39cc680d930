"""The benchmark: what the academy costs on this machine, beside a ceiling measured in the same run. Never a timed test."""
