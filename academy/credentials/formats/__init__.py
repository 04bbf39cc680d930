"""What is signed and published: credentials, status lists, slips, and the keys they are checked with."""

from academy.credentials.formats.badge import read_credential, sign_credential
from academy.credentials.formats.issuer import did_document, did_of, key_set
from academy.credentials.formats.slips import read_slip, sign_slip
from academy.credentials.formats.status import FRESH_FOR, VALID_FOR, sign_status_list
from academy.credentials.formats.tokens import Unreadable, kid_of, read_document

__all__ = [
    "FRESH_FOR", "VALID_FOR", "Unreadable", "did_document", "did_of", "key_set", "kid_of", "read_credential", "read_document", "read_slip",
    "sign_credential", "sign_slip", "sign_status_list",
]  # fmt: skip
