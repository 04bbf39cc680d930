"""Signed documents as compact JWS (RFC 7515) with Ed25519, in the one spelling each has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from academy.credentials.formats.issuer import key_id, public_keys
from academy.credentials.rules import from_text, to_text
from academy.signing.keys import KeyRing

#: EdDSA is what Open Badges 3.0 and its verifiers know; RFC 9864's name for the same comes later.
ALGORITHM = "EdDSA"


class Unreadable(ValueError):
    """A token or slip that none of these keys signed as it stands."""


def sign_document(document: Mapping[str, Any], *, base_url: str, keys: KeyRing) -> str:
    """Return a document signed with the active key, which its header names."""
    kid = keys.kid
    header = {"alg": ALGORITHM, "kid": key_id(base_url, kid), "typ": "JWT"}
    signed = f"{_part(header)}.{_part(document)}"
    return f"{signed}.{to_text(keys.sign(signed.encode(), kid=kid))}"


def read_document(token: str, key_set: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a token says, once the key it names is found in a JWK set or DID document and fits. Raises Unreadable."""
    signed, _dot, signature = token.rpartition(".")
    try:
        header = json.loads(from_text(signed.partition(".")[0]))
        key = next(each for each in public_keys(key_set) if each.get("kid") == header["kid"])
        if header["alg"] != ALGORITHM:
            raise Unreadable("of another algorithm")
        check(signed.encode(), from_text(signature), key)
        found = json.loads(from_text(signed.partition(".")[2]))
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise Unreadable("signed by none of these keys") from error
    if not isinstance(found, dict):
        raise Unreadable("not a document")
    return found


def kid_of(token: str) -> str:
    """Return the name of the key that a token says signed it; nothing where it says none."""
    try:
        kid = json.loads(from_text(token.partition(".")[0]))["kid"]
    except (ValueError, KeyError, TypeError):
        return ""
    return str(kid).rpartition("#")[2]


def check(data: bytes, signature: bytes, key: Mapping[str, Any]) -> None:
    """Let a signature of ``key`` over ``data`` pass. Raises Unreadable."""
    try:
        Ed25519PublicKey.from_public_bytes(from_text(key["x"])).verify(signature, data)
    except InvalidSignature as error:
        raise Unreadable("the signature does not fit") from error


def _part(document: Mapping[str, Any]) -> str:
    return to_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
