"""Gathering what stands behind a certificate, each domain asked for its part."""

from academy.evidence.queries.certificates import certificate_to_pack, record_of
from academy.evidence.queries.learnt import attempts_of, learning_of, sent_files
from academy.evidence.queries.offices import named, speaker
from academy.evidence.queries.taught import Edited, Shown, editions_of, media_of
from academy.evidence.queries.trail import things_of

__all__ = [
    "Edited", "Shown", "attempts_of", "certificate_to_pack", "editions_of", "learning_of", "media_of", "named", "record_of",
    "sent_files", "speaker", "things_of",
]  # fmt: skip
