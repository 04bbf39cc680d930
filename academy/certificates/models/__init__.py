"""Certificates, what was decided about them, what they are printed with, and what is done to many at once."""

from academy.certificates.models.batch import Batch, BatchItem, BatchKind, BatchState
from academy.certificates.models.certificate import (
    Certificate,
    CredentialStatus,
    Decision,
    ExpiryWarning,
    NameCheck,
)
from academy.certificates.models.template import Logo, Signatory, Template

__all__ = [
    "Batch", "BatchItem", "BatchKind", "BatchState", "Certificate", "CredentialStatus", "Decision", "ExpiryWarning",
    "Logo", "NameCheck", "Signatory", "Template",
]  # fmt: skip
