"""Status lists (W3C Bitstring Status List 1.0) as signed credentials of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from academy.credentials.content import Purpose
from academy.credentials.formats.badge import VC_CONTEXT, instant, list_address
from academy.credentials.formats.issuer import did_of
from academy.credentials.formats.tokens import sign_document
from academy.credentials.rules import encoded_list
from academy.signing.keys import KeyRing

#: How long a list may be kept by whoever fetched it.
FRESH_FOR = timedelta(minutes=5)
#: After that an old list is no list: whoever serves a copy from before a revocation is found out.
VALID_FOR = timedelta(days=2)


def sign_status_list(
    revoked: Iterable[int], *, purpose: Purpose, number: int, base_url: str, keys: KeyRing, at: datetime
) -> str:
    """Return one list as a compact JWS: the bits of ``revoked`` (indices in this list) are set, as of ``at``."""
    did, address = did_of(base_url), list_address(base_url, purpose, number)
    document = {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": instant(at),
        "validUntil": instant(at + VALID_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded_list(revoked),
            "ttl": int(FRESH_FOR.total_seconds()) * 1000,
        },
        "iss": did,
        "jti": address,
        "nbf": int(at.timestamp()),
    }
    return sign_document(document, base_url=base_url, keys=keys)
