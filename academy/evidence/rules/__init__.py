"""Sums of files, and the timeline of a learning record."""

from academy.evidence.rules.sums import SUMS, is_plain, sums
from academy.evidence.rules.timeline import timeline

__all__ = ["SUMS", "is_plain", "sums", "timeline"]
