"""The slip in a QR code: signed so that a certificate can be known as genuine without internet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy.credentials.content import Slip
from academy.credentials.formats.issuer import public_keys
from academy.credentials.formats.tokens import Unreadable, check
from academy.credentials.rules import NotASlip, from_text, packed, to_text, unpacked
from academy.signing.keys import KeyRing

SIGNATURE_BYTES = 64
#: Says what the signature is for: no slip is ever taken for the signing input of a token, nor the other way round.
_DOMAIN = b"WCA slip\0"
#: Where the start of the key's name is.
_KID = slice(1, 5)


def sign_slip(slip: Slip, keys: KeyRing) -> str:
    """Return a slip as it stands behind the # of the address in the QR code."""
    kid = keys.kid
    said = packed(slip, kid=kid)
    return to_text(said + keys.sign(_DOMAIN + said, kid=kid))


def read_slip(text: str, key_set: Mapping[str, Any]) -> Slip:
    """Return what a slip says, once one of a JWK set's (or DID document's) keys fits it. Raises Unreadable."""
    try:
        data = from_text(text)
        said, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
        named = said[_KID].hex()
        for key in public_keys(key_set):
            if named and str(key.get("kid")).rpartition("#")[2].startswith(named):
                check(_DOMAIN + said, signature, key)
                return unpacked(said)[0]
    except NotASlip as error:
        raise Unreadable(str(error)) from error
    except ValueError as error:
        raise Unreadable("signed by none of these keys") from error
    raise Unreadable("signed by none of these keys")
