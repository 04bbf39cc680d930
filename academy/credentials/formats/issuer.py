"""Who signs, as the world can look it up: a did:web identifier, its document and the keys in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from academy.signing.keys import KeyRing


def did_of(base_url: str) -> str:
    """Return the identifier of the academy at an address (did:web); it is looked up at ``/.well-known/did.json``."""
    parts = urlsplit(base_url)
    host = parts.hostname or "localhost"
    authority = f"{host}:{parts.port}" if parts.port else host
    path = (segment for segment in parts.path.split("/") if segment)
    return ":".join(["did:web", quote(authority, safe="."), *(quote(segment, safe="") for segment in path)])


def key_id(base_url: str, kid: str) -> str:
    """Return a key's name as tokens and documents bear it."""
    return f"{did_of(base_url)}#{kid}"


def did_document(base_url: str, keys: KeyRing) -> dict[str, Any]:
    """Return the document behind the identifier: every key that ever signed, the active one first."""
    did = did_of(base_url)
    methods = [
        {"id": each["kid"], "type": "JsonWebKey", "controller": did, "publicKeyJwk": each}
        for each in key_set(base_url, keys)["keys"]
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
    }


def key_set(base_url: str, keys: KeyRing) -> dict[str, list[Mapping[str, Any]]]:
    """Return every public key as a JWK set (RFC 7517), named as tokens name it."""
    published = keys.published()["keys"]
    return {"keys": [{**each, "kid": key_id(base_url, each["kid"])} for each in published]}


def public_keys(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the JWKs of a JWK set or of a DID document, whichever somebody saved. Raises ValueError."""
    found = document.get("keys") or [_key_of(each) for each in document.get("verificationMethod") or ()]
    keys: list[Mapping[str, Any]] = [
        each for each in found if isinstance(each, dict) and each.get("crv") == "Ed25519"
    ]
    if not keys:
        raise ValueError("no Ed25519 key in it")
    return keys


def _key_of(method: object) -> object:
    return method.get("publicKeyJwk") if isinstance(method, dict) else None
